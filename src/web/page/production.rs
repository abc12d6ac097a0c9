//! `/cases/{no}/production` and `/cases/{no}/hand-over`: the book is made, looked at, handed over.

mod hand_over;
mod make;

pub use hand_over::HandOverView;
pub use make::{MakeView, shown};

use actix_web::web::ServiceConfig;

/// The routes of this area.
pub fn routes(cfg: &mut ServiceConfig) {
    make::routes(cfg);
    hand_over::routes(cfg);
}
