//! The resident register: an outside party that knows who people are. Here its interface, and a demo register behind it.
//!
//! A register is asked and may not answer ([`RegisterError::Unreachable`]): then people are entered by hand from the papers
//! they bring. What it answers is prefilled, never believed blindly: every field says where it comes from and since when it
//! stands there ([`Sourced`]). Start with [`ResidentRegister`] and [`RegisterEntry::prefill`].
//!
//! Calls block: ask from a thread that may wait.

mod demo;
mod entry;
mod error;
mod prefill;

use std::fmt::Debug;

use chrono::NaiveDate;

pub use demo::{DemoPerson, DemoRegister, Situation};
pub use entry::{
    FormerNumber, HouseholdMember, LatinName, MilitaryRecord, MilitaryStanding, NumberChange,
    RegisterEntry, RegistrationClass, Relation, Source, Sourced,
};
pub use error::RegisterError;
pub use prefill::{Origin, Prefill};

use crate::domain::ResidentNumber;

/// A register that can be asked about one person at a time.
///
/// Source: Resident Registration Act, art. 30(1) (the least that serves the purpose)
pub trait ResidentRegister: Send + Sync + Debug {
    /// The person of a number, the present one or a former one; `None` when there is nobody.
    ///
    /// # Errors
    /// [`RegisterError`].
    fn find(&self, number: &ResidentNumber) -> Result<Option<RegisterEntry>, RegisterError>;

    /// The people of a name and a day of birth. Both are needed: nobody leafs through the register.
    ///
    /// # Errors
    /// [`RegisterError`].
    fn search(&self, sought: &Sought) -> Result<Vec<RegisterEntry>, RegisterError>;

    /// The photo of a person's resident card, JPEG; `None` for somebody who has no card, such as a child.
    ///
    /// # Errors
    /// [`RegisterError`].
    fn photo(&self, number: &ResidentNumber) -> Result<Option<Vec<u8>>, RegisterError>;
}

/// Whom to look for.
#[derive(Clone, PartialEq, Eq)]
pub struct Sought {
    /// 성: the surname in Hangul.
    pub surname_ko: String,
    /// 이름: the given names in Hangul.
    pub given_names_ko: String,
    /// Date of birth.
    pub birth: NaiveDate,
}

impl Debug for Sought {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sought").finish_non_exhaustive()
    }
}

/// Where an installation has no register to ask: every question finds it unreachable.
#[derive(Debug, Clone, Copy)]
pub struct NoRegister;

impl NoRegister {
    fn answer<T>() -> Result<T, RegisterError> {
        Err(RegisterError::Unreachable {
            detail: "this installation is connected to none".to_owned(),
        })
    }
}

impl ResidentRegister for NoRegister {
    fn find(&self, _: &ResidentNumber) -> Result<Option<RegisterEntry>, RegisterError> {
        Self::answer()
    }

    fn search(&self, _: &Sought) -> Result<Vec<RegisterEntry>, RegisterError> {
        Self::answer()
    }

    fn photo(&self, _: &ResidentNumber) -> Result<Option<Vec<u8>>, RegisterError> {
        Self::answer()
    }
}
