//! Article 4: what fingerprints may be compared for.

use super::case::{Case, Draft, Step};
use super::fact::Fact;
use super::outcome::Outcome;
use super::rule::Rule;
use super::word::Word;

pub(super) const COMPARISON: Rule = Rule::may(
    "fingerprint_comparison",
    "4",
    "Fingerprints may be compared with those of other agencies only to confirm that they are the applicant's.",
    "제공받은 지문은 신청인 본인 여부를 확인하는 목적의 범위에서만 관계 행정기관의 지문과 대조할 수 있다.",
);

/// The rules of this article.
pub(super) const RULES: &[&Rule] = &[&COMPARISON];

/// 4: may fingerprints be compared for this purpose?
pub(super) fn compare(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    if case.need_word(Fact::Purpose, &COMPARISON)? == Word::ConfirmApplicantIdentity {
        draft.answer(
            Outcome::Allow,
            &COMPARISON,
            "to confirm the applicant",
            &[Fact::Purpose],
        );
    } else {
        draft.outcome = Outcome::Deny;
        draft.note(
            &COMPARISON,
            "another purpose than confirming the applicant",
            &[Fact::Purpose],
        );
        draft.unless_word(Fact::Purpose, Word::ConfirmApplicantIdentity);
    }
    Ok(())
}
