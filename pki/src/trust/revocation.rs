//! Revocation lists of a State, and what they say about a certificate.
//!
//! Source: 9303-12:6.1.2, 9303-12:7.1.4

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::Anchor;
use crate::read::{Certificate, RevocationList};

/// What is known about the revocation of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Revocation {
    /// A list that is in force does not name it.
    NotRevoked { this_update: DateTime<Utc> },
    /// A list names it.
    Revoked { since: DateTime<Utc> },
    /// The newest list does not name it, but should have been replaced.
    Stale { next_update: Option<DateTime<Utc>> },
    /// There is a list of the State, but none that can be relied on.
    NotTrusted { why: String },
    /// There is no list of the State.
    NoList,
}

/// A list, and the anchor that signed it or why it is left aside.
#[derive(Debug)]
pub(crate) struct Examined {
    list: Arc<RevocationList>,
    outcome: Result<Arc<Anchor>, String>,
}

impl Examined {
    /// Looks for the anchor that signed a list.
    ///
    /// The newest key of a CSCA signs the one list for all its older keys too, so any anchor of the country will do.
    pub(crate) fn of(list: Arc<RevocationList>, anchors: &[Arc<Anchor>]) -> Self {
        let outcome = examine(&list, anchors);
        Self { list, outcome }
    }
}

fn examine(list: &RevocationList, anchors: &[Arc<Anchor>]) -> Result<Arc<Anchor>, String> {
    if let Some(unknown) = list.unknown_critical.first() {
        return Err(format!("it is not complete (critical extension {unknown})"));
    }
    if !list.has_one_algorithm() {
        return Err("it names two signature algorithms".to_owned());
    }
    let scheme = list.algorithm().and_then(|found| found.scheme());
    let scheme = scheme.map_err(|cause| cause.to_string())?;
    let country = list.issuer().country();
    let signed = |anchor: &&Arc<Anchor>| {
        let may_sign = anchor.certificate().extensions.key_usage;
        may_sign.is_none_or(|usage| usage.crl_sign)
            && anchor
                .key()
                .verifies(&scheme, None, list.signed(), list.signature())
    };
    let is_named =
        |anchor: &&Arc<Anchor>| list.authority_key_identifier() == Some(anchor.key_identifier());
    let of_country = || {
        anchors
            .iter()
            .filter(|anchor| country.is_some() && anchor.is_of(country))
    };
    let named = of_country().filter(is_named).find(signed);
    let found = named.or_else(|| of_country().filter(|anchor| !is_named(anchor)).find(signed));
    found.map(Arc::clone).ok_or_else(|| {
        format!(
            "no trusted CSCA certificate of its issuer ({}) signed it",
            list.issuer()
        )
    })
}

/// What the lists say about a certificate that `anchor` signed.
///
/// Lists are chosen by country, since a CSCA may have changed its name; where several CSCAs share a country
/// (`CHN` with `HKG` and `MAC`), also by territory, because their serial numbers may collide.
pub(crate) fn revocation(
    lists: &[Examined],
    certificate: &Certificate,
    anchor: &Anchor,
    at: DateTime<Utc>,
) -> Revocation {
    let country = certificate.issuer().country();
    let of_country = || {
        let same = |examined: &&Examined| examined.list.issuer().country() == country;
        lists
            .iter()
            .filter(move |examined| country.is_some() && same(examined))
    };
    let territory = anchor.certificate().territory();
    let trusted = of_country().filter(|examined| {
        let signer = examined.outcome.as_ref();
        signer.is_ok_and(|signer| signer.certificate().territory() == territory)
    });
    let Some(newest) = trusted
        .map(|examined| &examined.list)
        .max_by_key(|list| list.age_key())
    else {
        let why = of_country().find_map(|examined| examined.outcome.as_ref().err());
        return match why {
            Some(why) => Revocation::NotTrusted { why: why.clone() },
            None => Revocation::NoList,
        };
    };
    if let Some(since) = newest.revoked_since(certificate.serial()) {
        return Revocation::Revoked { since };
    }
    match newest.next_update() {
        Some(next) if at <= next => Revocation::NotRevoked {
            this_update: newest.this_update(),
        },
        next_update => Revocation::Stale { next_update },
    }
}
