//! `/api/`: what machines ask. JSON in, JSON out; problems as RFC 9457 has them.
//!
//! An agency shows its key as `Authorization: Bearer …`; no cookie counts here, so no page of another site can ask in somebody's
//! name. Start with [`v1`].

mod body;
mod caller;
mod problem;
pub mod v1;

pub(super) use caller::bearer;
pub(super) use problem::{PROBLEM, Problem};

use actix_web::web::ServiceConfig;

/// The routes.
pub fn routes(cfg: &mut ServiceConfig) {
    v1::routes(cfg);
}
