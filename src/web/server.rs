use std::io;
use std::net::{IpAddr, TcpListener};
use std::num::NonZeroU32;

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::web::{Data, PayloadConfig, ServiceConfig};
use actix_web::{App, HttpRequest, HttpServer};
use openssl::ssl::SslAcceptorBuilder;

use super::metrics::Metrics;
use super::middleware::error_page::error_page;
use super::middleware::log::log;
use super::middleware::origin::origin;
use super::middleware::rate_limit::{Limits, rate_limit};
use super::middleware::security_headers::security_headers;
use super::middleware::visit::visit;
use super::{api, asset, health, page, public_keys};
use crate::service::Deps;

/// How the pages are served.
pub struct WebOptions {
    /// Certificate and key, when this program itself speaks TLS.
    pub tls: Option<SslAcceptorBuilder>,
    /// How many threads answer.
    pub workers: usize,
    /// How often one address may try to sign in, each minute.
    pub sign_in_per_minute: NonZeroU32,
    /// How often one address may ask the API, each minute.
    pub api_per_minute: NonZeroU32,
}

impl Default for WebOptions {
    fn default() -> Self {
        Self {
            tls: None,
            workers: 2,
            sign_in_per_minute: NonZeroU32::new(30).unwrap_or(NonZeroU32::MIN),
            api_per_minute: NonZeroU32::new(600).unwrap_or(NonZeroU32::MIN),
        }
    }
}

/// What the middleware shares.
#[derive(Debug)]
pub(super) struct WebState {
    /// Whether browsers reach this program by TLS.
    pub(super) is_tls: bool,
    /// How much each address may ask.
    pub(super) limits: Limits,
}

/// The largest form, in bytes. Uploads have their own limit, at the page that takes them.
const FORM_BYTES: usize = 256 * 1024;

/// How long requests that were begun may take when the server is told to end.
const SHUTDOWN_SECONDS: u64 = 20;

/// Serves the pages and the API on a listener that is already bound, so that "the port is in use" is told before anything else
/// begins. It hears no signals: whoever runs it stops it by its handle.
///
/// # Errors
/// When the listener cannot be used.
pub fn run(listener: TcpListener, deps: Deps, options: WebOptions) -> io::Result<Server> {
    let state = Data::new(WebState {
        is_tls: options.tls.is_some(),
        limits: Limits::new(options.sign_in_per_minute, options.api_per_minute),
    });
    let metrics = Data::new(Metrics::new().map_err(io::Error::other)?);
    let deps = Data::new(deps);
    let server = HttpServer::new(move || {
        // The last one wrapped is the first one passed.
        App::new()
            .app_data(deps.clone())
            .app_data(state.clone())
            .app_data(metrics.clone())
            .app_data(PayloadConfig::new(FORM_BYTES))
            .wrap(from_fn(origin))
            .wrap(from_fn(rate_limit))
            .wrap(from_fn(error_page))
            .wrap(from_fn(visit))
            .wrap(from_fn(security_headers))
            .wrap(from_fn(log))
            .configure(configure)
    })
    .workers(options.workers)
    .shutdown_timeout(SHUTDOWN_SECONDS)
    .disable_signals();
    let server = match options.tls {
        Some(acceptor) => server.listen_openssl(listener, acceptor)?,
        None => server.listen(listener)?,
    };
    Ok(server.run())
}

/// Every route of the pages.
pub fn configure(cfg: &mut ServiceConfig) {
    asset::routes(cfg);
    page::routes(cfg);
    public_keys::routes(cfg);
    api::routes(cfg);
    health::routes(cfg);
}

/// The address a request comes from: the other end of the connection, or what a proxy of ours says.
pub(super) fn client_address(request: &HttpRequest) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip();
    let trusted = &request.app_data::<Data<Deps>>()?.config.web.trusted_proxies;
    if !trusted.contains(&peer) {
        return Some(peer);
    }
    // Each proxy adds at the end: the last one that is not ours is the nearest that cannot be made up.
    let forwarded = request
        .headers()
        .get_all("x-forwarded-for")
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|address| address.trim().parse::<IpAddr>().ok())
        .collect::<Vec<_>>();
    forwarded
        .into_iter()
        .rev()
        .find(|address| !trusted.contains(address))
        .or(Some(peer))
}
