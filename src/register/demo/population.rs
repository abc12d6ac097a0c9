//! Families: a head, perhaps a spouse, perhaps children, perhaps the head's mother or father.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::dice::Dice;
use super::person::{Household, Invented, after, day_of, invent};
use super::{names, places};
use crate::domain::{ResidentNumber, Sex};
use crate::register::entry::{RegistrationClass, Relation};

/// Births of the people without a special situation, both years included.
const BIRTH_YEARS: (i32, i32) = (1935, 2024);

/// Who lives in the demo country, and where.
pub(super) struct Population {
    pub(super) people: Vec<Invented>,
    pub(super) households: Vec<Household>,
    numbers: BTreeSet<ResidentNumber>,
}

/// What a household looks like.
#[derive(Clone, Copy, Default)]
struct Shape {
    couple: bool,
    children: i32,
    parent: bool,
}

const SHAPES: &[(Shape, u32)] = &[
    (shape(false, 0, false), 20),
    (shape(true, 0, false), 18),
    (shape(true, 1, false), 20),
    (shape(true, 2, false), 24),
    (shape(true, 3, false), 6),
    (shape(false, 1, false), 6),
    (shape(true, 2, true), 6),
];

const fn shape(couple: bool, children: i32, parent: bool) -> Shape {
    Shape {
        couple,
        children,
        parent,
    }
}

impl Population {
    pub(super) fn new() -> Self {
        Self {
            people: Vec::new(),
            households: Vec::new(),
            numbers: BTreeSet::new(),
        }
    }

    /// Adds so many families.
    pub(super) fn settle(&mut self, dice: &mut Dice, families: u32) {
        for _ in 0..families {
            let shape = dice.weighted(SHAPES);
            // Whoever has children at home is in the middle of life.
            let (first, last) = match (shape.children, shape.parent) {
                (_, true) => (1962, 1988),
                (0, false) => (BIRTH_YEARS.0, 2003),
                (_, false) => (1958, 1996),
            };
            let year = dice.between(first, last);
            let home = self.household(dice, year);
            self.family(dice, shape, year, home);
        }
    }

    fn household(&mut self, dice: &mut Dice, year: i32) -> usize {
        let class = match dice.below(100) {
            0..88 => RegistrationClass::Inhabitant,
            88..98 => RegistrationClass::ResidingAbroad,
            _ => RegistrationClass::UnknownDomicile,
        };
        let address = match class {
            RegistrationClass::ResidingAbroad => places::abroad(dice).0,
            _ => places::at_home(dice),
        };
        let moved_in = dice.between((year + 20).max(1990), 2025);
        let since = day_of(dice, moved_in);
        self.add_household(address, since, class)
    }

    fn family(&mut self, dice: &mut Dice, shape: Shape, year: i32, home: usize) {
        let man = dice.per_mille(620);
        let (sex, other) = if man {
            (Sex::Male, Sex::Female)
        } else {
            (Sex::Female, Sex::Male)
        };
        let surname = names::surname(dice);
        let birth = day_of(dice, year);
        let Some(head) = self.add(dice, surname, sex, birth, home, |_| {}) else {
            return;
        };
        let mut parents = vec![head];
        let mut family_name = surname;
        let mut mother_year = year;
        if shape.couple {
            let spouse_year = (year + dice.between(-4, 4)).clamp(BIRTH_YEARS.0, 2003);
            let spouse_name = names::surname(dice);
            let birth = day_of(dice, spouse_year);
            let spouse = self.add(dice, spouse_name, other, birth, home, |spouse| {
                spouse.relation = Relation::Spouse;
            });
            parents.extend(spouse);
            // Children have the father's surname.
            if man {
                mother_year = spouse_year;
            } else {
                family_name = spouse_name;
            }
            mother_year = mother_year.max(year.max(spouse_year) - 6);
        }
        self.children(
            dice,
            shape.children,
            family_name,
            mother_year,
            &parents,
            home,
        );
        if shape.parent {
            let old = (year - dice.between(24, 34)).max(BIRTH_YEARS.0);
            let sex = dice.weighted(&[(Some(Sex::Female), 3), (Some(Sex::Male), 1)]);
            let sex = sex.unwrap_or(Sex::Female);
            // The head's father has the head's surname; the mother her own.
            let own = names::surname(dice);
            let name = if sex == Sex::Male { surname } else { own };
            let birth = day_of(dice, old);
            if let Some(parent) = self.add(dice, name, sex, birth, home, |parent| {
                parent.relation = Relation::Parent;
            }) {
                self.change(head, |head| head.parents = vec![parent]);
            }
        }
    }

    fn children(
        &mut self,
        dice: &mut Dice,
        count: i32,
        surname: &str,
        mother_year: i32,
        parents: &[usize],
        home: usize,
    ) {
        let mut year = mother_year + dice.between(24, 33);
        for _ in 0..count {
            if year > BIRTH_YEARS.1 {
                return;
            }
            let sex = match dice.per_mille(512) {
                true => Sex::Male,
                false => Sex::Female,
            };
            let birth = day_of(dice, year);
            self.add(dice, surname, sex, birth, home, |child| {
                child.relation = Relation::Child;
                child.parents = parents.to_vec();
            });
            year += dice.between(2, 4);
        }
    }

    /// Adds somebody and gives the place in the list. Only invented births have no number.
    pub(super) fn add(
        &mut self,
        dice: &mut Dice,
        surname: &str,
        sex: Sex,
        birth: NaiveDate,
        home: usize,
        change: impl FnOnce(&mut Invented),
    ) -> Option<usize> {
        let mut person = invent(dice, surname, sex, birth)?;
        while self.numbers.contains(&person.number) {
            person = invent(dice, surname, sex, birth)?;
        }
        person.household = home;
        change(&mut person);
        self.numbers.insert(person.number.clone());
        let numbers = person
            .former_numbers
            .iter()
            .map(|former| former.number.clone());
        self.numbers.extend(numbers);
        self.people.push(person);
        self.people.len().checked_sub(1)
    }

    pub(super) fn add_household(
        &mut self,
        address: String,
        since: NaiveDate,
        class: RegistrationClass,
    ) -> usize {
        self.households.push(Household {
            address,
            since,
            class,
        });
        self.households.len().saturating_sub(1)
    }

    pub(super) fn change(&mut self, place: usize, change: impl FnOnce(&mut Invented)) {
        if let Some(person) = self.people.get_mut(place) {
            change(person);
        }
    }
}

/// The day on which somebody turns an age, and some days more.
pub(super) fn aged(today: NaiveDate, years: i32, days: i64) -> NaiveDate {
    let months = u32::try_from(12 * years).unwrap_or_default();
    let birthday = today
        .checked_sub_months(chrono::Months::new(months))
        .unwrap_or(today);
    birthday - TimeDelta::days(days)
}

/// Whether somebody is younger than 19 years, the age of majority of the Civil Act.
///
/// Source: Civil Act, art. 4
pub(super) fn is_minor(birth: NaiveDate, today: NaiveDate) -> bool {
    after(birth, 12 * 19).is_none_or(|majority| today < majority)
}

/// A person's age in completed years.
pub(super) fn age(birth: NaiveDate, today: NaiveDate) -> i32 {
    let had = (today.month(), today.day()) >= (birth.month(), birth.day());
    today.year() - birth.year() - i32::from(!had)
}
