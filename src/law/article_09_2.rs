//! Articles 9(2) and 12(2): the end of an official or diplomatic passport with the status; Act 13 and 14: single-use
//! passports and travel certificates that have done their work; Act 5, 6 and 14: the longest terms.

use super::calendar::add_months;
use super::case::{Case, Draft, Step, Stop, kind_of, use_of};
use super::fact::Fact;
use super::outcome::Outcome;
use super::period::Period;
use super::rule::Rule;
use super::word::Word;
use crate::domain::{PassportKind, PassportUse};

pub(super) const OFFICIAL: Rule = Rule::shall(
    "official_status_lost",
    "9(2)",
    "An official passport ends when the status does.",
    "제7조 각 호의 신분을 상실하면 그 때부터 관용여권의 효력은 상실된다.",
);
pub(super) const OFFICIAL_ABROAD: Rule = Rule::shall(
    "official_status_lost_abroad",
    "9(2) proviso",
    "Abroad it stays valid for the time needed to return, two months.",
    "국외에 체류하는 경우 귀국에 필요한 상당한 기간(2개월)은 그러하지 아니하다.",
);
pub(super) const DIPLOMATIC: Rule = Rule::shall(
    "diplomatic_requirement_lost",
    "12(2)",
    "A diplomatic passport ends when its requirement does, for a foreign-ministry family with the official's journey.",
    "제10조 각 호의 요건에 해당하지 아니하게 되면 그 때부터 외교관여권의 효력은 상실된다.",
);
pub(super) const DIPLOMATIC_ABROAD: Rule = Rule::shall(
    "diplomatic_requirement_lost_abroad",
    "12(2) proviso",
    "Abroad it stays valid for the time needed to return, two months.",
    "국외에 체류하는 경우 귀국에 필요한 상당한 기간(2개월)은 그러하지 아니하다.",
);
pub(super) const RETURNED: Rule = Rule::shall(
    "single_use_returned",
    "Act 13(1)9",
    "A single-use passport ends when its holder comes home.",
    "단수여권은 명의인이 귀국한 때 효력을 잃는다.",
);
pub(super) const ACHIEVED: Rule = Rule::shall(
    "certificate_purpose_achieved",
    "Act 14(2)",
    "A travel certificate ends when its purpose is achieved.",
    "여행증명서는 발급 목적을 이루면 효력을 잃는다.",
);
pub(super) const CERTIFICATE: Rule = Rule::shall(
    "longest_certificate",
    "Act 14(2)",
    "A travel certificate lasts at most one year.",
    "여행증명서의 유효기간은 1년 이내로 한다.",
);
pub(super) const SINGLE: Rule = Rule::shall(
    "longest_single",
    "Act 6(1)",
    "A single-use passport lasts at most one year.",
    "단수여권의 유효기간은 1년 이내로 한다.",
);
pub(super) const ORDINARY: Rule = Rule::shall(
    "longest_ordinary",
    "Act 5(1)1",
    "An ordinary passport lasts at most ten years.",
    "일반여권의 유효기간은 10년 이내로 한다.",
);
pub(super) const SERVICE: Rule = Rule::shall(
    "longest_official",
    "Act 5(1)2",
    "An official passport lasts at most five years.",
    "관용여권의 유효기간은 5년 이내로 한다.",
);
pub(super) const DIPLOMATS: Rule = Rule::shall(
    "longest_diplomatic",
    "Act 5(1)3",
    "A diplomatic passport lasts at most five years.",
    "외교관여권의 유효기간은 5년 이내로 한다.",
);

/// The rules of these provisions.
pub(super) const RULES: &[&Rule] = &[
    &OFFICIAL,
    &OFFICIAL_ABROAD,
    &DIPLOMATIC,
    &DIPLOMATIC_ABROAD,
    &RETURNED,
    &ACHIEVED,
    &CERTIFICATE,
    &SINGLE,
    &ORDINARY,
    &SERVICE,
    &DIPLOMATS,
];

