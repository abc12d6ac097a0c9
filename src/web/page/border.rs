//! `/border`: a document as a border sees it, from files or from this installation, and how old the trust is.

use std::collections::BTreeMap;

use actix_multipart::MultipartError;
use actix_multipart::form::bytes::Bytes;
use actix_multipart::form::text::Text;
use actix_multipart::form::{MultipartForm, MultipartFormConfig};
use actix_web::http::StatusCode;
use actix_web::web::{Data, ServiceConfig, get, post, resource};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use yeogwon_pki::report::{Check, CheckResult, Verdict};

use crate::domain::DocumentNumber;
use crate::inspection::Inspection;
use crate::service::inspect_files::{
    InspectFiles, TrustAge, inspect_files, inspect_issued, trust_age,
};
use crate::service::{Deps, FieldFault, ServiceError};
use crate::web::error::WebError;
use crate::web::fault::Faults;
use crate::web::form::{Form, is_token};
use crate::web::frame::Frame;
use crate::web::language::Language;
use crate::web::officer::Officer;
use crate::web::render::{render, render_with};
use crate::web::text::has_text;

/// The routes of this area.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/border", get().to(show));
    cfg.route("/border/documents", post().to(document));
    cfg.service(
        resource("/border/files")
            .app_data(
                MultipartFormConfig::default()
                    .total_limit(LARGEST)
                    .memory_limit(LARGEST)
                    .error_handler(unreadable),
            )
            .route(post().to(files)),
    );
}

/// A chip holds less than 200 kB.
const LARGEST: usize = 4 * 1024 * 1024;
/// There are sixteen data groups and a few files beside them.
const MOST_FILES: usize = 32;
const LONGEST_NAME: usize = 40;
const LONGEST_MRZ: usize = 200;

/// `GET /border`.
async fn show(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
) -> Result<HttpResponse, WebError> {
    page(&request, &officer, &deps, String::new(), &[]).await
}

async fn page(
    request: &HttpRequest,
    officer: &Officer,
    deps: &Deps,
    number: String,
    faults: &[FieldFault],
) -> Result<HttpResponse, WebError> {
    let frame = officer.frame(request, "border-title");
    let age = trust_age(deps).await?;
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let faults = Faults::new(officer.language, faults);
    render_with(status, &BorderView::new(frame, &age, number, faults))
}

#[derive(Debug, Deserialize)]
struct Picked {
    #[serde(default)]
    number: String,
    #[serde(default)]
    printed: String,
}

/// `POST /border/documents`: a document of this installation, by the files of its chip.
async fn document(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    form: Form<Picked>,
) -> Result<HttpResponse, WebError> {
    let given = form.number.trim();
    let found = match DocumentNumber::parse(given) {
        Ok(number) if form.printed.len() <= LONGEST_MRZ => {
            inspect_issued(&deps, &officer.actor, &number, zone(&form.printed)).await
        }
        _ => Err(ServiceError::NotFound {
            what: "a document".to_owned(),
        }),
    };
    match found {
        Ok(inspection) => report(&request, &officer, &inspection),
        Err(ServiceError::NotFound { .. }) => {
            let fault = fault("number", "border-fault-number");
            page(&request, &officer, &deps, given.to_owned(), &[fault]).await
        }
        Err(error) => Err(error.into()),
    }
}

/// What the page sends.
#[derive(MultipartForm)]
struct Upload {
    csrf: Text<String>,
    printed: Text<String>,
    files: Vec<Bytes>,
}

/// `POST /border/files`: a document as files. Nothing of it is kept.
async fn files(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    form: MultipartForm<Upload>,
) -> Result<HttpResponse, WebError> {
    let upload = form.into_inner();
    if !is_token(&upload.csrf, &officer.session.csrf) {
        return Err(WebError::Forgery);
    }
    let presented = read(&upload).map(|files| InspectFiles {
        files,
        mrz: zone(&upload.printed),
        at: None,
    });
    match presented {
        Ok(document) => {
            let inspection = inspect_files(&deps, document).await?;
            report(&request, &officer, &inspection)
        }
        Err(fault) => page(&request, &officer, &deps, String::new(), &[fault]).await,
    }
}

