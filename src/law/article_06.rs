//! Article 6: term of validity of an ordinary passport (일반여권의 유효기간).
//!
//! (1) the ceiling; (2) seven groups with a term of their own; (3) the remaining term of the old passport on request;
//! (4) deleted.

use chrono::Datelike;

use super::calendar::{Date, end_of_year_of_age, subtract_years};
use super::case::{Case, Draft, Need, Step, Stop};
use super::edition::start_of_loss_rule;
use super::fact::Fact;
use super::facts::Value;
use super::military::Standing;
use super::outcome::Outcome;
use super::rule::Rule;
use super::switches::{LossRuleFrom, LossWindow, YearCap, YearCapEffect};
use super::term::Limit;
use super::word::Word;

pub(super) const CEILING: Rule = Rule::shall(
    "ordinary_ceiling",
    "6(1)",
    "An ordinary passport is valid for at most ten years.",
    "일반여권의 유효기간은 10년 이내로 한다.",
);
pub(super) const MINOR: Rule = Rule::may(
    "minor",
    "6(2)1",
    "Somebody under 18 receives a passport for five years.",
    "18세 미만인 사람에게는 유효기간 5년의 여권을 발급할 수 있다.",
);
pub(super) const UNSERVED: Rule = Rule::may(
    "unserved_young",
    "6(2)2",
    "A man of 18 to 24 with service to do receives a passport for five years.",
    "병역을 마치지 아니한 18세 이상 25세 미만인 사람에게는 유효기간 5년의 여권을 발급할 수 있다.",
);
pub(super) const YEAR_CAP: Rule = Rule::may(
    "unserved_year_cap",
    "6(2)2 proviso",
    "Without a permit to travel, the passport of a man under 24 ends with the year in which he becomes 24.",
    "국외여행허가를 받지 아니한 24세 미만인 사람의 여권은 24세가 되는 해의 12월 31일까지로 한다.",
);
pub(super) const SERVING: Rule = Rule::may(
    "supplementary_serving",
    "6(2)3(a)",
    "A man of 25 or more who is serving in the supplementary service receives a passport for five years.",
    "보충역으로 복무 중인 25세 이상인 사람에게는 유효기간 5년의 여권을 발급할 수 있다.",
);
pub(super) const ON_PERMIT: Rule = Rule::may(
    "unserved_on_permit",
    "6(2)3(b)",
    "A man of 25 or more with service to do receives one year on a permit of six months to a year, and a longer permit's last day.",
    "복무하고 있지 아니한 25세 이상인 사람은 국외여행허가기간이 6개월 이상 1년 이하이면 1년, 1년을 초과하면 그 허가기간까지로 한다.",
);
pub(super) const NOTIFIED: Rule = Rule::may(
    "notified_period",
    "6(2)4",
    "Where an agency has notified that somebody may travel only for a period, the passport ends with it.",
    "관계 행정기관의 장이 일정기간 동안만 국외여행이 가능하다고 통보한 사람의 여권은 그 통보된 기간까지로 한다.",
);
pub(super) const ANTI_STATE: Rule = Rule::may(
    "anti_state_member",
    "6(2)5",
    "A member of an anti-State organisation living abroad receives one to five years, as the Minister decides after consulting the agency concerned.",
    "국외에 거주하는 반국가단체의 구성원에게는 관계 행정기관과 협의하여 1년 이상 5년 이하로 한다.",
);
pub(super) const TWO_LOSSES: Rule = Rule::may(
    "two_losses_in_five_years",
    "6(2)6(a)",
    "After two losses within five years up to the report, the passport is valid for five years.",
    "최근 5년 이내에 2회 분실한 사람은 5년으로 한다.",
);
pub(super) const THREE_LOSSES: Rule = Rule::may(
    "three_losses_in_five_years",
    "6(2)6(b)",
    "After three or more losses within five years up to the report, the passport is valid for two years.",
    "최근 5년 이내에 3회 이상 분실한 사람은 2년으로 한다.",
);
pub(super) const TWO_IN_ONE_YEAR: Rule = Rule::may(
    "two_losses_in_one_year",
    "6(2)6(c)",
    "After two losses within one year up to the report, the passport is valid for two years.",
    "최근 1년 이내에 2회 분실한 사람은 2년으로 한다.",
);
pub(super) const FORCE_MAJEURE: Rule = Rule::shall(
    "force_majeure_not_counted",
    "6(2)6 proviso",
    "A loss through unavoidable grounds, such as a natural disaster, does not count.",
    "천재지변 등 불가피한 사유로 분실한 경우는 분실 횟수에 포함하지 아니한다.",
);
pub(super) const LOSS_RULE_START: Rule = Rule::shall(
    "loss_rule_start",
    "Addenda 23181 art 2",
    "The rule on losses begins with passports lost after 30 September 2011.",
    "분실에 관한 개정규정은 이 영 시행 후 최초로 여권을 분실하는 사람부터 적용한다.",
);
pub(super) const NO_VOW: Rule = Rule::may(
    "no_nationality_vow",
    "6(2)7",
    "Somebody who has not taken the vow under the Nationality Act receives five years.",
    "「국적법」 제10조제2항에 따른 서약을 하지 아니한 사람은 5년으로 한다.",
);
pub(super) const REMAINING_REISSUE: Rule = Rule::may(
    "remaining_term_reissue",
    "6(3)1",
    "On a reissue the applicant may wish for the old passport's remaining term.",
    "재발급을 신청하는 사람이 원하면 종전 여권의 남은 유효기간으로 발급할 수 있다.",
);
pub(super) const REMAINING_PAGES: Rule = Rule::may(
    "remaining_term_no_pages",
    "6(3)2",
    "When no visa page is left the applicant may wish for the old passport's remaining term.",
    "사증란이 남아 있지 아니하여 신규 발급을 신청하는 사람이 원하면 종전 여권의 남은 유효기간으로 발급할 수 있다.",
);
pub(super) const NOT_REMAINING: Rule = Rule::shall(
    "remaining_term_not_open",
    "6(3)",
    "The remaining term is open only on a reissue or when no visa page is left, while the old term still runs.",
    "남은 유효기간은 재발급 또는 사증란 부족의 경우 종전 여권의 유효기간이 남아 있을 때에만 부여할 수 있다.",
);
pub(super) const REMAINING_BARRED: Rule = Rule::shall(
    "remaining_term_barred",
    "6(3) proviso",
    "The remaining term is not open to somebody under a notified period.",
    "제2항제4호에 해당하는 사람에게는 남은 유효기간을 부여하지 아니한다.",
);

