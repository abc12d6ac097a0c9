//! How several limits of one term become one end (C8), and how the answer says so.

use super::calendar::Date;
use super::case::Draft;
use super::fact::Fact;
use super::rule::Rule;
use super::switches::Combine;

/// One rule's word on when a document ends.
#[derive(Debug)]
pub(super) struct Limit {
    pub end: Date,
    pub rule: &'static Rule,
    pub facts: &'static [Fact],
}

impl Limit {
    pub const fn new(end: Date, rule: &'static Rule, facts: &'static [Fact]) -> Self {
        Self { end, rule, facts }
    }
}

/// Sets the end from the limits in the order of the law: the binding one decides, the others are listed.
///
/// Of several that end on the same day the last listed decides: it is the more special one.
/// Returns the rule that decided.
pub(super) fn settle(
    draft: &mut Draft,
    limits: Vec<Limit>,
    combine: Combine,
) -> Option<&'static Rule> {
    let binding = match combine {
        Combine::Earliest => {
            let earliest = limits.iter().map(|limit| limit.end).min()?;
            limits.iter().rposition(|limit| limit.end == earliest)?
        }
        Combine::LastListed => limits.len().checked_sub(1)?,
    };
    let mut decided = None;
    for (place, limit) in limits.into_iter().enumerate() {
        if place == binding {
            draft.valid_until = Some(limit.end);
            decided = Some(limit);
        } else {
            draft.note(limit.rule, format!("would end {}", limit.end), limit.facts);
        }
    }
    let limit = decided?;
    draft.decide(limit.rule, format!("ends {}", limit.end), limit.facts);
    Some(limit.rule)
}