/// The files by the names that they have on a chip, whatever they are called on a disk: `EF.DG1.bin`, `ef_dg1`, `dg1`.
fn read(upload: &Upload) -> Result<BTreeMap<String, Vec<u8>>, FieldFault> {
    let sent: Vec<&Bytes> = upload
        .files
        .iter()
        .filter(|file| !file.data.is_empty())
        .collect();
    if sent.is_empty() || sent.len() > MOST_FILES || upload.printed.len() > LONGEST_MRZ {
        return Err(fault("files", "border-fault-files"));
    }
    let mut files = BTreeMap::new();
    for file in sent {
        let name = chip_name(file.file_name.as_deref().unwrap_or_default())
            .ok_or_else(|| fault("files", "border-fault-name"))?;
        if files.insert(name, file.data.to_vec()).is_some() {
            return Err(fault("files", "border-fault-twice"));
        }
    }
    Ok(files)
}

fn chip_name(given: &str) -> Option<String> {
    if given.len() > LONGEST_NAME {
        return None;
    }
    let upper = given.to_ascii_uppercase().replace('_', ".");
    let name = upper.strip_suffix(".BIN").unwrap_or(&upper);
    let name = name.strip_prefix("EF.").unwrap_or(name);
    match name {
        "SOD" | "COM" => Some(format!("EF.{name}")),
        "CARDACCESS" => Some("EF.CardAccess".to_owned()),
        _ => {
            let number: u8 = name.strip_prefix("DG")?.parse().ok()?;
            (1..=16).contains(&number).then(|| format!("EF.DG{number}"))
        }
    }
}

