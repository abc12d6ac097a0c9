//! What people do, one use case a file: load, decide purely, write with the journal, commit.
//!
//! Here belong the steps of a case and who may take them. SQL is the store's, words and pages are the web's, the law is the
//! law's. Every use case takes [`Deps`] and an [`Actor`] and answers with what happened or a [`ServiceError`].

mod actor;
pub mod api_key;
pub mod application;
pub mod attach_photo;
pub mod check;
pub mod check_journal;
pub mod decide_application;
mod deps;
pub mod desk;
pub mod document_status;
pub mod draft;
mod error;
pub mod restriction;
