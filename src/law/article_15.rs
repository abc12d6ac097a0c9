//! Article 15: term of validity of a single-use passport (단수여권의 유효기간).

use super::case::{Case, Step};
use super::fact::Fact;
use super::rule::Rule;
use super::term::Limit;

pub(super) const SINGLE: Rule = Rule::shall(
    "single_use_term",
    "15(1)",
    "A single-use passport is valid for at most one year.",
    "단수여권의 유효기간은 1년 이내로 한다.",
);
pub(super) const NOTIFIED: Rule = Rule::may(
    "single_use_notified_period",
    "15(2)",
    "Where an agency has notified that somebody may travel only for a period, the passport may end with it.",
    "관계 행정기관의 장이 일정기간 동안만 국외여행이 가능하다고 통보한 사람에게는 그 기간으로 발급할 수 있다.",
);

/// The rules of this article.
pub(super) const RULES: &[&Rule] = &[&SINGLE, &NOTIFIED];

/// 15: one year (A07), or the notified period; the Act's own year stays the ceiling (Act 6(1)).
pub(super) fn limits(case: &Case<'_>) -> Step<Vec<Limit>> {
    let year = case.term(case.numbers.single_months, &SINGLE)?;
    let mut limits = vec![Limit::new(year, &SINGLE, &[Fact::Date])];
    limits.extend(
        case.facts
            .date(Fact::NotifiedTo)
            .map(|end| Limit::new(end, &NOTIFIED, &[Fact::NotifiedTo])),
    );
    Ok(limits)
}
