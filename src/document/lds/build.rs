//! Data groups written, strictly as Doc 9303-10 has them.
//!
//! A builder takes checked values and refuses what does not fit; it never writes what [`super::read`] would find
//! odd. Nothing here is used by the reading side. Start at [`dg1`] and [`com`].

mod com;
mod details;
mod dg1;
mod dg11;
mod dg12;
mod dg15;
mod dg2;
mod error;
mod image_header;
mod security;
mod tlv;

pub use com::{LdsVersion, com};
pub use details::NationalName;
pub use dg1::dg1;
pub use dg2::{FaceImage, dg2};
pub use dg11::{Dg11Fields, dg11};
pub use dg12::{Dg12Fields, dg12};
pub use dg15::dg15;
pub use error::BuildError;
pub use security::{ChipSecurity, PlainSignatureDigest, SecurityOption};

#[cfg(test)]
mod tests;
