//! The pages and the API: HTTP in, one service call, HTML or JSON out. No SQL, no rule.
//!
//! Here belong routes, forms, words and looks. Start with [`run`] (the server), [`Officer`] (who asks), [`Form`] (what was
//! entered), [`Frame`] (what every page shows around its content) and [`WebError`] (the page when it did not work).
//!
//! A page file holds, top-down: route doc, handler `show`, handler `submit`, form, view, samples.

pub mod api;
mod asset;
mod error;
mod fault;
mod form;
mod frame;
pub mod health;
mod language;
mod metrics;
mod middleware;
mod officer;
pub mod page;
pub mod public_keys;
mod render;
mod server;
mod signing;
mod text;
mod visit;

pub use asset::asset_url;
pub use error::WebError;
pub use fault::{Fault, Faults};
pub use form::{Form, OpenForm};
pub use frame::{Badge, Frame, NavItem};
pub use language::Language;
pub use officer::Officer;
pub use render::{html, render, render_with, see_other, see_other_done};
pub use server::{WebOptions, configure, run};
pub use text::{has_text, text, text_with};
