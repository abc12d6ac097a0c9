//! Article 3: what is stated in the book and how; the chip; who need not give fingerprints.

use super::calendar::{Date, has_reached};
use super::case::{Case, Draft, Step, Stop, kind_of, use_of};
use super::fact::Fact;
use super::outcome::Outcome;
use super::rule::Rule;
use super::word::Word;
use crate::domain::{PassportKind, PassportUse};

pub(super) const STATED: Rule = Rule::shall(
    "data_page_and_chip",
    "3(1)",
    "The data of Act 7(1) are printed on the data page and stored on the chip.",
    "법 제7조제1항 각 호의 정보는 신원정보면에 인쇄하고 전자적으로 수록한다.",
);
pub(super) const URGENT_SINGLE: Rule = Rule::may(
    "urgent_single_without_chip",
    "3(2)1",
    "A single-use passport that the applicant asks for may go without a chip where there is no time for a normal one.",
    "법 제6조제1항제1호에 따른 단수여권으로서 긴급한 사유가 있다고 인정되는 경우에는 전자적으로 수록하지 아니할 수 있다.",
);
pub(super) const CERTIFICATE: Rule = Rule::may(
    "travel_certificate_without_chip",
    "3(2)2",
    "A travel certificate may go without a chip.",
    "여행증명서를 발급하는 경우에는 전자적으로 수록하지 아니할 수 있다.",
);
pub(super) const FINGERPRINTS: Rule = Rule::shall(
    "fingerprints",
    "Act 9(1)",
    "An applicant gives fingerprints.",
    "여권 발급을 신청하는 사람은 지문을 제공하여야 한다.",
);
pub(super) const MEDICAL: Rule = Rule::shall(
    "fingerprints_medical",
    "3(3)1",
    "Somebody whose fingerprints cannot be taken for medical reasons need not give them.",
    "의학적 사유로 지문채취가 불가능한 사람은 지문을 제공하지 아니할 수 있다.",
);
pub(super) const MINOR: Rule = Rule::shall(
    "fingerprints_minor",
    "3(3)2",
    "Somebody under 18 need not give fingerprints.",
    "18세 미만인 사람은 지문을 제공하지 아니할 수 있다.",
);
pub(super) const PROXY: Rule = Rule::shall(
    "fingerprints_proxy",
    "3(3)3",
    "Somebody for whom a lawful proxy applies need not give fingerprints.",
    "법 제9조제2항 단서에 따라 대리인이 신청하는 경우에는 지문을 제공하지 아니할 수 있다.",
);

pub(super) const CHIP_REQUIRED: Rule = Rule::shall(
    "chip_required",
    "3(2)",
    "The chip may be left out in two cases only.",
    "전자적으로 수록하지 아니할 수 있는 경우는 두 가지뿐이다.",
);

/// The rules of this article.
pub(super) const RULES: &[&Rule] = &[
    &STATED,
    &CHIP_REQUIRED,
    &URGENT_SINGLE,
    &CERTIFICATE,
    &FINGERPRINTS,
    &MEDICAL,
    &MINOR,
    &PROXY,
];

/// 3(2): the rule that lets the chip be left out, if one does.
pub(super) fn without_chip(
    case: &Case<'_>,
    kind: PassportKind,
    usage: PassportUse,
    asked_for: bool,
) -> Option<&'static Rule> {
    let ordinary = matches!(kind, PassportKind::Ordinary | PassportKind::Residence);
    match (kind, usage) {
        (PassportKind::TravelCertificate, _) => Some(&CERTIFICATE),
        (_, PassportUse::Single)
            if ordinary && asked_for && case.facts.says(Fact::UrgentRecognized) =>
        {
            Some(&URGENT_SINGLE)
        }
        _ => None,
    }
}

/// 3(3): the rule that frees somebody from giving fingerprints on the day of the application, if one does.
pub(super) fn fingerprint_exemption(
    case: &Case<'_>,
    applied: Option<Date>,
) -> Option<&'static Rule> {
    let is_minor = match (case.facts.date(Fact::Birth), applied) {
        (Some(birth), Some(day)) => !has_reached(
            birth,
            case.numbers.adult_age,
            day,
            case.switches.leap_birthday,
        ),
        _ => false,
    };
    [
        (case.facts.says(Fact::Medical), &MEDICAL),
        (is_minor, &MINOR),
        (case.facts.is(Fact::Proxy, Word::Lawful), &PROXY),
    ]
    .into_iter()
    .find_map(|(holds, rule)| holds.then_some(rule))
}

/// `electronic`: may the chip be left out?
pub(super) fn electronic(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[
        Fact::Kind,
        Fact::Use,
        Fact::RequestedByApplicant,
        Fact::SingleGround,
        Fact::UrgentRecognized,
    ];
    let kind =
        kind_of(case.need_word(Fact::Kind, &CHIP_REQUIRED)?).unwrap_or(PassportKind::Ordinary);
    let usage = case
        .facts
        .word(Fact::Use)
        .and_then(use_of)
        .unwrap_or(PassportUse::Multiple);
    let asked_for = case.facts.is(Fact::SingleGround, Word::ApplicantRequest)
        || (case.facts.says(Fact::RequestedByApplicant) && !case.facts.has(Fact::SingleGround));
    match without_chip(case, kind, usage, asked_for) {
        Some(rule) => {
            draft.set("items", vec!["may_omit_chip"]);
            draft.answer(Outcome::Allow, rule, "the chip may be left out", LOOKED_AT);
        }
        None => {
            draft.set("items", vec!["chip_required"]);
            draft.answer(
                Outcome::Deny,
                &CHIP_REQUIRED,
                "the chip is required",
                LOOKED_AT,
            );
            draft.unless_flag(Fact::UrgentRecognized, true);
            draft.unless_flag(Fact::RequestedByApplicant, true);
            draft.unless_word(Fact::SingleGround, Word::ApplicantRequest);
            draft.unless_word(Fact::Use, Word::Single);
        }
    }
    Ok(())
}

/// `fingerprint`: must fingerprints be given on the day of the application?
pub(super) fn fingerprint(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[Fact::Applied, Fact::Birth, Fact::Medical, Fact::Proxy];
    let applied = case
        .facts
        .date(Fact::Applied)
        .or(case.facts.date(Fact::Date));
    if let Some(rule) = fingerprint_exemption(case, applied) {
        draft.answer(
            Outcome::Exempt,
            rule,
            "fingerprints not required",
            LOOKED_AT,
        );
        return Ok(());
    }
    case.need_date(Fact::Birth, &MINOR)?;
    if applied.is_none() {
        return Err(Stop::missing(Fact::Applied, &MINOR));
    }
    if case.facts.denies(Fact::Provided) {
        return Err(
            Stop::missing_paper("fingerprint", &FINGERPRINTS, &[Fact::Provided])
                .unless_flag(Fact::Provided, true)
                .unless_flag(Fact::Medical, true),
        );
    }
    draft.answer(
        Outcome::Required,
        &FINGERPRINTS,
        "fingerprints required",
        LOOKED_AT,
    );
    Ok(())
}
