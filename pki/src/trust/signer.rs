//! A signer's certificate with its key and its place under an anchor.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::Anchor;
use crate::read::extension::UsagePeriod;
use crate::read::public_key::PublicKey;
use crate::read::{Certificate, ReadError};
use crate::report::{Warning, WarningKind};

/// A certificate read once: its key, and the anchor that signed it.
#[derive(Debug)]
pub(crate) struct Signer {
    pub(crate) certificate: Certificate,
    pub(crate) key: Result<PublicKey, ReadError>,
    pub(crate) chain: Chain,
    /// Departures that were met on the way to the anchor.
    pub(crate) warnings: Vec<Warning>,
    /// The validity in words; like the period below it is repeated in the report on every document of the signer.
    pub(crate) validity: String,
    /// The private-key usage period in words, if there is one.
    pub(crate) usage_period: Option<String>,
}

/// How a certificate stands to the anchors.
#[derive(Debug, Clone)]
pub(crate) enum Chain {
    /// An anchor's key signed it.
    Anchored(Arc<Anchor>),
    /// No anchor of its country is known, or none of them signed it.
    NoAnchor,
    /// The anchor it names by key identifier did not sign it.
    SignatureWrong(Arc<Anchor>),
}

impl Signer {
    /// Reads a certificate and looks for its anchor among `anchors`.
    pub(crate) fn of(der: &[u8], anchors: &[Arc<Anchor>]) -> Result<Self, ReadError> {
        let certificate = Certificate::from_der(der)?;
        let (chain, helped) = chain(&certificate, anchors);
        let mut warnings = Vec::new();
        if let Chain::Anchored(anchor) = &chain {
            if !helped {
                warnings.push(Warning::new(WarningKind::AuthorityKeyIdentifierUnhelpful));
            }
            let (issuer, subject) = (certificate.issuer(), anchor.certificate().subject());
            if issuer.matches(subject) && issuer.as_bytes() != subject.as_bytes() {
                let detail = format!("issuer {issuer}, CSCA {subject}");
                warnings.push(Warning::with(WarningKind::NameSpelledDifferently, detail));
            }
        }
        let (start, end) = (certificate.not_before(), certificate.not_after());
        Ok(Self {
            key: PublicKey::from_spki(certificate.spki()),
            validity: format!("{start} to {end}"),
            usage_period: certificate.extensions.usage_period.map(in_words),
            certificate,
            chain,
            warnings,
        })
    }

    pub(crate) fn anchor(&self) -> Option<&Arc<Anchor>> {
        match &self.chain {
            Chain::Anchored(anchor) => Some(anchor),
            Chain::NoAnchor | Chain::SignatureWrong(_) => None,
        }
    }
}

fn in_words(period: UsagePeriod) -> String {
    let end = |time: Option<DateTime<Utc>>| time.map_or("open".to_owned(), |time| time.to_string());
    format!("{} to {}", end(period.not_before), end(period.not_after))
}

/// The anchor that signed a certificate, and whether its key identifier led there.
///
/// First the anchors that the authority key identifier names, then, since it is missing or wrong in old certificates,
/// all others of the country.
fn chain(certificate: &Certificate, anchors: &[Arc<Anchor>]) -> (Chain, bool) {
    let country = certificate.issuer().country().or(certificate.country());
    let wanted = certificate.extensions.authority_key_identifier.as_deref();
    let of_country = || anchors.iter().filter(|anchor| anchor.is_of(country));
    let is_named = |anchor: &Arc<Anchor>| wanted == Some(anchor.key_identifier());
    let signed = |anchor: &&Arc<Anchor>| anchor.signed(certificate);

    let named = || of_country().filter(|anchor| is_named(anchor));
    if let Some(anchor) = best_named(named().filter(|anchor| signed(anchor)), certificate) {
        return (Chain::Anchored(Arc::clone(anchor)), true);
    }
    let others = of_country().filter(|anchor| !is_named(anchor));
    if let Some(anchor) = best_named(others.filter(|anchor| signed(anchor)), certificate) {
        return (Chain::Anchored(Arc::clone(anchor)), false);
    }
    match named().next() {
        Some(anchor) => (Chain::SignatureWrong(Arc::clone(anchor)), true),
        None => (Chain::NoAnchor, false),
    }
}

/// Of several certificates of one key, a root and its links, the one whose subject is the issuer's name.
fn best_named<'a>(
    anchors: impl Iterator<Item = &'a Arc<Anchor>>,
    certificate: &Certificate,
) -> Option<&'a Arc<Anchor>> {
    let mut first = None;
    for anchor in anchors {
        if anchor.certificate().subject().matches(certificate.issuer()) {
            return Some(anchor);
        }
        first = first.or(Some(anchor));
    }
    first
}
