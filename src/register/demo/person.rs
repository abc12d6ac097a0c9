use chrono::{Datelike, Months, NaiveDate, TimeDelta};

use super::dice::Dice;
use super::{Situation, names};
use crate::domain::{FIRST_RANDOM_ALLOCATION, ResidentNumber, Sex};
use crate::register::entry::{
    FormerNumber, LatinName, MilitaryRecord, MilitaryStanding, RegistrationClass, Relation,
};

/// Somebody who does not exist, as the register keeps them.
#[derive(Clone)]
pub(super) struct Invented {
    pub(super) number: ResidentNumber,
    pub(super) allocated_on: NaiveDate,
    pub(super) former_numbers: Vec<FormerNumber>,
    pub(super) surname_ko: String,
    pub(super) given_names_ko: String,
    pub(super) latin: Option<LatinName>,
    pub(super) birth: NaiveDate,
    pub(super) sex: Sex,
    pub(super) nationality: &'static str,
    pub(super) other_nationalities: Vec<&'static str>,
    pub(super) place_of_birth: String,
    pub(super) relation: Relation,
    /// Place of the household in the list of households.
    pub(super) household: usize,
    /// Places of the parents in the list of people.
    pub(super) parents: Vec<usize>,
    pub(super) career: Option<Career>,
    pub(super) hidden_from: Vec<ResidentNumber>,
    pub(super) situation: Option<Situation>,
}

/// Where people live together.
#[derive(Clone)]
pub(super) struct Household {
    pub(super) address: String,
    pub(super) since: NaiveDate,
    pub(super) class: RegistrationClass,
}

/// A man's way through military service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Career {
    /// In the forces, first and last day.
    Forces(NaiveDate, NaiveDate),
    /// In supplementary service, first and last day.
    Supplementary(NaiveDate, NaiveDate),
    /// Called up in war alone.
    Second,
    /// Exempt.
    Exempt,
    /// Not served; perhaps with a permit to travel abroad.
    Unserved(Option<(NaiveDate, NaiveDate)>),
}

/// Service began to be asked of those who turned 18.
const MILITARY_AGE_YEARS: i32 = 18;

impl Career {
    /// A career as most have it, by the year of birth.
    pub(super) fn ordinary(dice: &mut Dice, birth: NaiveDate) -> Option<Self> {
        let enlisted = after(birth, 12 * dice.between(19, 22) + dice.between(0, 11))?;
        Some(match dice.below(100) {
            0..82 => Self::Forces(enlisted, after(enlisted, 18)?.pred_opt()?),
            82..91 => Self::Supplementary(enlisted, after(enlisted, 21)?.pred_opt()?),
            91..96 => Self::Second,
            _ => Self::Exempt,
        })
    }

    /// What the record says on a day.
    pub(super) fn on(self, birth: NaiveDate, today: NaiveDate) -> Option<MilitaryRecord> {
        use MilitaryStanding as S;
        let plain = |standing| MilitaryRecord {
            standing,
            service_end: None,
            permit: None,
        };
        let turned_18 = after(birth, 12 * MILITARY_AGE_YEARS)?;
        if today < turned_18 {
            return None;
        }
        Some(match self {
            Self::Forces(first, _) | Self::Supplementary(first, _) if today < first => {
                plain(S::FirstMilitia)
            }
            Self::Forces(_, last) | Self::Supplementary(_, last) if today > last => {
                plain(S::Completed)
            }
            Self::Forces(_, last) => MilitaryRecord {
                service_end: Some(last),
                ..plain(S::ActiveDuty)
            },
            Self::Supplementary(_, last) => MilitaryRecord {
                service_end: Some(last),
                ..plain(S::Supplementary)
            },
            Self::Second => plain(S::SecondMilitia),
            Self::Exempt => plain(S::Exempt),
            Self::Unserved(permit) => MilitaryRecord {
                permit,
                ..plain(S::FirstMilitia)
            },
        })
    }
}

/// A day some months later.
pub(super) fn after(day: NaiveDate, months: i32) -> Option<NaiveDate> {
    day.checked_add_months(Months::new(u32::try_from(months).ok()?))
}

/// A day of a year.
pub(super) fn day_of(dice: &mut Dice, year: i32) -> NaiveDate {
    let day = u32::try_from(dice.between(1, 365)).unwrap_or(1);
    NaiveDate::from_yo_opt(year, day).unwrap_or_default()
}

/// The day on which somebody's number was given: within a month of the birth, but not before there were such numbers.
pub(super) fn allocation(dice: &mut Dice, birth: NaiveDate) -> NaiveDate {
    let registered = birth + TimeDelta::days(i64::from(dice.between(2, 29)));
    let first = NaiveDate::from_ymd_opt(1975, 9, 1).unwrap_or_default();
    registered.max(first)
}

/// A number that is nobody's: until 2020 digits 8 and 9 stood for a province, and 97 to 99 stood for none.
pub(super) fn number(
    dice: &mut Dice,
    birth: NaiveDate,
    sex: Sex,
    foreigner: bool,
    allocated_on: NaiveDate,
) -> Option<ResidentNumber> {
    let province = 7 + u8::try_from(dice.below(3)).unwrap_or_default();
    let middle = if allocated_on < FIRST_RANDOM_ALLOCATION {
        [
            9,
            province,
            dice.digit(),
            dice.digit(),
            1 + dice.digit() % 3,
        ]
    } else {
        [(); 5].map(|()| dice.digit())
    };
    ResidentNumber::invented(birth, sex, foreigner, middle, dice.digit(), allocated_on)
}

/// Somebody with a birth and a sex, unrelated to anybody yet.
pub(super) fn invent(
    dice: &mut Dice,
    surname: &str,
    sex: Sex,
    birth: NaiveDate,
) -> Option<Invented> {
    let allocated_on = allocation(dice, birth);
    Some(Invented {
        number: number(dice, birth, sex, false, allocated_on)?,
        allocated_on,
        former_numbers: Vec::new(),
        surname_ko: surname.to_owned(),
        given_names_ko: names::given_names(dice, surname, sex, birth.year()),
        latin: None,
        birth,
        sex,
        nationality: "KOR",
        other_nationalities: Vec::new(),
        place_of_birth: super::places::birthplace(dice).to_owned(),
        relation: Relation::Householder,
        household: 0,
        parents: Vec::new(),
        career: match sex {
            Sex::Male => Career::ordinary(dice, birth),
            _ => None,
        },
        hidden_from: Vec::new(),
        situation: None,
    })
}
