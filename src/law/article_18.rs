//! Article 18(2): what a reissued passport says; 18(1) is with the other papers. Article 19 is deleted.

use super::case::{Case, Draft, Step};
use super::fact::Fact;
use super::outcome::Outcome;
use super::rule::Rule;

pub(super) const SAME_CONTENT: Rule = Rule::shall(
    "reissue_same_content",
    "18(2)",
    "A reissued passport says the same as the old one unless there is an extraordinary circumstance.",
    "특별한 사유가 없으면 재발급하는 여권의 정보와 기재사항은 종전 여권과 같게 한다.",
);

/// The rules of this article.
pub(super) const RULES: &[&Rule] = &[&SAME_CONTENT];

/// 18(2): is the old content copied?
pub(super) fn content(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[Fact::ExtraordinaryCircumstance, Fact::RequestedChange];
    if case.facts.says(Fact::ExtraordinaryCircumstance) {
        draft.answer(
            Outcome::MayChange,
            &SAME_CONTENT,
            "an extraordinary circumstance",
            LOOKED_AT,
        );
    } else {
        draft.answer(
            Outcome::CopyPrevious,
            &SAME_CONTENT,
            "the old data and entries are copied",
            LOOKED_AT,
        );
    }
    Ok(())
}