/// The rules of this article.
pub(super) const RULES: &[&Rule] = &[
    &CEILING,
    &MINOR,
    &UNSERVED,
    &YEAR_CAP,
    &SERVING,
    &ON_PERMIT,
    &NOTIFIED,
    &ANTI_STATE,
    &TWO_LOSSES,
    &THREE_LOSSES,
    &TWO_IN_ONE_YEAR,
    &FORCE_MAJEURE,
    &LOSS_RULE_START,
    &NO_VOW,
    &REMAINING_REISSUE,
    &REMAINING_PAGES,
    &NOT_REMAINING,
    &REMAINING_BARRED,
];

/// 6(1), 6(2): every end that applies to an ordinary passport for many journeys, in the order of the text.
pub(super) fn limits(
    case: &Case<'_>,
    standing: Standing,
    lost: bool,
    draft: &mut Draft,
) -> Step<Vec<Limit>> {
    let mut limits = vec![ceiling(case)?];
    limits.extend(minor_term(case)?);
    limits.extend(unserved_young_term(case, standing)?);
    limits.extend(permit_age_term(case, standing)?);
    limits.extend(notified_period(case));
    limits.extend(anti_state_term(case)?);
    if lost {
        limits.extend(loss_term(case)?);
        note_uncounted_losses(case, draft)?;
    }
    limits.extend(no_vow_term(case)?);
    Ok(limits)
}

/// 6(3) from Decree 23847: the limits that the wish for the remaining term does not lift, 6(2)4 to 6(2)7.
pub(super) fn limits_that_stay(case: &Case<'_>, lost: bool) -> Step<Vec<Limit>> {
    let mut limits: Vec<Limit> = notified_period(case).into_iter().collect();
    limits.extend(anti_state_term(case)?);
    if lost {
        limits.extend(loss_term(case)?);
    }
    limits.extend(no_vow_term(case)?);
    Ok(limits)
}

/// 6(1): not more than ten years, granted in full (A01).
fn ceiling(case: &Case<'_>) -> Step<Limit> {
    let end = case.term(case.numbers.ordinary_years * 12, &CEILING)?;
    Ok(Limit::new(end, &CEILING, &[Fact::Date]))
}

/// 6(2)1: under 18, five years.
fn minor_term(case: &Case<'_>) -> Step<Option<Limit>> {
    let birth = case.need_date(Fact::Birth, &MINOR)?;
    if case.is_aged(birth, case.numbers.adult_age, &MINOR)? {
        return Ok(None);
    }
    let end = case.term(case.numbers.minor_years * 12, &MINOR)?;
    Ok(Some(Limit::new(end, &MINOR, &[Fact::Birth, Fact::Date])))
}

