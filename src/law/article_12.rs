//! Article 12: term of validity of a diplomatic passport (외교관여권의 유효기간), and its end with the requirement.
//!
//! (1) the ceiling and three groups; (2) loss of the requirement is asked with the procedure `status_loss`.

use super::article_09::{on_permit, plus_six};
use super::article_10::Entitlement;
use super::case::{Case, Step, Stop};
use super::fact::Fact;
use super::family::Member;
use super::military::Standing;
use super::rule::Rule;
use super::term::Limit;
use super::word::Word;

pub(super) const CEILING: Rule = Rule::shall(
    "diplomatic_ceiling",
    "12(1)",
    "A diplomatic passport is valid for at most five years.",
    "외교관여권의 유효기간은 5년 이내로 한다.",
);
pub(super) const MISSION: Rule = Rule::may(
    "mission_term",
    "12(1)1",
    "Envoys and others of 10(4) and 10(5) receive one or two years, as the mission needs.",
    "제10조제4호 또는 제5호의 사람은 외교업무 수행에 필요한 기간에 따라 1년 또는 2년으로 할 수 있다.",
);
pub(super) const LONG_MISSION: Rule = Rule::may(
    "long_mission_term",
    "12(1)1 proviso",
    "For a diplomatic mission under 10(5) of two years or more in a row, the mission and six months within five years.",
    "제10조제5호의 외교업무 수행기간이 계속하여 2년 이상인 경우에는 5년의 범위에서 그 기간에 6개월을 더한 기간으로 한다.",
);
pub(super) const ON_PERMIT: Rule = Rule::may(
    "diplomatic_on_permit",
    "12(1)2",
    "A man with service to do receives one year on a permit of six months to a year, and a longer permit's last day.",
    "복무하고 있지 아니한 사람은 국외여행허가기간이 6개월 이상 1년 이하이면 1년, 1년을 초과하면 그 허가기간까지로 한다.",
);
pub(super) const CHILD: Rule = Rule::may(
    "diplomatic_child_term",
    "12(1)3",
    "A child receives five years.",
    "27세 미만의 미혼 자녀는 5년으로 한다.",
);
pub(super) const CHILD_BECOMES_OF_AGE: Rule = Rule::shall(
    "diplomatic_child_of_age",
    "12(1)3 proviso",
    "A child's passport ends the day before the child becomes 27.",
    "27세 미만의 미혼 자녀가 그 기간 전에 27세가 되는 때에는 27세가 되는 날의 전날까지로 한다.",
);

/// The rules of this article that fix a term.
pub(super) const RULES: &[&Rule] = &[
    &CEILING,
    &MISSION,
    &LONG_MISSION,
    &ON_PERMIT,
    &CHILD,
    &CHILD_BECOMES_OF_AGE,
];

/// 12(1): every end that applies to a diplomatic passport for many journeys, in the order of the text.
pub(super) fn limits(
    case: &Case<'_>,
    entitled: Entitlement,
    standing: Standing,
) -> Step<Vec<Limit>> {
    let ceiling = case.term(case.numbers.diplomatic_years * 12, &CEILING)?;
    let mut limits = vec![Limit::new(ceiling, &CEILING, &[Fact::Date])];
    if entitled.is_on_mission() {
        limits.push(mission_term(case, entitled)?);
    }
    limits.extend(on_permit(case, standing, &ON_PERMIT)?);
    limits.extend(child_term(case, entitled.member)?);
    Ok(limits)
}

/// 12(1)1: one or two years by the mission; under 10(5) a long diplomatic mission and six months.
fn mission_term(case: &Case<'_>, entitled: Entitlement) -> Step<Limit> {
    const LOOKED_AT: &[Fact] = &[
        Fact::Role,
        Fact::Mission,
        Fact::MissionStart,
        Fact::Purpose,
        Fact::Consecutive,
    ];
    let Some(mission) = case.facts.period(Fact::Mission) else {
        return Err(Stop::missing(Fact::Mission, &MISSION));
    };
    let issued = case.issued(&MISSION)?;
    let start = case.facts.date(Fact::MissionStart).unwrap_or(issued);
    let lasts = |months: u32| {
        (
            mission.after(start),
            super::calendar::add_months(start, months),
        )
    };
    let (end, two_years) = lasts(case.numbers.long_mission_months);
    let diplomatic = entitled.is_special() && case.facts.is(Fact::Purpose, Word::DiplomaticMission);
    if diplomatic && end >= two_years && !case.facts.denies(Fact::Consecutive) {
        let end = plus_six(case, Fact::Mission, Fact::MissionStart, &LONG_MISSION)?;
        return Ok(Limit::new(end, &LONG_MISSION, LOOKED_AT));
    }
    let (end, one_year) = lasts(case.numbers.short_mission_months);
    let months = if end <= one_year {
        case.numbers.short_mission_months
    } else {
        case.numbers.long_mission_months
    };
    Ok(Limit::new(
        case.term(months, &MISSION)?,
        &MISSION,
        LOOKED_AT,
    ))
}

/// 12(1)3 and its proviso: five years, or the day before 27.
fn child_term(case: &Case<'_>, member: Member) -> Step<Vec<Limit>> {
    const LOOKED_AT: &[Fact] = &[
        Fact::Relation,
        Fact::Birth,
        Fact::Disabled,
        Fact::Livelihood,
    ];
    let Member::Child { until: Some(day) } = member else {
        return Ok(Vec::new());
    };
    let five_years = case.term(case.numbers.diplomatic_years * 12, &CHILD)?;
    Ok(vec![
        Limit::new(five_years, &CHILD, LOOKED_AT),
        Limit::new(day, &CHILD_BECOMES_OF_AGE, LOOKED_AT),
    ])
}
