//! What must hold for every question, whatever its facts.

use proptest::prelude::*;
use serde_json::Value;
use yeogwon::law::{
    self, Answer, COMMON, Edition, Fact, Facts, FactsError, Outcome, PROCEDURES, Procedure, Shape,
};

/// A value of a fact in the spelling of the command line: a word, or a number or date near the boundaries of the law.
fn value(fact: Fact) -> BoxedStrategy<String> {
    let mut choices: Vec<BoxedStrategy<String>> = Vec::new();
    if !fact.words().is_empty() {
        choices.push(
            proptest::sample::select(fact.words())
                .prop_map(|word| word.as_str().to_owned())
                .boxed(),
        );
    }
    for shape in fact.shapes() {
        choices.push(match shape {
            Shape::Date => date().boxed(),
            Shape::Flag => prop_oneof![Just("yes".to_owned()), Just("no".to_owned())].boxed(),
            Shape::Integer => (0u32..80).prop_map(|number| number.to_string()).boxed(),
            Shape::Decimal => (0u32..60)
                .prop_map(|tenths| format!("{}.{}", tenths / 10, tenths % 10))
                .boxed(),
            Shape::Period => (0u32..6, 0u32..12, 0u32..40)
                .prop_map(|(years, months, days)| format!("P{years}Y{months}M{days}D"))
                .boxed(),
            Shape::Dates => proptest::collection::vec(date(), 0..4)
                .prop_map(|dates| dates.join("|"))
                .boxed(),
            Shape::Country => Just("JP".to_owned()).boxed(),
            Shape::Currency => prop_oneof![
                Just("JPY".to_owned()),
                Just("USD".to_owned()),
                Just("EUR".to_owned())
            ]
            .boxed(),
        });
    }
    proptest::strategy::Union::new(choices).boxed()
}

fn date() -> impl Strategy<Value = String> {
    let near = (1983i32..2016, 1u32..13, 1u32..32);
    let far = (1900i32..=2200, 1u32..13, 1u32..32);
    prop_oneof![4 => near, 1 => far].prop_map(|(year, month, day)| {
        let last = (28..=day.max(28)).rev().find(|day| {
            law::calendar::parse_date(&format!("{year:04}-{month:02}-{day:02}")).is_some()
        });
        format!("{year:04}-{month:02}-{:02}", day.min(last.unwrap_or(28)))
    })
}

/// Facts that restrict a person, as somebody may learn of them after the application.
fn restriction() -> impl Strategy<Value = Vec<(Fact, String)>> {
    let member = |years: u32| {
        vec![
            (Fact::AntiStateMember, "confirmed".to_owned()),
            (Fact::Residence, "abroad".to_owned()),
            (Fact::Consulted, "yes".to_owned()),
            (Fact::MinisterYears, years.to_string()),
        ]
    };
    prop_oneof![
        Just(vec![(Fact::NationalityVow, "not_taken".to_owned())]),
        date().prop_map(|day| vec![(Fact::NotifiedTo, day)]),
        (1u32..6).prop_map(member),
    ]
}

/// Facts without which most questions end early.
const CORE: &[Fact] = &[
    Fact::Kind,
    Fact::Date,
    Fact::Birth,
    Fact::Sex,
    Fact::Mil,
    Fact::Ground,
    Fact::Cat,
    Fact::Role,
    Fact::Person,
];

/// A question: a procedure and up to twelve of the facts it knows.
pub(crate) fn question() -> impl Strategy<Value = (&'static Procedure, Vec<(Fact, String)>)> {
    (0..PROCEDURES.len() * 3).prop_flat_map(|pick| {
        let procedure = PROCEDURES
            .get(pick % (PROCEDURES.len() + 20))
            .unwrap_or(&PROCEDURES[pick % 2]);
        let (core, known): (Vec<Fact>, Vec<Fact>) = COMMON
            .iter()
            .chain(procedure.facts)
            .copied()
            .partition(|fact| CORE.contains(fact) || procedure.facts.len() < 8);
        let most = known.len().min(10);
        let core =
            proptest::sample::subsequence(core.clone(), core.len().saturating_sub(2)..=core.len());
        (core, proptest::sample::subsequence(known, 0..=most))
            .prop_map(|(core, rest)| [core, rest].concat())
            .prop_flat_map(move |facts| {
                let values: Vec<BoxedStrategy<String>> =
                    facts.iter().map(|fact| value(*fact)).collect();
                (Just(procedure), Just(facts), values)
            })
            .prop_map(|(procedure, facts, values)| {
                (procedure, facts.into_iter().zip(values).collect())
            })
    })
}

pub(crate) fn read(pairs: &[(Fact, String)]) -> Facts {
    Facts::from_pairs(
        pairs
            .iter()
            .map(|(fact, text)| (fact.as_str(), text.as_str())),
    )
    .expect("generated values are of the vocabulary")
}

fn ask(procedure: &Procedure, facts: &Facts) -> Result<Answer, FactsError> {
    law::ask(procedure.name, facts, Edition::default())
}

/// Outcomes that must never come without a way out.
fn is_refusal(outcome: Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Refuse | Outcome::RefuseKind | Outcome::Incomplete | Outcome::InvalidTerm
    )
}

