//! So many tries and no more: for signing in and for the API, by the address they come from.

use std::net::{IpAddr, Ipv4Addr};
use std::num::NonZeroU32;

use actix_web::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::web::Data;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::web::error::WebError;
use crate::web::server::{WebState, client_address};

/// How much each address may ask.
#[derive(Debug)]
pub(in crate::web) struct Limits {
    sign_in: DefaultKeyedRateLimiter<IpAddr>,
    api: DefaultKeyedRateLimiter<IpAddr>,
    clock: DefaultClock,
}

impl Limits {
    /// So many in a minute, each.
    pub(in crate::web) fn new(sign_in_per_minute: NonZeroU32, api_per_minute: NonZeroU32) -> Self {
        Self {
            sign_in: RateLimiter::keyed(Quota::per_minute(sign_in_per_minute)),
            api: RateLimiter::keyed(Quota::per_minute(api_per_minute)),
            clock: DefaultClock::default(),
        }
    }

    /// After how many seconds to come back; `None` when this one is still free.
    fn wait(&self, request: &ServiceRequest, address: IpAddr) -> Option<u64> {
        let limiter = if request.path() == "/sign-in" && request.method() == Method::POST {
            &self.sign_in
        } else if request.path().starts_with("/api/") {
            &self.api
        } else {
            return None;
        };
        let refused = limiter.check_key(&address).err()?;
        // Addresses that have not been heard of for a while are forgotten, so that many of them fill no memory.
        if limiter.len() > 10_000 {
            limiter.retain_recent();
        }
        Some(refused.wait_time_from(self.clock.now()).as_secs() + 1)
    }
}

pub(in crate::web) async fn rate_limit(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let wait = request.app_data::<Data<WebState>>().and_then(|state| {
        let address =
            client_address(request.request()).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        state.limits.wait(&request, address)
    });
    match wait {
        Some(seconds) => Ok(request.error_response(WebError::TooMany { seconds })),
        None => Ok(next.call(request).await?.map_into_boxed_body()),
    }
}