fn zone(printed: &str) -> Option<String> {
    Some(printed.trim())
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

fn fault(field: &str, message: &str) -> FieldFault {
    FieldFault {
        field: field.to_owned(),
        message: message.to_owned(),
    }
}

fn unreadable(error: MultipartError, _: &HttpRequest) -> actix_web::Error {
    match error {
        MultipartError::Payload(_) => WebError::TooLarge.into(),
        other => WebError::Malformed(other.to_string()).into(),
    }
}

fn report(
    request: &HttpRequest,
    officer: &Officer,
    inspection: &Inspection,
) -> Result<HttpResponse, WebError> {
    let frame = officer.frame(request, "border-report-title");
    render(&ReportView::new(frame, inspection))
}

#[derive(Debug)]
struct CertificateLine {
    subject: String,
    serial: String,
    until: String,
    state: String,
    kind: &'static str,
}

#[derive(Debug)]
struct ListLine {
    issuer: String,
    made: String,
    due: String,
    entries: usize,
    state: String,
    kind: &'static str,
}

/// The forms, and what inspections rest on.
#[derive(Debug, Template)]
#[template(path = "page/border/border.html")]
pub struct BorderView {
    frame: Frame,
    number: String,
    certificates: Vec<CertificateLine>,
    lists: Vec<ListLine>,
    faults: Faults,
}

impl BorderView {
    fn new(frame: Frame, age: &TrustAge, number: String, faults: Faults) -> Self {
        let moment = |at: DateTime<Utc>| at.format("%Y-%m-%d %H:%M").to_string();
        let certificates = age.certificates.iter().map(|certificate| {
            let (from, until) = certificate.validity;
            let (state, kind) = if age.at < from {
                ("border-not-yet", "warning")
            } else if until < age.at {
                ("border-expired", "danger")
            } else {
                ("border-valid", "success")
            };
            CertificateLine {
                subject: certificate.subject.clone(),
                serial: certificate.serial.clone(),
                until: moment(until),
                state: frame.t(state),
                kind,
            }
        });
        let lists = age.lists.iter().map(|list| {
            let (state, kind) = match list.next_update {
                Some(next) if age.at < next => ("border-fresh", "success"),
                Some(_) => ("border-stale", "danger"),
                None => ("border-no-due", "warning"),
            };
            ListLine {
                issuer: list.issuer.clone(),
                made: moment(list.this_update),
                due: list.next_update.map(moment).unwrap_or_default(),
                entries: list.entries,
                state: frame.t(state),
                kind,
            }
        });
        Self {
            certificates: certificates.collect(),
            lists: lists.collect(),
            number,
            faults,
            frame,
        }
    }

    /// Without anything to trust, and with every age.
    pub fn samples(language: Language) -> Vec<Self> {
        use crate::service::inspect_files::{RevocationListAge, TrustedCertificate};

        let at = DateTime::UNIX_EPOCH;
        let day = chrono::TimeDelta::days(1);
        let certificate = |from, until| TrustedCertificate {
            subject: "C=KR,O=<b>Specimen</b>,CN=CSCA".to_owned(),
            serial: "01".to_owned(),
            sha256: "ab".repeat(32),
            validity: (from, until),
        };
        let list = |next_update| RevocationListAge {
            issuer: "C=KR,CN=CSCA".to_owned(),
            this_update: at,
            next_update,
            entries: 3,
        };
        let none = TrustAge {
            at,
            certificates: Vec::new(),
            lists: Vec::new(),
        };
        let full = TrustAge {
            at,
            certificates: vec![
                certificate(at - day, at + day),
                certificate(at - day - day, at - day),
                certificate(at + day, at + day + day),
            ],
            lists: vec![list(Some(at + day)), list(Some(at - day)), list(None)],
        };
        let frame = || Frame::sample(language, "border-title");
        let faults = Faults::new(language, &[fault("number", "border-fault-number")]);
        vec![
            Self::new(frame(), &none, "\"><script>".to_owned(), faults),
            Self::new(frame(), &full, String::new(), Faults::default()),
        ]
    }
}

/// One check of the tree, depth first.
#[derive(Debug)]
struct Line {
    depth: usize,
    name: String,
    result: String,
    kind: &'static str,
    reason: String,
    clause: String,
    detail: String,
}

/// The tree of an inspection in words.
#[derive(Debug, Template)]
#[template(path = "page/border/report.html")]
pub struct ReportView {
    frame: Frame,
    verdict: (&'static str, String, String),
    document: Vec<(String, String)>,
    at: String,
    lines: Vec<Line>,
    warnings: Vec<(String, String)>,
}

impl ReportView {
    fn new(frame: Frame, inspection: &Inspection) -> Self {
        let (kind, word) = match inspection.verdict {
            Verdict::Valid => ("success", "valid"),
            Verdict::Invalid => ("danger", "invalid"),
            Verdict::Undetermined => ("warning", "undetermined"),
            Verdict::Malformed => ("danger", "malformed"),
        };
        let mut lines = Vec::new();
        for check in &inspection.checks {
            walk(&frame, check, 0, &mut lines);
        }
        let known = &inspection.document;
        let document = [
            ("border-document-kind", kind_of(&frame, inspection)),
            ("border-document-state", known.issuing_state.clone()),
            ("border-document-number", known.number_last4.clone()),
            ("border-document-expires", known.expires.clone()),
        ];
        Self {
            verdict: (
                kind,
                frame.t(&format!("border-verdict-{word}")),
                frame.t(&format!("border-verdict-{word}-text")),
            ),
            document: document
                .into_iter()
                .filter_map(|(key, value)| Some((frame.t(key), value?)))
                .collect(),
            at: inspection.at.format("%Y-%m-%d %H:%M:%S UTC").to_string(),
            lines,
            warnings: inspection
                .warnings
                .iter()
                .map(|warning| {
                    let words = word_of(&frame, "border-warning", warning.id.name());
                    (words, warning.detail.clone().unwrap_or_default())
                })
                .collect(),
            frame,
        }
    }

    /// A tree of every reason and every warning, for each verdict.
    pub fn samples(language: Language) -> Vec<Self> {
        use crate::inspection::DocumentSummary;
        use yeogwon_pki::report::{Reason, Warning, WarningKind};

        let reasons = Reason::ALL.iter().map(|reason| {
            Check::failed("signature", *reason)
                .clause("9303-11:5.1")
                .detail("<b>detail</b>")
        });
        let results = vec![
            Check::successful("com"),
            Check::undetermined("revocation", Reason::NoRevocationList),
            Check::not_supported("card_access", Reason::ComMissing),
            Check::aborted("data_group_14"),
        ];
        let checks = vec![
            Check::of("passive_authentication", reasons.collect()),
            Check::of("consistency", results),
        ];
        [
            Verdict::Valid,
            Verdict::Invalid,
            Verdict::Undetermined,
            Verdict::Malformed,
        ]
        .map(|verdict| {
            let inspection = Inspection {
                verdict,
                at: DateTime::UNIX_EPOCH,
                document: DocumentSummary::default(),
                checks: checks.clone(),
                warnings: WarningKind::ALL.iter().copied().map(Warning::new).collect(),
            };
            Self::new(Frame::sample(language, "border-report-title"), &inspection)
        })
        .into()
    }
}

/// The kind of document in words.
fn kind_of(frame: &Frame, inspection: &Inspection) -> Option<String> {
    let kind = serde_json::to_value(inspection.document.kind).ok()?;
    Some(word_of(frame, "border-kind", kind.as_str()?))
}

fn walk(frame: &Frame, check: &Check, depth: usize, lines: &mut Vec<Line>) {
    let (result, kind) = match check.result {
        CheckResult::Successful => ("border-result-successful", "success"),
        CheckResult::Failed => ("border-result-failed", "danger"),
        CheckResult::Undetermined => ("border-result-undetermined", "warning"),
        CheckResult::NotSupported => ("border-result-not-supported", "info"),
        CheckResult::Aborted => ("border-result-aborted", "info"),
    };
    let name = match check.id.strip_prefix("data_group_") {
        Some(number) => frame.t1("border-check-data-group-n", "number", number),
        None => word_of(frame, "border-check", &check.id),
    };
    lines.push(Line {
        depth: depth.min(4),
        name,
        result: frame.t(result),
        kind,
        reason: check
            .reason
            .map(|reason| word_of(frame, "border-reason", reason.name()))
            .unwrap_or_default(),
        clause: check.clause.as_deref().unwrap_or_default().to_owned(),
        detail: check.detail.clone().unwrap_or_default(),
    });
    for part in &check.checks {
        walk(frame, part, depth + 1, lines);
    }
}

/// The words of an identifier; the identifier itself where a newer checker has one that the pages do not know.
fn word_of(frame: &Frame, prefix: &str, word: &str) -> String {
    let key = format!("{prefix}-{}", word.replace('_', "-"));
    if has_text(frame.language, &key) {
        frame.t(&key)
    } else {
        word.replace('_', " ")
    }
}

#[cfg(test)]
mod tests {
    use yeogwon_pki::report::{Reason, WarningKind};

    use super::*;

    #[test]
    fn files_are_known_by_what_they_are_called_on_disks() {
        for (given, name) in [
            ("EF.DG1.bin", Some("EF.DG1")),
            ("EF_DG14.bin", Some("EF.DG14")),
            ("dg2", Some("EF.DG2")),
            ("EF.SOD", Some("EF.SOD")),
            ("ef.cardaccess.BIN", Some("EF.CardAccess")),
            ("DG17", None),
            ("DG0", None),
            ("../EF.SOD", None),
            ("", None),
        ] {
            assert_eq!(chip_name(given).as_deref(), name, "{given}");
        }
    }

    #[test]
    fn every_reason_and_warning_has_its_words() {
        for language in Language::ALL {
            let mut missing = Vec::new();
            let reasons = Reason::ALL.iter().map(|reason| ("reason", reason.name()));
            let warnings = WarningKind::ALL.iter().map(|kind| ("warning", kind.name()));
            for (sort, name) in reasons.chain(warnings) {
                let key = format!("border-{sort}-{}", name.replace('_', "-"));
                if !has_text(language, &key) {
                    missing.push(key);
                }
            }
            assert!(missing.is_empty(), "{missing:?}");
        }
    }
}
