//! The program as people and other programs use it: files in, exit codes and files out.

mod approvals;
mod bad_input;
mod judges;
mod signer_crash;
mod signer_socket;
mod specimen;
mod tampering;
mod world;
