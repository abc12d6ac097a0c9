use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::read::extension::UsagePeriod;

/// A date of issue, as printed: a civil day in the place of issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IssueDate {
    /// The day.
    pub date: NaiveDate,
    /// The zone the day is counted in; unknown for most States, so that the day is then taken as in any zone.
    pub offset: Option<FixedOffset>,
}

/// A span of time, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: DateTime<Utc>,
    pub(super) end: DateTime<Utc>,
}

/// How far the clocks of the world lie apart from UTC, in hours: the day begins in +14 and ends in -12.
const EARLIEST_HOURS: i64 = 14;
const LATEST_HOURS: i64 = 12;

impl IssueDate {
    /// The moments that may have this date.
    pub(super) fn span(&self) -> Span {
        let (start, end) = match self.offset {
            Some(offset) => {
                let shift = TimeDelta::seconds(offset.local_minus_utc().into());
                (shift, shift)
            }
            None => (
                TimeDelta::hours(EARLIEST_HOURS),
                TimeDelta::hours(-LATEST_HOURS),
            ),
        };
        let day = self.day();
        Span {
            start: day.start.checked_sub_signed(start).unwrap_or(day.start),
            end: day.end.checked_sub_signed(end).unwrap_or(day.end),
        }
    }

    /// The day counted in UTC.
    pub(super) fn day(&self) -> Span {
        let start = self.date.and_time(NaiveTime::MIN).and_utc();
        let next = start.checked_add_days(Days::new(1)).unwrap_or(start);
        Span {
            start,
            end: next
                .checked_sub_signed(TimeDelta::seconds(1))
                .unwrap_or(start),
        }
    }
}

impl Span {
    /// One moment.
    pub(super) const fn at(moment: DateTime<Utc>) -> Self {
        Self {
            start: moment,
            end: moment,
        }
    }

    /// The moment, give or take the time zones of the world.
    pub(super) fn around(moment: DateTime<Utc>) -> Self {
        let hours = TimeDelta::hours(EARLIEST_HOURS);
        Self {
            start: moment.checked_sub_signed(hours).unwrap_or(moment),
            end: moment.checked_add_signed(hours).unwrap_or(moment),
        }
    }

    /// Whether the span and the period have a moment in common.
    pub(super) fn meets(&self, period: &UsagePeriod) -> bool {
        period.not_before.is_none_or(|start| start <= self.end)
            && period.not_after.is_none_or(|end| self.start <= end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_meets_a_period_in_its_own_zone_or_in_any() {
        let period = UsagePeriod {
            not_before: Some(at("2026-10-01T00:00:00Z")),
            not_after: Some(at("2026-12-31T15:00:00Z")),
        };
        let seoul = FixedOffset::east_opt(9 * 3600);
        for (name, day, offset, meets) in [
            (
                "the first day, begun in the night before",
                "2026-10-01",
                seoul,
                true,
            ),
            (
                "the day before ends in Seoul before the period",
                "2026-09-30",
                seoul,
                false,
            ),
            (
                "the day before, somewhere in the west",
                "2026-09-30",
                None,
                true,
            ),
            ("two days before, nowhere", "2026-09-29", None, false),
            (
                "new year in Seoul begins as the period ends",
                "2027-01-01",
                seoul,
                true,
            ),
            ("the second of January in Seoul", "2027-01-02", seoul, false),
            ("the last day", "2026-12-31", seoul, true),
            ("the second of January, anywhere", "2027-01-02", None, false),
        ] {
            let date = IssueDate {
                date: day.parse().unwrap(),
                offset,
            };
            assert_eq!(date.span().meets(&period), meets, "{name}");
        }
    }

    #[test]
    fn open_periods_end_never() {
        let open = UsagePeriod {
            not_before: None,
            not_after: Some(at("2026-01-01T00:00:00Z")),
        };
        assert!(Span::at(at("1990-01-01T00:00:00Z")).meets(&open));
        assert!(!Span::at(at("2026-01-01T00:00:01Z")).meets(&open));
        assert!(Span::around(at("2026-01-01T13:59:59Z")).meets(&open));
        assert!(!Span::around(at("2026-01-01T14:00:01Z")).meets(&open));
    }
}
