use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

/// The civil date in Seoul, where documents are produced (UTC+9, no summer time since 1988).
pub fn date_in_seoul(at: DateTime<Utc>) -> NaiveDate {
    const SEOUL_SECONDS_EAST: i32 = 9 * 3600;
    FixedOffset::east_opt(SEOUL_SECONDS_EAST).map_or_else(
        || at.date_naive(),
        |zone| at.with_timezone(&zone).date_naive(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_begins_in_seoul_nine_hours_before_greenwich() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(
            date_in_seoul(at("2026-11-22T14:59:59Z")).to_string(),
            "2026-11-22"
        );
        assert_eq!(
            date_in_seoul(at("2026-11-22T15:00:00Z")).to_string(),
            "2026-11-23"
        );
    }
}
