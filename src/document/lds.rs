//! The logical data structure (Doc 9303-10): EF.COM and the data groups, built and parsed.
//!
//! [`read`] takes foreign bytes apart and reports what is odd about them; [`build`] writes our own. The two
//! share the nouns in this file and nothing else, so that a mistake in one is seen by the other. EF.SOD is not
//! here: it belongs to the public-key side. Start at [`DataGroupNumber`], then [`read::dg1`] and [`build::dg1`].

pub mod build;
pub mod read;

mod number;
mod security;
mod tag;

pub use number::{DataGroupNumber, NotADataGroup};
pub use security::{
    AccessCipher, DomainParameters, KeyAgreement, OBJECT_IDENTIFIERS, ObjectIdentifier,
    ObjectIdentifiers, PaceMapping,
};
pub use tag::Tag;
