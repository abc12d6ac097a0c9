//! The program as people and other programs use it: files in, exit codes and files out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::too_many_lines,
    reason = "a test that cannot go on fails by panicking"
)]

mod api;
mod approvals;
mod bad_input;
mod counter;
mod database;
mod demo;
mod enrolment;
mod insider;
mod judges;
mod production;
mod production_crash;
mod renewal;
mod service_decide;
mod service_intake;
mod signer_command;
mod signer_crash;
mod signer_socket;
mod specimen;
mod states;
mod tampering;
mod web;
mod world;
