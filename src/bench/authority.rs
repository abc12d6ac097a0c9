//! A country signing CA on P-384 and a document signer on P-256, both with explicit parameters, in a directory that goes
//! with them.

use chrono::{DateTime, Months, TimeDelta, Utc};
use tempfile::TempDir;
use yeogwon_pki::algorithm::{Curve, KeyKind};
use yeogwon_pki::certificate::Certificate;
use yeogwon_pki::issue::{
    self, CrlNumber, CrlRequest, DocumentSigner, Intent, IntentNotRecorded, IssueError, Issuer,
    Prepared, SigningKey,
};
use yeogwon_pki::name::{AlternativeName, CountryCode, DistinguishedName, StateCode};
use yeogwon_pki::profile::{
    CertificateKind, CertificateRequest, ChildLifetime, DocumentTypes, Period, csca_not_after,
    document_signer_not_after,
};
use yeogwon_pki::public_key::EcEncoding;
use yeogwon_pki::serial::SerialNumber;
use yeogwon_pki::signer::{KdfCost, KeyCustody, KeyLabel, Passphrase, Signer, SoftwareKeyStore};
use yeogwon_pki::trust::TrustStore;

use super::{BenchError, failed};

const STEP: &str = "found its authority";

/// The cheapest derivation there is: these keys live for seconds, and opening them is not measured.
const KDF_COST: KdfCost = KdfCost {
    memory_kib: 8_192,
    passes: 1,
    lanes: 1,
};

/// What signs the bench's documents.
pub(super) struct Authority {
    keys: SoftwareKeyStore,
    csca: Certificate,
    crl: Vec<u8>,
    document_signer: DocumentSigner,
    // after the store, which is dropped first
    _directory: TempDir,
}

/// A certificate's two periods: of its key's use and of its validity.
struct Periods {
    usage: Period,
    validity: Period,
}

impl Authority {
    pub(super) fn found(now: DateTime<Utc>) -> Result<Self, BenchError> {
        let directory = TempDir::new().map_err(failed(STEP))?;
        let mut passphrase = vec![0; 32];
        openssl::rand::rand_bytes(&mut passphrase).map_err(failed(STEP))?;
        let passphrase = Passphrase::new(passphrase).map_err(failed(STEP))?;
        let keys =
            SoftwareKeyStore::open_with_cost(&directory.path().join("keys"), passphrase, KDF_COST)
                .map_err(failed(STEP))?;
        let (csca_periods, signer_periods) = periods(now)
            .ok_or("the calendar ends")
            .map_err(failed(STEP))?;

        let csca_key = generate(&keys, "csca", Curve::P384)?;
        let kind = CertificateKind::CscaRoot;
        let request = request(&keys, &csca_key, (kind, "CSCA", 1), &csca_periods)?;
        let prepared = issue::certificate(&request, Issuer::Itself, &csca_key, now)
            .and_then(|prepared| whole_road(prepared, &keys))
            .map_err(failed(STEP))?;
        let csca = Certificate::from_der(&prepared).map_err(failed(STEP))?;

        let signer_key = generate(&keys, "ds", Curve::P256)?;
        let kind = CertificateKind::DocumentSigner {
            documents: DocumentTypes::parse(["PP"]).map_err(failed(STEP))?,
            longest_document_months: DOCUMENT_MONTHS,
        };
        let role = (kind, "Document Signer", 2);
        let request = self::request(&keys, &signer_key, role, &signer_periods)?;
        let certificate = issue::certificate(&request, Issuer::Csca(&csca), &csca_key, now)
            .and_then(|prepared| whole_road(prepared, &keys))
            .map_err(failed(STEP))?;
        let certificate = Certificate::from_der(&certificate).map_err(failed(STEP))?;
        let document_signer = DocumentSigner::new(certificate, signer_key).map_err(failed(STEP))?;

        let list = CrlRequest {
            number: CrlNumber(1),
            this_update: now,
            next_update: now + TimeDelta::days(80),
            revoked: Vec::new(),
        };
        let crl = issue::crl(&list, &csca, &csca_key)
            .and_then(|prepared| whole_road(prepared, &keys))
            .map_err(failed(STEP))?;
        Ok(Self {
            keys,
            csca,
            crl,
            document_signer,
            _directory: directory,
        })
    }

