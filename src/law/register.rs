//! The register of rules: every article of the Decree in its order, with the rules that the engine holds of it.
//!
//! A plain list on purpose: readable, countable, nothing registers itself.

use super::rule::Rule;
use super::{
    act, article_02, article_03, article_06, article_06_2, article_07, article_09, article_10,
    article_12, article_13, article_15, article_16, article_39, issue, papers,
};

/// The rules of the engine, grouped by the place where they stand in the law.
pub const REGISTER: &[&[&Rule]] = &[
    article_02::RULES,
    article_03::RULES,
    papers::RULES,
    &[&issue::MILITARY_PAPERS],
    article_06::RULES,
    article_06_2::RULES,
    article_07::RULES,
    article_09::RULES,
    article_10::RULES,
    article_12::RULES,
    article_13::RULES,
    article_15::RULES,
    article_16::RULES,
    article_39::RULES,
    act::RULES,
];

/// Every rule of the engine.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    REGISTER.iter().flat_map(|rules| rules.iter().copied())
}
