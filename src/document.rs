//! The document as bytes and picture: MRZ, data groups, portrait, data page.
//!
//! Pure: nothing here reads a file, a clock or a random source.

mod authority;
pub mod data_page;
pub mod lds;
pub mod mrz;
pub mod portrait;

pub use authority::authority;
