//! The pages, as a browser meets them: the app on a port of its own, a real database in a directory of its own.

mod apply;
mod assets;
mod case;
pub mod client;
mod desk;
mod errors;
mod headers;
mod language;
mod session;
mod sign_in;
mod site;
mod texts;
