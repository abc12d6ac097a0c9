//! The pages, one folder an area, one file a page.

pub mod desk;
pub mod error;
pub mod help;
pub mod sign_in;
pub mod work;

use actix_web::web::ServiceConfig;

/// Every page's routes.
pub fn routes(cfg: &mut ServiceConfig) {
    sign_in::routes(cfg);
    desk::routes(cfg);
    work::routes(cfg);
    help::routes(cfg);
}
