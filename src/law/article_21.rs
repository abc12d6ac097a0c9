//! Article 21: damage that is a ground for a reissue.

use super::act;
use super::case::{Case, Draft, Step};
use super::fact::Fact;
use super::outcome::Outcome;
use super::rule::Rule;
use super::word::Word;

pub(super) const DAMAGE: Rule = Rule::shall(
    "damage",
    "21",
    "A passport is damaged also when its data are hard to read or its chip cannot be read though it looks whole.",
    "정보를 알아보기 곤란한 경우와 외관상 이상이 없으나 전자적으로 수록된 정보를 판독할 수 없는 경우를 포함한다.",
);

/// The rules of this article.
pub(super) const RULES: &[&Rule] = &[&DAMAGE];

/// 21 and Act 11(1): is this a ground for a reissue?
pub(super) fn check_ground(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[Fact::Ground, Fact::Outside, Fact::Chip, Fact::DataPage];
    match case.need_word(Fact::Ground, &act::REISSUE)? {
        Word::Damage => {}
        Word::Loss | Word::DataChange => {
            draft.answer(
                Outcome::Accepted,
                &act::REISSUE,
                "a ground for a reissue",
                &[Fact::Ground],
            );
            return Ok(());
        }
        _ => {
            draft.answer(
                Outcome::Rejected,
                &act::REISSUE,
                "no ground for a reissue",
                &[Fact::Ground],
            );
            draft.unless_word(Fact::Ground, Word::Loss);
            return Ok(());
        }
    }
    let damaged = case.facts.is(Fact::Outside, Word::Worn)
        || case.facts.is(Fact::Chip, Word::Unreadable)
        || case.facts.is(Fact::DataPage, Word::Illegible);
    if damaged {
        draft.answer(
            Outcome::Accepted,
            &DAMAGE,
            "the passport is damaged",
            LOOKED_AT,
        );
    } else {
        draft.answer(Outcome::Rejected, &DAMAGE, "no damage is shown", LOOKED_AT);
        draft.unless_word(Fact::Chip, Word::Unreadable);
    }
    Ok(())
}
