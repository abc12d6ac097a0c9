//! `/audit`: the journal, its proofs, and whether approvals, signatures and books are the same in number.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query, ServiceConfig, get};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use crate::service::audit::{
    Effect, Entry, Fault, Head, JournalPage, JournalQuery, JournalState, audit_books,
    check_journal, read_journal,
};
use crate::service::draft::read_date;
use crate::service::manage_stock::{Misfit, Reconciliation};
use crate::service::{Deps, FieldFault, ServiceError};

use crate::web::error::WebError;
use crate::web::fault::Faults;
use crate::web::frame::Frame;
use crate::web::language::Language;
use crate::web::officer::Officer;
use crate::web::page::sign_in::encode;
use crate::web::render::{render, render_with};

/// The routes of this area.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/audit", get().to(show));
    cfg.route("/audit/proof", get().to(proof));
    cfg.route("/audit/books", get().to(books));
}

/// What is looked for, as it stands in the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Asked {
    actor: String,
    subject: String,
    command: String,
    effect: String,
    day: String,
    before: String,
}

impl Asked {
    fn query(&self) -> Result<JournalQuery, ServiceError> {
        let effect = Effect::parse(&self.effect);
        let day = read_date(self.day.trim());
        let mut faults = Vec::new();
        let mut fault = |is_wrong: bool, field: &str, message: &str| {
            if is_wrong {
                faults.push(FieldFault {
                    field: field.to_owned(),
                    message: message.to_owned(),
                });
            }
        };
        fault(
            effect.is_none() && !self.effect.is_empty(),
            "effect",
            "audit-fault-effect",
        );
        fault(
            day.is_none() && !self.day.trim().is_empty(),
            "day",
            "audit-fault-day",
        );
        if faults.is_empty() {
            Ok(JournalQuery {
                actor: self.actor.trim().to_owned(),
                subject: self.subject.trim().to_owned(),
                command: self.command.trim().to_owned(),
                effect,
                day,
                before: self.before.parse().ok(),
            })
        } else {
            Err(ServiceError::Invalid(faults))
        }
    }

    /// The address of these filters, from a place on.
    fn address(&self, before: Option<i64>) -> String {
        let mut address = "/audit?".to_owned();
        for (name, value) in [
            ("actor", &self.actor),
            ("subject", &self.subject),
            ("command", &self.command),
            ("effect", &self.effect),
            ("day", &self.day),
        ] {
            if !value.trim().is_empty() {
                address.push_str(&format!("{name}={}&", encode(value.trim())));
            }
        }
        if let Some(before) = before {
            address.push_str(&format!("before={before}"));
        }
        address.trim_end_matches(['?', '&']).to_owned()
    }
}

/// `GET /audit`.
async fn show(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    asked: Query<Asked>,
) -> Result<HttpResponse, WebError> {
    let frame = officer.frame(&request, "audit-title");
    let asked = asked.into_inner();
    let found = match asked.query() {
        Ok(query) => read_journal(&deps, &officer.actor, &query).await,
        Err(error) => Err(error),
    };
    match found {
        Ok(page) => render(&JournalView::new(frame, asked, page, Faults::default())),
        Err(ServiceError::Invalid(faults)) => {
            let faults = Faults::new(officer.language, &faults);
            let nothing = JournalPage {
                entries: Vec::new(),
                older: None,
            };
            let view = JournalView::new(frame, asked, nothing, faults);
            render_with(StatusCode::UNPROCESSABLE_ENTITY, &view)
        }
        Err(error) => Err(error.into()),
    }
}

/// The pages of this area.
fn tabs(frame: &Frame, current: &str) -> Vec<(String, String, bool)> {
    [
        ("/audit", "audit-tab-journal"),
        ("/audit/proof", "audit-tab-proof"),
        ("/audit/books", "audit-tab-books"),
    ]
    .map(|(href, key)| (href.to_owned(), frame.t(key), href == current))
    .into()
}

