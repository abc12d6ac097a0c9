//! What is counted while the service runs, and its text for Prometheus. Routes by their template, never by their path: a path may
//! name a case.

use std::time::Duration;

use chrono::{DateTime, Utc};
use prometheus::core::Collector as _;
use prometheus::{
    Encoder as _, GaugeVec, HistogramOpts, HistogramVec, IntCounterVec, Opts, Registry, TextEncoder,
};

use crate::service::figures::{Figures, SignerStatus};

/// Counters of one running server, shared by its workers.
pub(super) struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    durations: HistogramVec,
}

impl Metrics {
    pub(super) fn new() -> Result<Self, prometheus::Error> {
        let requests = IntCounterVec::new(
            Opts::new(
                "yeogwon_http_requests_total",
                "Requests by method, route template and status",
            ),
            &["method", "route", "status"],
        )?;
        let durations = HistogramVec::new(
            HistogramOpts::new(
                "yeogwon_http_request_duration_seconds",
                "How long requests took by route template",
            ),
            &["route"],
        )?;
        let registry = Registry::new();
        registry.register(Box::new(requests.clone()))?;
        registry.register(Box::new(durations.clone()))?;
        Ok(Self {
            registry,
            requests,
            durations,
        })
    }

    /// Counts one answer. Methods that nobody here knows are counted as one, so that nobody fills the memory with names.
    pub(super) fn count(&self, method: &str, route: &str, status: u16, took: Duration) {
        let method = match method {
            "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" => method,
            _ => "other",
        };
        self.requests
            .with_label_values(&[method, route, &status.to_string()])
            .inc();
        self.durations
            .with_label_values(&[route])
            .observe(took.as_secs_f64());
    }

    /// Everything, with the figures of the moment.
    pub(super) fn text(&self, figures: &Figures) -> Result<Vec<u8>, prometheus::Error> {
        let mut families = self.registry.gather();
        for gauge in gauges(figures)? {
            families.extend(gauge.collect());
        }
        // The encoder refuses a figure of which there is none, such as a stock that is empty.
        families.retain(|family| !family.get_metric().is_empty());
        families.sort_by(|a, b| a.name().cmp(b.name()));
        let mut text = Vec::new();
        TextEncoder::new().encode(&families, &mut text)?;
        Ok(text)
    }
}

/// One figure: name, help, the label that tells its values apart, values.
type Row<'a> = (
    &'static str,
    &'static str,
    Option<&'static str>,
    Vec<(&'a str, f64)>,
);

fn gauges(figures: &Figures) -> Result<Vec<GaugeVec>, prometheus::Error> {
    let rows = counts(figures)
        .into_iter()
        .chain(ages(figures))
        .chain(signers(figures));
    rows.map(|(name, help, label, values)| {
        let labels: Vec<&str> = label.into_iter().collect();
        let gauge = GaugeVec::new(Opts::new(name, help), &labels)?;
        for (value_of_label, value) in values {
            let values: Vec<&str> = label.map(|_| value_of_label).into_iter().collect();
            gauge.with_label_values(&values).set(value);
        }
        Ok(gauge)
    })
    .collect()
}

#[rustfmt::skip]
fn counts(figures: &Figures) -> Vec<Row<'_>> {
    fn each(counts: &[(String, i64)]) -> Vec<(&str, f64)> {
        counts.iter().map(|(word, count)| (word.as_str(), *count as f64)).collect()
    }
    vec![
        ("yeogwon_applications", "Applications by status", Some("status"), each(&figures.applications)),
        ("yeogwon_stock_blanks", "Blank books in stock by kind", Some("kind"), each(&figures.stock)),
        ("yeogwon_journal_sequence", "The last entry of the journal", None, one(figures.journal_sequence as f64)),
    ]
}

/// What is not published has no age, and no line.
#[rustfmt::skip]
fn ages(figures: &Figures) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = Vec::new();
    if let Some((this_update, next_update)) = figures.crl {
        let age = (figures.at - this_update).num_seconds() as f64;
        rows.push(("yeogwon_crl_age_seconds", "Age of the published revocation list", None, one(age)));
        if let Some(next) = next_update {
            let left = days_until(next, figures);
            rows.push(("yeogwon_crl_days_left", "Days until the next revocation list is due", None, one(left)));
        }
    }
    if let Some(sequence) = figures.publication {
        rows.push(("yeogwon_publication_sequence", "The number of the last publication", None, one(sequence as f64)));
    }
    rows
}

#[rustfmt::skip]
fn signers(figures: &Figures) -> Vec<Row<'_>> {
    let known = figures.signers.as_deref().unwrap_or_default();
    let each = |value: fn(&SignerStatus, &Figures) -> f64| -> Vec<(&str, f64)> {
        known.iter().map(|signer| (signer.label.as_str(), value(signer, figures))).collect()
    };
    let is_up = f64::from(u8::from(figures.signers.is_some()));
    vec![
        ("yeogwon_signer_up", "Whether the signing process answers", None, one(is_up)),
        ("yeogwon_document_signer_signatures", "Signatures made by a document signer", Some("signer"),
         each(|signer, _| signer.signatures as f64)),
        ("yeogwon_document_signer_signatures_left", "Signatures a document signer may still make", Some("signer"),
         each(|signer, _| signer.signature_limit.saturating_sub(signer.signatures) as f64)),
        ("yeogwon_document_signer_days_left", "Days until the use of a document signer ends", Some("signer"),
         each(|signer, figures| days_until(signer.usage_until, figures))),
    ]
}

fn one(value: f64) -> Vec<(&'static str, f64)> {
    vec![("", value)]
}

fn days_until(end: DateTime<Utc>, figures: &Figures) -> f64 {
    (end - figures.at).num_seconds() as f64 / 86_400.0
}
