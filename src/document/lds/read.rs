//! Data groups taken apart, as an inspection system does it.
//!
//! A parser borrows from the file: nothing is copied, nothing is allocated by a length field, and every element
//! keeps its original bytes. What is wrong but readable is a [`Finding`]; what cannot be read is a [`ReadError`].
//! Order of elements and unknown tags never stop a parser. Start at [`Reading`] and [`dg1`].

mod biometric;
mod com;
mod cursor;
mod date;
mod details;
mod dg1;
mod dg11;
mod dg12;
mod dg15;
mod dg16;
mod displayed;
mod error;
mod face;
mod face_19794;
mod face_39794;
mod finding;
mod finger;
mod image;
mod security_info;
mod tlv;

pub use biometric::{Biometric, BiometricBlock, BiometricHeader, BiometricTemplate, biometric};
pub use com::{Com, Version, com};
pub use date::{Timestamp, WrittenDate};
pub use details::Names;
pub use dg1::{Dg1, dg1};
pub use dg11::{Dg11, dg11};
pub use dg12::{Dg12, dg12};
pub use dg15::{Dg15, dg15};
pub use dg16::{Dg16, PersonToNotify, dg16};
pub use displayed::{Displayed, dg5, dg7};
pub use error::ReadError;
pub use face::{Dg2, Face, FaceRecord, dg2};
pub use face_19794::{Face19794, FaceRecord19794, FeaturePoint};
pub use face_39794::Face39794;
pub use finding::{Finding, Oddity};
pub use finger::{Dg3, Finger, FingerRecord, FingerView, dg3};
pub use image::{FoundImage, ImageFormat};
pub use security_info::{SecurityInfo, SecurityInfoKind, SecurityInfos, card_access, dg14};
pub use tlv::{Element, Elements, file};

use finding::Findings;

#[cfg(test)]
mod tests;

/// What a parser made of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading<'a, T> {
    /// The content.
    pub content: T,
    /// The bytes that EF.SOD's hash covers: outer tag to last value byte, without what follows in the file.
    pub original: &'a [u8],
    /// What was odd, in the order in which it was met.
    pub findings: Vec<Finding>,
}
