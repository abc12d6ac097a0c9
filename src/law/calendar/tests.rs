//! Boundary days of every calendar convention.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Date {
    parse_date(text).expect("a test's date is a date")
}

#[test]
fn only_full_iso_dates_within_the_years_are_read() {
    assert_eq!(day("2012-02-29").to_string(), "2012-02-29");
    for bad in [
        "2011-02-29",
        "2012-2-9",
        "12-02-29",
        "2012/02/29",
        "1849-12-31",
        "2351-01-01",
        "+012-01-01",
        "2012-02-29 ",
        "2012- 2-29",
        "2012-2-029",
        "",
    ] {
        assert_eq!(parse_date(bad), None, "{bad}");
    }
}

#[test]
fn a_term_ends_on_the_anniversary_or_the_last_day_of_a_shorter_month() {
    for (from, months, end) in [
        ("2011-10-05", 120, "2021-10-05"),
        ("2016-02-29", 120, "2026-02-28"),
        ("2018-02-28", 120, "2028-02-28"),
        ("2012-12-30", 2, "2013-02-28"),
        ("2012-08-31", 6, "2013-02-28"),
        ("2008-02-29", 48, "2012-02-29"),
    ] {
        assert_eq!(
            term_end(day(from), months, TermEnd::Anniversary),
            day(end),
            "{from}"
        );
    }
    assert_eq!(
        term_end(day("2011-10-05"), 120, TermEnd::DayBefore),
        day("2021-10-04")
    );
}

#[test]
fn an_age_is_reached_on_the_birthday_itself() {
    let leap = LeapBirthday::FirstOfMarch;
    assert!(!has_reached(day("1994-03-15"), 18, day("2012-03-14"), leap));
    assert!(has_reached(day("1994-03-15"), 18, day("2012-03-15"), leap));
    assert_eq!(reach_age(day("2000-02-29"), 18, leap), day("2018-03-01"));
    assert_eq!(reach_age(day("2000-02-29"), 20, leap), day("2020-02-29"));
    assert_eq!(
        reach_age(day("2000-02-29"), 18, LeapBirthday::LastOfFebruary),
        day("2018-02-28")
    );
    assert_eq!(reach_age(day("2001-02-28"), 18, leap), day("2019-02-28"));
    assert_eq!(
        day_before_age(day("1986-04-10"), 27, leap),
        day("2013-04-09")
    );
}

#[test]
fn a_permit_counts_both_its_first_and_its_last_day() {
    for (first, months, last) in [
        ("2012-03-01", 6, "2012-08-31"),
        ("2012-03-01", 12, "2013-02-28"),
        ("2011-03-01", 12, "2012-02-29"),
        ("2012-08-31", 6, "2013-02-28"),
        ("2012-02-29", 12, "2013-02-28"),
        ("2012-03-15", 6, "2012-09-14"),
    ] {
        assert_eq!(period_last_day(day(first), months), day(last), "{first}");
    }
}

#[test]
fn windows_include_the_day_exactly_that_far_back() {
    let reference = day("2012-06-15");
    assert!(within_months_before(day("2011-06-15"), reference, 12));
    assert!(!within_months_before(day("2011-06-14"), reference, 12));
    assert!(within_months_before(reference, reference, 12));
    assert!(!within_months_before(day("2012-06-16"), reference, 12));
    assert_eq!(days_before(day("2012-10-01"), day("2012-10-31")), 30);
    assert_eq!(days_before(day("2012-11-01"), day("2012-10-31")), -1);
    assert_eq!(end_of_year_of_age(day("1991-08-20"), 24), day("2015-12-31"));
    assert_eq!(subtract_years(day("2012-02-29"), 1), day("2011-02-28"));
}

proptest! {
    #[test]
    fn a_longer_term_never_ends_earlier(days in 0i32..120_000, months in 0u32..600, more in 0u32..600) {
        let from = day("1900-01-01").checked_add_days(Days::new(u64::try_from(days).unwrap_or(0))).expect("in range");
        let short = term_end(from, months, TermEnd::Anniversary);
        prop_assert!(short <= term_end(from, months + more, TermEnd::Anniversary));
        prop_assert!(period_last_day(from, months) <= short);
        prop_assert!(subtract_months(short, months) <= from);
    }
}
