//! Where a man stands between his military service and a journey abroad: what Articles 6, 9, 12 and 13 all ask.
//!
//! First militia service is 제1국민역, supplementary service 보충역; the English text calls the latter "reserve" and
//! "recruit" service as well, and means one list throughout (decree:6(2)2, 6(2)3, 9(1)2, 12(1)2).

use chrono::Datelike;

use super::calendar::{Date, add_months, end_of_year_of_age, parse_date, period_last_day};
use super::case::{Case, Step, Stop};
use super::fact::Fact;
use super::parameter::Unserved;
use super::rule::Rule;
use super::switches::{PermitBounds, ServiceLeft};
use super::word::Word;

/// The paper that a man of permit age cannot travel without.
const PERMIT_PAPER: &str = "overseas_travel_permit";

/// What military service has to say about a passport.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing: not in the list, served, or so near the end that it counts as served.
    Free,
    /// In the list and younger than the permit age; `permit` says whether a permit is shown.
    Young {
        /// Is a permit to travel abroad shown?
        permit: bool,
    },
    /// In the list, where the edition gives one term whatever the age and the permit.
    Flat,
    /// Of permit age and serving in the supplementary service.
    Serving,
    /// Of permit age, not serving, with a permit below six months.
    ShortPermit,
    /// Not serving, with a permit of six months up to a year.
    YearPermit,
    /// Not serving, with a permit of more than a year that ends on this day.
    LongPermit(Date),
}

/// How long a permit is, both its days counted (C9).
enum Length {
    Short,
    Year,
    Long(Date),
}

/// The standing for an ordinary passport. `paper` is the rule that asks for the military papers.
pub(super) fn for_ordinary(case: &Case<'_>, paper: &'static Rule) -> Step<Standing> {
    let Some(mil) = listed(case, paper)? else {
        return Ok(Standing::Free);
    };
    if counts_as_served(case, paper)? {
        return Ok(Standing::Free);
    }
    let birth = case.need_date(Fact::Birth, paper)?;
    if !case.is_aged(birth, case.numbers.adult_age, paper)? {
        return Ok(Standing::Free);
    }
    if case.numbers.unserved != Unserved::ByPermit {
        return flat(case, mil, birth, paper);
    }
    if !case.is_aged(birth, case.numbers.permit_age, paper)? {
        let permit = mil != Word::ActiveDuty && has_permit(case, paper)?;
        return Ok(if mil == Word::ActiveDuty {
            Standing::Free
        } else {
            Standing::Young { permit }
        });
    }
    let serves = matches!(mil, Word::Supplementary | Word::ShipReserve);
    if serves && is_serving(case, paper)? {
        return Ok(Standing::Serving);
    }
    of_permit_age(case, mil, paper)
}

/// One term for everybody with service to do, up to an age and a day of application. Source: decree:6(2)2 from Decree 31865
fn flat(case: &Case<'_>, mil: Word, birth: Date, paper: &'static Rule) -> Step<Standing> {
    let Unserved::Flat { last_age, until } = case.numbers.unserved else {
        return Ok(Standing::Free);
    };
    let applied = case.applied(paper)?;
    let over = until.and_then(parse_date).is_some_and(|day| applied >= day);
    let too_old = case.is_aged(birth, last_age.saturating_add(1), paper)?;
    Ok(if over || too_old || mil == Word::ActiveDuty {
        Standing::Free
    } else {
        Standing::Flat
    })
}

/// The standing for an official or diplomatic passport, whose articles name no age but that of the permit.
pub(super) fn for_service(case: &Case<'_>, paper: &'static Rule) -> Step<Standing> {
    let Some(mil) = listed(case, paper)? else {
        return Ok(Standing::Free);
    };
    if mil == Word::ActiveDuty || is_serving(case, paper)? {
        return Ok(Standing::Free);
    }
    match length(case, paper)? {
        Some(Length::Year) => Ok(Standing::YearPermit),
        Some(Length::Long(end)) => Ok(Standing::LongPermit(end)),
        Some(Length::Short) | None => {
            let birth = case.need_date(Fact::Birth, paper)?;
            if case.is_aged(birth, case.numbers.permit_age, paper)? {
                of_permit_age(case, mil, paper)
            } else {
                Ok(Standing::Free)
            }
        }
    }
}

/// The class of service that puts somebody on the list, or active duty, which only a short permit concerns.
fn listed(case: &Case<'_>, paper: &'static Rule) -> Step<Option<Word>> {
    match case.facts.word(Fact::Mil) {
        Some(mil @ (Word::FirstMilitia | Word::Supplementary | Word::ActiveDuty)) => Ok(Some(mil)),
        Some(mil @ Word::ShipReserve) if case.numbers.ship_reserve_listed => Ok(Some(mil)),
        Some(_) => Ok(None),
        None => must_show_papers(case, paper).map(|()| None),
    }
}

