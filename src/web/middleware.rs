//! What every request passes, from the outside in: log, security headers, visit, error page, rate limit, origin.

pub(super) mod error_page;
pub(super) mod log;
pub(super) mod origin;
pub(super) mod rate_limit;
pub(super) mod security_headers;
pub(super) mod visit;
