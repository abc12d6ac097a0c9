//! Passive authentication: is this data what a trusted State signed, and was the signer entitled to?
//!
//! What belongs here: EF.SOD against data groups, document signer, CSCA and revocation list, as a tree of checks. What
//! does not: what the data says (EF.COM, MRZ, expiry), because this crate never sees a person. Start with
//! [`authenticate`].
//!
//! Source: 9303-11:5.1, 9303-12:D

mod data_groups;
mod document_signer;
mod envelope;
mod period;
mod signature;
mod sod;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::read::Certificate;
use crate::report::{Check, Reason, Verdict, Warning};
use crate::trust::{Signer, TrustStore};

pub use period::IssueDate;

/// What is presented for authentication.
#[derive(Debug, Clone, Copy)]
pub struct Presented<'a> {
    /// EF.SOD as read from the chip, tag 77 included; bytes after the object are padding.
    pub sod: &'a [u8],
    /// The data groups read, by number 1 to 16, each with its outer tag.
    pub data_groups: &'a BTreeMap<u8, &'a [u8]>,
    /// The time of inspection.
    pub at: DateTime<Utc>,
    /// The date of issue, if it is known from data group 12 or from the page.
    pub issue_date: Option<IssueDate>,
    /// When the object was signed, if it is known better than from the object itself.
    pub signing_time: Option<DateTime<Utc>>,
}

/// The outcome of passive authentication.
#[derive(Debug, Clone)]
pub struct PassiveAuthentication {
    /// The verdict over the tree; malformed if EF.SOD cannot be read.
    pub verdict: Verdict,
    /// The tree, under `passive_authentication`.
    pub check: Check,
    /// What is not as it should be without deciding.
    pub warnings: Vec<Warning>,
    /// The data groups that EF.SOD lists, in its order, numbers 1 to 16.
    pub listed: Vec<u8>,
    /// The LDS version that EF.SOD states, e.g. `0108`.
    pub lds_version: Option<String>,
    signer: Option<Arc<Signer>>,
}

impl PassiveAuthentication {
    /// The document signer's certificate, trusted or not, for comparing it with the document.
    #[must_use]
    pub fn document_signer(&self) -> Option<&Certificate> {
        self.signer.as_ref().map(|signer| &signer.certificate)
    }

    /// EF.SOD cannot be read, or is not there.
    fn malformed(reason: Reason, detail: String) -> Self {
        let structure = Check::failed("structure", reason)
            .clause("9303-10:4.6.2")
            .detail(detail);
        Self {
            verdict: Verdict::Malformed,
            check: Check::of(ROOT, vec![structure]).clause(CLAUSE),
            warnings: Vec::new(),
            listed: Vec::new(),
            lds_version: None,
            signer: None,
        }
    }
}

const ROOT: &str = "passive_authentication";
const CLAUSE: &str = "9303-11:5.1";

/// Carries out passive authentication.
///
/// Total: any bytes give an outcome.
#[must_use]
pub fn authenticate(presented: &Presented<'_>, trust: &TrustStore) -> PassiveAuthentication {
    let mut warnings = Vec::new();
    let sod = match sod::Sod::from_bytes(presented.sod, &mut warnings) {
        Ok(sod) => sod,
        Err((reason, cause)) => return PassiveAuthentication::malformed(reason, cause.to_string()),
    };
    envelope::note(&sod, &mut warnings);
    let (groups, listed) = data_groups::check(&sod, presented.data_groups, &mut warnings);
    let found = signature::find_signer(&sod, trust, &mut warnings);
    let signature = signature::check(&sod, &found, &mut warnings);
    let signing_time = presented.signing_time.or_else(|| sod.signing_time());
    let times = document_signer::Times {
        at: presented.at,
        signing_time,
        issue_date: presented.issue_date,
    };
    let document_signer = match &found.signer {
        Some(signer) => document_signer::check(signer, trust, &times, &mut warnings),
        None => Check::of(document_signer::ID, vec![Check::aborted("csca")]),
    };
    let checks = vec![
        Check::successful("structure").clause("9303-10:4.6.2"),
        sod.lds_version_check(&mut warnings),
        groups,
        signature,
        document_signer,
    ];
    let check = Check::of(ROOT, checks).clause(CLAUSE);
    PassiveAuthentication {
        verdict: Verdict::over(std::slice::from_ref(&check)),
        check,
        warnings,
        listed,
        lds_version: sod.object.lds_version(),
        signer: found.signer,
    }
}

#[cfg(test)]
pub(crate) mod tests;
