//! People whose application is not the usual one: one or more for each situation a counter must know.

use chrono::{Months, NaiveDate, TimeDelta};

use super::dice::Dice;
use super::person::{Career, Invented, after, number};
use super::population::{Population, aged};
use super::{names, places};
use crate::domain::Sex;
use crate::register::entry::{FormerNumber, LatinName, NumberChange, RegistrationClass, Relation};

/// What is out of the ordinary about somebody in the demo country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Situation {
    /// Lives abroad and holds another nationality beside the Korean one.
    MultipleNationalityAbroad,
    /// A soldier in active service.
    ServingSoldier,
    /// A man of 26 who has not served, with a permit to travel abroad of more than a year.
    UnservedWithPermit,
    /// A man of 27 who has not served and has no permit.
    UnservedWithoutPermit,
    /// A child for whom one parent acts alone.
    MinorWithOneParent,
    /// Somebody against whom a restriction is in force. The register does not know of it; the demo enters it.
    RestrictionInForce,
    /// Somebody who has lost passports before. The register does not know of it; the demo reports the losses.
    LostBooksBefore,
    /// A name that does not fit into the machine readable zone.
    LongName,
    /// Given names of one syllable.
    SingleSyllableGivenName,
    /// A stateless person whose name has no parts.
    NameWithoutParts,
    /// Born abroad.
    BornAbroad,
    /// The address may not be shown to a named relative.
    ProtectedAddress,
    /// The resident number was changed because its holder was in danger.
    NumberChanged,
    /// The resident number was corrected.
    NumberCorrected,
    /// Lives abroad for good.
    Emigrant,
    /// Works for the State and travels for it.
    Official,
    /// Is sent to a mission.
    Diplomat,
}

impl Situation {
    /// Every situation.
    pub const ALL: [Self; 17] = [
        Self::MultipleNationalityAbroad,
        Self::ServingSoldier,
        Self::UnservedWithPermit,
        Self::UnservedWithoutPermit,
        Self::MinorWithOneParent,
        Self::RestrictionInForce,
        Self::LostBooksBefore,
        Self::LongName,
        Self::SingleSyllableGivenName,
        Self::NameWithoutParts,
        Self::BornAbroad,
        Self::ProtectedAddress,
        Self::NumberChanged,
        Self::NumberCorrected,
        Self::Emigrant,
        Self::Official,
        Self::Diplomat,
    ];

    /// Age in years, and sex where it matters.
    const fn age_and_sex(self) -> (i32, Option<Sex>) {
        match self {
            Self::ServingSoldier => (20, Some(Sex::Male)),
            Self::UnservedWithPermit => (26, Some(Sex::Male)),
            Self::UnservedWithoutPermit => (27, Some(Sex::Male)),
            Self::MinorWithOneParent => (9, None),
            Self::MultipleNationalityAbroad => (34, Some(Sex::Female)),
            Self::LongName => (29, Some(Sex::Female)),
            Self::ProtectedAddress => (38, Some(Sex::Female)),
            Self::NameWithoutParts => (31, Some(Sex::Male)),
            Self::SingleSyllableGivenName => (24, Some(Sex::Female)),
            Self::BornAbroad => (22, Some(Sex::Female)),
            Self::RestrictionInForce => (46, None),
            Self::LostBooksBefore => (41, None),
            Self::NumberChanged => (36, Some(Sex::Female)),
            Self::NumberCorrected => (58, None),
            Self::Emigrant => (52, None),
            Self::Official => (44, None),
            Self::Diplomat => (49, None),
        }
    }
}

/// Adds somebody for every situation. `today` is the day on which the demo country was founded.
pub(super) fn cast(population: &mut Population, dice: &mut Dice, today: NaiveDate) {
    for situation in Situation::ALL {
        let (years, sex) = situation.age_and_sex();
        let drawn = if dice.per_mille(500) {
            Sex::Male
        } else {
            Sex::Female
        };
        let sex = sex.unwrap_or(drawn);
        let birth = aged(today, years, i64::from(dice.between(10, 300)));
        match situation {
            Situation::MinorWithOneParent => minor(population, dice, sex, birth),
            Situation::ProtectedAddress => protected(population, dice, birth),
            _ => single(population, dice, situation, sex, birth, today),
        }
    }
}

/// Somebody who lives alone.
fn single(
    population: &mut Population,
    dice: &mut Dice,
    situation: Situation,
    sex: Sex,
    birth: NaiveDate,
    today: NaiveDate,
) {
    let class = match situation {
        Situation::MultipleNationalityAbroad | Situation::LongName | Situation::Emigrant => {
            RegistrationClass::ResidingAbroad
        }
        Situation::NameWithoutParts => RegistrationClass::Foreigner,
        _ => RegistrationClass::Inhabitant,
    };
    let address = match class {
        RegistrationClass::ResidingAbroad => places::abroad(dice).0,
        _ => places::at_home(dice),
    };
    let since = today - TimeDelta::days(i64::from(dice.between(200, 900)));
    let home = population.add_household(address, since, class);
    let surname = names::surname(dice);
    let former = matches!(
        situation,
        Situation::NumberChanged | Situation::NumberCorrected
    )
    .then(|| former_number(dice, situation, sex, birth, today))
    .flatten();
    let single_name = names::single_syllable(dice, surname);
    population.add(dice, surname, sex, birth, home, |person| {
        person.situation = Some(situation);
        person.former_numbers.extend(former);
        describe(person, situation, single_name, today);
    });
}