/// 6(2)2: 18 to 24 with service to do, five years; without a permit not past the year in which he becomes 24.
fn unserved_young_term(case: &Case<'_>, standing: Standing) -> Step<Vec<Limit>> {
    let permit = match standing {
        Standing::Young { permit } => permit,
        Standing::Flat => true,
        _ => return Ok(Vec::new()),
    };
    let birth = case.need_date(Fact::Birth, &UNSERVED)?;
    let five_years = case.term(case.numbers.unserved_years * 12, &UNSERVED)?;
    let term = Limit::new(five_years, &UNSERVED, &[Fact::Birth, Fact::Date, Fact::Mil]);
    let excepted = permit || case.facts.says(Fact::VisaUnavoidable);
    if excepted || !is_held_to_year(case, birth)? {
        return Ok(vec![term]);
    }
    let end = end_of_year_of_age(birth, case.numbers.year_cap_age);
    let cap = Limit::new(
        end,
        &YEAR_CAP,
        &[
            Fact::Birth,
            Fact::Date,
            Fact::Mil,
            Fact::Permit,
            Fact::VisaUnavoidable,
        ],
    );
    Ok(match case.switches.year_cap_effect {
        YearCapEffect::Shortens => vec![term, cap],
        YearCapEffect::Replaces => vec![cap],
    })
}

/// 6(2)2 proviso: who is held to the year in which he becomes 24 (A04).
fn is_held_to_year(case: &Case<'_>, birth: Date) -> Step<bool> {
    let age = case.numbers.year_cap_age;
    match case.switches.year_cap {
        YearCap::UnderAge => Ok(!case.is_aged(birth, age, &YEAR_CAP)?),
        YearCap::YearOfAge => {
            let year = case.issued(&YEAR_CAP)?.year();
            Ok(year <= birth.year().saturating_add_unsigned(age))
        }
    }
}

/// 6(2)3: 25 or more with service to do: serving, or on a permit of six months or more.
fn permit_age_term(case: &Case<'_>, standing: Standing) -> Step<Option<Limit>> {
    const SERVED: &[Fact] = &[Fact::Birth, Fact::Date, Fact::Mil, Fact::Serving];
    const PERMITTED: &[Fact] = &[
        Fact::Birth,
        Fact::Date,
        Fact::Mil,
        Fact::PermitFrom,
        Fact::PermitTo,
    ];
    Ok(match standing {
        Standing::Serving => {
            let end = case.term(case.numbers.unserved_years * 12, &SERVING)?;
            Some(Limit::new(end, &SERVING, SERVED))
        }
        Standing::YearPermit => {
            let end = case.term(case.numbers.permit_term_months, &ON_PERMIT)?;
            Some(Limit::new(end, &ON_PERMIT, PERMITTED))
        }
        Standing::LongPermit(end) => Some(Limit::new(end, &ON_PERMIT, PERMITTED)),
        Standing::Free | Standing::Young { .. } | Standing::Flat | Standing::ShortPermit => None,
    })
}

/// 6(2)4: the period that an agency has notified.
pub(super) fn notified_period(case: &Case<'_>) -> Option<Limit> {
    let end = case.facts.date(Fact::NotifiedTo)?;
    Some(Limit::new(end, &NOTIFIED, &[Fact::NotifiedTo]))
}

/// 6(2)5 and the proviso of 6(2): consult first; then one to five years as the Minister chooses.
fn anti_state_term(case: &Case<'_>) -> Step<Option<Limit>> {
    let member = case.facts.word(Fact::AntiStateMember);
    if !matches!(member, Some(Word::Suspected | Word::Confirmed)) {
        return Ok(None);
    }
    if case.need_word(Fact::Residence, &ANTI_STATE)? != Word::Abroad {
        return Ok(None);
    }
    if !case.facts.says(Fact::Consulted) || member == Some(Word::Suspected) {
        let looked_at = [Fact::AntiStateMember, Fact::Residence, Fact::Consulted];
        let effect = "the agency concerned must be consulted first";
        let stop = Stop::new(Outcome::Refer, &ANTI_STATE, effect, &looked_at)
            .with("consult", "relevant_agency");
        return Err(bounded(case, stop).unless_word(Fact::AntiStateMember, Word::NotConfirmed));
    }
    chosen_term(case).map(Some)
}

/// 6(2)5: the Minister's choice, within its bounds.
fn chosen_term(case: &Case<'_>) -> Step<Limit> {
    const CHOSEN: &[Fact] = &[
        Fact::AntiStateMember,
        Fact::Residence,
        Fact::MinisterYears,
        Fact::MinisterMonths,
    ];
    let (least, most) = (
        case.numbers.anti_state_least_months,
        case.numbers.anti_state_most_months,
    );
    let least_years = Need::Is(Value::Integer(i64::from(least / 12)));
    let chosen = match (
        case.facts.integer(Fact::MinisterYears),
        case.facts.integer(Fact::MinisterMonths),
    ) {
        (None, None) => {
            return Err(
                bounded(case, Stop::missing(Fact::MinisterYears, &ANTI_STATE))
                    .unless(Fact::MinisterYears, least_years),
            );
        }
        (years, months) => years
            .unwrap_or(0)
            .saturating_mul(12)
            .saturating_add(months.unwrap_or(0)),
    };
    match u32::try_from(chosen)
        .ok()
        .filter(|months| (least..=most).contains(months))
    {
        Some(months) => Ok(Limit::new(
            case.term(months, &ANTI_STATE)?,
            &ANTI_STATE,
            CHOSEN,
        )),
        None => {
            let effect = format!("the choice lies outside {least} to {most} months");
            let stop = Stop::new(Outcome::InvalidTerm, &ANTI_STATE, effect, CHOSEN);
            Err(bounded(case, stop).unless(Fact::MinisterYears, least_years))
        }
    }
}

