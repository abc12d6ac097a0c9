//! Yeogwon: a passport authority in one program.
//!
//! # Layers
//!
//! From the outside in; an arrow means "may import". A test in `tests/architecture` holds it.
//!
//! ```text
//! main       -> command
//! command    -> { bench, demo, web, worker, service, store, specimen, proposal, signer, inspection, trust_files, config, document, law, domain, yeogwon_pki }
//! demo       -> { service, store, register, specimen, signer, config, law, domain }     the demo country
//! bench      -> { inspection, document, law, domain, yeogwon_pki }      times, not verdicts
//! web        -> { service, register, publishing, inspection, law, domain, yeogwon_pki }      pages and API; no SQL, no rule
//! worker     -> service                                    what runs by itself
//! service    -> { store, register, publishing, proposal, signer, inspection, trust_files, config, document, law, domain, yeogwon_pki }      one use case a file
//! store      -> { domain }                              SQL, journal, sealed files
//! register   -> { document, law, domain }               the resident register: an outside party
//! specimen   -> { publishing, proposal, signer, inspection, config, document, domain, yeogwon_pki }
//! publishing -> { domain, yeogwon_pki }                 what borders fetch
//! proposal   -> { signer, config, law, domain }         the law's answer as the record officers sign
//! signer     -> { config, document, law, domain, yeogwon_pki }
//! trust_files -> yeogwon_pki                           what a border trusts, from files and folders
//! inspection -> { document, domain, yeogwon_pki }      the border's view; no builder code
//! config     -> law
//! document   -> domain                                  bytes and pictures; no I/O, no clock
//! law        -> domain                                  facts in, decision out; no I/O, no clock
//! yeogwon_pki                                           keys, certificates, signatures; never sees a person
//! ```
//!
//! Three security contexts: whoever faces people and networks holds no signing key; the **signing process** holds the document
//! signers' keys and decides by itself whether to sign; the country signing CA is offline.
//!
//! # The walk of one passport
//!
//! 1. **Application.** [`domain::Application::parse`] reads what a person asks for; every fault is named by its key.
//! 2. **Law.** [`law::ask`] answers the procedure `issue` from the facts: kind, use, last day of validity, each with its article.
//!    [`proposal::Proposal::make`] turns a grant into a [`domain::ApprovedRecord`].
//! 3. **Portrait.** [`document::portrait::Portrait::from_photo`] finds the face and crops to 35 x 45 mm.
//! 4. **Approval.** Two officers sign the canonical bytes of the record: [`signer::ApprovalStatement::sign`].
//! 5. **Signing.** [`signer::SigningProcess::handle`] checks both signatures, asks the law again for today, derives DG1
//!    ([`document::mrz::Mrz::build`]), DG2, DG11, DG12 ([`document::lds::build`]), records its intent, and walks EF.SOD down the
//!    one road of [`yeogwon_pki::issue`]: prepare, lint, record, sign, re-read, verify, release.
//! 6. **Inspection.** [`inspection::inspect`] judges the files with nothing but what borders have; it reads with
//!    [`yeogwon_pki::passive_authentication`] and [`document::lds::read`], which share no code with the builders.
//! 7. **Data page.** [`document::data_page::DataPage`] draws one SVG from the chip's own files, to PNG and PDF.
//! 8. **Files.** [`specimen::OutputDirectory`] appears whole or not at all.
//!
//! Editions of the standards are pinned in [`yeogwon_pki`]; of the law in [`law::EDITIONS`].

#![cfg_attr(
    test,
    allow(
        clippy::too_many_lines,
        clippy::string_slice,
        reason = "a table of cases is as long as it is, and a test that cuts a letter in two fails"
    )
)]

pub mod bench;
pub mod command;
pub mod config;
pub mod demo;
pub mod document;
pub mod domain;
pub mod inspection;
pub mod law;
pub mod proposal;
pub mod publishing;
pub mod register;
pub mod service;
pub mod signer;
pub mod specimen;
pub mod store;
pub mod trust_files;
pub mod web;
pub mod worker;
