//! Article 6-2: residence passport (거주여권), an ordinary passport for emigrants.
//!
//! (1) who; (2) papers, and the look-up of the emigration report.

use super::case::{Case, Draft, Step, Stop};
use super::fact::Fact;
use super::rule::Rule;
use super::word::Word;

pub(super) const EMIGRANT: Rule = Rule::may(
    "residence_for_emigrants",
    "6-2(1)",
    "A passport for residence may be issued to emigrants.",
    "해외이주자에게 거주여권을 발급할 수 있다.",
);
pub(super) const RESIDENCE_RIGHT: Rule = Rule::shall(
    "residence_right_paper",
    "6-2(2)1",
    "A permanent resident shows a copy of that right, or of a long-term visa where the country has no such status, or of an immigrant visa.",
    "영주권자는 영주권 사본(영주권제도가 없는 국가는 장기체류 사증 사본) 또는 이민 사증 사본을 제출한다.",
);
pub(super) const MARRIAGE: Rule = Rule::shall(
    "marriage_paper",
    "6-2(2)2",
    "Somebody who needs it for a marriage abroad shows the marriage certificate or other proof.",
    "국외 혼인 등의 사유가 있는 사람은 혼인증명서 등 증명서류를 제출한다.",
);
pub(super) const EMIGRATION_REPORT: Rule = Rule::shall(
    "emigration_report",
    "6-2(2)",
    "The emigration report is looked up; without the applicant's consent the applicant hands in the confirmation.",
    "해외이주신고 확인서는 행정정보의 공동이용으로 확인하고, 동의하지 아니하면 제출하게 한다.",
);

/// The rules of this article.
pub(super) const RULES: &[&Rule] = &[&EMIGRANT, &RESIDENCE_RIGHT, &MARRIAGE, &EMIGRATION_REPORT];

/// 6-2(1): an emigrant; not asserted means none.
pub(super) fn entitlement(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    if !case.facts.says(Fact::Emigrant) {
        return Err(Stop::refuse_kind(
            &EMIGRANT,
            "the applicant is not an emigrant",
            &[Fact::Emigrant],
        )
        .unless_flag(Fact::Emigrant, true));
    }
    draft.rest_on(&EMIGRANT, "entitled as an emigrant", &[Fact::Emigrant]);
    Ok(())
}

/// 6-2(2): the paper of the applicant's path, and the emigration report.
pub(super) fn papers(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const SHOWN: &[Fact] = &[Fact::Path, Fact::Doc, Fact::CountryHasPr];
    if case.facts.is(Fact::Path, Word::MarriageAbroad) {
        if !case.facts.is(Fact::Doc, Word::MarriageCertificate) {
            return Err(
                Stop::missing_paper("marriage_certificate", &MARRIAGE, SHOWN)
                    .unless_word(Fact::Doc, Word::MarriageCertificate),
            );
        }
        draft.note(&MARRIAGE, "proof of the marriage is shown", SHOWN);
    } else {
        residence_right(case, draft, SHOWN)?;
    }
    emigration_report(case, draft)
}

/// 6-2(2)1: proof of the right of residence.
fn residence_right(case: &Case<'_>, draft: &mut Draft, shown: &'static [Fact]) -> Step<()> {
    let without_status = case.facts.denies(Fact::CountryHasPr);
    let unnamed_path = !case.facts.has(Fact::Path);
    let suffices = match case.facts.word(Fact::Doc) {
        Some(Word::ImmigrantVisaCopy) => true,
        Some(Word::PrCopy) => !without_status,
        Some(Word::LongTermVisaCopy) => without_status,
        Some(Word::MarriageCertificate) => unnamed_path,
        _ => false,
    };
    if suffices {
        draft.note(
            &RESIDENCE_RIGHT,
            "proof of the right of residence is shown",
            shown,
        );
        return Ok(());
    }
    let paper = if without_status {
        "long_term_visa_copy_or_immigrant_visa_copy"
    } else {
        "pr_copy_or_immigrant_visa_copy"
    };
    let enough = if without_status {
        Word::LongTermVisaCopy
    } else {
        Word::PrCopy
    };
    Err(Stop::missing_paper(paper, &RESIDENCE_RIGHT, shown)
        .unless_word(Fact::Doc, enough)
        .unless_word(Fact::Doc, Word::ImmigrantVisaCopy))
}

/// 6-2(2): the confirmation of the emigration report, looked up with consent, handed in without.
fn emigration_report(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const REPORT: &[Fact] = &[
        Fact::EmigrationReported,
        Fact::ConsentInfoSharing,
        Fact::ConfirmationForm,
    ];
    if !case.facts.says(Fact::EmigrationReported) {
        return Ok(());
    }
    let consent = case.facts.flag(Fact::ConsentInfoSharing);
    let form = case.facts.word(Fact::ConfirmationForm);
    let handed_in = form == Some(Word::Present);
    let looked_up = consent == Some(true) || (consent.is_none() && form != Some(Word::Absent));
    if !handed_in && !looked_up {
        return Err(Stop::missing_paper(
            "emigration_report_confirmation",
            &EMIGRATION_REPORT,
            REPORT,
        )
        .unless_flag(Fact::ConsentInfoSharing, true)
        .unless_word(Fact::ConfirmationForm, Word::Present));
    }
    let effect = if handed_in {
        "the confirmation is handed in"
    } else {
        "the officer looks the confirmation up"
    };
    draft.note(&EMIGRATION_REPORT, effect, REPORT);
    Ok(())
}
