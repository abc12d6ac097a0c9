use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use chrono::{DateTime, Utc};

use super::revocation::{self, Examined};
use super::{Anchor, AnchorRefusal, MasterListError, Revocation, Signer, master_list};
use crate::read::{Certificate, ReadError, RevocationList, pem};
use crate::report::{Warning, WarningKind};

/// Everything a border brings along to judge a document.
///
/// Adding takes the store by `&mut`; judging takes it by `&`, from as many threads as one likes. Document signers that
/// proved good are remembered with their keys, so that the next document of the same signer costs one signature check.
///
/// # Invariants
/// Only CSCA and link certificates are anchors, whatever the file they came in.
#[derive(Debug, Default)]
pub struct TrustStore {
    anchors: Vec<Arc<Anchor>>,
    /// Certificates that are no anchors: where a document without a signer's certificate may find it.
    others: Vec<Certificate>,
    lists: Vec<Arc<RevocationList>>,
    examined: OnceLock<Vec<Examined>>,
    remembered: RwLock<HashMap<Vec<u8>, Arc<Signer>>>,
}

/// What a file brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Added {
    /// CSCA and link certificates that became anchors; those known already do not count.
    pub anchors: usize,
    /// Certificates kept for looking up only: document signers and others that are no authorities.
    pub others: usize,
    /// What could not be used, and why.
    pub warnings: Vec<Warning>,
}

/// How many document signers are remembered before all are forgotten; bounds the memory of a long-running border.
const MAX_REMEMBERED: usize = 4096;

impl TrustStore {
    /// An empty store: nobody is trusted.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The anchors, in the order they were added.
    pub fn anchors(&self) -> impl Iterator<Item = &Anchor> {
        self.anchors.iter().map(AsRef::as_ref)
    }

    /// The revocation lists, in the order they were added.
    pub fn revocation_lists(&self) -> impl Iterator<Item = &RevocationList> {
        self.lists.iter().map(AsRef::as_ref)
    }

    /// Adds the certificates of a file, DER or PEM: authorities as anchors, others for looking up.
    ///
    /// # Errors
    /// When the file holds no certificate, or one that cannot be read.
    pub fn add_certificates(&mut self, file: &[u8]) -> Result<Added, ReadError> {
        let mut added = Added::default();
        let mut certificates = Vec::new();
        for (kind, der) in pem::objects(file)? {
            if kind != pem::Kind::RevocationList {
                certificates.push(Certificate::from_der(&der)?);
            }
        }
        if certificates.is_empty() {
            return Err(ReadError::value(
                "the file",
                "there is no certificate in it",
            ));
        }
        for certificate in certificates {
            self.add(certificate, &mut added);
        }
        Ok(added)
    }

    /// Adds the certificates of a master list, if its signer chains to an anchor that is here already.
    ///
    /// `at` is the time of inspection. Certificates in it that cannot be used are skipped with a warning each.
    ///
    /// # Errors
    /// When the list cannot be read or must not be relied on; nothing is added then.
    pub fn add_master_list(
        &mut self,
        file: &[u8],
        at: DateTime<Utc>,
    ) -> Result<Added, MasterListError> {
        let found = master_list::certificates(file, &self.anchors, self.examined(), at)?;
        let mut added = Added::default();
        for (index, der) in found.iter().enumerate() {
            match Certificate::from_der(der) {
                Ok(certificate) if is_known(&self.anchors, &certificate) => {}
                Ok(certificate) => {
                    let place = format!("number {}, {}", index + 1, certificate.subject());
                    match Anchor::of(certificate) {
                        Ok(anchor) => self.add_anchor(anchor, &mut added),
                        Err(refusal) => added.skipped(&place, &refusal),
                    }
                }
                Err(cause) => added.skipped(&format!("number {}", index + 1), &cause),
            }
        }
        Ok(added)
    }

    /// Adds a revocation list, DER or PEM. Whether it can be relied on is decided when it is needed.
    ///
    /// # Errors
    /// When the file is not a revocation list.
    pub fn add_revocation_list(&mut self, file: &[u8]) -> Result<(), ReadError> {
        let mut lists = Vec::new();
        for (kind, der) in pem::objects(file)? {
            if kind != pem::Kind::Certificate {
                lists.push(Arc::new(RevocationList::from_der(&der)?));
            }
        }
        if lists.is_empty() {
            return Err(ReadError::value(
                "the file",
                "there is no revocation list in it",
            ));
        }
        self.lists.extend(lists);
        self.forget();
        Ok(())
    }

    /// A signer's certificate, read and placed under its anchor; remembered if it has one.
    pub(crate) fn signer(&self, der: &[u8]) -> Result<Arc<Signer>, ReadError> {
        let known = self
            .remembered
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(signer) = known.get(der) {
            return Ok(Arc::clone(signer));
        }
        drop(known);
        let signer = Arc::new(Signer::of(der, &self.anchors)?);
        if signer.anchor().is_some() && signer.key.is_ok() {
            let mut known = self
                .remembered
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            if known.len() >= MAX_REMEMBERED {
                known.clear();
            }
            known.insert(der.to_vec(), Arc::clone(&signer));
        }
        Ok(signer)
    }

    /// A certificate that is no anchor, for documents that do not carry their signer's.
    pub(crate) fn look_up(&self, wanted: impl Fn(&Certificate) -> bool) -> Option<&Certificate> {
        self.others.iter().find(|certificate| wanted(certificate))
    }

    /// What the revocation lists say about a certificate that `anchor` signed.
    pub(crate) fn revocation(
        &self,
        certificate: &Certificate,
        anchor: &Anchor,
        at: DateTime<Utc>,
    ) -> Revocation {
        revocation::revocation(self.examined(), certificate, anchor, at)
    }

    fn examined(&self) -> &[Examined] {
        self.examined.get_or_init(|| {
            let lists = self.lists.iter().map(Arc::clone);
            lists
                .map(|list| Examined::of(list, &self.anchors))
                .collect()
        })
    }

    fn add(&mut self, certificate: Certificate, added: &mut Added) {
        if is_known(&self.anchors, &certificate) {
            return;
        }
        let place = certificate.subject().to_string();
        match Anchor::of(certificate.clone()) {
            Ok(anchor) => self.add_anchor(anchor, added),
            Err(AnchorRefusal::NotAnAuthority) => {
                added.others += 1;
                self.others.push(certificate);
            }
            Err(refusal) => {
                let detail = format!("{place}: {refusal}");
                added
                    .warnings
                    .push(Warning::with(WarningKind::CertificateNotAnAnchor, detail));
            }
        }
    }

    fn add_anchor(&mut self, anchor: Anchor, added: &mut Added) {
        added.anchors += 1;
        self.anchors.push(Arc::new(anchor));
        self.forget();
    }

    /// Drops what was concluded from fewer anchors or lists.
    fn forget(&mut self) {
        self.examined = OnceLock::new();
        self.remembered = RwLock::default();
    }
}

impl Added {
    fn skipped(&mut self, place: &str, why: &dyn std::fmt::Display) {
        let detail = format!("{place}: {why}");
        self.warnings
            .push(Warning::with(WarningKind::CertificateSkipped, detail));
    }
}

fn is_known(anchors: &[Arc<Anchor>], certificate: &Certificate) -> bool {
    anchors
        .iter()
        .any(|anchor| anchor.certificate().as_bytes() == certificate.as_bytes())
}
