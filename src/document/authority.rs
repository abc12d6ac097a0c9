use chrono::NaiveDate;

/// The issuing authority on a day, in Korean and English: the ministry lost its trade part on 23 March 2013.
///
/// Source: Government Organization Act as amended on that day; Act, art. 3
pub fn authority(issue_date: NaiveDate) -> (&'static str, &'static str) {
    match NaiveDate::from_ymd_opt(2013, 3, 23) {
        Some(change) if issue_date < change => {
            ("외교통상부", "MINISTRY OF FOREIGN AFFAIRS AND TRADE")
        }
        _ => ("외교부", "MINISTRY OF FOREIGN AFFAIRS"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ministry_changes_its_name_on_23_march_2013() {
        let day = |day| NaiveDate::from_ymd_opt(2013, 3, day).unwrap();
        assert_eq!(authority(day(22)).0, "외교통상부");
        assert_eq!(authority(day(23)).1, "MINISTRY OF FOREIGN AFFAIRS");
    }
}
