//! Articles 28 to 30 and Act 17: dangerous places, permits to go there, and how restrictions are announced.

use super::case::{Case, Draft, Step, Stop};
use super::fact::Fact;
use super::outcome::Outcome;
use super::rule::Rule;
use super::switches::ResidenceRight;
use super::word::Word;

pub(super) const ABROAD: Rule = Rule::shall(
    "danger_abroad",
    "28",
    "The danger arises outside Korea and is one of six.",
    "국외에서 발생한 각 호의 위난상황을 말한다.",
);
pub(super) const NATURE: Rule = Rule::shall(
    "danger_natural_disaster",
    "28(1)",
    "A large typhoon, tidal wave, earthquake or similar disaster.",
    "대규모의 태풍, 해일, 지진이나 이에 준하는 재난",
);
pub(super) const WAR: Rule = Rule::shall(
    "danger_war",
    "28(2)",
    "A war that has broken out or is imminent.",
    "전쟁이 발생하였거나 발생할 가능성이 매우 높은 긴박한 상황",
);
pub(super) const UNREST: Rule = Rule::shall(
    "danger_unrest",
    "28(3)",
    "A civil war or riot that paralyses public security.",
    "내란 또는 폭동이 발생하여 치안 유지 기능이 극도로 마비된 상황",
);
pub(super) const TERROR: Rule = Rule::shall(
    "danger_terrorism",
    "28(4)",
    "Large-scale terrorism that has occurred or is imminent.",
    "대규모의 테러가 발생하였거나 발생할 가능성이 매우 높은 긴박한 상황",
);
pub(super) const ACCIDENT: Rule = Rule::shall(
    "danger_accident",
    "28(5)",
    "A large explosion, chemical or biological accident, pollution or similar disaster.",
    "대규모의 폭발사고, 화생방사고, 환경오염사고나 이에 준하는 재난",
);
pub(super) const EPIDEMIC: Rule = Rule::shall(
    "danger_epidemic",
    "28(6)",
    "A large epidemic that paralyses health care.",
    "대규모의 감염병이 발생하여 보건의료 기능이 마비된 상황",
);
pub(super) const PERMIT: Rule = Rule::shall(
    "use_permit_grounds",
    "29",
    "A permit is for six kinds of journey.",
    "허가는 각 호의 여행에 한정한다.",
);
pub(super) const LIFE_BASE: Rule = Rule::may(
    "use_permit_residence",
    "29(1)",
    "To go on living where one has permanent residence.",
    "영주권 등을 취득한 사람이 생활근거지에서 계속 거주하기 위한 경우",
);
pub(super) const COVERAGE: Rule = Rule::may(
    "use_permit_coverage",
    "29(2)",
    "To report in the public interest.",
    "공공이익을 위한 취재나 보도를 위한 경우",
);
pub(super) const AID: Rule = Rule::may(
    "use_permit_aid",
    "29(3)",
    "For urgent humanitarian work.",
    "긴급한 인도적 활동이나 지원을 위한 경우",
);
pub(super) const STATE: Rule = Rule::may(
    "use_permit_state",
    "29(4)",
    "For public work of state or international bodies.",
    "외교·안보임무나 재외국민보호를 수행하는 국가기관 또는 국제기구의 공무활동을 위한 경우",
);
pub(super) const BUSINESS: Rule = Rule::may(
    "use_permit_business",
    "29(5)",
    "For a mission in the national interest or a company's work, on recommendation of the competent central agency.",
    "소관 중앙행정기관의 장의 추천을 받아 국가이익이나 기업활동에 관련된 임무를 수행하는 경우",
);
pub(super) const EQUIVALENT: Rule = Rule::may(
    "use_permit_equivalent",
    "29(6)",
    "For equivalent reasons that the Minister finds specially necessary.",
    "그 밖에 이에 준하는 경우로서 특별히 필요하다고 인정하는 경우",
);
pub(super) const GAZETTE: Rule = Rule::shall(
    "announce_in_gazette",
    "30",
    "A restriction and its lifting are announced in the Official Gazette, and nationals there are told.",
    "제한 등과 그 해제의 고시는 관보에 게재하고, 해당 지역의 국민에게 알리는 방안을 마련하여야 한다.",
);

/// The rules of these articles.
pub(super) const RULES: &[&Rule] = &[
    &ABROAD,
    &NATURE,
    &WAR,
    &UNREST,
    &TERROR,
    &ACCIDENT,
    &EPIDEMIC,
    &PERMIT,
    &LIFE_BASE,
    &COVERAGE,
    &AID,
    &STATE,
    &BUSINESS,
    &EQUIVALENT,
    &GAZETTE,
];

/// 28: is this a danger for which a place may be restricted?
pub(super) fn danger(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[
        Fact::Event,
        Fact::Place,
        Fact::Scale,
        Fact::State,
        Fact::PublicSecurity,
        Fact::HealthCare,
    ];
    if matches!(
        case.facts.word(Fact::Place),
        Some(Word::InKorea | Word::Korea)
    ) {
        return Err(not_qualifying(&ABROAD, "not outside Korea", &[Fact::Place])
            .unless_word(Fact::Place, Word::OutsideKorea));
    }
    let rule = match case.need_word(Fact::Event, &ABROAD)? {
        Word::Typhoon | Word::TidalWave | Word::Earthquake | Word::SimilarNaturalDisaster => {
            large(case, &NATURE)?
        }
        Word::War => &WAR,
        Word::CivilWar | Word::Riot => paralysed(case, Fact::PublicSecurity, &UNREST)?,
        Word::Terrorism => large(case, &TERROR)?,
        Word::Explosion
        | Word::ChemicalAccident
        | Word::BiologicalAccident
        | Word::EnvironmentalPollutionAccident
        | Word::SimilarDisaster => large(case, &ACCIDENT)?,
        Word::Epidemic => {
            large(case, &EPIDEMIC)?;
            paralysed(case, Fact::HealthCare, &EPIDEMIC)?
        }
        _ => {
            return Err(
                not_qualifying(&ABROAD, "none of the six dangers", &[Fact::Event])
                    .unless_word(Fact::Event, Word::War),
            );
        }
    };
    draft.answer(
        Outcome::Qualifies,
        rule,
        "a danger of the article",
        LOOKED_AT,
    );
    Ok(())
}

