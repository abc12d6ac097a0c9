//! Article 20: loss of a passport: report, recovery, and telling others.

use super::case::{Case, Draft, Step};
use super::fact::Fact;
use super::facts::Value;
use super::outcome::Outcome;
use super::rule::Rule;
use super::word::Word;

pub(super) const REPORT: Rule = Rule::may(
    "loss_report",
    "20(1)",
    "A loss may be reported before a reissue is applied for.",
    "여권을 분실한 사람은 재발급을 신청하기 전에도 분실을 신고할 수 있다.",
);
pub(super) const RECOVERED: Rule = Rule::shall(
    "recovered_before_reissue",
    "20(2)",
    "Who finds the passport before applying for a reissue and wants to use it reports that, and it becomes usable again.",
    "재발급을 신청하기 전에 여권을 되찾아 정상적으로 사용하려면 신고하여야 하고, 장관은 필요한 조치를 하여야 한다.",
);
pub(super) const VOID: Rule = Rule::shall(
    "void_on_reissue",
    "Act 13(1)3",
    "A lost passport loses its effect when its reissue is applied for.",
    "여권을 분실하여 재발급을 신청한 때에는 그 여권은 효력을 잃는다.",
);
pub(super) const SHARE: Rule = Rule::may(
    "loss_information",
    "20(3)",
    "Number and dates of the passport, date and place of the loss and the accepting office may be told to agencies, and on reciprocity to foreign governments and international organisations.",
    "여권번호·발급일·만료일, 분실일·분실장소·접수기관의 정보를 관계 행정기관 또는 상호주의에 따라 외국 정부·국제기구에 제공할 수 있다.",
);

/// The rules of this article.
pub(super) const RULES: &[&Rule] = &[&REPORT, &RECOVERED, &VOID, &SHARE];

/// 20(1): a report is accepted, whether or not a reissue is applied for.
pub(super) fn loss_report(_: &Case<'_>, draft: &mut Draft) -> Step<()> {
    draft.answer(
        Outcome::Accept,
        &REPORT,
        "a loss may be reported at any time",
        &[Fact::ReissueApplied],
    );
    Ok(())
}

/// 20(2) and Act 13(1)3: can a passport that was found be used again?
pub(super) fn recover(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[
        Fact::Recovered,
        Fact::ReissueApplied,
        Fact::RecoveryReported,
        Fact::WantsToUse,
    ];
    let recovered = case.need_date(Fact::Recovered, &RECOVERED)?;
    if let Some(applied) = case
        .facts
        .date(Fact::ReissueApplied)
        .filter(|applied| *applied <= recovered)
    {
        draft.valid_until = Some(applied);
        draft.answer(
            Outcome::StaysVoid,
            &VOID,
            format!("void since {applied}"),
            LOOKED_AT,
        );
        draft.helps.push(super::case::Help {
            fact: Fact::ReissueApplied,
            need: super::case::Need::Is(Value::Flag(false)),
        });
        return Ok(());
    }
    if case.facts.says(Fact::ReissueApplied) {
        return Err(super::case::Stop::missing_paper(
            "reissue_applied",
            &VOID,
            &[Fact::ReissueApplied],
        ));
    }
    if case.facts.denies(Fact::WantsToUse) {
        draft.answer(
            Outcome::StaysVoid,
            &RECOVERED,
            "the holder does not want to use it",
            LOOKED_AT,
        );
        draft.unless_flag(Fact::WantsToUse, true);
    } else if case.facts.says(Fact::RecoveryReported) {
        draft.answer(Outcome::RestoreValid, &RECOVERED, "usable again", LOOKED_AT);
    } else {
        draft.answer(
            Outcome::ReportRequired,
            &RECOVERED,
            "the recovery must be reported",
            LOOKED_AT,
        );
        draft.unless_flag(Fact::RecoveryReported, true);
    }
    Ok(())
}

/// What may be told of a loss, in the order of 20(3)1 and 20(3)2.
const ITEMS: &[&str] = &[
    "passport_no",
    "issue_date",
    "expiry_date",
    "loss_date",
    "loss_place",
    "accepting_agency",
];

/// 20(3): may a loss be told to this recipient?
pub(super) fn share_loss(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[
        Fact::Trigger,
        Fact::Recipient,
        Fact::Reciprocity,
        Fact::ExtraField,
    ];
    let recipient = case.need_word(Fact::Recipient, &SHARE)?;
    if case.facts.is(Fact::Trigger, Word::None) {
        draft.answer(
            Outcome::Deny,
            &SHARE,
            "neither a report nor an application after a loss",
            LOOKED_AT,
        );
        draft.unless_word(Fact::Trigger, Word::LossReport);
        return Ok(());
    }
    let foreign = matches!(
        recipient,
        Word::ForeignGovernment | Word::InternationalOrganization
    );
    if foreign && !case.need_flag(Fact::Reciprocity, &SHARE)? {
        draft.answer(Outcome::Deny, &SHARE, "no reciprocity", LOOKED_AT);
        draft.unless_flag(Fact::Reciprocity, true);
        return Ok(());
    }
    if !foreign && recipient != Word::DomesticAgency {
        draft.answer(
            Outcome::Deny,
            &SHARE,
            "the article names no such recipient",
            LOOKED_AT,
        );
        draft.unless_word(Fact::Recipient, Word::DomesticAgency);
        return Ok(());
    }
    match case.facts.word(Fact::ExtraField) {
        Some(field) => {
            draft.set("items", vec![field.as_str()]);
            draft.answer(
                Outcome::DenyField,
                &SHARE,
                format!("{} is not on the list", field.as_str()),
                LOOKED_AT,
            );
        }
        None => {
            draft.set("items", ITEMS.to_vec());
            draft.answer(
                Outcome::Allow,
                &SHARE,
                "the listed items may be told",
                LOOKED_AT,
            );
        }
    }
    Ok(())
}