#[derive(Debug)]
struct Line {
    sequence: i64,
    at: String,
    actor: String,
    command: String,
    subject: String,
    subject_href: String,
    arguments: String,
    effect: String,
    kind: &'static str,
}

impl Line {
    fn new(frame: &Frame, entry: Entry) -> Self {
        let subject = format!("{}/{}", entry.subject_kind, entry.subject_id);
        let arguments = match entry.arguments.as_object() {
            Some(members) => members
                .iter()
                .filter(|(_, value)| !value.is_null() && value.as_str() != Some(""))
                .map(|(name, value)| match value.as_str() {
                    Some(text) => format!("{name}: {text}"),
                    None => format!("{name}: {value}"),
                })
                .collect::<Vec<_>>()
                .join(" · "),
            None => entry.arguments.to_string(),
        };
        Self {
            sequence: entry.sequence,
            at: entry.at.format("%Y-%m-%d %H:%M:%S").to_string(),
            subject_href: format!("/audit?subject={}", encode(&subject)),
            subject,
            actor: entry.actor,
            command: entry.command,
            arguments,
            effect: frame.t(effect_words(entry.effect)),
            kind: match entry.effect {
                Effect::Done => "success",
                Effect::Refused => "warning",
                Effect::Failed => "danger",
            },
        }
    }
}

const fn effect_words(effect: Effect) -> &'static str {
    match effect {
        Effect::Done => "audit-effect-done",
        Effect::Refused => "audit-effect-refused",
        Effect::Failed => "audit-effect-failed",
    }
}

/// The journal.
#[derive(Debug, Template)]
#[template(path = "page/audit/journal.html")]
pub struct JournalView {
    frame: Frame,
    tabs: Vec<(String, String, bool)>,
    asked: Asked,
    effects: Vec<(&'static str, String)>,
    lines: Vec<Line>,
    newest: String,
    older: String,
    faults: Faults,
}

impl JournalView {
    fn new(frame: Frame, asked: Asked, page: JournalPage, faults: Faults) -> Self {
        let effects = Effect::ALL.map(|effect| (effect.as_str(), frame.t(effect_words(effect))));
        Self {
            tabs: tabs(&frame, "/audit"),
            effects: [("", frame.t("audit-effect-any"))]
                .into_iter()
                .chain(effects)
                .collect(),
            newest: if asked.before.is_empty() {
                String::new()
            } else {
                asked.address(None)
            },
            older: page
                .older
                .map(|place| asked.address(Some(place)))
                .unwrap_or_default(),
            lines: page
                .entries
                .into_iter()
                .map(|entry| Line::new(&frame, entry))
                .collect(),
            asked,
            faults,
            frame,
        }
    }

