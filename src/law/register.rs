//! The register of rules: every article of the Decree in its order, with the rules that the engine holds of it.
//!
//! A plain list on purpose: readable, countable, nothing registers itself.

use super::rule::Rule;
use super::{
    act, act_12, addenda, article_02, article_03, article_03_2, article_04, article_06,
    article_06_2, article_07, article_09, article_09_2, article_10, article_12, article_13,
    article_15, article_16, article_18, article_20, article_21, article_22, article_23, article_26,
    article_27, article_28, article_37, article_38, article_39, article_41, committee, issue,
    papers,
};

/// The rules of the engine, grouped by the place where they stand in the law.
pub const REGISTER: &[&[&Rule]] = &[
    article_02::RULES,
    article_03::RULES,
    article_03_2::RULES,
    article_04::RULES,
    papers::RULES,
    &[&issue::MILITARY_PAPERS],
    article_06::RULES,
    article_06_2::RULES,
    article_07::RULES,
    article_09::RULES,
    article_09_2::RULES,
    article_10::RULES,
    article_12::RULES,
    article_13::RULES,
    article_15::RULES,
    article_16::RULES,
    article_18::RULES,
    article_20::RULES,
    article_21::RULES,
    article_22::RULES,
    article_23::RULES,
    article_26::RULES,
    article_27::RULES,
    article_28::RULES,
    committee::RULES,
    article_37::RULES,
    article_38::RULES,
    article_39::RULES,
    article_41::RULES,
    act::RULES,
    act_12::RULES,
    addenda::RULES,
];

/// Every rule of the engine.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    REGISTER.iter().flat_map(|rules| rules.iter().copied())
}
