//! The pages in a real browser: people's ways through them, with the keyboard alone, in both languages.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::too_many_lines,
    reason = "a test that cannot go on fails by panicking"
)]

mod browser;
mod country;
mod journey;
mod pages;
