//! Articles 23 to 25: requests of other agencies for refusal, restriction or return, and their clocks.

use super::calendar::days_before;
use super::case::{Case, Draft, Need, Step, Stop};
use super::fact::Fact;
use super::outcome::Outcome;
use super::rule::Rule;
use super::switches::Rerequest;
use super::word::Word;

pub(super) const REQUEST: Rule = Rule::may(
    "agency_request",
    "23(1)",
    "An agency may request refusal, restriction or a return order in connection with its own duties.",
    "관계 행정기관의 장은 소관 업무와 관련하여 거부·제한 등을 요청할 수 있다.",
);
pub(super) const FORM: Rule = Rule::shall(
    "agency_request_form",
    "23(2)",
    "The request is in writing and states its reason and its period.",
    "사유와 거부·제한 기간 등을 서면으로 분명히 밝혀야 한다.",
);
pub(super) const DATA: Rule = Rule::may(
    "agency_data",
    "24(1)",
    "Where the examination needs it, the agency may be asked for data.",
    "심사에 필요하면 관련 자료의 제출을 요청할 수 있다.",
);
pub(super) const RESULT: Rule = Rule::shall(
    "agency_result",
    "24(2)",
    "The agency is told the result and its grounds, whichever it is.",
    "심사 결과와 그 사유를 요청한 기관의 장에게 통보하여야 한다.",
);
pub(super) const AGAIN: Rule = Rule::shall(
    "agency_rerequest",
    "25(1)",
    "Where it is still needed after the period, the agency asks again in writing within the thirty days before its end.",
    "기간이 끝난 후에도 계속할 필요가 있으면 그 기간 만료 30일 전까지 서면으로 다시 요청하여야 한다.",
);
pub(super) const CANCEL: Rule = Rule::shall(
    "agency_duty_to_cancel",
    "25(2)",
    "When the cause ends before the period, the agency asks without delay and in writing to lift it.",
    "기간 중이라도 사유가 소멸되면 지체 없이 서면으로 해제를 요청하여야 한다.",
);

/// The rules of these articles.
pub(super) const RULES: &[&Rule] = &[&REQUEST, &FORM, &DATA, &RESULT, &AGAIN, &CANCEL];

/// 23: is the request good enough to be examined?
pub(super) fn request(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    if case.facts.denies(Fact::WithinOfficialDuties) {
        return Err(Stop::new(
            Outcome::Reject,
            &REQUEST,
            "outside the agency's own duties",
            &[Fact::WithinOfficialDuties],
        ));
    }
    written(case)?;
    for (fact, name) in [(Fact::Reason, "reason"), (Fact::Period, "period")] {
        if !case.need_flag(fact, &FORM)? {
            return Err(Stop::new(
                Outcome::ReturnDefective,
                &FORM,
                format!("states no {name}"),
                &[fact],
            )
            .with("missing", name));
        }
    }
    draft.answer(
        Outcome::AcceptForExamination,
        &FORM,
        "in writing, with reason and period",
        &[Fact::Form, Fact::Reason, Fact::Period],
    );
    draft.note(
        &REQUEST,
        "within the agency's duties",
        &[Fact::WithinOfficialDuties],
    );
    Ok(())
}

/// 23(2), 25(1): in writing.
fn written(case: &Case<'_>) -> Step<()> {
    if case.need_word(Fact::Form, &FORM)? == Word::Writing {
        return Ok(());
    }
    Err(Stop::new(
        Outcome::ReturnDefective,
        &FORM,
        "not in writing",
        &[Fact::Form],
    )
    .unless_word(Fact::Form, Word::Writing))
}

/// 24(1): may the agency be asked for data?
pub(super) fn examine(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    if case.need_flag(Fact::DataNeeded, &DATA)? {
        draft.answer(
            Outcome::MayAskAgencyForData,
            &DATA,
            "data may be asked for",
            &[Fact::DataNeeded],
        );
    } else {
        draft.outcome = Outcome::Valid;
        draft.note(&DATA, "nothing to ask for", &[Fact::DataNeeded]);
    }
    Ok(())
}

/// 24(2): the agency is told, whichever way it went.
pub(super) fn result(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    let decision = case.need_word(Fact::Decision, &RESULT)?;
    let effect = format!(
        "the agency is told that it was {}, and why",
        decision.as_str()
    );
    draft.answer(
        Outcome::NotifyAgencyWithGrounds,
        &RESULT,
        effect,
        &[Fact::Decision],
    );
    Ok(())
}

/// 25(1): is a request to continue in time? The two texts point in opposite directions (A20).
pub(super) fn rerequest(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[Fact::PeriodEnd, Fact::Received, Fact::Form];
    if case.facts.has(Fact::Form) {
        written(case)?;
    }
    let end = case.need_date(Fact::PeriodEnd, &AGAIN)?;
    let received = case.need_date(Fact::Received, &AGAIN)?;
    let (days, window) = (
        days_before(received, end),
        i64::from(case.numbers.rerequest_days),
    );
    let first_day = super::calendar::subtract_days(end, case.numbers.rerequest_days);
    let before_window = super::calendar::subtract_days(first_day, 1);
    draft.set(
        "warning",
        "the English and the Korean text set opposite windows; day 30 satisfies both",
    );
    let (outcome, effect, need) = match case.switches.rerequest {
        _ if days < 0 => (Outcome::Reject, "the period has ended", Need::Before(end)),
        Rerequest::Within30 if days > window => (
            Outcome::TooEarly,
            "more than thirty days before the end",
            Need::After(before_window),
        ),
        Rerequest::By30 if days < window => (
            Outcome::Reject,
            "later than thirty days before the end",
            Need::Before(first_day),
        ),
        Rerequest::Within30 | Rerequest::By30 => {
            draft.answer(
                Outcome::Accept,
                &AGAIN,
                format!("{days} days before the end"),
                LOOKED_AT,
            );
            return Ok(());
        }
    };
    draft.answer(outcome, &AGAIN, effect, LOOKED_AT);
    draft.helps.push(super::case::Help {
        fact: Fact::Received,
        need,
    });
    Ok(())
}

/// 25(2): must the agency ask to lift?
pub(super) fn duty(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[Fact::CauseExtinguished, Fact::PeriodRunning];
    let running = case.facts.flag(Fact::PeriodRunning).unwrap_or(true);
    if case.need_flag(Fact::CauseExtinguished, &CANCEL)? && running {
        draft.answer(
            Outcome::MustRequestCancellationInWriting,
            &CANCEL,
            "without delay",
            LOOKED_AT,
        );
    } else {
        draft.answer(
            Outcome::NoDuty,
            &CANCEL,
            "the cause stands or the period is over",
            LOOKED_AT,
        );
    }
    Ok(())
}