fn not_qualifying(rule: &'static Rule, effect: &str, facts: &[Fact]) -> Stop {
    Stop::new(Outcome::NotQualifying, rule, effect, facts)
}

/// On a large scale.
fn large(case: &Case<'_>, rule: &'static Rule) -> Step<&'static Rule> {
    if case.need_word(Fact::Scale, rule)? == Word::Large {
        return Ok(rule);
    }
    Err(
        not_qualifying(rule, "not on a large scale", &[Fact::Event, Fact::Scale])
            .unless_word(Fact::Scale, Word::Large),
    )
}

/// So that a function of the State there is paralysed.
fn paralysed(case: &Case<'_>, function: Fact, rule: &'static Rule) -> Step<&'static Rule> {
    if case.need_word(function, rule)? == Word::Paralysed {
        return Ok(rule);
    }
    Err(not_qualifying(
        rule,
        "the State there still functions",
        &[Fact::Event, function],
    )
    .unless_word(function, Word::Paralysed))
}

/// 29 and Act 17: may the passport be used in a restricted place?
pub(super) fn permit(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[
        Fact::Reason,
        Fact::Recommendation,
        Fact::MinisterDeemsNecessary,
    ];
    if case.facts.is(Fact::Country, Word::NotRestricted) {
        draft.answer(
            Outcome::Valid,
            &PERMIT,
            "no permit is needed",
            &[Fact::Country],
        );
        return Ok(());
    }
    let rule = match case.need_word(Fact::Reason, &PERMIT)? {
        Word::PermanentResidenceLifeBase => life_base(case)?,
        Word::NewsCoveragePublicInterest => &COVERAGE,
        Word::UrgentHumanitarianActivity => &AID,
        Word::DiplomaticMissionStateAgency
        | Word::InternationalOrganizationActivity
        | Word::ProtectionOfNationalsAbroad => &STATE,
        Word::EnterpriseActivity | Word::NationalInterestMission => recommended(case)?,
        Word::EquivalentSpeciallyNecessary => equivalent(case)?,
        _ => {
            let stop = Stop::new(
                Outcome::Refuse,
                &PERMIT,
                "none of the six kinds of journey",
                &[Fact::Reason],
            );
            return Err(stop.unless_word(Fact::Reason, Word::UrgentHumanitarianActivity));
        }
    };
    draft.set("conditions", vec!["committee_deliberation"]);
    draft.answer(
        Outcome::MayPermit,
        rule,
        "may be permitted after the Committee's deliberation",
        LOOKED_AT,
    );
    Ok(())
}

/// 29(1): where the Korean text is followed, the right must have been held when the restriction began (A23).
fn life_base(case: &Case<'_>) -> Step<&'static Rule> {
    match case.switches.residence_right {
        ResidenceRight::AnyTime => Ok(&LIFE_BASE),
        ResidenceRight::AtRestriction => {
            if case.need_flag(Fact::HeldAtRestriction, &LIFE_BASE)? {
                return Ok(&LIFE_BASE);
            }
            Err(Stop::new(
                Outcome::Refuse,
                &LIFE_BASE,
                "the right was acquired after the restriction",
                &[Fact::HeldAtRestriction],
            ))
        }
    }
}

/// 29(5): on recommendation of the competent central agency.
fn recommended(case: &Case<'_>) -> Step<&'static Rule> {
    if case.need_word(Fact::Recommendation, &BUSINESS)? == Word::CompetentCentralAgency {
        return Ok(&BUSINESS);
    }
    let stop = Stop::new(
        Outcome::Refuse,
        &BUSINESS,
        "no recommendation",
        &[Fact::Reason, Fact::Recommendation],
    );
    Err(stop.unless_word(Fact::Recommendation, Word::CompetentCentralAgency))
}

/// 29(6): on a finding of the Minister.
fn equivalent(case: &Case<'_>) -> Step<&'static Rule> {
    if case.facts.says(Fact::MinisterDeemsNecessary) {
        return Ok(&EQUIVALENT);
    }
    let stop = Stop::new(
        Outcome::Refuse,
        &EQUIVALENT,
        "the Minister has not found it necessary",
        &[Fact::Reason, Fact::MinisterDeemsNecessary],
    );
    Err(stop.unless_flag(Fact::MinisterDeemsNecessary, true))
}

/// 30: was a restriction, or its lifting, announced as it must be?
pub(super) fn announce(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    let gazette = case.need_word(Fact::Medium, &GAZETTE)? == Word::OfficialGazette;
    draft.set("also", "way_to_inform_nationals_there");
    if gazette {
        draft.answer(
            Outcome::Valid,
            &GAZETTE,
            "in the Official Gazette",
            &[Fact::Medium],
        );
    } else {
        draft.answer(
            Outcome::Invalid,
            &GAZETTE,
            "not in the Official Gazette",
            &[Fact::Medium],
        );
        draft.unless_word(Fact::Medium, Word::OfficialGazette);
    }
    Ok(())
}
