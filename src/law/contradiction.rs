//! Facts that cannot all be true. Such a question is refused with both names; nothing is guessed from it.

use super::calendar::Date;
use super::error::FactsError;
use super::fact::Fact;
use super::facts::Facts;
use super::word::Word;

/// Pairs of dates of which the first may not lie after the second.
const ORDERED: &[(Fact, Fact, &str)] = &[
    (
        Fact::PermitFrom,
        Fact::PermitTo,
        "a permit cannot end before it starts",
    ),
    (Fact::Birth, Fact::Date, "nobody applies before being born"),
    (
        Fact::Birth,
        Fact::Applied,
        "nobody applies before being born",
    ),
    (
        Fact::Birth,
        Fact::IssueDate,
        "nobody is issued a passport before being born",
    ),
    (
        Fact::ChildBirth,
        Fact::Date,
        "nobody is asked about before being born",
    ),
    (
        Fact::Date,
        Fact::IssueDate,
        "nothing is issued before it is applied for",
    ),
    (
        Fact::Date,
        Fact::NotifiedTo,
        "a period notified by an agency that has ended allows no travel",
    ),
    (
        Fact::IssueDate,
        Fact::NotifiedTo,
        "a period notified by an agency that has ended allows no travel",
    ),
    (
        Fact::Issued,
        Fact::Expiry,
        "a passport cannot expire before it is issued",
    ),
    (
        Fact::Issued,
        Fact::Purge,
        "a certificate cannot be purged before it is issued",
    ),
    (
        Fact::ReportAccepted,
        Fact::Recovered,
        "a passport reported lost is found after the report",
    ),
    (
        Fact::ExecutedOn,
        Fact::Date,
        "a sentence is served before the day asked about, or not served",
    ),
    (
        Fact::EventDate,
        Fact::Date,
        "the event lies before the day asked about",
    ),
    (
        Fact::UncollectedSinceIssue,
        Fact::Date,
        "a passport is issued before the day asked about",
    ),
];

/// Numbers of which the first may not exceed the second.
const COUNTED: &[(Fact, Fact, &str)] = &[
    (
        Fact::Present,
        Fact::Incumbent,
        "no more members can be present than are in office",
    ),
    (
        Fact::Favour,
        Fact::Present,
        "no more members can be in favour than are present",
    ),
];

/// A pair of facts that cannot both be true, with what is allowed.
type Pair = (Fact, Fact, &'static str);

/// Flags and words of the person that exclude each other.
fn excluded(facts: &Facts) -> Option<Pair> {
    let mil = facts.word(Fact::Mil);
    let done = matches!(mil, Some(Word::Completed | Word::Exempt | Word::None));
    let listed = matches!(mil, Some(Word::FirstMilitia | Word::Supplementary));
    let pairs = [
        (
            facts.says(Fact::Serving) && done,
            (
                Fact::Mil,
                Fact::Serving,
                "somebody serving has not completed, is not exempt from and does have service",
            ),
        ),
        (
            mil == Some(Word::ActiveDuty) && facts.denies(Fact::Serving),
            (Fact::Mil, Fact::Serving, "active duty is service"),
        ),
        (
            facts.is(Fact::Sex, Word::Female) && listed,
            (
                Fact::Sex,
                Fact::Mil,
                "these classes of military service are men's",
            ),
        ),
    ];
    first(pairs).or_else(|| excluded_papers(facts))
}

/// Papers and wishes that exclude each other.
fn excluded_papers(facts: &Facts) -> Option<Pair> {
    let permit_dates = facts.has(Fact::PermitFrom) || facts.has(Fact::PermitTo);
    let wish = (facts.word(Fact::Use), facts.flag(Fact::SingleRequested));
    let crossed = matches!(
        wish,
        (Some(Word::Single), Some(false)) | (Some(Word::Multiple), Some(true))
    );
    first([
        (
            facts.is(Fact::Permit, Word::None) && permit_dates,
            (
                Fact::Permit,
                permit_date(facts),
                "without a permit there are no dates of one",
            ),
        ),
        (
            crossed,
            (
                Fact::Use,
                Fact::SingleRequested,
                "both say whether one journey or many is asked for",
            ),
        ),
        (
            facts.says(Fact::SelfApplicant) && facts.has(Fact::Relation),
            (
                Fact::SelfApplicant,
                Fact::Relation,
                "either the holder of the post applies, or a relative of that person",
            ),
        ),
        (
            facts.denies(Fact::Executed) && facts.has(Fact::ExecutedOn),
            (
                Fact::Executed,
                Fact::ExecutedOn,
                "a sentence with a day of its end has been served",
            ),
        ),
    ])
}

fn first<const N: usize>(pairs: [(bool, Pair); N]) -> Option<Pair> {
    pairs
        .into_iter()
        .find_map(|(holds, pair)| holds.then_some(pair))
}

fn permit_date(facts: &Facts) -> Fact {
    if facts.has(Fact::PermitFrom) {
        Fact::PermitFrom
    } else {
        Fact::PermitTo
    }
}

/// A loss that lies after the day asked about.
fn future_loss(facts: &Facts) -> Option<Pair> {
    let limit: Date = facts.date(Fact::IssueDate).or(facts.date(Fact::Date))?;
    [Fact::Losses, Fact::ForceMajeure]
        .into_iter()
        .find(|list| facts.dates(*list).iter().any(|loss| *loss > limit))
        .map(|list| {
            (
                list,
                Fact::Date,
                "a passport is lost before the day asked about",
            )
        })
}

/// Refuses facts that contradict each other.
///
/// # Errors
/// [`FactsError::Contradiction`] naming the first pair.
pub(super) fn check(facts: &Facts) -> Result<(), FactsError> {
    let dates = ORDERED.iter().find(|(first, second, _)| {
        matches!((facts.date(*first), facts.date(*second)), (Some(first), Some(second)) if first > second)
    });
    let counts = COUNTED.iter().find(|(first, second, _)| {
        matches!((facts.integer(*first), facts.integer(*second)), (Some(first), Some(second)) if first > second)
    });
    let found = dates
        .or(counts)
        .copied()
        .or_else(|| excluded(facts))
        .or_else(|| future_loss(facts));
    match found {
        Some((first, second, why)) => Err(FactsError::Contradiction { first, second, why }),
        None => Ok(()),
    }
}
