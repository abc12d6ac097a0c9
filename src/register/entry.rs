use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::{ResidentNumber, Sex};

/// Where a field comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// 주민등록: the resident register's own record.
    ResidentRegister,
    /// 가족관계등록: the family register, which flows into the resident register.
    FamilyRegister,
    /// 병무청: the Military Manpower Administration.
    MilitaryManpower,
    /// 외국인등록: the immigration office's register of foreigners.
    ForeignerRegister,
    /// Not recorded anywhere: spelt from the Hangul name by the romanisation of 2000, for the applicant to confirm.
    Romanisation,
}

impl Source {
    /// The word in contracts and in keys of texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ResidentRegister => "resident_register",
            Self::FamilyRegister => "family_register",
            Self::MilitaryManpower => "military_manpower",
            Self::ForeignerRegister => "foreigner_register",
            Self::Romanisation => "romanisation",
        }
    }
}

/// A value with where it comes from and since when it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Who recorded it.
    pub source: Source,
    /// The day on which it was last reported or changed.
    pub since: NaiveDate,
}

/// In which class somebody is registered.
///
/// Source: Resident Registration Act, art. 6(1)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RegistrationClass {
    /// 거주자: lives at the registered address.
    Inhabitant,
    /// 거주불명자: where the person lives is not known.
    UnknownDomicile,
    /// 재외국민: a national who resides abroad.
    ResidingAbroad,
    /// Not in the resident register: a foreigner, known from the foreigners' register.
    Foreigner,
}

/// What somebody is to the head of the household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// 세대주: the head.
    Householder,
    /// 배우자: the head's spouse.
    Spouse,
    /// 자녀: a child of the head.
    Child,
    /// 부모: a parent of the head.
    Parent,
}

/// Somebody of the same household.
#[derive(Clone, PartialEq, Eq)]
pub struct HouseholdMember {
    /// The number.
    pub number: ResidentNumber,
    /// The surname in Hangul.
    pub surname_ko: String,
    /// The given names in Hangul.
    pub given_names_ko: String,
    /// What the person is to the head of the household.
    pub relation: Relation,
}

/// Why a number was replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberChange {
    /// 정정: it was wrong.
    ///
    /// Source: Resident Registration Act, art. 7-3
    Corrected,
    /// 변경: it had leaked, and its holder was in danger. The old one is not shown beside the new one.
    ///
    /// Source: Resident Registration Act, art. 7-4
    Changed,
}

/// A number that somebody had before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerNumber {
    /// The number.
    pub number: ResidentNumber,
    /// Until when it was in use.
    pub until: NaiveDate,
    /// Why it was replaced.
    pub change: NumberChange,
}

/// A name in Latin letters as another register has it.
#[derive(Clone, PartialEq, Eq)]
pub struct LatinName {
    /// The surname; for somebody whose name has no parts, the whole name.
    pub surname: String,
    /// The given names; empty for somebody whose name has no parts.
    pub given_names: String,
}

/// Where somebody stands in military service, in the law's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MilitaryStanding {
    /// 병역준비역 (제1국민역): service lies ahead.
    FirstMilitia,
    /// 현역: serving in the forces.
    ActiveDuty,
    /// 보충역: supplementary service.
    Supplementary,
    /// 전시근로역 (제2국민역): called up in war alone.
    SecondMilitia,
    /// 병역면제: exempt.
    Exempt,
    /// 군필: served.
    Completed,
}

impl MilitaryStanding {
    /// The word of the fact `mil`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FirstMilitia => "first_militia",
            Self::ActiveDuty => "active_duty",
            Self::Supplementary => "supplementary",
            Self::SecondMilitia => "second_militia",
            Self::Exempt => "exempt",
            Self::Completed => "completed",
        }
    }
}

/// What the Military Manpower Administration tells about a man.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MilitaryRecord {
    /// Where he stands.
    pub standing: MilitaryStanding,
    /// The last day of the service he is in.
    pub service_end: Option<NaiveDate>,
    /// First and last day of his permit to travel abroad.
    pub permit: Option<(NaiveDate, NaiveDate)>,
}

/// What the register knows about one person.
///
/// `Debug` shows nobody: these are the data of a person.
#[derive(Clone, PartialEq, Eq)]
pub struct RegisterEntry {
    /// The present number.
    pub number: ResidentNumber,
    /// The day on which it was given.
    pub allocated_on: NaiveDate,
    /// Numbers before, oldest first.
    pub former_numbers: Vec<FormerNumber>,
    /// When the register answered.
    pub answered_at: DateTime<Utc>,
    /// How the person is registered.
    pub class: Sourced<RegistrationClass>,
    /// 성: the surname in Hangul; empty for a foreigner without one.
    pub surname_ko: Sourced<String>,
    /// 이름: the given names in Hangul.
    pub given_names_ko: Sourced<String>,
    /// The name in Latin letters, where a register has one.
    pub latin_name: Option<Sourced<LatinName>>,
    /// Date of birth.
    pub birth: Sourced<NaiveDate>,
    /// Sex.
    pub sex: Sourced<Sex>,
    /// Nationality as a code of Doc 9303-3, section 5.
    pub nationality: Sourced<String>,
    /// Other nationalities held, as codes.
    pub other_nationalities: Vec<String>,
    /// The registered address.
    pub address: Sourced<String>,
    /// Place of birth.
    pub place_of_birth: Option<Sourced<String>>,
    /// What the person is to the head of the household.
    pub relation: Relation,
    /// Everybody else in the household.
    pub household: Vec<HouseholdMember>,
    /// 법정대리인: the parents who act for a minor; one where there is one. Empty for adults.
    pub legal_representatives: Vec<HouseholdMember>,
    /// Military service; only of men from 18 on.
    pub military: Option<Sourced<MilitaryRecord>>,
    /// Those to whom the protected person's address and records may not be shown, themselves or through a proxy.
    ///
    /// Source: Resident Registration Act, art. 29(6)
    pub hidden_from: Vec<ResidentNumber>,
}

impl RegisterEntry {
    /// Whether the address is protected against somebody: mark it, and ask before every disclosure.
    pub fn is_protected(&self) -> bool {
        !self.hidden_from.is_empty()
    }

    /// Whether the entry may be shown to the person of a number.
    pub fn may_be_shown_to(&self, number: &ResidentNumber) -> bool {
        !self.hidden_from.contains(number)
    }
}

macro_rules! shows_nobody {
    ($($name:ident),*) => {
        $(impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        })*
    };
}
shows_nobody!(RegisterEntry, HouseholdMember, LatinName);
