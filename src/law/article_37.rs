//! Article 37: authority exercised for the Minister by consuls and local governments.

use super::case::{Case, Draft, Step, Stop};
use super::fact::Fact;
use super::outcome::Outcome;
use super::rule::Rule;
use super::word::Word;

pub(super) const TASKS: Rule = Rule::shall(
    "delegated_tasks",
    "37(1)",
    "Consuls and local governments accept, examine identity, deliver, change entries, collect passports and fees, and make the documents of 3(2) only.",
    "영사나 지방자치단체의 장은 접수, 심사, 교부, 기재사항변경, 직접회수, 수수료 징수, 제3조제2항의 여권 등의 제작을 대행한다.",
);
pub(super) const REPORT: Rule = Rule::shall(
    "delegation_report",
    "37(2)",
    "Whoever acts for the Minister reports on it.",
    "대행하는 자는 대행 상황을 보고하여야 한다.",
);
pub(super) const COLLECTION: Rule = Rule::shall(
    "direct_collection",
    "37(3)",
    "Direct collection is asked for in writing, naming the person, the passport and the period.",
    "직접회수는 대상자, 회수대상 여권, 회수기간 등을 분명히 밝혀 서면으로 요청하여야 한다.",
);
pub(super) const UNLAWFUL: Rule = Rule::may(
    "delegation_corrected",
    "37(4)",
    "Unlawful or unfair handling may be suspended, cancelled or modified.",
    "대행사무가 위법하거나 부당하면 중지·취소하거나 시정하게 할 수 있다.",
);

/// The rules of this article.
pub(super) const RULES: &[&Rule] = &[&TASKS, &REPORT, &COLLECTION, &UNLAWFUL];

/// 37: may the task be delegated, is the collection well requested, what follows from bad handling or no report?
pub(super) fn delegate(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    if case.facts.is(Fact::Finding, Word::UnlawfulHandling) {
        draft.answer(
            Outcome::MinisterMaySuspendCancelModify,
            &UNLAWFUL,
            "the Minister may intervene",
            &[Fact::Finding],
        );
        return Ok(());
    }
    if case.facts.has(Fact::DirectCollectionRequest) {
        return collection(case, draft);
    }
    if let Some(report) = case.facts.word(Fact::ReportToMinister) {
        if report == Word::None {
            draft.answer(
                Outcome::BreachReportDuty,
                &REPORT,
                "no report was filed",
                &[Fact::ReportToMinister],
            );
            draft.unless_word(Fact::ReportToMinister, Word::Filed);
        } else {
            draft.answer(
                Outcome::Valid,
                &REPORT,
                "a report was filed",
                &[Fact::ReportToMinister],
            );
        }
        return Ok(());
    }
    task(case, draft)
}

/// 37(1): the list.
fn task(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    let listed = matches!(
        case.need_word(Fact::Task, &TASKS)?,
        Word::AcceptApplication
            | Word::ExamineIdentity
            | Word::Deliver
            | Word::ChangeEntries
            | Word::CollectPassport
            | Word::CollectFees
            | Word::MakeUrgentSingleNonelectronic
            | Word::MakeTravelCertificate
            | Word::OtherDesignatedDuty
    );
    let to = matches!(
        case.facts.word(Fact::To),
        None | Some(Word::Consul | Word::LocalGovernment)
    );
    if listed && to {
        draft.answer(
            Outcome::Allowed,
            &TASKS,
            "on the list",
            &[Fact::To, Fact::Task],
        );
    } else {
        draft.answer(
            Outcome::NotListed,
            &TASKS,
            "not on the list",
            &[Fact::To, Fact::Task],
        );
        draft.unless_word(Fact::Task, Word::AcceptApplication);
        draft.unless_word(Fact::To, Word::LocalGovernment);
    }
    Ok(())
}

/// 37(3): in writing, naming the person, the passport and the period.
fn collection(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const NAMED: &[Fact] = &[Fact::NamesPerson, Fact::NamesPassport, Fact::NamesPeriod];
    if !case.facts.is(Fact::DirectCollectionRequest, Word::Writing) {
        return Err(Stop::new(
            Outcome::ReturnDefective,
            &COLLECTION,
            "not in writing",
            &[Fact::DirectCollectionRequest],
        )
        .unless_word(Fact::DirectCollectionRequest, Word::Writing));
    }
    for fact in NAMED {
        if !case.need_flag(*fact, &COLLECTION)? {
            return Err(Stop::new(
                Outcome::ReturnDefective,
                &COLLECTION,
                format!("{} is denied", fact.as_str()),
                &[*fact],
            ));
        }
    }
    draft.answer(
        Outcome::Valid,
        &COLLECTION,
        "in writing and complete",
        NAMED,
    );
    Ok(())
}
