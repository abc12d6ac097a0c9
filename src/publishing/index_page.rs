use askama::Template;
use chrono::{DateTime, Utc};
use yeogwon_pki::read::Certificate;

use super::{Parsed, Publication, published_name};

/// The page for people: every certificate, and how to check what was fetched. Plain, without style or script, so that it
/// reads the same from a disk as from the service.
#[derive(Template)]
#[template(path = "public/index.html")]
struct Page<'a> {
    specimen: bool,
    state: &'a str,
    sequence: u64,
    issued_at: String,
    expires_at: String,
    certificates: Vec<Row>,
    crl: String,
    crl_this_update: String,
    crl_next_update: String,
    crl_revoked: usize,
    master_list: String,
    signer_subject: String,
    signer_fingerprint: String,
    signer_until: String,
}

struct Row {
    kind_ko: &'static str,
    kind_en: &'static str,
    subject: String,
    from: String,
    until: String,
    fingerprint: String,
    href: String,
}

pub(super) fn write(
    publication: &Publication<'_>,
    parsed: &Parsed,
) -> Result<String, askama::Error> {
    let certificates = parsed
        .certificates()
        .into_iter()
        .flat_map(|(folder, certificates)| certificates.iter().map(move |c| row(folder, c)))
        .collect();
    let signer = &parsed.communication_signer;
    Page {
        specimen: publication.specimen,
        state: publication.state,
        sequence: publication.sequence,
        issued_at: moment(publication.issued_at),
        expires_at: moment(publication.expires_at),
        certificates,
        crl: publication.crl_name(),
        crl_this_update: moment(parsed.crl.this_update()),
        crl_next_update: parsed.crl.next_update().map(moment).unwrap_or_default(),
        crl_revoked: parsed.crl.len(),
        master_list: publication.master_list_name(),
        signer_subject: signer.subject().to_string(),
        signer_fingerprint: signer.fingerprint(),
        signer_until: moment(signer.not_after()),
    }
    .render()
}

fn row(folder: &str, certificate: &Certificate) -> Row {
    let (kind_ko, kind_en) = match folder {
        "csca" => ("국가서명인증기관(CSCA)", "CSCA"),
        "link" => ("CSCA 연결 인증서", "CSCA link"),
        _ => ("여권 전자서명자(DS)", "Document signer"),
    };
    Row {
        kind_ko,
        kind_en,
        subject: certificate.subject().to_string(),
        from: moment(certificate.not_before()),
        until: moment(certificate.not_after()),
        fingerprint: certificate.fingerprint(),
        href: published_name(folder, certificate),
    }
}

fn moment(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M UTC").to_string()
}
