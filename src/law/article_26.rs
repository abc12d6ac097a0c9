//! Article 26: lifting a refusal or restriction.

use super::case::{Case, Draft, Step, Stop};
use super::fact::Fact;
use super::outcome::Outcome;
use super::period::Period;
use super::rule::Rule;
use super::word::Word;

pub(super) const CONSULT: Rule = Rule::shall(
    "lift_consult",
    "26 proviso",
    "What an agency requested is lifted on other grounds only after consulting that agency.",
    "관계 행정기관의 요청에 따른 거부·제한 등을 해제하려면 미리 그 기관의 장과 협의하여야 한다.",
);
pub(super) const GROUNDS: Rule = Rule::shall(
    "lift_grounds",
    "26",
    "A refusal or restriction is lifted on five grounds only.",
    "거부·제한 등은 각 호의 경우에 해제할 수 있다.",
);
pub(super) const REQUESTED: Rule = Rule::may(
    "lift_on_request",
    "26(1)",
    "The agency asks for it.",
    "관계 행정기관의 장이 해제를 요청하는 경우",
);
pub(super) const MARRIAGE: Rule = Rule::may(
    "lift_for_marriage",
    "26(2)",
    "The person leaves to marry and live with a foreigner or a Korean settled abroad.",
    "외국인 또는 국외로 이주하여 거주하는 국민과 결혼하여 동거할 목적으로 출국하는 경우",
);
pub(super) const EMIGRATION: Rule = Rule::may(
    "lift_for_emigration",
    "26(3)",
    "The person holds the certificate of an emigration report.",
    "해외이주신고를 하여 해외이주신고 확인서를 발급받은 경우",
);
pub(super) const RESIDENCE: Rule = Rule::may(
    "lift_for_residence",
    "26(4)",
    "The person has, or is about to get, permanent residence or a long-stay visa.",
    "영주권이나 장기체류 사증을 취득하였거나 취득할 예정인 경우",
);
pub(super) const RELATIVE: Rule = Rule::may(
    "lift_for_relative",
    "26(5)",
    "A spouse, sibling or lineal relative living abroad died or is gravely ill or hurt, and the Minister finds an urgent need; for the least time needed.",
    "국외에 거주하는 배우자, 형제자매, 직계존비속의 사망이나 이에 준하는 중대한 질병 또는 사고로 긴급히 출국할 필요가 있는 경우(필요한 최소한의 기간)",
);

/// The rules of this article.
pub(super) const RULES: &[&Rule] = &[
    &CONSULT,
    &GROUNDS,
    &REQUESTED,
    &MARRIAGE,
    &EMIGRATION,
    &RESIDENCE,
    &RELATIVE,
];

/// 26: may the restriction be lifted?
pub(super) fn lift(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[Fact::Ground, Fact::Origin, Fact::Consulted];
    let ground = case.need_word(Fact::Ground, &GROUNDS)?;
    let Some(rule) = ground_rule(ground) else {
        return Err(Stop::new(
            Outcome::Refuse,
            &GROUNDS,
            "none of the five grounds",
            &[Fact::Ground],
        )
        .unless_word(Fact::Ground, Word::AgencyRequestsCancellation));
    };
    if rule.id == RELATIVE.id && !case.facts.says(Fact::MinisterDeemsNecessary) {
        return Err(Stop::new(
            Outcome::Refuse,
            &RELATIVE,
            "the Minister has not found an urgent need",
            &[Fact::Ground, Fact::MinisterDeemsNecessary],
        )
        .unless_flag(Fact::MinisterDeemsNecessary, true));
    }
    let concerns_agency = rule.id != REQUESTED.id;
    let consult = concerns_agency && case.facts.is(Fact::Origin, Word::Agency);
    if concerns_agency && !case.facts.has(Fact::Origin) {
        draft.set(
            "conditions",
            vec!["consult_the_agency_if_it_asked_for_the_restriction"],
        );
        draft.note(
            &CONSULT,
            "nothing is asserted of an agency's request",
            &[Fact::Origin],
        );
    } else {
        draft.set("consult", consult);
    }
    if consult && !case.facts.says(Fact::Consulted) {
        draft.note(rule, "a ground for lifting", &[Fact::Ground]);
        draft.answer(
            Outcome::ConsultFirst,
            &CONSULT,
            "the agency that asked for it must be consulted first",
            LOOKED_AT,
        );
        draft.unless_flag(Fact::Consulted, true);
        return Ok(());
    }
    if rule.id == RELATIVE.id {
        let days = case
            .facts
            .integer(Fact::NeededDays)
            .and_then(|days| u32::try_from(days).ok());
        if let Some(days) = days {
            draft.set("effect_limited_to", Period::of_days(days).to_string());
        }
    }
    draft.answer(Outcome::MayLift, rule, "may be lifted", LOOKED_AT);
    Ok(())
}

/// The subparagraph that the ground falls under, if one does. Relatives at home, in-laws and uncles are under none.
fn ground_rule(ground: Word) -> Option<&'static Rule> {
    match ground {
        Word::AgencyRequestsCancellation => Some(&REQUESTED),
        Word::MarryForeignerAndLiveTogether | Word::MarryKoreanEmigrantAndLiveTogether => {
            Some(&MARRIAGE)
        }
        Word::EmigrationCertificate => Some(&EMIGRATION),
        Word::PermanentResidenceObtained
        | Word::PermanentResidenceExpected
        | Word::LongStayVisaObtained
        | Word::LongStayVisaExpected => Some(&RESIDENCE),
        Word::DeathOfSpouseAbroad
        | Word::DeathOfSiblingAbroad
        | Word::DeathOfParentAbroad
        | Word::DeathOfChildAbroad
        | Word::DeathOfLinealRelativeAbroad
        | Word::SeriousIllnessOfSpouseAbroad
        | Word::SeriousIllnessOfSiblingAbroad
        | Word::SeriousIllnessOfParentAbroad
        | Word::SeriousIllnessOfChildAbroad
        | Word::SeriousIllnessOfLinealRelativeAbroad
        | Word::SeriousAccidentOfSpouseAbroad
        | Word::SeriousAccidentOfSiblingAbroad
        | Word::SeriousAccidentOfParentAbroad
        | Word::SeriousAccidentOfChildAbroad
        | Word::SeriousAccidentOfLinealRelativeAbroad => Some(&RELATIVE),
        _ => None,
    }
}