/// `status_loss`: until when is the passport good after the status is lost?
pub(super) fn status_loss(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[
        Fact::Lost,
        Fact::Location,
        Fact::PrintedExpiry,
        Fact::Holder,
        Fact::Event,
    ];
    let (at_once, abroad) = rules_of_status(case)?;
    let lost = case.need_date(Fact::Lost, at_once)?;
    if case.need_word(Fact::Location, abroad)? == Word::Korea {
        draft.valid_until = Some(lost);
        draft.answer(
            Outcome::Void,
            at_once,
            format!("void from {lost}"),
            LOOKED_AT,
        );
        return Ok(());
    }
    let grace_end = add_months(lost, case.numbers.grace_months);
    draft.set(
        "grace",
        Period::of_months(case.numbers.grace_months).to_string(),
    );
    match case
        .facts
        .date(Fact::PrintedExpiry)
        .filter(|printed| *printed < grace_end)
    {
        Some(printed) => {
            draft.valid_until = Some(printed);
            draft.answer(
                Outcome::ValidUntilPrintedExpiry,
                abroad,
                format!("ends {printed} as printed"),
                LOOKED_AT,
            );
        }
        None => {
            draft.valid_until = Some(grace_end);
            draft.answer(
                Outcome::ValidUntilGraceEnd,
                abroad,
                format!("ends {grace_end}"),
                LOOKED_AT,
            );
        }
    }
    draft.note(at_once, format!("the status ended {lost}"), LOOKED_AT);
    Ok(())
}

/// 9(2) or 12(2) and its proviso, by the kind; the family of a diplomat holds what the diplomat holds.
fn rules_of_status(case: &Case<'_>) -> Step<(&'static Rule, &'static Rule)> {
    let diplomats = matches!(
        case.facts.word(Fact::Holder),
        Some(
            Word::Ambassador
                | Word::SpouseOfAmbassador
                | Word::SpouseOfMofatOfficial
                | Word::ChildOfMofatOfficial
                | Word::ParentOfMofatOfficial
        )
    );
    let kind = if diplomats && !case.facts.has(Fact::Kind) {
        Word::Diplomatic
    } else {
        case.need_word(Fact::Kind, &OFFICIAL)?
    };
    Ok(if kind == Word::Diplomatic {
        (&DIPLOMATIC, &DIPLOMATIC_ABROAD)
    } else {
        (&OFFICIAL, &OFFICIAL_ABROAD)
    })
}

/// `use_event`: does the event end the document?
pub(super) fn use_event(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[Fact::Kind, Fact::Use, Fact::Event, Fact::Date];
    let event = case.need_word(Fact::Event, &RETURNED)?;
    let certificate = case.facts.is(Fact::Kind, Word::TravelCertificate);
    let single = case.facts.is(Fact::Use, Word::Single);
    let rule = match event {
        Word::PurposeAchieved if certificate => &ACHIEVED,
        Word::ReturnedToKorea if single && !certificate => &RETURNED,
        _ => {
            let rule = if certificate { &ACHIEVED } else { &RETURNED };
            draft.answer(
                Outcome::StaysValid,
                rule,
                "the event does not end the document",
                LOOKED_AT,
            );
            return Ok(());
        }
    };
    draft.valid_until = case.facts.date(Fact::Date);
    draft.answer(
        Outcome::Void,
        rule,
        "the document has done its work",
        LOOKED_AT,
    );
    Ok(())
}

/// `term`: is a term asked for within the Act's ceiling?
pub(super) fn term(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[Fact::Kind, Fact::Use, Fact::Date, Fact::RequestedTo];
    let kind = kind_of(case.need_word(Fact::Kind, &CERTIFICATE)?).unwrap_or(PassportKind::Ordinary);
    let single = case.facts.word(Fact::Use).and_then(use_of) == Some(PassportUse::Single);
    let numbers = case.numbers;
    let (rule, months) = match kind {
        PassportKind::TravelCertificate => (&CERTIFICATE, numbers.certificate_months),
        _ if single => (&SINGLE, numbers.single_months),
        PassportKind::Ordinary | PassportKind::Residence => {
            (&ORDINARY, numbers.ordinary_years * 12)
        }
        PassportKind::Official => (&SERVICE, numbers.official_years * 12),
        PassportKind::Diplomatic => (&DIPLOMATS, numbers.diplomatic_years * 12),
    };
    let latest = case.term(months, rule)?;
    let requested = case.need_date(Fact::RequestedTo, rule)?;
    draft.set("max", Period::of_months(months).to_string());
    if requested > latest {
        let next = super::calendar::add_days(latest, 1);
        return Err(Stop::new(
            Outcome::InvalidTerm,
            rule,
            format!("later than {latest}"),
            LOOKED_AT,
        )
        .unless(Fact::RequestedTo, super::case::Need::Before(next)));
    }
    draft.answer(
        Outcome::Valid,
        rule,
        format!("not later than {latest}"),
        LOOKED_AT,
    );
    Ok(())
}
