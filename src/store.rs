//! The store: what is true now in ordinary tables, what happened in the journal, images in sealed files.
//!
//! Here belong SQL, row mapping and migrations. Rules, roles and words for people do not: every function takes an open
//! [`Transaction`] and does one thing to one table family. Start with [`Database`] and [`journal`].
//!
//! One SQL text serves SQLite and PostgreSQL (`$1` placeholders, plain column types); what differs is in
//! `migrations/` and in [`Database`].

pub mod api_key;
pub mod application;
pub mod approval;
pub mod blank;
mod database;
pub mod decision;
pub mod desk;
pub mod document;
pub mod document_file;
pub mod document_status;
mod error;
pub mod figures;
#[cfg(test)]
pub(crate) mod fixture;
pub mod hand_over;
pub mod inspection;
pub mod journal;
pub mod loss;
mod object;
pub mod officer_key;
pub mod person;
pub mod post;
pub mod production;
pub mod restriction;
mod seal;
pub mod session;
pub mod staff;

pub use database::{Database, Shape, Transaction};
pub use error::StoreError;
pub use object::Objects;
pub use seal::Seal;
