//! The public key infrastructure of an ICAO Doc 9303 passport authority.
//!
//! Here belong keys, certificates, revocation lists, EF.SOD and master lists, and their inspection. No person is seen here: data
//! groups are opaque bytes with a number. There are two halves that share no code but the algorithms of OpenSSL:
//!
//! * The **issuing half** builds everything it signs with `der` types of its own and signs through [`signer::Signer`]; the only
//!   way to a signed object is the road of [`issue`]. Start there, then read [`profile`] (what certificates look like) and
//!   [`lint`] (what is refused).
//! * The **reading half** reads with `rasn` and `x509-parser`, keeps the bytes as received and tolerates what the world
//!   issues. Start at [`passive_authentication`], then read [`trust`] and [`report`].
//!
//! Editions: Doc 9303 eighth edition, consolidated (parts 10 and 12 with amendment 1, 2024); RFC 5280, RFC 5652, RFC 5754,
//! RFC 4055, RFC 3279; BSI TR-03111 for explicit curve parameters. Citations read `9303-12:7.1.1`, `rfc5652:5.4`.

pub mod algorithm;
mod asn1;
pub mod certificate;
pub mod chip_key;
pub mod issue;
pub mod lint;
pub mod name;
pub mod oid;
pub mod passive_authentication;
pub mod profile;
pub mod public_key;
pub mod read;
pub mod report;
pub mod serial;
pub mod signer;
pub mod trust;

pub use asn1::EncodeError;

#[cfg(test)]
mod conformance;
#[cfg(test)]
mod fixture;
