//! The public key infrastructure of an ICAO Doc 9303 passport authority.

pub mod passive_authentication;
pub mod read;
pub mod report;
pub mod trust;
