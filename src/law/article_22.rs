//! Article 22: change of entries that are not on the data page.

use super::case::{Case, Draft, Need, Step, Stop};
use super::fact::Fact;
use super::facts::Value;
use super::outcome::Outcome;
use super::rule::Rule;
use super::word::Word;

pub(super) const ENTRIES: Rule = Rule::shall(
    "change_of_entries",
    "22(1)",
    "Visa pages, the separation of a child, an old number and a residence holder's longer stay are changes of entries; a form and proof belong to them.",
    "사증란 추가, 동반 자녀 분리, 이전 여권번호 기재, 거주여권 소지자의 국내체류기간 연장은 신청서와 증명서류를 제출하여야 한다.",
);
pub(super) const PAGES: Rule = Rule::may(
    "visa_pages_once",
    "22(2)",
    "Visa pages may be added once, at most 24.",
    "사증란의 추가는 1회에 한하여 24면까지 할 수 있다.",
);
pub(super) const NOT_AN_ENTRY: Rule = Rule::shall(
    "data_page_by_reissue",
    "Act 15",
    "What stands on the data page is not an entry: it takes a reissue.",
    "법 제7조제1항의 정보는 기재사항변경의 대상이 아니다.",
);

/// The rules of this article.
pub(super) const RULES: &[&Rule] = &[&ENTRIES, &PAGES, &NOT_AN_ENTRY];

/// 22 and Act 15: may the entry be changed?
pub(super) fn change_entries(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    let change = case.need_word(Fact::Change, &ENTRIES)?;
    if matches!(
        change,
        Word::HolderName | Word::Photo | Word::ResidentNumber | Word::DateOfBirth
    ) {
        draft.answer(
            Outcome::Refuse,
            &NOT_AN_ENTRY,
            "an item of the data page: apply for a reissue",
            &[Fact::Change],
        );
        draft.unless_word(Fact::Change, Word::PreviousPassportNumber);
        return Ok(());
    }
    papers(case)?;
    match change {
        Word::AddVisaPages => visa_pages(case, draft),
        Word::ExtendDomesticSojourn
            if case.need_word(Fact::Passport, &ENTRIES)? != Word::Residence =>
        {
            draft.answer(
                Outcome::Refuse,
                &ENTRIES,
                "only a residence passport knows a stay at home",
                &[Fact::Change, Fact::Passport],
            );
            draft.unless_word(Fact::Passport, Word::Residence);
            Ok(())
        }
        _ => {
            draft.answer(
                Outcome::Grant,
                &ENTRIES,
                "a change of entries",
                &[Fact::Change],
            );
            Ok(())
        }
    }
}

/// 22(1)1 and 22(1)2: the form and the proof.
fn papers(case: &Case<'_>) -> Step<()> {
    for (fact, paper) in [(Fact::Application, "application"), (Fact::Proof, "proof")] {
        if case.facts.denies(fact) {
            return Err(Stop::missing_paper(paper, &ENTRIES, &[fact]));
        }
    }
    Ok(())
}

/// 22(2): once in the life of the passport, at most 24 pages.
fn visa_pages(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[Fact::Change, Fact::Pages, Fact::EarlierAdditions];
    if case.facts.integer(Fact::EarlierAdditions).unwrap_or(0) > 0 {
        return Err(Stop::new(
            Outcome::Refuse,
            &PAGES,
            "pages were added once already",
            LOOKED_AT,
        )
        .unless(Fact::EarlierAdditions, Need::Is(Value::Integer(0))));
    }
    let pages = case.need_integer(Fact::Pages, &PAGES)?;
    let most = case.numbers.added_pages;
    if !(1..=most).contains(&pages) {
        return Err(Stop::new(
            Outcome::Refuse,
            &PAGES,
            format!("not 1 to {most} pages"),
            LOOKED_AT,
        )
        .unless(Fact::Pages, Need::Is(Value::Integer(most))));
    }
    draft.answer(
        Outcome::Grant,
        &PAGES,
        format!("{pages} pages are added"),
        LOOKED_AT,
    );
    Ok(())
}
