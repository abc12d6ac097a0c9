//! Article 5(2): the photograph, and how many copies of it.

use super::article_03;
use super::calendar::within_months_before;
use super::case::{Case, Draft, Step, Stop, kind_of, use_of};
use super::decimal::Decimal;
use super::fact::Fact;
use super::outcome::Outcome;
use super::papers::{PHOTO, TWO_PHOTOS};
use super::word::Word;
use crate::domain::{PassportKind, PassportUse};

/// 3.5 by 4.5 cm, face from 2.5 to 3.5 cm.
const WIDTH: Decimal = Decimal::tenths(35);
const HEIGHT: Decimal = Decimal::tenths(45);
const FACE: (Decimal, Decimal) = (Decimal::tenths(25), Decimal::tenths(35));

/// What the photograph must be; the facts that say so.
const LOOKED_AT: &[Fact] = &[
    Fact::WidthCm,
    Fact::HeightCm,
    Fact::Color,
    Fact::Hat,
    Fact::Pose,
    Fact::FaceCm,
    Fact::Taken,
    Fact::Applied,
];

/// One requirement: the fact that it looks at, whether it is met if that is asserted, and what fails.
type Check = (Fact, Option<bool>, &'static str);

/// `photo`: does the photograph do?
pub(super) fn photo(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    let checks = checks(case);
    let failed: Vec<&Check> = checks
        .iter()
        .filter(|(_, met, _)| *met == Some(false))
        .collect();
    if let Some(((fact, _, effect), others)) = failed.split_first() {
        draft.answer(Outcome::Reject, &PHOTO, *effect, &[*fact]);
        for (fact, _, effect) in others {
            draft.note(&PHOTO, *effect, &[*fact]);
        }
        return Ok(());
    }
    if let Some((fact, ..)) = checks.iter().find(|(_, met, _)| met.is_none()) {
        let dated = *fact == Fact::Taken && case.facts.has(Fact::Taken);
        return Err(Stop::missing(
            if dated { Fact::Applied } else { *fact },
            &PHOTO,
        ));
    }
    draft.answer(
        Outcome::Accept,
        &PHOTO,
        "as the article wants it",
        LOOKED_AT,
    );
    Ok(())
}

/// 5(2): everything that the photograph must be.
fn checks(case: &Case<'_>) -> [Check; 7] {
    let measure = |fact, wanted: Decimal| case.facts.decimal(fact).map(|found| found == wanted);
    let face = case
        .facts
        .decimal(Fact::FaceCm)
        .map(|face| (FACE.0..=FACE.1).contains(&face));
    let front = case.facts.word(Fact::Pose).map(|pose| pose == Word::Front);
    [
        (
            Fact::WidthCm,
            measure(Fact::WidthCm, WIDTH),
            "not 3.5 cm wide",
        ),
        (
            Fact::HeightCm,
            measure(Fact::HeightCm, HEIGHT),
            "not 4.5 cm high",
        ),
        (Fact::Color, case.facts.flag(Fact::Color), "not in colour"),
        (
            Fact::Hat,
            case.facts.flag(Fact::Hat).map(|hat| !hat),
            "with a hat",
        ),
        (Fact::Pose, front, "not from the front"),
        (Fact::FaceCm, face, "face not 2.5 to 3.5 cm"),
        (
            Fact::Taken,
            is_recent(case),
            "not taken within six months before the application",
        ),
    ]
}

/// C7: taken within the six months before the application, the day exactly six months back included.
fn is_recent(case: &Case<'_>) -> Option<bool> {
    let taken = case.facts.date(Fact::Taken)?;
    let applied = case
        .facts
        .date(Fact::Applied)
        .or(case.facts.date(Fact::Date))?;
    Some(within_months_before(
        taken,
        applied,
        case.numbers.photo_months,
    ))
}

/// `photo_copies`: two for a document that 3(2) lets go without a chip, one otherwise.
pub(super) fn copies(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const ASKED: &[Fact] = &[
        Fact::Kind,
        Fact::Use,
        Fact::Electronic,
        Fact::UrgentRecognized,
    ];
    let kind = kind_of(case.need_word(Fact::Kind, &PHOTO)?).unwrap_or(PassportKind::Ordinary);
    let usage = case
        .facts
        .word(Fact::Use)
        .and_then(use_of)
        .unwrap_or(PassportUse::Multiple);
    let two = needs_two(case, kind, usage);
    let (rule, count) = if two { (&TWO_PHOTOS, 2) } else { (&PHOTO, 1) };
    draft.set("copies", count);
    draft.answer(Outcome::Spec, rule, format!("copies: {count}"), ASKED);
    Ok(())
}

/// Does the document fall under 3(2)? A travel certificate always; a passport that is said to go without a chip.
fn needs_two(case: &Case<'_>, kind: PassportKind, usage: PassportUse) -> bool {
    match case.facts.flag(Fact::Electronic) {
        Some(true) => kind == PassportKind::TravelCertificate,
        Some(false) => true,
        None => article_03::without_chip(case, kind, usage, true).is_some(),
    }
}
