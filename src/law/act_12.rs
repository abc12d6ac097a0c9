//! Act 12 and 13: grounds to refuse, to restrict, to refer, and the urgent humanitarian exception; uncollected books.

use super::calendar::{Date, add_months, add_years};
use super::case::{Case, Draft, Step, Stop};
use super::fact::Fact;
use super::outcome::Outcome;
use super::rule::Rule;
use super::word::Word;

pub(super) const UNCOLLECTED: Rule = Rule::shall(
    "uncollected",
    "Act 13(1)2",
    "A passport that is not collected within six months of its issue is void.",
    "발급된 날부터 6개월이 지날 때까지 신청인이 찾아가지 아니하면 그 여권은 효력을 잃는다.",
);
pub(super) const INDICTED: Rule = Rule::may(
    "indicted_or_fled",
    "Act 12(1)1",
    "Somebody indicted for a crime of two years or more, or who fled abroad from one of three years or more with prosecution suspended, may be refused.",
    "장기 2년 이상의 형에 해당하는 죄로 기소된 사람 또는 장기 3년 이상의 형에 해당하는 죄를 범하고 국외로 도피하여 기소중지된 사람",
);
pub(super) const PASSPORT_CRIME: Rule = Rule::may(
    "convicted_of_passport_crime",
    "Act 12(1)2",
    "Somebody sentenced under Act 24 to 26 may be refused until the sentence is served or remitted.",
    "제24조부터 제26조까지의 죄로 형을 선고받고 집행이 종료되지 아니한 사람",
);
pub(super) const OTHER_CRIME: Rule = Rule::may(
    "convicted_of_other_crime",
    "Act 12(1)3",
    "Somebody sentenced to imprisonment for another crime may be refused until it is served or remitted.",
    "그 밖의 죄로 금고 이상의 형을 선고받고 집행이 종료되지 아니한 사람",
);
pub(super) const TERROR_RISK: Rule = Rule::may(
    "security_terror_risk",
    "Act 12(1)4(a)",
    "Grave worry for national security abroad: a great risk from terrorism to life or body.",
    "출국할 경우 테러 등으로 생명이나 신체의 안전이 침해될 위험이 큰 사람",
);
pub(super) const OBSERVATION: Rule = Rule::may(
    "security_observation",
    "Act 12(1)4(b)",
    "Grave worry for national security abroad: under security observation and warned.",
    "보안관찰처분을 받고 그 기간 중에 있으면서 경고를 받은 사람",
);
pub(super) const REFER: Rule = Rule::shall(
    "security_consult_and_deliberate",
    "Act 12(2)",
    "That ground takes consultation with the Minister of Justice and the Committee's deliberation.",
    "제1항제4호에 해당하는지는 법무부장관과 협의하고 여권정책심의위원회의 심의를 거쳐야 한다.",
);
pub(super) const AFTER_SENTENCE: Rule = Rule::may(
    "restriction_after_passport_crime",
    "Act 12(3)1",
    "After a sentence under Act 24 to 26 is served, issue may be restricted for one to three years.",
    "제1항제2호의 형 집행이 종료된 사람에 대하여 1년 이상 3년 이하의 기간 제한할 수 있다.",
);
pub(super) const DIGNITY: Rule = Rule::may(
    "restriction_for_dignity",
    "Act 12(3)2",
    "After unlawful acts abroad that gravely harmed the nation's dignity, reported by a mission or agency, issue may be restricted for one to three years.",
    "외국에서의 위법한 행위 등으로 국위를 크게 손상시킨 사실이 통보된 사람에 대하여 1년 이상 3년 이하의 기간 제한할 수 있다.",
);
pub(super) const HUMANITARIAN: Rule = Rule::may(
    "humanitarian_exception",
    "Act 12(4)",
    "For an urgent humanitarian reason a passport for that journey only may be issued.",
    "긴급한 인도적 사유가 있으면 해당 사유에 따른 여행목적에만 사용할 수 있는 여권을 발급할 수 있다.",
);
pub(super) const RESTRICTED: Rule = Rule::may(
    "restricted",
    "Act 12(3)",
    "While a restriction is in force a passport is not issued.",
    "발급 제한기간 중에는 여권을 발급하지 아니할 수 있다.",
);
pub(super) const NO_GROUND: Rule = Rule::shall(
    "no_ground",
    "Act 12",
    "Issue is refused or restricted on the grounds of this article only.",
    "여권의 발급 거부·제한은 이 조의 사유에 한정한다.",
);