fn describe(person: &mut Invented, situation: Situation, single_name: String, today: NaiveDate) {
    match situation {
        Situation::ServingSoldier => person.career = serving(today),
        Situation::UnservedWithPermit => {
            let from = today - TimeDelta::days(60);
            person.career = after(from, 24).map(|to| Career::Unserved(Some((from, to))));
        }
        Situation::UnservedWithoutPermit => person.career = Some(Career::Unserved(None)),
        Situation::MultipleNationalityAbroad => {
            person.other_nationalities = vec!["USA"];
            "Los Angeles".clone_into(&mut person.place_of_birth);
        }
        Situation::LongName => {
            "황보".clone_into(&mut person.surname_ko);
            "알렉산드라막시밀리아나요제피네".clone_into(&mut person.given_names_ko);
            person.latin = latin("HWANGBO", "ALEXANDRA MAXIMILIANA JOSEPHINE");
            person.other_nationalities = vec!["D"];
            "Frankfurt am Main".clone_into(&mut person.place_of_birth);
        }
        Situation::SingleSyllableGivenName => person.given_names_ko = single_name,
        Situation::NameWithoutParts => stateless(person),
        Situation::BornAbroad => "Wellington".clone_into(&mut person.place_of_birth),
        _ => {}
    }
}

fn latin(surname: &str, given_names: &str) -> Option<LatinName> {
    Some(LatinName {
        surname: surname.to_owned(),
        given_names: given_names.to_owned(),
    })
}

/// In the middle of eighteen months.
fn serving(today: NaiveDate) -> Option<Career> {
    let first = today.checked_sub_months(Months::new(9))?;
    Some(Career::Forces(first, after(first, 18)?.pred_opt()?))
}

fn stateless(person: &mut Invented) {
    person.surname_ko.clear();
    person.given_names_ko.clear();
    person.latin = latin("ANANDARI", "");
    person.nationality = "XXA";
    person.career = None;
    person.place_of_birth.clear();
    let mut dice = Dice::new(u64::from(person.birth.to_epoch_days().unsigned_abs()));
    let number = number(
        &mut dice,
        person.birth,
        person.sex,
        true,
        person.allocated_on,
    );
    if let Some(number) = number {
        person.number = number;
    }
}

/// A number given before the present one. A corrected one had another day of birth.
fn former_number(
    dice: &mut Dice,
    situation: Situation,
    sex: Sex,
    birth: NaiveDate,
    today: NaiveDate,
) -> Option<FormerNumber> {
    let allocated_on = after(birth, 1)?;
    let (birth, change) = match situation {
        Situation::NumberCorrected => (birth.succ_opt()?, NumberChange::Corrected),
        _ => (birth, NumberChange::Changed),
    };
    Some(FormerNumber {
        number: number(dice, birth, sex, false, allocated_on)?,
        until: today - TimeDelta::days(700),
        change,
    })
}

/// A mother and her child; nobody else acts for it.
fn minor(population: &mut Population, dice: &mut Dice, sex: Sex, birth: NaiveDate) {
    let home =
        population.add_household(places::at_home(dice), birth, RegistrationClass::Inhabitant);
    let surname = names::surname(dice);
    let mother_born = aged(birth, 30, 100);
    let mother = population.add(dice, surname, Sex::Female, mother_born, home, |_| {});
    population.add(dice, surname, sex, birth, home, |child| {
        child.situation = Some(Situation::MinorWithOneParent);
        child.relation = Relation::Child;
        child.parents = mother.into_iter().collect();
    });
}

/// A mother and her child who moved away from the father: he may not see where they live.
fn protected(population: &mut Population, dice: &mut Dice, birth: NaiveDate) {
    let born = aged(birth, 2, 40);
    let surname = names::surname(dice);
    let old_home =
        population.add_household(places::at_home(dice), born, RegistrationClass::Inhabitant);
    let father = population.add(dice, surname, Sex::Male, born, old_home, |_| {});
    let hidden: Vec<_> = father
        .and_then(|father| population.people.get(father))
        .map(|father| father.number.clone())
        .into_iter()
        .collect();
    let child_born = after(birth, 12 * 28).unwrap_or(birth);
    let home = population.add_household(
        places::at_home(dice),
        after(child_born, 60).unwrap_or(child_born),
        RegistrationClass::Inhabitant,
    );
    let own = names::surname(dice);
    let hidden_child = hidden.clone();
    let mother = population.add(dice, own, Sex::Female, birth, home, |mother| {
        mother.situation = Some(Situation::ProtectedAddress);
        mother.hidden_from = hidden;
    });
    population.add(dice, surname, Sex::Female, child_born, home, |child| {
        child.relation = Relation::Child;
        child.parents = mother.into_iter().chain(father).collect();
        child.hidden_from = hidden_child;
    });
}