    /// Nothing found, and every effect.
    pub fn samples(language: Language) -> Vec<Self> {
        let frame = || Frame::sample(language, "audit-title");
        let entry = |effect| Entry {
            sequence: 7,
            at: chrono::DateTime::UNIX_EPOCH,
            actor: "system".to_owned(),
            subject_kind: "application".to_owned(),
            subject_id: "<b>20261122</b>".to_owned(),
            subject_version: None,
            command: "approve_application".to_owned(),
            arguments: serde_json::json!({ "role": "approval", "at": null, "count": 1 }),
            effect,
            previous: "0".repeat(64),
        };
        let full = JournalPage {
            entries: Effect::ALL.map(entry).into(),
            older: Some(3),
        };
        let nothing = JournalPage {
            entries: Vec::new(),
            older: None,
        };
        let asked = Asked {
            actor: "\"><script>".to_owned(),
            before: "9".to_owned(),
            ..Asked::default()
        };
        let fault = FieldFault {
            field: "actor".to_owned(),
            message: "audit-fault-identifier".to_owned(),
        };
        let faults = Faults::new(language, &[fault]);
        vec![
            Self::new(frame(), asked, nothing, faults),
            Self::new(frame(), Asked::default(), full, Faults::default()),
        ]
    }
}

/// `GET /audit/proof`: the chain and its witnesses.
async fn proof(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
) -> Result<HttpResponse, WebError> {
    let state = check_journal(&deps, &officer.actor).await?;
    let frame = officer.frame(&request, "audit-proof-title");
    render(&ProofView::new(frame, &state))
}

/// Whether the journal is what was written, in words.
#[derive(Debug, Template)]
#[template(path = "page/audit/proof.html")]
pub struct ProofView {
    frame: Frame,
    tabs: Vec<(String, String, bool)>,
    chain: (&'static str, String),
    digest: String,
    witnesses: (&'static str, String),
    faults: Vec<String>,
}

impl ProofView {
    fn new(frame: Frame, state: &JournalState) -> Self {
        let chain = match &state.chain {
            Ok(head) => (
                "success",
                frame.t1("audit-chain-whole", "entries", head.sequence),
            ),
            Err(Fault::Missing { sequence }) => (
                "danger",
                frame.t1("audit-chain-missing", "sequence", sequence),
            ),
            Err(Fault::Changed { sequence }) => (
                "danger",
                frame.t1("audit-chain-changed", "sequence", sequence),
            ),
        };
        let witnesses = match (&state.witnesses, state.faults.is_empty()) {
            (Err(_), _) => ("warning", frame.t("audit-witness-unreachable")),
            (Ok(0), _) => ("warning", frame.t("audit-witness-none")),
            (Ok(count), true) => ("success", frame.t1("audit-witness-good", "count", count)),
            (Ok(count), false) => ("danger", frame.t1("audit-witness-bad", "count", count)),
        };
        let faults = state.faults.iter().map(|fault| {
            let key = if fault.now.is_none() {
                "audit-witness-cut"
            } else {
                "audit-witness-rewritten"
            };
            let at = fault.seen.at.format("%Y-%m-%d %H:%M:%S");
            frame.t2(key, "sequence", fault.seen.sequence, "at", at)
        });
        Self {
            tabs: tabs(&frame, "/audit/proof"),
            faults: faults.collect(),
            chain,
            digest: state
                .chain
                .as_ref()
                .map(|head| head.digest.clone())
                .unwrap_or_default(),
            witnesses,
            frame,
        }
    }

    /// Whole, missing, changed, cut, rewritten, without witnesses.
    pub fn samples(language: Language) -> Vec<Self> {
        use crate::service::check_journal::{WitnessFault, WitnessedHead};

        let head = Head {
            sequence: 12,
            digest: "ab".repeat(32),
        };
        let seen = |now: Option<&str>| WitnessFault {
            seen: WitnessedHead {
                at: chrono::DateTime::UNIX_EPOCH,
                sequence: 9,
                digest: "cd".repeat(32),
            },
            now: now.map(str::to_owned),
        };
        [
            (Ok(head.clone()), Ok(3), Vec::new()),
            (Ok(head.clone()), Ok(0), Vec::new()),
            (Ok(head), Ok(3), vec![seen(None), seen(Some("ef"))]),
            (
                Err(Fault::Missing { sequence: 4 }),
                Err(String::new()),
                Vec::new(),
            ),
            (Err(Fault::Changed { sequence: 4 }), Ok(3), Vec::new()),
        ]
        .into_iter()
        .map(|(chain, witnesses, faults)| {
            let state = JournalState {
                chain,
                witnesses,
                faults,
            };
            Self::new(Frame::sample(language, "audit-proof-title"), &state)
        })
        .collect()
    }
}

#[derive(Debug, Deserialize)]
struct Span {
    #[serde(default)]
    days: String,
}

/// As many days back at most.
const MOST_DAYS: i64 = 3660;

/// `GET /audit/books?days=`.
async fn books(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    span: Query<Span>,
) -> Result<HttpResponse, WebError> {
    let days = span.days.parse().unwrap_or(31).clamp(1, MOST_DAYS);
    let sums = audit_books(&deps, &officer.actor, days).await?;
    let frame = officer.frame(&request, "audit-books-title");
    render(&BooksView::new(frame, days, &sums))
}

/// Approvals, signatures and books, held against each other.
#[derive(Debug, Template)]
#[template(path = "page/audit/books.html")]
pub struct BooksView {
    frame: Frame,
    tabs: Vec<(String, String, bool)>,
    days: i64,
    verdict: (&'static str, String),
    misfits: Vec<String>,
    sums: Vec<(String, String)>,
    lines: Vec<(String, i64, i64, bool)>,
}

impl BooksView {
    fn new(frame: Frame, days: i64, sums: &Reconciliation) -> Self {
        let verdict = match (sums.findings.is_empty(), sums.signatures) {
            (false, _) => ("danger", frame.t("audit-books-bad")),
            (true, None) => ("warning", frame.t("audit-books-undetermined")),
            (true, Some(_)) => ("success", frame.t("audit-books-good")),
        };
        let signatures = sums.signatures.map_or_else(
            || frame.t("audit-books-no-signer"),
            |count| count.to_string(),
        );
        Self {
            tabs: tabs(&frame, "/audit/books"),
            days,
            verdict,
            misfits: sums
                .findings
                .iter()
                .map(|misfit| misfit_words(&frame, misfit))
                .collect(),
            sums: vec![
                (frame.t("audit-books-documents"), sums.documents.to_string()),
                (frame.t("audit-books-blanks"), sums.blanks.to_string()),
                (frame.t("audit-books-signatures"), signatures),
                (frame.t("audit-books-open"), sums.open.to_string()),
            ],
            lines: sums
                .days
                .iter()
                .map(|day| {
                    let fits = day.documents == day.releases;
                    (day.date.to_string(), day.documents, day.releases, fits)
                })
                .collect(),
            frame,
        }
    }

    /// Whole, undetermined, and everything wrong.
    pub fn samples(language: Language) -> Vec<Self> {
        use crate::domain::ApplicationNumber;
        use crate::service::manage_stock::DayReconciled;

        let date = chrono::NaiveDate::default();
        let day = |releases| DayReconciled {
            date,
            documents: 2,
            releases,
        };
        let number = ApplicationNumber::parse("20261122-AABBCCDDEE").ok();
        let findings: Vec<Misfit> = [
            Misfit::Day {
                date,
                documents: 2,
                releases: 1,
            },
            Misfit::Blanks {
                documents: 2,
                blanks: 1,
            },
            Misfit::Drawn { drawn: 1, open: 0 },
            Misfit::Signatures {
                documents: 2,
                signatures: 1,
            },
        ]
        .into_iter()
        .chain(number.map(|number| Misfit::Approved { number }))
        .collect();
        [
            (Some(2), vec![day(2)], Vec::new()),
            (None, Vec::new(), Vec::new()),
            (Some(1), vec![day(1)], findings),
        ]
        .into_iter()
        .map(|(signatures, days, findings)| {
            let sums = Reconciliation {
                days,
                documents: 2,
                blanks: 2,
                signatures,
                open: 0,
                findings,
            };
            Self::new(Frame::sample(language, "audit-books-title"), 31, &sums)
        })
        .collect()
    }
}

fn misfit_words(frame: &Frame, misfit: &Misfit) -> String {
    match misfit {
        Misfit::Day { date, .. } => frame.t1("audit-misfit-day", "date", date),
        Misfit::Blanks { documents, blanks } => frame.t2(
            "audit-misfit-blanks",
            "documents",
            documents,
            "blanks",
            blanks,
        ),
        Misfit::Drawn { drawn, open } => {
            frame.t2("audit-misfit-drawn", "drawn", drawn, "open", open)
        }
        Misfit::Signatures {
            documents,
            signatures,
        } => frame.t2(
            "audit-misfit-signatures",
            "documents",
            documents,
            "signatures",
            signatures,
        ),
        Misfit::Approved { number } => frame.t1("audit-misfit-approved", "number", number),
    }
}
