//! Articles 40 to 44: the State's certificates for passports.
//!
//! The text calls the key that signs a "public key" and says that it may be given away; that is a slip of drafting
//! (A21): what signs is the private key, and only certificates and verification keys leave the ministry. 40 and 43 give
//! the task and the duty of safe keeping; they are kept by the key store and the ceremonies, nothing in them is asked.

use super::calendar::{add_days, add_years};
use super::case::{Case, Draft, Need, Step, Stop};
use super::fact::Fact;
use super::outcome::Outcome;
use super::rule::Rule;
use super::word::Word;

pub(super) const FIELDS: Rule = Rule::may(
    "certificate_fields",
    "41(1)",
    "A certificate may carry the agency, the verification key, the method of signature, serial number and validity, and limits of use.",
    "전자인증서에는 기관명, 검증키, 전자서명 방식, 일련번호와 유효기간, 이용범위 등을 포함할 수 있다.",
);
pub(super) const PAIR: Rule = Rule::shall(
    "certificate_signing_key",
    "41(2)",
    "A certificate is signed with the key that matches its verification key.",
    "전자인증서에는 검증키와 합치하는 키로 전자서명을 하여야 한다.",
);
pub(super) const VALIDITY: Rule = Rule::shall(
    "certificate_validity",
    "41(3)",
    "The Minister sets the validity by scope of use and technical safety.",
    "유효기간은 이용범위와 기술의 안전성 등을 고려하여 외교통상부장관이 정한다.",
);
pub(super) const PROVIDE: Rule = Rule::may(
    "verification_material",
    "42",
    "What verifies passports may be given to ICAO and to foreign governments.",
    "국제민간항공기구와 외국 정부에 검증키 등을 제공할 수 있다.",
);
pub(super) const KEEP: Rule = Rule::shall(
    "certificates_kept",
    "44(1)",
    "Certificates are kept for at least ten years from their issue.",
    "전자인증서를 발급일부터 10년 이상 보관하여야 한다.",
);
pub(super) const PROTECT: Rule = Rule::shall(
    "signing_key_protected",
    "44(2)",
    "The signing key is kept safe.",
    "전자인증서의 발급에 사용하는 키를 안전하게 보관·관리하여야 한다.",
);

/// The rules of these articles.
pub(super) const RULES: &[&Rule] = &[&FIELDS, &PAIR, &VALIDITY, &PROVIDE, &KEEP, &PROTECT];

/// 41(1): what a certificate may carry.
pub(super) fn fields(_: &Case<'_>, draft: &mut Draft) -> Step<()> {
    draft.set(
        "items",
        vec![
            "agency_name",
            "verification_key",
            "signature_method",
            "serial_number",
            "validity",
            "use_limits_if_any",
        ],
    );
    draft.answer(Outcome::List, &FIELDS, "six items", &[]);
    Ok(())
}

/// 41(2): is the certificate signed with the key of its own pair?
pub(super) fn issue(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    if case.need_word(Fact::SigningKey, &PAIR)? == Word::PairOfVerificationKey {
        draft.answer(Outcome::Valid, &PAIR, "the keys match", &[Fact::SigningKey]);
    } else {
        draft.answer(
            Outcome::Reject,
            &PAIR,
            "the keys do not match",
            &[Fact::SigningKey],
        );
        draft.unless_word(Fact::SigningKey, Word::PairOfVerificationKey);
    }
    Ok(())
}

/// 41(3): was the validity set as it must be?
pub(super) fn validity(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[Fact::SetBy, Fact::BasedOn];
    let by_minister = case.need_word(Fact::SetBy, &VALIDITY)? == Word::Minister;
    let reasoned = !case.facts.is(Fact::BasedOn, Word::Other);
    if by_minister && reasoned {
        draft.answer(Outcome::Valid, &VALIDITY, "set by the Minister", LOOKED_AT);
    } else {
        draft.answer(
            Outcome::Invalid,
            &VALIDITY,
            "not set by the Minister for these reasons",
            LOOKED_AT,
        );
        draft.unless_word(Fact::SetBy, Word::Minister);
        draft.unless_word(Fact::BasedOn, Word::ScopeAndTechnicalSafety);
    }
    Ok(())
}

/// 42: may verification material be given to this recipient?
pub(super) fn provide(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    if matches!(
        case.need_word(Fact::To, &PROVIDE)?,
        Word::Icao | Word::ForeignGovernment
    ) {
        draft.answer(
            Outcome::Allow,
            &PROVIDE,
            "certificates and verification keys may be given",
            &[Fact::To],
        );
    } else {
        draft.answer(
            Outcome::NotCovered,
            &PROVIDE,
            "the article names no such recipient",
            &[Fact::To],
        );
        draft.unless_word(Fact::To, Word::Icao);
    }
    Ok(())
}

/// 42 and 44(2): the signing secret leaves for nobody (A21).
pub(super) fn export_secret(_: &Case<'_>, draft: &mut Draft) -> Step<()> {
    draft.answer(
        Outcome::Refuse,
        &PROTECT,
        "the signing secret never leaves",
        &[Fact::To],
    );
    draft.note(&PROVIDE, "42 is about verification only", &[Fact::To]);
    Ok(())
}

/// 44(1): may the certificate be destroyed? The last day of the tenth year still keeps it.
pub(super) fn purge(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[Fact::Issued, Fact::Purge];
    let issued = case.need_date(Fact::Issued, &KEEP)?;
    let Some(day) = case.facts.date(Fact::Purge) else {
        return Err(Stop::missing(Fact::Purge, &KEEP));
    };
    let last = add_years(issued, case.numbers.certificate_years);
    if day > last {
        draft.answer(
            Outcome::Allow,
            &KEEP,
            format!("kept until {last}"),
            LOOKED_AT,
        );
        return Ok(());
    }
    draft.valid_until = Some(last);
    let stop = Stop::new(
        Outcome::Refuse,
        &KEEP,
        format!(
            "to be kept until {last}, first free day {}",
            add_days(last, 1)
        ),
        LOOKED_AT,
    );
    let mut stop = stop.unless(Fact::Purge, Need::After(last));
    stop.until = Some(last);
    Err(stop)
}
