//! The public key infrastructure of an ICAO Doc 9303 passport authority.
