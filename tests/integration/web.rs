//! The pages, as a browser meets them: the app on a port of its own, a real database in a directory of its own.

mod admin;
mod apply;
mod assets;
mod audit;
mod border;
mod case;
pub mod client;
mod desk;
mod enrol;
mod errors;
mod headers;
mod language;
mod law;
mod session;
mod sign_in;
mod site;
mod texts;
