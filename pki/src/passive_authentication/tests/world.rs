//! A country with a CSCA, its trust store, and a document's data groups.

use std::collections::BTreeMap;
use std::ops::Deref;

use openssl::sha::sha256;

use super::forge::{Csca, Suite, tlv};
use crate::passive_authentication::{IssueDate, PassiveAuthentication, Presented, authenticate};
use crate::report::{Reason, WarningKind};
use crate::trust::TrustStore;

/// When documents are inspected.
pub(super) const AT: &str = "2026-11-22T05:00:00Z";

pub(super) struct World {
    pub(super) csca: Csca,
    pub(super) trust: TrustStore,
    pub(super) groups: BTreeMap<u8, Vec<u8>>,
}

pub(super) struct Outcome(PassiveAuthentication);

impl Deref for Outcome {
    type Target = PassiveAuthentication;

    fn deref(&self) -> &PassiveAuthentication {
        &self.0
    }
}

impl Outcome {
    pub(super) fn warned(&self, kind: WarningKind) -> bool {
        self.warnings.iter().any(|warning| warning.id == kind)
    }

    pub(super) fn reason(&self, id: &str) -> Option<Reason> {
        self.check.find(id).unwrap().reason
    }
}

impl World {
    pub(super) fn new(suite: Suite) -> Self {
        let csca = Csca::new(suite, "KR", "KOR", "CSCA of Korea");
        let groups = [
            (1, tlv(0x61, &tlv(0x04, &[b'<'; 88]))),
            (2, tlv(0x75, &[7; 300])),
            (3, tlv(0x63, &[8; 40])),
        ];
        let mut world = Self {
            csca,
            trust: TrustStore::new(),
            groups: groups.into(),
        };
        world
            .trust
            .add_certificates(&world.csca.certificate)
            .unwrap();
        world.trust.add_revocation_list(&world.list()).unwrap();
        world
    }

    /// A revocation list that names nobody.
    pub(super) fn list(&self) -> Vec<u8> {
        self.csca
            .revocation_list(1, "2026-11-01T00:00:00Z", Some("2027-01-20T00:00:00Z"), &[])
    }

    pub(super) fn judge(&self, sod: &[u8]) -> Outcome {
        self.judge_all(sod, &self.groups, &self.trust, AT, None)
    }

    pub(super) fn judge_at(&self, sod: &[u8], at: &str) -> Outcome {
        self.judge_all(sod, &self.groups, &self.trust, at, None)
    }

    pub(super) fn judge_with(&self, sod: &[u8], groups: &BTreeMap<u8, Vec<u8>>) -> Outcome {
        self.judge_all(sod, groups, &self.trust, AT, None)
    }

    pub(super) fn judge_trusting(&self, sod: &[u8], trust: &TrustStore) -> Outcome {
        self.judge_all(sod, &self.groups, trust, AT, None)
    }

    pub(super) fn judge_issued(&self, sod: &[u8], issue_date: Option<IssueDate>) -> Outcome {
        self.judge_all(sod, &self.groups, &self.trust, AT, issue_date)
    }

    fn judge_all(
        &self,
        sod: &[u8],
        groups: &BTreeMap<u8, Vec<u8>>,
        trust: &TrustStore,
        at: &str,
        issue_date: Option<IssueDate>,
    ) -> Outcome {
        let data_groups = groups
            .iter()
            .map(|(n, bytes)| (*n, bytes.as_slice()))
            .collect();
        let presented = Presented {
            sod,
            data_groups: &data_groups,
            at: at.parse().unwrap(),
            issue_date,
            signing_time: None,
        };
        Outcome(authenticate(&presented, trust))
    }
}

pub(super) fn hashes(groups: &BTreeMap<u8, Vec<u8>>) -> Vec<(u8, Vec<u8>)> {
    groups
        .iter()
        .map(|(n, bytes)| (*n, sha256(bytes).to_vec()))
        .collect()
}
