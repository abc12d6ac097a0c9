//! Article 9: term of validity of an official passport (관용여권의 유효기간), and its end with the status.
//!
//! (1) the ceiling and three groups; (2) loss of the status is asked with the procedure `status_loss`.

use super::article_07::Entitlement;
use super::calendar::{Date, add_months, term_end};
use super::case::{Case, Step};
use super::fact::Fact;
use super::family::Member;
use super::military::Standing;
use super::rule::Rule;
use super::switches::{AssistantFamily, PlusSix};
use super::term::Limit;

pub(super) const CEILING: Rule = Rule::shall(
    "official_ceiling",
    "9(1)",
    "An official passport is valid for at most five years.",
    "관용여권의 유효기간은 5년 이내로 한다.",
);
pub(super) const ASSISTANT: Rule = Rule::may(
    "assistant_term",
    "9(1)1",
    "Assistants, household help and others of 7(4) to 7(6) receive two years.",
    "제7조제4호부터 제6호까지의 사람은 2년으로 할 수 있다.",
);
pub(super) const ASSISTANT_AT_NEED: Rule = Rule::may(
    "assistant_term_at_need",
    "9(1)1 proviso",
    "Where the Minister finds it needed, three years.",
    "필요하다고 인정하는 경우에는 3년으로 할 수 있다.",
);
pub(super) const ON_PERMIT: Rule = Rule::may(
    "official_on_permit",
    "9(1)2",
    "A man with service to do receives one year on a permit of six months to a year, and a longer permit's last day.",
    "복무하고 있지 아니한 사람은 국외여행허가기간이 6개월 이상 1년 이하이면 1년, 1년을 초과하면 그 허가기간까지로 한다.",
);
pub(super) const FAMILY: Rule = Rule::shall(
    "official_family_term",
    "9(1)3",
    "Family receives the period of the official travel and six months.",
    "배우자, 미혼 자녀, 부모는 공무 국외여행기간에 6개월을 더한 기간으로 한다.",
);
pub(super) const CHILD: Rule = Rule::shall(
    "official_child_term",
    "9(1)3 proviso",
    "A child's passport ends the day before the child becomes 27.",
    "27세 미만의 미혼 자녀가 그 기간 전에 27세가 되는 때에는 27세가 되는 날의 전날까지로 한다.",
);

/// The rules of this article that fix a term.
pub(super) const RULES: &[&Rule] = &[
    &CEILING,
    &ASSISTANT,
    &ASSISTANT_AT_NEED,
    &ON_PERMIT,
    &FAMILY,
    &CHILD,
];

/// 9(1): every end that applies to an official passport for many journeys, in the order of the text.
pub(super) fn limits(
    case: &Case<'_>,
    entitled: Entitlement,
    standing: Standing,
) -> Step<Vec<Limit>> {
    let mut limits = vec![ceiling(case)?];
    limits.extend(assistant_term(case, entitled)?);
    limits.extend(on_permit(case, standing, &ON_PERMIT)?);
    limits.extend(family_term(case, entitled.member)?);
    Ok(limits)
}

/// 9(1): not more than five years.
fn ceiling(case: &Case<'_>) -> Step<Limit> {
    let end = case.term(case.numbers.official_years * 12, &CEILING)?;
    Ok(Limit::new(end, &CEILING, &[Fact::Date]))
}

/// 9(1)1: two years, three where the Minister finds it needed (A16 for their family).
fn assistant_term(case: &Case<'_>, entitled: Entitlement) -> Step<Option<Limit>> {
    let family = entitled.member != Member::Principal;
    let travel_only = case.switches.assistant_family == AssistantFamily::TravelOnly;
    let short_term = entitled.is_short_term(case.numbers.assistants_short_term);
    if !short_term || (family && travel_only) {
        return Ok(None);
    }
    let (years, rule) = if case.facts.says(Fact::ThreeYearsNeeded) {
        (case.numbers.assistant_years_at_need, &ASSISTANT_AT_NEED)
    } else {
        (case.numbers.assistant_years, &ASSISTANT)
    };
    let end = case.term(years * 12, rule)?;
    Ok(Some(Limit::new(
        end,
        rule,
        &[Fact::Cat, Fact::ThreeYearsNeeded, Fact::Date],
    )))
}

/// 9(1)2 and 12(1)2: one year, or the permit's last day.
pub(super) fn on_permit(
    case: &Case<'_>,
    standing: Standing,
    rule: &'static Rule,
) -> Step<Option<Limit>> {
    const PERMITTED: &[Fact] = &[
        Fact::Mil,
        Fact::Serving,
        Fact::PermitFrom,
        Fact::PermitTo,
        Fact::Date,
    ];
    Ok(match standing {
        Standing::YearPermit => Some(Limit::new(
            case.term(case.numbers.permit_term_months, rule)?,
            rule,
            PERMITTED,
        )),
        Standing::LongPermit(end) => Some(Limit::new(end, rule, PERMITTED)),
        Standing::Free
        | Standing::Young { .. }
        | Standing::Flat
        | Standing::Serving
        | Standing::ShortPermit => None,
    })
}

/// 9(1)3 and its proviso: travel and six months; a child's not past the day before 27.
fn family_term(case: &Case<'_>, member: Member) -> Step<Vec<Limit>> {
    const TRAVEL: &[Fact] = &[Fact::Relation, Fact::TravelStart, Fact::Travel];
    let until = match member {
        Member::Principal => return Ok(Vec::new()),
        Member::Spouse | Member::Parent => None,
        Member::Child { until } => until,
    };
    let end = plus_six(case, Fact::Travel, Fact::TravelStart, &FAMILY)?;
    let mut limits = vec![Limit::new(end, &FAMILY, TRAVEL)];
    limits.extend(until.map(|day| {
        Limit::new(
            day,
            &CHILD,
            &[Fact::Birth, Fact::Disabled, Fact::Livelihood],
        )
    }));
    Ok(limits)
}

/// C6: the last day of the travel or mission and six calendar months. Without a day on which it starts, the text's
/// literal reading is left: a term as long as the travel and six months, from the day of issue.
pub(super) fn plus_six(
    case: &Case<'_>,
    length: Fact,
    start: Fact,
    rule: &'static Rule,
) -> Step<Date> {
    let Some(length) = case.facts.period(length) else {
        return Err(super::case::Stop::missing(length, rule));
    };
    let issued = case.issued(rule)?;
    let from = match case.switches.plus_six {
        PlusSix::FromTravelEnd => case.facts.date(start).unwrap_or(issued),
        PlusSix::DurationFromIssue => issued,
    };
    let last = term_end(length.after(from), 0, case.switches.term_end);
    Ok(add_months(last, case.numbers.added_months))
}