/// The rules of these articles.
pub(super) const RULES: &[&Rule] = &[
    &UNCOLLECTED,
    &INDICTED,
    &PASSPORT_CRIME,
    &OTHER_CRIME,
    &TERROR_RISK,
    &OBSERVATION,
    &REFER,
    &AFTER_SENTENCE,
    &DIGNITY,
    &HUMANITARIAN,
    &RESTRICTED,
    &NO_GROUND,
];

/// `refusal_check`: is there a ground, and what does it allow?
pub(super) fn check(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    if uncollected(case, draft)? {
        return Ok(());
    }
    let found = ground(case)?;
    if let (Some(stop), true) = (
        &found,
        case.facts.is(Fact::HumanitarianReason, Word::Decree265),
    ) {
        draft.reasons.push(stop.reason.clone());
        draft.set("conditions", vec!["that_journey_only", "single_use"]);
        draft.answer(
            Outcome::MayIssuePurposeLimited,
            &HUMANITARIAN,
            "for that journey only",
            &[Fact::HumanitarianReason],
        );
        return Ok(());
    }
    match found {
        Some(stop) if stop.outcome == Outcome::Refer => {
            let rule = if is_terror_risk(case) {
                &TERROR_RISK
            } else {
                &OBSERVATION
            };
            draft.note(rule, "a ground of national security", &stop.reason.facts);
            Err(stop)
        }
        Some(stop) => Err(stop),
        None => {
            draft.answer(
                Outcome::NoGround,
                &NO_GROUND,
                "no ground of the article",
                &asserted(case),
            );
            Ok(())
        }
    }
}

fn asserted(case: &Case<'_>) -> Vec<Fact> {
    case.facts.names().collect()
}

/// Act 13(1)2: void once six months have passed since the issue.
fn uncollected(case: &Case<'_>, draft: &mut Draft) -> Step<bool> {
    const LOOKED_AT: &[Fact] = &[Fact::UncollectedSinceIssue, Fact::Date];
    let Some(issued) = case.facts.date(Fact::UncollectedSinceIssue) else {
        return Ok(false);
    };
    let last = add_months(issued, case.numbers.collection_months);
    if case.applied(&UNCOLLECTED)? > last {
        draft.valid_until = Some(last);
        draft.answer(
            Outcome::Void,
            &UNCOLLECTED,
            format!("not collected until {last}"),
            LOOKED_AT,
        );
    } else {
        draft.answer(
            Outcome::StaysValid,
            &UNCOLLECTED,
            format!("may be collected until {last}"),
            LOOKED_AT,
        );
    }
    Ok(true)
}

