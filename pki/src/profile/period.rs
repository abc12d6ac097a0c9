//! Periods of time, and the formulas that say how long a certificate must last.

use chrono::{DateTime, Days, Months, SubsecRound, Utc};

/// From one instant to another, both included. Unit: whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first instant.
    pub from: DateTime<Utc>,
    /// The last instant.
    pub until: DateTime<Utc>,
}

impl Period {
    /// The period from `from` to `until`. Fractions of a second are cut off, since no certificate can hold them.
    pub fn new(from: DateTime<Utc>, until: DateTime<Utc>) -> Self {
        Self {
            from: from.trunc_subsecs(0),
            until: until.trunc_subsecs(0),
        }
    }

    /// Whether the period ends after it begins.
    pub fn is_positive(&self) -> bool {
        self.from < self.until
    }

    /// Whether the instant lies in the period.
    pub fn contains(&self, at: DateTime<Utc>) -> bool {
        (self.from..=self.until).contains(&at.trunc_subsecs(0))
    }

    /// Whether the other period lies wholly in this one.
    pub fn encloses(&self, other: &Self) -> bool {
        self.from <= other.from && other.until <= self.until
    }
}

/// How long certificates under a CSCA live at the longest: the use of the key and then the documents signed with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChildLifetime {
    /// The use of the child's key. Unit: months.
    pub usage_months: u32,
    /// The longest validity of what the child signs. Unit: months.
    pub document_months: u32,
}

/// Two days are left beyond the last expiry, because a document's last day ends later in the west than in Greenwich.
const MARGIN: Days = Days::new(2);

/// The end of a document signer's certificate: the end of its use, the longest document and two days.
///
/// `None` when the date leaves the calendar.
///
/// Source: 9303-12:4.1 table 1
pub fn document_signer_not_after(
    usage_until: DateTime<Utc>,
    longest_document_months: u32,
) -> Option<DateTime<Utc>> {
    usage_until
        .checked_add_months(Months::new(longest_document_months))?
        .checked_add_days(MARGIN)
}

/// The end of a CSCA certificate: a child that begins on the last day of the CSCA's use must fit.
///
/// `None` when the date leaves the calendar.
///
/// Source: 9303-12:4.1 table 1
pub fn csca_not_after(
    usage_until: DateTime<Utc>,
    longest_child: ChildLifetime,
) -> Option<DateTime<Utc>> {
    let child_usage_until =
        usage_until.checked_add_months(Months::new(longest_child.usage_months))?;
    document_signer_not_after(child_usage_until, longest_child.document_months)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_worked_examples_of_the_standard_come_out_with_two_days_on_top() {
        // (document, signer use, CSCA use) in months -> CSCA lifetime in months
        let table = [(60, 1, 36, 97), (120, 2, 48, 170), (120, 3, 60, 183)];
        let start = at("2026-03-01T00:00:00Z");
        for (document, signer, csca, lifetime) in table {
            let usage_until = start.checked_add_months(Months::new(csca)).unwrap();
            let longest = ChildLifetime {
                usage_months: signer,
                document_months: document,
            };
            let expected = start
                .checked_add_months(Months::new(lifetime))
                .unwrap()
                .checked_add_days(Days::new(2));
            assert_eq!(csca_not_after(usage_until, longest), expected);
        }
    }

    #[test]
    fn a_month_that_is_too_short_ends_on_its_last_day() {
        let until = document_signer_not_after(at("2026-01-31T12:00:00Z"), 1);
        assert_eq!(until, Some(at("2026-03-02T12:00:00Z")));
    }

    #[test]
    fn periods_include_both_ends_and_no_fractions() {
        let period = Period::new(at("2026-01-01T00:00:00.9Z"), at("2026-01-02T00:00:00.9Z"));
        assert_eq!(period.from, at("2026-01-01T00:00:00Z"));
        assert!(period.contains(at("2026-01-01T00:00:00Z")));
        assert!(period.contains(at("2026-01-02T00:00:00.5Z")));
        assert!(!period.contains(at("2026-01-02T00:00:01Z")));
        assert!(!Period::new(period.until, period.from).is_positive());
        assert!(!Period::new(period.from, period.from).is_positive());
    }
}
