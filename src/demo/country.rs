//! What has happened in the demo country: documents of every kind, at every stage.

use std::collections::BTreeSet;

use futures_util::StreamExt as _;
use futures_util::stream;

use super::DemoError;
use super::play::{Case, Goal, Stage};
use crate::domain::{PassportKind, PassportUse, ResidentNumber, date_in_seoul};
use crate::register::{
    DemoPerson, MilitaryStanding, RegistrationClass, ResidentRegister as _, Situation,
};

/// So many stories are told at a time: drawing and measuring photos keeps that many processors busy.
const AT_A_TIME: usize = 3;

/// How much happens in the demo country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Everything.
    Whole,
    /// A case at each stage, for a quick look.
    Few,
}

/// A fact and its value.
type Facts = &'static [(&'static str, &'static str)];

const NOTHING: Facts = &[];
const STRANDED: Facts = &[
    ("person", "national"),
    ("location", "abroad"),
    ("event", "lost_passport"),
    ("urgent_return", "yes"),
    ("time_to_wait", "no"),
];
const OFFICIAL: Facts = &[
    ("cat", "7(1)(a)"),
    ("self", "yes"),
    ("official_business", "yes"),
];
const DIPLOMAT: Facts = &[("role", "ambassador"), ("self", "yes")];
const EMIGRANT: Facts = &[
    ("emigrant", "yes"),
    ("path", "permanent_residence"),
    ("country_has_pr", "yes"),
    ("doc", "pr_copy"),
    ("emigration_reported", "yes"),
];
const STATELESS: Facts = &[("departing", "yes")];

/// Takes every story to its end; how many cases moved.
pub(super) async fn play(
    stage: &Stage<'_>,
    extent: Extent,
    tell: &(dyn Fn(&str) + Sync),
) -> Result<usize, DemoError> {
    let stories = stories(stage, extent)?;
    let total: usize = stories.iter().map(Vec::len).sum();
    let mut done = 0;
    let mut moved = 0;
    let told = stories.into_iter().map(|story| async move {
        let (cases, mut moved) = (story.len(), 0);
        // The cases of one person happen one after the other.
        for case in &story {
            moved += usize::from(stage.play(case).await?);
        }
        Ok::<_, DemoError>((cases, moved))
    });
    let mut told = stream::iter(told).buffer_unordered(AT_A_TIME);
    let mut next_word = 10;
    while let Some(outcome) = told.next().await {
        let (cases, of_them) = outcome?;
        done += cases;
        moved += of_them;
        if of_them > 0 && done >= next_word {
            tell(&format!("{done} of {total} cases"));
            next_word = done + 10;
        }
    }
    Ok(moved)
}

/// Chooses people who have no case yet, in the register's own order.
struct Casting<'a> {
    stage: &'a Stage<'a>,
    people: Vec<DemoPerson>,
    chosen: BTreeSet<ResidentNumber>,
    stories: Vec<Vec<Case>>,
}

impl Casting<'_> {
    fn special(&self, situation: Situation) -> Result<DemoPerson, DemoError> {
        let found = self
            .people
            .iter()
            .find(|person| person.situation == Some(situation));
        found
            .cloned()
            .ok_or_else(|| DemoError::Failed(format!("nobody is in the situation {situation:?}")))
    }

    /// Somebody unremarkable of a class, grown up or not, whom the law gives an ordinary passport without more ado.
    fn anybody(
        &mut self,
        class: RegistrationClass,
        grown_up: bool,
    ) -> Result<DemoPerson, DemoError> {
        let today = date_in_seoul(self.stage.deps.now());
        for person in &self.people {
            let years = today.years_since(person.birth).unwrap_or_default();
            let fits = person.situation.is_none()
                && person.class == class
                && if grown_up {
                    years >= 20
                } else {
                    (1..17).contains(&years)
                };
            if !fits || self.chosen.contains(&person.number) {
                continue;
            }
            let entry = self
                .stage
                .register
                .find(&person.number)
                .map_err(DemoError::failed)?;
            let free = entry
                .and_then(|entry| entry.military)
                .is_none_or(|record| record.value.standing == MilitaryStanding::Completed);
            if free {
                self.chosen.insert(person.number.clone());
                return Ok(person.clone());
            }
        }
        Err(DemoError::Failed(
            "the demo country has too few people".into(),
        ))
    }

    fn story(&mut self, name: &str, person: &DemoPerson, post: &'static str, acts: &[Act]) {
        let cases = acts.iter().enumerate().map(|(place, act)| Case {
            name: format!("{name}-{}", place + 1),
            person: person.number.clone(),
            post,
            kind: act.0,
            usage: act.1,
            facts: act.2,
            goal: act.3,
        });
        self.stories.push(cases.collect());
    }
}

/// What one case of a story is: kind, use, facts, where it ends.
#[derive(Clone, Copy)]
struct Act(PassportKind, Option<PassportUse>, Facts, Goal);

const fn ordinary(goal: Goal) -> Act {
    Act(PassportKind::Ordinary, None, NOTHING, goal)
}