/// Looks for one ground of the article.
type Check = fn(&Case<'_>) -> Step<Option<Stop>>;

/// The first ground, in the order of the article.
fn ground(case: &Case<'_>) -> Step<Option<Stop>> {
    let checks: [Check; 5] = [indicted, fled, convicted, security, dignity];
    for check in checks {
        if let Some(stop) = check(case)? {
            return Ok(Some(stop));
        }
    }
    Ok(case.facts.says(Fact::Restricted).then(|| {
        Stop::new(
            Outcome::MayRestrict,
            &RESTRICTED,
            "a restriction is in force",
            &[Fact::Restricted],
        )
        .unless_word(Fact::HumanitarianReason, Word::Decree265)
    }))
}

fn may_refuse(rule: &'static Rule, effect: &str, facts: &[Fact]) -> Stop {
    Stop::new(Outcome::MayRefuse, rule, effect, facts)
        .unless_word(Fact::HumanitarianReason, Word::Decree265)
}

/// Act 12(1)1, first half: indicted for a crime of two years or more.
fn indicted(case: &Case<'_>) -> Step<Option<Stop>> {
    const LOOKED_AT: &[Fact] = &[Fact::Indicted, Fact::MaxPenaltyMonths];
    if !case.facts.says(Fact::Indicted) {
        return Ok(None);
    }
    let penalty = case.need_integer(Fact::MaxPenaltyMonths, &INDICTED)?;
    Ok((penalty >= case.numbers.indicted_months)
        .then(|| may_refuse(&INDICTED, "indicted", LOOKED_AT)))
}

/// Act 12(1)1, second half: fled abroad from a crime of three years or more, prosecution suspended.
fn fled(case: &Case<'_>) -> Step<Option<Stop>> {
    const LOOKED_AT: &[Fact] = &[
        Fact::FledAbroad,
        Fact::ProsecutionSuspended,
        Fact::MaxPenaltyMonths,
    ];
    if !case.facts.says(Fact::FledAbroad) || !case.facts.says(Fact::ProsecutionSuspended) {
        return Ok(None);
    }
    let penalty = case.need_integer(Fact::MaxPenaltyMonths, &INDICTED)?;
    Ok((penalty >= case.numbers.fled_months)
        .then(|| may_refuse(&INDICTED, "fled abroad, prosecution suspended", LOOKED_AT)))
}

/// Act 12(1)2, 12(1)3 and 12(3)1: sentences, and passport crimes after the sentence.
fn convicted(case: &Case<'_>) -> Step<Option<Stop>> {
    const LOOKED_AT: &[Fact] = &[
        Fact::Convicted,
        Fact::Sentence,
        Fact::Executed,
        Fact::ExecutedOn,
    ];
    let passport_crime = match case.facts.word(Fact::Convicted) {
        Some(Word::PassportAct2426) => true,
        Some(Word::OtherCrime) => false,
        _ => return Ok(None),
    };
    let served =
        case.facts.has(Fact::ExecutedOn) || case.need_flag(Fact::Executed, &PASSPORT_CRIME)?;
    if passport_crime && served {
        let since = case.need_date(Fact::ExecutedOn, &AFTER_SENTENCE)?;
        return restriction(case, since, &AFTER_SENTENCE, LOOKED_AT);
    }
    if passport_crime {
        return Ok(Some(may_refuse(
            &PASSPORT_CRIME,
            "the sentence is not served",
            LOOKED_AT,
        )));
    }
    if served {
        return Ok(None);
    }
    let imprisoned = matches!(
        case.need_word(Fact::Sentence, &OTHER_CRIME)?,
        Word::Imprisonment | Word::ImprisonmentWithoutLabour
    );
    Ok(imprisoned.then(|| may_refuse(&OTHER_CRIME, "the sentence is not served", LOOKED_AT)))
}

/// Act 12(1)4(a): a great risk from terrorism to life or body.
fn is_terror_risk(case: &Case<'_>) -> bool {
    case.facts.is(Fact::RiskOfTerrorIfDeparting, Word::High)
}

/// Act 12(1)4 and 12(2): national security: somebody else must be asked first.
fn security(case: &Case<'_>) -> Step<Option<Stop>> {
    const LOOKED_AT: &[Fact] = &[
        Fact::SecurityConcern,
        Fact::RiskOfTerrorIfDeparting,
        Fact::SecurityObservation,
        Fact::Warned,
    ];
    let terror = is_terror_risk(case);
    let observed = case.facts.says(Fact::SecurityObservation) && case.facts.says(Fact::Warned);
    if !terror && !observed {
        return Ok(None);
    }
    if case.need_word(Fact::SecurityConcern, &TERROR_RISK)? != Word::Serious {
        return Ok(None);
    }
    let effect = if terror {
        "Act 12(1)4(a): a great risk from terrorism"
    } else {
        "Act 12(1)4(b): warned under security observation"
    };
    Ok(Some(
        Stop::new(Outcome::Refer, &REFER, effect, LOOKED_AT)
            .with("consult", "minister_of_justice")
            .with("deliberate", "committee")
            .unless_word(Fact::SecurityConcern, Word::None),
    ))
}

/// Act 12(3)2: unlawful acts abroad that harmed the nation's dignity.
fn dignity(case: &Case<'_>) -> Step<Option<Stop>> {
    const LOOKED_AT: &[Fact] = &[Fact::NationalDignityHarmAbroad, Fact::EventDate];
    if !case
        .facts
        .is(Fact::NationalDignityHarmAbroad, Word::Notified)
    {
        return Ok(None);
    }
    let since = case.need_date(Fact::EventDate, &DIGNITY)?;
    restriction(case, since, &DIGNITY, LOOKED_AT)
}

/// A restriction of one to three years from a day; over once three years have passed.
fn restriction(
    case: &Case<'_>,
    since: Date,
    rule: &'static Rule,
    facts: &[Fact],
) -> Step<Option<Stop>> {
    let (least, most) = case.numbers.restriction_years;
    let last = add_years(since, most);
    if case.applied(rule)? > last {
        return Ok(None);
    }
    let effect = format!("{least} to {most} years from {since}, at the latest until {last}");
    Ok(Some(
        Stop::new(Outcome::MayRestrict, rule, effect, facts)
            .with("window_years", format!("{least}..{most}"))
            .with("latest", last.to_string())
            .unless_word(Fact::HumanitarianReason, Word::Decree265),
    ))
}
