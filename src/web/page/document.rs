//! `/documents`: books found and shown; `/lost`: what was reported lost.

mod find;
mod lost;
mod show;

pub use find::FindView;
pub use lost::LostView;
pub use show::DocumentView;

use actix_web::web::ServiceConfig;

/// The routes of this area.
pub fn routes(cfg: &mut ServiceConfig) {
    find::routes(cfg);
    show::routes(cfg);
    lost::routes(cfg);
}
