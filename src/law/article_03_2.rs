//! Article 3-2: changing the English name, and noting the old one.

use super::case::{Case, Draft, Step};
use super::fact::Fact;
use super::outcome::Outcome;
use super::rule::Rule;
use super::word::Word;

pub(super) const CHANGE: Rule = Rule::shall(
    "name_change_grounds",
    "3-2(1)",
    "The English name may be changed only with a further passport and on one of eight grounds.",
    "영문성명은 여권을 다시 발급받을 때 각 호의 사유가 있는 경우에만 정정하거나 변경할 수 있다.",
);
pub(super) const CRIME: Rule = Rule::may(
    "name_change_for_crime",
    "3-2(1) proviso",
    "A change that is plainly meant for crime may be refused.",
    "범죄 등에 이용할 것이 명백하다고 인정되는 경우에는 거부할 수 있다.",
);
pub(super) const PRONUNCIATION: Rule = Rule::may(
    "name_pronunciation",
    "3-2(1)1",
    "The pronunciation plainly differs from the Korean name.",
    "영문성명이 한글성명의 발음과 명백하게 일치하지 아니하는 경우",
);
pub(super) const LONG_USE: Rule = Rule::may(
    "name_long_use",
    "3-2(1)2",
    "Another spelling has long been used abroad, for work or study, and is to be kept.",
    "국외에서 여권의 영문성명과 다른 영문성명을 취업이나 유학 등을 이유로 장기간 사용한 경우",
);
pub(super) const FAMILY: Rule = Rule::may(
    "name_family",
    "3-2(1)3",
    "The surname is to match that of family members travelling along.",
    "국외여행, 이민, 유학 등을 위하여 가족과 함께 출국할 때 가족의 영문 성과 일치시킬 필요가 있는 경우",
);
pub(super) const SPOUSE: Rule = Rule::may(
    "name_spouse",
    "3-2(1)4",
    "The spouse's surname is to be added, changed or dropped.",
    "배우자의 영문 성을 추가·변경 또는 삭제하려는 경우",
);
pub(super) const NEGATIVE: Rule = Rule::may(
    "name_negative",
    "3-2(1)5",
    "The spelling plainly has a negative meaning.",
    "영문성명의 철자가 명백하게 부정적인 의미를 갖는 경우",
);
pub(super) const KOREAN_NAME: Rule = Rule::may(
    "name_korean_changed",
    "3-2(1)6",
    "The Korean name was changed.",
    "개명된 한글성명에 따라 변경하려는 경우",
);
pub(super) const UNUSED: Rule = Rule::may(
    "name_first_unused",
    "3-2(1)7",
    "The first passport ever has not been used yet.",
    "최초로 발급한 여권을 사용하기 전에 변경하려는 경우",
);
pub(super) const HUMANITARIAN: Rule = Rule::may(
    "name_humanitarian",
    "3-2(1)8",
    "The Minister finds a humanitarian need.",
    "그 밖에 인도적인 사유를 고려하여 특별히 필요하다고 인정하는 경우",
);
pub(super) const NOTE: Rule = Rule::may(
    "name_note",
    "3-2(2)",
    "The old English name may be noted in the new passport where the Minister finds it needed.",
    "필요하다고 인정하면 변경 전의 영문성명을 새 여권에 표기할 수 있다.",
);

/// The rules of this article.
pub(super) const RULES: &[&Rule] = &[
    &CHANGE,
    &CRIME,
    &PRONUNCIATION,
    &LONG_USE,
    &FAMILY,
    &SPOUSE,
    &NEGATIVE,
    &KOREAN_NAME,
    &UNUSED,
    &HUMANITARIAN,
    &NOTE,
];

/// 3-2(1): may the English name be changed?
pub(super) fn name_change(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[
        Fact::Ground,
        Fact::WithReissueApplication,
        Fact::LeavingTogether,
        Fact::PassportUsed,
    ];
    if case.facts.denies(Fact::WithReissueApplication) {
        draft.answer(
            Outcome::Refuse,
            &CHANGE,
            "no further passport is applied for",
            &[Fact::WithReissueApplication],
        );
        return Ok(());
    }
    let ground = case.need_word(Fact::Ground, &CHANGE)?;
    let Some(rule) = ground_rule(case, ground) else {
        draft.answer(
            Outcome::Refuse,
            &CHANGE,
            "none of the eight grounds: the old spelling stays",
            LOOKED_AT,
        );
        draft.unless_word(Fact::Ground, Word::KoreanNameChanged);
        return Ok(());
    };
    if case.facts.is(Fact::CriminalUse, Word::Obvious) {
        draft.note(rule, "a ground for a change", LOOKED_AT);
        draft.answer(
            Outcome::MayRefuse,
            &CRIME,
            "plainly meant for crime",
            &[Fact::CriminalUse],
        );
        draft.unless_word(Fact::CriminalUse, Word::No);
        return Ok(());
    }
    draft.answer(Outcome::MayChange, rule, "a ground for a change", LOOKED_AT);
    Ok(())
}

/// The subparagraph that the ground falls under, if one does.
fn ground_rule(case: &Case<'_>, ground: Word) -> Option<&'static Rule> {
    match ground {
        Word::PronunciationObviouslyDifferent => Some(&PRONUNCIATION),
        Word::LongUseAbroad => Some(&LONG_USE),
        Word::MatchFamilySurname => (!case.facts.denies(Fact::LeavingTogether)).then_some(&FAMILY),
        Word::SpouseSurnameAdd | Word::SpouseSurnameChange | Word::SpouseSurnameDelete => {
            Some(&SPOUSE)
        }
        Word::NegativeMeaningSpelling => Some(&NEGATIVE),
        Word::KoreanNameChanged => Some(&KOREAN_NAME),
        Word::FirstPassportUnused => (!case.facts.says(Fact::PassportUsed)).then_some(&UNUSED),
        Word::MinisterHumanitarian => Some(&HUMANITARIAN),
        _ => None,
    }
}

/// 3-2(2): may the old name be noted?
pub(super) fn name_note(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[Fact::NameChanged, Fact::MinisterFindsNeeded];
    if case.need_flag(Fact::NameChanged, &NOTE)? && case.facts.says(Fact::MinisterFindsNeeded) {
        draft.answer(
            Outcome::MayPrintPreviousName,
            &NOTE,
            "the old name may be noted",
            LOOKED_AT,
        );
    } else {
        draft.outcome = Outcome::NoNote;
        draft.note(&NOTE, "no note of an old name", LOOKED_AT);
    }
    Ok(())
}
