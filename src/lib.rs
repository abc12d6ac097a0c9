//! Yeogwon: a passport authority in one program.
//!
//! Layers, from the outside in (an arrow means "may import"):
//!
//! ```text
//! main -> command -> { signer, inspection, document, law, domain }
//! signer     -> { inspection, document, law, domain, yeogwon_pki }
//! inspection -> { document, domain, yeogwon_pki }      the border's view; no builder code
//! document   -> domain                                  bytes and pictures; no I/O, no clock
//! law        -> domain                                  facts in, decision out; no I/O, no clock
//! yeogwon_pki                                           keys, certificates, signatures; never sees a person
//! ```

pub mod command;
pub mod config;
pub mod document;
pub mod domain;
pub mod inspection;
pub mod law;
pub mod signer;
pub mod specimen;