/// Each counter's own people, with every stage at least once somewhere.
const COUNTERS: [(&str, RegistrationClass, &[Goal], &[Goal]); 3] = [
    (
        "jongno",
        RegistrationClass::Inhabitant,
        &[
            Goal::Delivered,
            Goal::Delivered,
            Goal::Lost,
            Goal::Checked,
            Goal::Personalised,
            Goal::Approved,
            Goal::Approved,
            Goal::Submitted,
            Goal::Submitted,
            Goal::Returned,
            Goal::Referred,
            Goal::Refused,
            Goal::Withdrawn,
            Goal::Draft,
        ],
        &[Goal::Delivered, Goal::Submitted],
    ),
    (
        "london",
        RegistrationClass::ResidingAbroad,
        &[
            Goal::Delivered,
            Goal::Checked,
            Goal::Approved,
            Goal::Submitted,
            Goal::Draft,
        ],
        &[Goal::Checked],
    ),
    (
        "los-angeles",
        RegistrationClass::ResidingAbroad,
        &[
            Goal::Delivered,
            Goal::Personalised,
            Goal::Submitted,
            Goal::Draft,
        ],
        &[],
    ),
];

fn stories(stage: &Stage<'_>, extent: Extent) -> Result<Vec<Vec<Case>>, DemoError> {
    let mut casting = Casting {
        stage,
        people: stage.register.people().collect(),
        chosen: BTreeSet::new(),
        stories: Vec::new(),
    };
    special(&mut casting)?;
    for (post, class, adults, children) in COUNTERS {
        for (grown_up, goals) in [(true, adults), (false, children)] {
            for (place, goal) in goals.iter().enumerate() {
                let person = casting.anybody(class, grown_up)?;
                let age = if grown_up { "adult" } else { "minor" };
                let name = format!("{post}-{age}-{}", place + 1);
                casting.story(&name, &person, post, &[ordinary(*goal)]);
            }
        }
    }
    if extent == Extent::Few {
        // The first story that ends at each stage.
        let mut seen = Vec::new();
        casting.stories.retain(|story| {
            let goals: Vec<Goal> = story.iter().map(|case| case.goal).collect();
            let is_new = story.len() <= 2 && !seen.contains(&goals);
            seen.push(goals);
            is_new
        });
    }
    Ok(casting.stories)
}

/// People in special situations, and the kinds of document that not everybody gets.
#[allow(clippy::too_many_lines, reason = "a table of people")]
fn special(casting: &mut Casting<'_>) -> Result<(), DemoError> {
    use PassportKind as K;
    use Situation as S;
    let single = Some(PassportUse::Single);
    let acts: [(S, &'static str, Vec<Act>); 16] = [
        (
            S::Official,
            "mofa",
            vec![Act(K::Official, None, OFFICIAL, Goal::Delivered)],
        ),
        (
            S::Diplomat,
            "mofa",
            vec![Act(K::Diplomatic, None, DIPLOMAT, Goal::Checked)],
        ),
        (
            S::Emigrant,
            "los-angeles",
            vec![Act(K::Residence, None, EMIGRANT, Goal::Delivered)],
        ),
        (
            S::NameWithoutParts,
            "jongno",
            vec![Act(K::TravelCertificate, None, STATELESS, Goal::Checked)],
        ),
        (
            S::BornAbroad,
            "london",
            vec![Act(K::TravelCertificate, None, STRANDED, Goal::Delivered)],
        ),
        (
            S::SingleSyllableGivenName,
            "jongno",
            vec![Act(K::Ordinary, single, NOTHING, Goal::Delivered)],
        ),
        (S::LongName, "london", vec![ordinary(Goal::Checked)]),
        (
            S::MinorWithOneParent,
            "jongno",
            vec![ordinary(Goal::Approved)],
        ),
        (
            S::MultipleNationalityAbroad,
            "los-angeles",
            vec![ordinary(Goal::Submitted)],
        ),
        (
            S::UnservedWithPermit,
            "jongno",
            vec![ordinary(Goal::Submitted)],
        ),
        (
            S::UnservedWithoutPermit,
            "jongno",
            vec![ordinary(Goal::Draft)],
        ),
        (S::ServingSoldier, "jongno", vec![ordinary(Goal::Draft)]),
        (
            S::ProtectedAddress,
            "jongno",
            vec![ordinary(Goal::Submitted)],
        ),
        (
            S::NumberChanged,
            "jongno",
            vec![ordinary(Goal::Delivered), ordinary(Goal::Submitted)],
        ),
        (
            S::LostBooksBefore,
            "jongno",
            vec![
                ordinary(Goal::Lost),
                ordinary(Goal::Lost),
                ordinary(Goal::Submitted),
            ],
        ),
        (
            S::RestrictionInForce,
            "jongno",
            vec![ordinary(Goal::Restricted), ordinary(Goal::Submitted)],
        ),
    ];
    for (situation, post, acts) in acts {
        let person = casting.special(situation)?;
        casting.chosen.insert(person.number.clone());
        let name = format!("{situation:?}").to_lowercase();
        casting.story(&name, &person, post, &acts);
    }
    Ok(())
}
