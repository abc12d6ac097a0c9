//! `/documents`: books found and shown; `/lost`: what was reported lost.

mod find;
mod lost;
mod show;
mod uncollected;

pub use find::FindView;
pub use lost::LostView;
pub use show::DocumentView;
pub use uncollected::UncollectedView;

use actix_web::web::ServiceConfig;

/// The routes of this area.
pub fn routes(cfg: &mut ServiceConfig) {
    find::routes(cfg);
    // Before the page of a book: its name is no number of one.
    uncollected::routes(cfg);
    show::routes(cfg);
    lost::routes(cfg);
}