/// A man of the age for it must show where he stands; nothing is presumed. Source: Rule 4(2); decree:5(3)
fn must_show_papers(case: &Case<'_>, paper: &'static Rule) -> Step<()> {
    if case.numbers.unserved == Unserved::Nothing {
        return Ok(());
    }
    let (true, Some(birth)) = (
        case.facts.is(Fact::Sex, Word::Male),
        case.facts.date(Fact::Birth),
    ) else {
        return Ok(());
    };
    let adult = case.is_aged(birth, case.numbers.adult_age, paper)?;
    let reached = case.issued(paper)?.year().saturating_sub(birth.year());
    let last = i32::try_from(case.numbers.military_papers_until_age).unwrap_or(i32::MAX);
    if adult && reached <= last {
        return Err(Stop::missing(Fact::Mil, paper).unless_word(Fact::Mil, Word::Completed));
    }
    Ok(())
}

fn is_serving(case: &Case<'_>, paper: &'static Rule) -> Step<bool> {
    if let Some(serving) = case.facts.flag(Fact::Serving) {
        return Ok(serving);
    }
    let issued = case.issued(paper)?;
    Ok(case
        .facts
        .date(Fact::ServiceEnd)
        .is_some_and(|end| end >= issued))
}

/// A permit to the end of the year of an age settles the matter. Source: decree:6(2)2 from Decree 23847
fn is_settled_by_permit(case: &Case<'_>) -> bool {
    let age = case.numbers.settled_by_permit_to_age;
    match (
        age,
        case.facts.date(Fact::Birth),
        case.facts.date(Fact::PermitTo),
    ) {
        (Some(age), Some(birth), Some(end)) => end >= end_of_year_of_age(birth, age),
        _ => false,
    }
}

/// Service that ends within two months counts as done. Source: decree:6(2)2, 6(2)3; A06
fn counts_as_served(case: &Case<'_>, paper: &'static Rule) -> Step<bool> {
    if is_settled_by_permit(case) {
        return Ok(true);
    }
    let Some(end) = case
        .facts
        .date(Fact::ServiceEnd)
        .filter(|_| !case.facts.denies(Fact::Serving))
    else {
        return Ok(false);
    };
    let bound = add_months(case.issued(paper)?, case.numbers.service_left_months);
    Ok(match case.switches.service_left {
        ServiceLeft::LessThan => end < bound,
        ServiceLeft::Within => end <= bound,
    })
}

fn of_permit_age(case: &Case<'_>, mil: Word, paper: &'static Rule) -> Step<Standing> {
    let found = length(case, paper)?;
    if mil == Word::ActiveDuty {
        let short = matches!(found, Some(Length::Short));
        return Ok(if short {
            Standing::ShortPermit
        } else {
            Standing::Free
        });
    }
    match found {
        Some(Length::Short) => Ok(Standing::ShortPermit),
        Some(Length::Year) => Ok(Standing::YearPermit),
        Some(Length::Long(end)) => Ok(Standing::LongPermit(end)),
        None => {
            Err(
                Stop::missing_paper(PERMIT_PAPER, paper, &[Fact::Mil, Fact::Permit, Fact::Birth])
                    .unless_word(Fact::Mil, Word::Completed)
                    .unless_flag(Fact::Serving, true),
            )
        }
    }
}

/// Is there a permit that has not run out on the day of issue?
fn has_permit(case: &Case<'_>, paper: &'static Rule) -> Step<bool> {
    let issued = case.issued(paper)?;
    Ok(match case.facts.date(Fact::PermitTo) {
        Some(end) => end >= issued,
        None => case.facts.has(Fact::PermitFrom),
    })
}

/// The length of the permit; nothing where there is none or it has run out. Source: decree:6(2)3(b), 13; A08
fn length(case: &Case<'_>, paper: &'static Rule) -> Step<Option<Length>> {
    if !has_permit(case, paper)? {
        return Ok(None);
    }
    let first = case.need_date(Fact::PermitFrom, paper)?;
    let last = case.need_date(Fact::PermitTo, paper)?;
    let half_year = period_last_day(first, case.numbers.permit_short_months);
    let year = period_last_day(first, case.numbers.permit_long_months);
    let (is_short, is_long) = match case.switches.permit_bounds {
        PermitBounds::Included => (last < half_year, last > year),
        PermitBounds::Excluded => (last <= half_year, last >= year),
    };
    Ok(Some(match (is_short, is_long) {
        (true, _) => Length::Short,
        (false, true) => Length::Long(last),
        (false, false) => Length::Year,
    }))
}