    pub(super) fn keys(&self) -> &dyn Signer {
        &self.keys
    }

    pub(super) fn document_signer(&self) -> &DocumentSigner {
        &self.document_signer
    }

    /// What a border knows of this authority.
    pub(super) fn trust(&self) -> Result<TrustStore, BenchError> {
        let mut trust = TrustStore::new();
        trust
            .add_certificates(self.csca.as_der())
            .map_err(failed(STEP))?;
        trust.add_revocation_list(&self.crl).map_err(failed(STEP))?;
        Ok(trust)
    }
}

const DOCUMENT_MONTHS: u32 = 120;
const SIGNER_USE_MONTHS: u32 = 3;

/// The periods of the CSCA and of the document signer, beginning a day ago.
fn periods(now: DateTime<Utc>) -> Option<(Periods, Periods)> {
    let from = now - TimeDelta::days(1);
    let usage = |months| {
        Some(Period::new(
            from,
            from.checked_add_months(Months::new(months))?,
        ))
    };
    let (csca, signer) = (usage(60)?, usage(SIGNER_USE_MONTHS)?);
    let longest = ChildLifetime {
        usage_months: SIGNER_USE_MONTHS,
        document_months: DOCUMENT_MONTHS,
    };
    let csca_until = csca_not_after(csca.until, longest)?;
    let signer_until = document_signer_not_after(signer.until, DOCUMENT_MONTHS)?;
    let periods = |usage, until| Periods {
        usage,
        validity: Period::new(from, until),
    };
    Some((periods(csca, csca_until), periods(signer, signer_until)))
}

fn generate(keys: &SoftwareKeyStore, label: &str, curve: Curve) -> Result<SigningKey, BenchError> {
    let label = KeyLabel::parse(label).map_err(failed(STEP))?;
    let kind = KeyKind::Ec(curve);
    keys.generate(&label, kind).map_err(failed(STEP))?;
    Ok(SigningKey {
        label,
        suite: kind.default_suite(),
    })
}

fn request(
    keys: &SoftwareKeyStore,
    key: &SigningKey,
    (kind, name, serial): (CertificateKind, &str, u64),
    periods: &Periods,
) -> Result<CertificateRequest, BenchError> {
    let country = CountryCode::parse("KR").map_err(failed(STEP))?;
    let subject = DistinguishedName::new(country, name)
        .and_then(|name| name.with_organization("Yeogwon BENCH"))
        .map_err(failed(STEP))?;
    let alternative_name = StateCode::parse("KOR")
        .and_then(|state| AlternativeName::new(state).with_email("bench@pki.example"))
        .map_err(failed(STEP))?;
    Ok(CertificateRequest {
        kind,
        subject,
        subject_key: keys.public_key(&key.label).map_err(failed(STEP))?,
        ec_encoding: EcEncoding::Explicit,
        serial_number: SerialNumber::from_number(serial).map_err(failed(STEP))?,
        validity: periods.validity,
        private_key_usage: Some(periods.usage),
        alternative_name,
        crl_distribution_points: vec!["https://pki.example/KOR.crl".to_owned()],
    })
}

/// An intent recorder that keeps nothing, so that no disk is measured.
pub(super) fn unrecorded(_: &Intent) -> Result<(), IntentNotRecorded> {
    Ok(())
}

/// From prepared to released.
pub(super) fn whole_road(prepared: Prepared, keys: &dyn Signer) -> Result<Vec<u8>, IssueError> {
    let signed = prepared.lint()?.record(&unrecorded)?.sign(keys)?;
    Ok(signed.release()?.into_der())
}
