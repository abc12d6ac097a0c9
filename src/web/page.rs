//! The pages, one folder an area, one file a page.

pub mod case;
pub mod apply;
pub mod desk;
pub mod error;
pub mod help;
pub mod officer_key;
pub mod restriction;
pub mod sign_in;
pub mod work;

use actix_web::web::ServiceConfig;

/// Every page's routes.
pub fn routes(cfg: &mut ServiceConfig) {
    sign_in::routes(cfg);
    desk::routes(cfg);
    case::routes(cfg);
    officer_key::routes(cfg);
    restriction::routes(cfg);
    work::routes(cfg);
    apply::routes(cfg);
    help::routes(cfg);
}
