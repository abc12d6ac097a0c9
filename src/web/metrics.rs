//! What is counted while the service runs, and its text for Prometheus. Routes by their template, never by their path: a path may
//! name a case.

use std::time::Duration;

use prometheus::core::Collector;
use prometheus::{
    Encoder as _, GaugeVec, HistogramOpts, HistogramVec, IntCounterVec, Opts, Registry, TextEncoder,
};

use crate::service::figures::Figures;

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
        families.sort_by(|a, b| a.name().cmp(b.name()));
        let mut text = Vec::new();
        TextEncoder::new().encode(&families, &mut text)?;
        Ok(text)
    }
}

fn gauges(figures: &Figures) -> Result<Vec<GaugeVec>, prometheus::Error> {
    let mut all = Vec::new();
    let mut add = |name: &str, help: &str, label: &[&str], values: Vec<(Vec<&str>, f64)>| {
        let gauge = GaugeVec::new(Opts::new(name, help), label)?;
        for (labels, value) in values {
            gauge.with_label_values(&labels).set(value);
        }
        all.push(gauge);
        Ok::<(), prometheus::Error>(())
    };
    let counted = |counts: &'_ [(String, i64)]| -> Vec<(String, f64)> {
        counts.iter().map(|(word, count)| (word.clone(), *count as f64)).collect()
    };
    let (applications, stock) = (counted(&figures.applications), counted(&figures.stock));
    let labelled = |counts: &'_ [(String, f64)]| -> Vec<(String, f64)> { counts.to_vec() };
    let _ = labelled;
    add(
        "yeogwon_applications",
        "Applications by status",
        &["status"],
        applications.iter().map(|(word, count)| (vec![word.as_str()], *count)).collect(),
    )?;
    add(
        "yeogwon_stock_blanks",
        "Blank books in stock by kind",
        &["kind"],
        stock.iter().map(|(word, count)| (vec![word.as_str()], *count)).collect(),
    )?;
    add(
        "yeogwon_journal_sequence",
        "The last entry of the journal",
        &[],
        vec![(vec![], figures.journal_sequence as f64)],
    )?;
    add(
        "yeogwon_signer_up",
        "Whether the signing process answers",
        &[],
        vec![(vec![], f64::from(u8::from(figures.signers.is_some())))],
    )?;
    let days = |seconds: i64| seconds as f64 / 86_400.0;
    let signers = figures.signers.as_deref().unwrap_or_default();
    add(
        "yeogwon_document_signer_signatures",
        "Signatures made by a document signer",
        &["signer"],
        signers.iter().map(|s| (vec![s.label.as_str()], s.signatures as f64)).collect(),
    )?;
    add(
        "yeogwon_document_signer_signatures_left",
        "Signatures a document signer may still make",
        &["signer"],
        signers
            .iter()
            .map(|s| {
                let left = s.signature_limit.saturating_sub(s.signatures);
                (vec![s.label.as_str()], left as f64)
            })
            .collect(),
    )?;
    add(
        "yeogwon_document_signer_days_left",
        "Days until the use of a document signer ends",
        &["signer"],
        signers
            .iter()
            .map(|s| {
                let left = (s.usage_until - figures.at).num_seconds();
                (vec![s.label.as_str()], days(left))
            })
            .collect(),
    )?;
    if let Some((this_update, next_update)) = figures.crl {
        add(
            "yeogwon_crl_age_seconds",
            "Age of the published revocation list",
            &[],
            vec![(vec![], (figures.at - this_update).num_seconds() as f64)],
        )?;
        if let Some(next) = next_update {
            add(
                "yeogwon_crl_days_left",
                "Days until the next revocation list is due",
                &[],
                vec![(vec![], days((next - figures.at).num_seconds()))],
            )?;
        }
    }
    if let Some(sequence) = figures.publication {
        add(
            "yeogwon_publication_sequence",
            "The number of the last publication",
            &[],
            vec![(vec![], sequence as f64)],
        )?;
    }
    Ok(all)
}
