//! A document as a border sees it: passive authentication and the cross-checks between chip, MRZ and certificates.
//!
//! What belongs here: joining what `yeogwon_pki` says about signatures with what the `document` parsers say about
//! content, into one verdict. What does not: building anything; this side shares no builder code. Start with
//! [`inspect`].
//!
//! Source: 9303-11:5.1, 9303-10:4.6

mod consistency;
mod expiry;
mod files;
mod summary;
mod text;

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use serde::{Serialize, Serializer};
use yeogwon_pki::passive_authentication::{self, IssueDate, PassiveAuthentication};
use yeogwon_pki::report::{Check, CheckResult, Reason, Verdict, Warning};
use yeogwon_pki::trust::TrustStore;

use crate::domain::IssuingState;
use files::Files;

pub use summary::DocumentSummary;

/// What a border has before it.
#[derive(Debug, Clone, Copy)]
pub struct Presented<'a> {
    /// The elementary files by name (`EF.SOD`, `EF.DG1`, `EF.COM`, …), raw bytes as on the chip.
    pub files: &'a BTreeMap<String, Vec<u8>>,
    /// The printed machine readable zone, if it was read; line breaks do not matter.
    pub mrz: Option<&'a str>,
    /// The time of inspection.
    pub at: DateTime<Utc>,
}

/// The outcome of an inspection, serialised as the verification contract says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inspection {
    /// The verdict about authenticity. An expired document may well be authentic.
    pub verdict: Verdict,
    /// The time of inspection.
    #[serde(serialize_with = "rfc3339")]
    pub at: DateTime<Utc>,
    /// What document it is, as far as data group 1 says so.
    pub document: DocumentSummary,
    /// The tree of checks.
    pub checks: Vec<Check>,
    /// What is not as it should be without deciding.
    pub warnings: Vec<Warning>,
}

impl Inspection {
    /// Finds a check by its identifier, wherever it is in the tree.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Check> {
        self.checks.iter().find_map(|check| check.find(id))
    }

    /// The reasons of all checks that did not simply succeed, in the order of the tree.
    #[must_use]
    pub fn reasons(&self) -> Vec<Reason> {
        self.checks.iter().flat_map(Check::reasons).collect()
    }

    /// The inspection in words: verdict first, then the tree, then the warnings.
    #[must_use]
    pub fn text(&self) -> String {
        text::render(self)
    }
}

/// Inspects a document: who signed it, whether it is unchanged, and whether its parts agree with each other.
///
/// Total: any bytes give an outcome.
#[must_use]
pub fn inspect(presented: &Presented<'_>, trust: &TrustStore) -> Inspection {
    let mut warnings = Vec::new();
    let files = Files::read(presented.files, &mut warnings);
    let authentication = authenticate(&files, presented.at, trust, &mut warnings);
    let mut checks = vec![match &authentication {
        Some(authentication) => authentication.check.clone(),
        None => sod_missing(),
    }];
    checks.push(consistency::check(
        &files,
        authentication.as_ref(),
        presented.mrz,
        &mut warnings,
    ));
    checks.push(expiry::check(&files, presented.at, &mut warnings));
    let is_malformed = authentication
        .as_ref()
        .is_none_or(|authentication| authentication.verdict == Verdict::Malformed);
    Inspection {
        verdict: verdict(is_malformed, &checks),
        at: presented.at,
        document: DocumentSummary::of(&files),
        checks,
        warnings,
    }
}

fn authenticate(
    files: &Files<'_>,
    at: DateTime<Utc>,
    trust: &TrustStore,
    warnings: &mut Vec<Warning>,
) -> Option<PassiveAuthentication> {
    let presented = passive_authentication::Presented {
        sod: files.sod?,
        data_groups: &files.data_groups,
        at,
        issue_date: issue_date(files),
        signing_time: None,
    };
    let mut outcome = passive_authentication::authenticate(&presented, trust);
    warnings.append(&mut outcome.warnings);
    Some(outcome)
}

/// The date of issue in data group 12, counted in the zone of the issuing State where we know it.
///
/// It is believed before its hash is looked at: a changed date fails the hash anyway.
fn issue_date(files: &Files<'_>) -> Option<IssueDate> {
    let details = files.details.as_ref()?.as_ref().ok()?;
    let is_korean = files.issuing_state() == Some(IssuingState::KOR);
    Some(IssueDate {
        date: details.content.issued?,
        offset: FixedOffset::east_opt(SEOUL_SECONDS).filter(|_| is_korean),
    })
}

fn sod_missing() -> Check {
    let structure = Check::failed("structure", Reason::SodMissing).clause("9303-10:4.6.2");
    Check::of("passive_authentication", vec![structure]).clause("9303-11:5.1")
}

/// Malformed if EF.SOD cannot be read, or if nothing is wrong but that another file cannot be read.
fn verdict(is_malformed: bool, checks: &[Check]) -> Verdict {
    let failed: Vec<Reason> = checks.iter().flat_map(failures).collect();
    let unreadable = |reason: &Reason| {
        matches!(
            reason,
            Reason::ComMalformed
                | Reason::DataGroup1Malformed
                | Reason::DataGroup12Malformed
                | Reason::DataGroup14Malformed
                | Reason::CardAccessMalformed
        )
    };
    if is_malformed || (!failed.is_empty() && failed.iter().all(unreadable)) {
        Verdict::Malformed
    } else {
        Verdict::over(checks)
    }
}

/// The reasons of checks that failed and count.
fn failures(check: &Check) -> Vec<Reason> {
    let own = check
        .reason
        .filter(|_| check.result == CheckResult::Failed && !check.advisory);
    own.into_iter()
        .chain(check.checks.iter().flat_map(failures))
        .collect()
}

/// Whole seconds and `Z`, as in the examples of the contract.
fn rfc3339<S: Serializer>(at: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&at.to_rfc3339_opts(SecondsFormat::Secs, true))
}

/// Korean Standard Time, in which the date of issue of a Korean document is counted.
const SEOUL_SECONDS: i32 = 9 * 60 * 60;

#[cfg(test)]
pub(crate) mod tests;