/// Adds the bounds of the Minister's choice.
fn bounded(case: &Case<'_>, stop: Stop) -> Stop {
    stop.with("min_years", case.numbers.anti_state_least_months / 12)
        .with("max_years", case.numbers.anti_state_most_months / 12)
}

/// 6(2)6: losses within five years, and within one year, up to the acceptance of the report.
pub(super) fn loss_term(case: &Case<'_>) -> Step<Option<Limit>> {
    const COUNTED: &[Fact] = &[Fact::Losses, Fact::ForceMajeure, Fact::ReportAccepted];
    if !has_begun(case)? {
        return Ok(None);
    }
    let report = report_day(case)?;
    let in_five = count_losses(case, report, case.numbers.loss_window_years);
    let in_one = count_losses(case, report, case.numbers.loss_short_window_years);
    let (years, rule) = match (in_five, in_one) {
        (3.., _) => (case.numbers.many_losses_years, &THREE_LOSSES),
        (_, 2..) => (case.numbers.many_losses_years, &TWO_IN_ONE_YEAR),
        (2, _) => (case.numbers.two_losses_years, &TWO_LOSSES),
        _ => return Ok(None),
    };
    Ok(Some(Limit::new(
        case.term(years * 12, rule)?,
        rule,
        COUNTED,
    )))
}

/// The day on which the newest report was accepted; that of the application where no other is given.
fn report_day(case: &Case<'_>) -> Step<Date> {
    match case.facts.date(Fact::ReportAccepted) {
        Some(day) if !case.numbers.losses_from_application => Ok(day),
        _ => case.applied(&TWO_LOSSES),
    }
}

/// Addenda 23181, article 2: does the loss that is reported lie within the rule's time? (A13)
fn has_begun(case: &Case<'_>) -> Step<bool> {
    let report = report_day(case)?;
    let newest = case
        .facts
        .dates(Fact::Losses)
        .iter()
        .filter(|loss| **loss <= report)
        .max();
    Ok(match case.switches.loss_rule_from {
        LossRuleFrom::Loss => newest.is_some_and(|loss| *loss >= start_of_loss_rule()),
        LossRuleFrom::Report => report >= start_of_loss_rule(),
    })
}

/// 6(2)6 proviso and Addenda 23181: says which losses did not count, and why.
fn note_uncounted_losses(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    let losses = case.facts.dates(Fact::Losses);
    let excused = case.facts.dates(Fact::ForceMajeure);
    let spared = losses.iter().filter(|loss| excused.contains(loss)).count();
    if spared > 0 {
        draft.note(
            &FORCE_MAJEURE,
            format!("{spared} not counted"),
            &[Fact::Losses, Fact::ForceMajeure],
        );
    }
    if !losses.is_empty() && !has_begun(case)? {
        draft.note(
            &LOSS_RULE_START,
            "losses do not limit the term yet",
            &[Fact::Losses, Fact::ReportAccepted],
        );
    }
    Ok(())
}

/// 6(2)6 and its proviso: the losses that count in the years up to `until` (A12).
pub(super) fn count_losses(case: &Case<'_>, until: Date, years: u32) -> usize {
    let from = subtract_years(until, years);
    let excused = case.facts.dates(Fact::ForceMajeure);
    let losses = case.facts.dates(Fact::Losses).iter();
    losses
        .filter(|loss| **loss <= until && !excused.contains(loss))
        .filter(|loss| match case.switches.loss_window {
            LossWindow::Inclusive => **loss >= from,
            LossWindow::Exclusive => **loss > from,
        })
        .count()
}

/// 6(2)7: five years for somebody who has not taken the vow (A10).
fn no_vow_term(case: &Case<'_>) -> Step<Option<Limit>> {
    if !case.facts.is(Fact::NationalityVow, Word::NotTaken) {
        return Ok(None);
    }
    let end = case.term(case.numbers.no_vow_years * 12, &NO_VOW)?;
    Ok(Some(Limit::new(
        end,
        &NO_VOW,
        &[Fact::NationalityVow, Fact::Date],
    )))
}
