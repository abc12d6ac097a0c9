use chrono::{DateTime, NaiveDate, Utc};

use super::inspect::RelevantPast;
use crate::domain::date_in_seoul;
use crate::law::calendar::subtract_years;
use crate::store::decision::DecisionRow;

/// Why a case takes a third person: a supervisor looks at it before it is approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReleaseReason {
    /// Two losses or more within five years: before a reissue it may be verified what became of the books (Act 11(2)).
    Losses,
    /// A restriction on the person was lifted before its end within five years.
    LiftedRestriction,
    /// A restriction is in force, and the book is for one urgent humanitarian journey (Act 12(4)).
    Humanitarian,
}

impl ReleaseReason {
    /// The code in what is kept and in keys of words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Losses => "losses",
            Self::LiftedRestriction => "lifted_restriction",
            Self::Humanitarian => "humanitarian",
        }
    }
}

/// Source: Act 11(2)
const LOSSES: usize = 2;
const WINDOW_YEARS: u32 = 5;

/// Why this case takes a third person, if it does.
pub(super) fn release_reasons(past: &RelevantPast, today: NaiveDate) -> Vec<ReleaseReason> {
    let since = subtract_years(today, WINDOW_YEARS);
    let mut reasons = Vec::new();
    if past.losses.iter().filter(|day| **day >= since).count() >= LOSSES {
        reasons.push(ReleaseReason::Losses);
    }
    let lately = |at: &DateTime<Utc>| date_in_seoul(*at) >= since;
    if past
        .restrictions
        .iter()
        .any(|row| row.lifted_at.as_ref().is_some_and(lately))
    {
        reasons.push(ReleaseReason::LiftedRestriction);
    }
    if past.restrictions.iter().any(|row| row.is_in_force(today)) {
        reasons.push(ReleaseReason::Humanitarian);
    }
    reasons
}

/// Whether a supervisor released exactly this record, for at least these reasons.
pub(super) fn released_by<'a>(
    decisions: &'a [DecisionRow],
    record_sha256: &str,
    reasons: &[ReleaseReason],
) -> Option<&'a str> {
    decisions
        .iter()
        .rev()
        .find(|row| {
            row.outcome == "released"
                && row.record_sha256.as_deref() == Some(record_sha256)
                && reasons
                    .iter()
                    .all(|reason| row.reasons.iter().any(|told| told == reason.as_str()))
        })
        .map(|row| row.officer.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::restriction::{RestrictionEffect, RestrictionRow};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn restriction(lifted_at: Option<&str>) -> RestrictionRow {
        RestrictionRow {
            id: "r".to_owned(),
            person_id: "p".to_owned(),
            effect: RestrictionEffect::Restriction,
            ground: "restriction_for_dignity".to_owned(),
            citation: "Act 12(3)2".to_owned(),
            starts_on: day("2026-01-01"),
            ends_on: Some(day("2027-01-01")),
            agency: "x".to_owned(),
            application_number: None,
            entered_by: "x".to_owned(),
            entered_at: "2026-01-01T00:00:00Z".parse().unwrap(),
            lifted_at: lifted_at.map(|at| at.parse().unwrap()),
            lifted_by: None,
            lift_reason: None,
            version: 1,
        }
    }

    #[test]
    fn two_losses_in_five_years_take_a_third_person_and_one_does_not() {
        let today = day("2026-11-22");
        let reasons = |losses: &[&str]| {
            let past = RelevantPast {
                losses: losses.iter().map(|loss| day(loss)).collect(),
                restrictions: Vec::new(),
            };
            release_reasons(&past, today)
        };
        assert_eq!(reasons(&["2025-01-01"]), []);
        assert_eq!(
            reasons(&["2025-01-01", "2021-11-22"]),
            [ReleaseReason::Losses]
        );
        assert_eq!(reasons(&["2025-01-01", "2021-11-21"]), []);
    }

    #[test]
    fn a_restriction_lifted_lately_or_in_force_takes_a_third_person() {
        let today = day("2026-11-22");
        let reasons = |row| {
            let past = RelevantPast {
                losses: Vec::new(),
                restrictions: vec![row],
            };
            release_reasons(&past, today)
        };
        assert_eq!(
            reasons(restriction(Some("2026-06-01T00:00:00Z"))),
            [ReleaseReason::LiftedRestriction]
        );
        assert_eq!(reasons(restriction(None)), [ReleaseReason::Humanitarian]);
        assert_eq!(reasons(restriction(Some("2020-06-01T00:00:00Z"))), []);
    }
}
