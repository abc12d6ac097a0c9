//! Who counts as family of an official: what Articles 7, 9, 10 and 12 mean by "unmarried children" and by "parents".

use super::calendar::Date;
use super::case::{Case, Step, Stop};
use super::fact::Fact;
use super::rule::Rule;
use super::word::Word;

/// What somebody is to the holder of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Member {
    /// The holder of the post.
    Principal,
    /// 배우자.
    Spouse,
    /// 미혼 자녀 below the age at which it ends.
    Child {
        /// The day before the child reaches the age; nothing where disability or want of livelihood lifts the limit.
        until: Option<Date>,
    },
    /// 생활능력이 없는 부모.
    Parent,
}

/// The member that the facts describe, checked against the definitions; `rule` is the entitlement that names them.
pub(super) fn member(case: &Case<'_>, rule: &'static Rule) -> Step<Member> {
    match case.facts.word(Fact::Relation) {
        None => Ok(Member::Principal),
        Some(Word::Spouse) => Ok(Member::Spouse),
        Some(Word::Child) => child(case, rule),
        Some(Word::Parent) => parent(case, rule),
        Some(_) => Err(Stop::refuse_kind(
            rule,
            "the article names no such relative",
            &[Fact::Relation],
        )),
    }
}

/// Unmarried and under 27; over it unmarried, dependent and disabled or without a livelihood. Source: decree:7(1)
fn child(case: &Case<'_>, rule: &'static Rule) -> Step<Member> {
    const LOOKED_AT: &[Fact] = &[
        Fact::Birth,
        Fact::Married,
        Fact::Dependent,
        Fact::Disabled,
        Fact::Livelihood,
    ];
    if case.facts.says(Fact::Married) {
        return Err(Stop::refuse_kind(
            rule,
            "a married child is not family here",
            &[Fact::Married],
        )
        .unless_flag(Fact::Married, false));
    }
    let birth = case.need_date(Fact::Birth, rule)?;
    let helpless = case.facts.says(Fact::Disabled) || case.facts.denies(Fact::Livelihood);
    let aged = case.is_aged(birth, case.numbers.family_age, rule)?;
    if aged && !helpless {
        let effect =
            "the child has reached the age at which it must be disabled or without a livelihood";
        return Err(Stop::refuse_kind(rule, effect, LOOKED_AT)
            .unless_flag(Fact::Disabled, true)
            .unless_flag(Fact::Livelihood, false));
    }
    if aged && case.facts.denies(Fact::Dependent) {
        return Err(
            Stop::refuse_kind(rule, "a child of that age must be a dependant", LOOKED_AT)
                .unless_flag(Fact::Dependent, true),
        );
    }
    let reaches = case.reach_age(birth, case.numbers.family_age);
    let until = (!helpless).then(|| super::calendar::subtract_days(reaches, 1));
    Ok(Member::Child { until })
}

/// A parent without a livelihood of the parent's own.
fn parent(case: &Case<'_>, rule: &'static Rule) -> Step<Member> {
    if case.need_flag(Fact::Livelihood, rule)? {
        return Err(Stop::refuse_kind(
            rule,
            "a parent with a livelihood is not family here",
            &[Fact::Livelihood],
        )
        .unless_flag(Fact::Livelihood, false));
    }
    Ok(Member::Parent)
}