/// The facts after somebody followed an advice.
fn follow(facts: &Facts, fact: &str, need: &str) -> Facts {
    let mut object = facts.to_json();
    let day = |text: &str| law::calendar::parse_date(text).expect("an advised day is a day");
    let text = if let Some(text) = need.strip_prefix("after:") {
        law::calendar::add_days(day(text), 1).to_string()
    } else if let Some(text) = need.strip_prefix("before:") {
        law::calendar::subtract_days(day(text), 1).to_string()
    } else {
        need.to_owned()
    };
    object.insert(fact.to_owned(), Value::from(text));
    Facts::from_json(&object).expect("an advised value is of the vocabulary")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn every_question_is_answered_or_contradicts_itself((procedure, pairs) in question()) {
        match ask(procedure, &read(&pairs)) {
            Ok(answer) => {
                prop_assert!(!answer.reasons.is_empty(), "{} without a reason", answer.outcome.as_str());
                if answer.is_grant() && ["issue", "reissue"].contains(&procedure.name) {
                    prop_assert!(answer.kind.is_some() && answer.usage.is_some());
                    let (from, until) = (answer.valid_from.expect("a first day"), answer.valid_until.expect("a last day"));
                    prop_assert!(from <= until, "a passport that ends before it begins");
                    prop_assert!(until <= law::calendar::add_years(from, 10), "more than ten years");
                }
            }
            Err(error) => prop_assert!(matches!(error, FactsError::Contradiction { .. }), "{error}"),
        }
    }

    #[test]
    fn every_refusal_says_what_would_change_it_and_that_is_true((procedure, pairs) in question()) {
        let facts = read(&pairs);
        let Ok(answer) = ask(procedure, &facts) else { return Ok(()) };
        if is_refusal(answer.outcome) {
            prop_assert!(!answer.unless.is_empty(), "{} without a way out", answer.outcome.as_str());
        }
        for unless in &answer.unless {
            let Some(need) = &unless.would_need else {
                prop_assert_eq!((unless.fact, unless.then), ("none", answer.outcome));
                continue;
            };
            let then = ask(procedure, &follow(&facts, unless.fact, need));
            prop_assert_eq!(then.map(|answer| answer.outcome), Ok(unless.then));
            prop_assert_ne!(unless.then, answer.outcome);
        }
    }

    #[test]
    fn the_order_of_facts_is_irrelevant((procedure, pairs) in question()) {
        let mut turned = pairs.clone();
        turned.reverse();
        prop_assert_eq!(ask(procedure, &read(&pairs)), ask(procedure, &read(&turned)));
    }

    #[test]
    fn facts_survive_their_json((_, pairs) in question()) {
        let facts = read(&pairs);
        prop_assert_eq!(Facts::from_json(&facts.to_json()), Ok(facts));
    }

    #[test]
    fn an_added_restriction_never_lengthens_a_term((_, pairs) in question(), reissue in any::<bool>(), added in restriction()) {
        let procedure = Procedure::named(if reissue { "reissue" } else { "issue" }).expect("a procedure");
        let touched: Vec<Fact> = added.iter().map(|(fact, _)| *fact).collect();
        let mut pairs: Vec<(Fact, String)> = pairs
            .into_iter()
            // The old passport's remaining term is a wish that a restriction may bar, and then the full term is open.
            .filter(|(fact, _)| procedure.knows(*fact) && *fact != Fact::WantRemaining && !touched.contains(fact))
            .collect();
        if !procedure.knows(touched[0]) {
            return Ok(());
        }
        let free = ask(procedure, &read(&pairs));
        pairs.extend(added);
        let bound = ask(procedure, &read(&pairs));
        if let (Ok(free), Ok(bound)) = (free, bound) && free.is_grant() && bound.is_grant() {
            prop_assert!(bound.valid_until <= free.valid_until);
        }
    }

    #[test]
    fn another_loss_never_lengthens_a_term(losses in proptest::collection::vec(date(), 0..4), more in date(), day in date(), birth in date()) {
        let procedure = Procedure::named("reissue").expect("a procedure");
        let asked = |losses: &[String]| {
            let pairs = [
                (Fact::Ground, "loss".to_owned()), (Fact::Date, day.clone()), (Fact::Birth, birth.clone()),
                (Fact::Sex, "F".to_owned()), (Fact::Losses, losses.join("|")),
            ];
            let pairs: Vec<(Fact, String)> = pairs.into_iter().filter(|(_, text)| !text.is_empty()).collect();
            ask(procedure, &read(&pairs))
        };
        let fewer = asked(&losses);
        let with_more = asked(&[losses, vec![more]].concat());
        if let (Ok(fewer), Ok(with_more)) = (fewer, with_more) {
            prop_assert!(with_more.valid_until <= fewer.valid_until);
        }
    }

    #[test]
    fn a_refusal_has_one_deciding_reason_and_it_stands_first((procedure, pairs) in question()) {
        let facts = read(&pairs);
        if let Ok(answer) = ask(procedure, &facts) && is_refusal(answer.outcome) {
            let deciding = answer.deciding().expect("a reason");
            prop_assert!(!deciding.effect.is_empty() && !deciding.rule.citation.is_empty());
            let again = answer.reasons.iter().filter(|reason| *reason == deciding).count();
            prop_assert_eq!(again, 1);
            prop_assert!(answer.valid_from.is_none(), "a refusal begins nothing");
            prop_assert!(!answer.discretion, "a refusal is not the officer's to give");
        }
    }

    #[test]
    fn every_edition_answers_or_names_its_gap((procedure, pairs) in question(), place in 0usize..law::EDITIONS.len()) {
        let edition = Edition::parse(law::EDITIONS[place].name).expect("a known edition");
        if let Ok(answer) = law::ask(procedure.name, &read(&pairs), edition) {
            prop_assert!(!answer.reasons.is_empty());
            prop_assert_eq!(answer.edition, law::EDITIONS[place].name);
            if answer.outcome == Outcome::EditionIncomplete {
                prop_assert!(answer.valid_until.is_none() && answer.detail.contains_key("article"));
            }
        }
    }
}
