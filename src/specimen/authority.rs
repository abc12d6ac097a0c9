use std::path::Path;

use chrono::{DateTime, Months, TimeDelta, Timelike, Utc};
use serde::{Deserialize, Serialize};
use yeogwon_pki::algorithm::{Curve, KeyKind};
use yeogwon_pki::certificate::Certificate;
use yeogwon_pki::issue::{
    self, CommunicationSigner, CrlNumber, CrlRequest, IntentNotRecorded, Issuer, MasterListRequest,
    MasterListSigner, Prepared, SigningKey,
};
use yeogwon_pki::name::{AlternativeName, CountryCode, DistinguishedName, StateCode};
use yeogwon_pki::profile::{
    CertificateKind, CertificateRequest, ChildLifetime, CommunicationPurpose, DocumentTypes,
    Period, csca_not_after, document_signer_not_after,
};
use yeogwon_pki::public_key::{EcEncoding, PublicKey};
use yeogwon_pki::serial::SerialNumber;
use yeogwon_pki::signer::{KeyCustody, KeyLabel, SoftwareKeyStore};

use super::FoundError;
use crate::signer::{Base64, DocumentSignerEntry};

/// The country signing CA's key: P-384 with SHA-384.
const CSCA_KEY: KeyKind = KeyKind::Ec(Curve::P384);
/// Document signers' and the list signer's keys: P-256 with SHA-256, the fastest there are.
const SIGNER_KEY: KeyKind = KeyKind::Ec(Curve::P256);
const CSCA_USE_MONTHS: u32 = 60;
const SIGNER_USE_MONTHS: u32 = 3;
const COMMUNICATION_MONTHS: u32 = 13;
/// A specimen's signers began a month ago, so that documents can be dated back a little.
const HEAD_START_MONTHS: u32 = 1;
/// Nobody is there to make the next list of a specimen directory, so it holds nearly as long as is allowed.
const CRL_DAYS: i64 = 89;
/// A list or signer that ends within this time is renewed before it is used.
pub(super) const RENEW_BEFORE: TimeDelta = TimeDelta::days(7);

const CRL_ADDRESS: &str = "https://pki.example/pki/KOR.crl";

/// A pool of document signers: documents of one longest term.
pub(super) struct Pool {
    /// Part of the key labels.
    pub(super) name: &'static str,
    document_codes: &'static [&'static str],
    document_months: u32,
}

/// Ten-year documents, and the official ones that end after five.
pub(super) const POOLS: [Pool; 2] = [
    Pool {
        name: "pp",
        document_codes: &["PP", "PU"],
        document_months: 120,
    },
    Pool {
        name: "po-pd",
        document_codes: &["PO", "PD"],
        document_months: 60,
    },
];

/// What the authority remembers between its acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AuthorityState {
    /// The CSCA certificate.
    pub(super) csca: Base64,
    /// The number of the last CRL.
    pub(super) crl_number: u64,
    /// When the last CRL ends.
    pub(super) crl_next_update: DateTime<Utc>,
    /// When the signer of the published master list ends; long ago where nobody remembered it.
    #[serde(default)]
    pub(super) master_list_until: DateTime<Utc>,
    /// The sequence number of the last manifest.
    #[serde(default)]
    pub(super) manifest_sequence: u64,
    /// When the last manifest ends; long ago where none was published.
    #[serde(default)]
    pub(super) manifest_until: DateTime<Utc>,
    /// The signer of manifests.
    #[serde(default)]
    pub(super) communication: Option<CommunicationEntry>,
}

/// The signer of manifests: its own key, which signs nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CommunicationEntry {
    /// The label of its key.
    pub(super) label: String,
    /// Its certificate.
    pub(super) certificate: Base64,
}

impl CommunicationEntry {
    /// When its certificate ends; nothing for one that cannot be read.
    pub(super) fn until(&self) -> Option<DateTime<Utc>> {
        let certificate = Certificate::from_der(&self.certificate.0).ok()?;
        Some(certificate.validity().until)
    }
}

impl AuthorityState {
    /// Nothing is published yet.
    pub(super) fn new(authority: &Authority) -> Self {
        Self {
            csca: Base64(authority.csca().to_vec()),
            crl_number: 0,
            crl_next_update: DateTime::default(),
            master_list_until: DateTime::default(),
            manifest_sequence: 0,
            manifest_until: DateTime::default(),
            communication: None,
        }
    }
}

/// The country signing CA of a specimen directory.
pub(super) struct Authority {
    keys: SoftwareKeyStore,
    csca: Certificate,
}

impl Authority {
    /// Makes the CSCA key and its self-signed certificate.
    pub(super) fn found(keys: SoftwareKeyStore, now: DateTime<Utc>) -> Result<Self, FoundError> {
        let public_key = keys
            .generate(&csca_label()?, CSCA_KEY)
            .map_err(FoundError::pki)?;
        let from = start(now)?;
        let usage = Period::new(from, later(from, CSCA_USE_MONTHS)?);
        let longest = ChildLifetime {
            usage_months: SIGNER_USE_MONTHS,
            document_months: 120,
        };
        let until = csca_not_after(usage.until, longest).ok_or(FoundError::Calendar)?;
        let request = CertificateRequest {
            private_key_usage: Some(usage),
            ..certificate_request(
                CertificateKind::CscaRoot,
                "Specimen CSCA",
                public_key,
                Period::new(from, until),
            )?
        };
        let prepared = issue::certificate(&request, Issuer::Itself, &csca_key()?, now)
            .map_err(FoundError::pki)?;
        let csca = Certificate::from_der(&finish(prepared, &keys)?).map_err(FoundError::pki)?;
        Ok(Self { keys, csca })
    }

    /// Takes up an authority that was founded before.
    pub(super) fn resume(
        keys: SoftwareKeyStore,
        state: &AuthorityState,
    ) -> Result<Self, FoundError> {
        let csca = Certificate::from_der(&state.csca.0).map_err(FoundError::pki)?;
        Ok(Self { keys, csca })
    }

    /// The end of the CSCA key's own use, when it has come.
    pub(super) fn ended(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let until = self.csca.private_key_usage()?.until;
        (until <= now).then_some(until)
    }

    /// The CSCA certificate in DER.
    pub(super) fn csca(&self) -> &[u8] {
        self.csca.as_der()
    }

    /// Certifies a new document signer of a pool; its key is made in the signing process's key store.
    pub(super) fn certify_document_signer(
        &self,
        pool: &Pool,
        signer_keys: &SoftwareKeyStore,
        now: DateTime<Utc>,
    ) -> Result<DocumentSignerEntry, FoundError> {
        let from = start(now)?;
        let usage = Period::new(from, later(from, SIGNER_USE_MONTHS)?);
        let until = document_signer_not_after(usage.until, pool.document_months)
            .ok_or(FoundError::Calendar)?;
        let label = KeyLabel::parse(&format!("ds-{}-{}", pool.name, now.format("%Y%m%dt%H%M%S")))
            .map_err(FoundError::pki)?;
        let public_key = signer_keys
            .generate(&label, SIGNER_KEY)
            .map_err(FoundError::pki)?;
        let documents =
            DocumentTypes::parse(pool.document_codes.iter().copied()).map_err(FoundError::pki)?;
        let kind = CertificateKind::DocumentSigner {
            documents,
            longest_document_months: pool.document_months,
        };
        let name = format!(
            "Specimen Document Signer {} {}",
            pool.name.to_uppercase(),
            now.format("%Y%m%d")
        );
        let request = CertificateRequest {
            private_key_usage: Some(usage),
            ..certificate_request(kind, &name, public_key, Period::new(from, until))?
        };
        let certificate = self.certify(&request, now)?;
        Ok(DocumentSignerEntry {
            label: label.to_string(),
            suite: SIGNER_KEY.default_suite().name().to_owned(),
            certificate: Base64(certificate),
        })
    }

    /// Makes the next revocation list: DER and end.
    pub(super) fn make_crl(
        &self,
        number: u64,
        now: DateTime<Utc>,
    ) -> Result<(Vec<u8>, DateTime<Utc>), FoundError> {
        let this_update = whole_second(now);
        let next_update = this_update + TimeDelta::days(CRL_DAYS);
        let request = CrlRequest {
            number: CrlNumber(number),
            this_update,
            next_update,
            revoked: Vec::new(),
        };
        let prepared = issue::crl(&request, &self.csca, &csca_key()?).map_err(FoundError::pki)?;
        Ok((finish(prepared, &self.keys)?, next_update))
    }

    /// Makes a master list of this CSCA, signed by a list signer whose key is used this once and destroyed: DER and
    /// the end of its signer.
    pub(super) fn make_master_list(
        &self,
        now: DateTime<Utc>,
    ) -> Result<(Vec<u8>, DateTime<Utc>), FoundError> {
        let label = KeyLabel::parse(&format!("ml-{}", now.format("%Y%m%dt%H%M%S")))
            .map_err(FoundError::pki)?;
        let public_key = self
            .keys
            .generate(&label, SIGNER_KEY)
            .map_err(FoundError::pki)?;
        let from = start(now)?;
        let validity = Period::new(from, later(from, 12)?);
        let request = CertificateRequest {
            private_key_usage: Some(validity),
            ..certificate_request(
                CertificateKind::MasterListSigner,
                "Specimen Master List Signer",
                public_key,
                validity,
            )?
        };
        let certificate =
            Certificate::from_der(&self.certify(&request, now)?).map_err(FoundError::pki)?;
        let key = SigningKey {
            label: label.clone(),
            suite: SIGNER_KEY.default_suite(),
        };
        let signer =
            MasterListSigner::new(certificate, &self.csca, key).map_err(FoundError::pki)?;
        let certificates = [self.csca.clone()];
        let list = MasterListRequest {
            certificates: &certificates,
            signing_time: whole_second(now),
        };
        let prepared = issue::master_list(&signer, &list).map_err(FoundError::pki)?;
        let list = finish(prepared, &self.keys)?;
        self.keys.destroy(&label).map_err(FoundError::pki)?;
        Ok((list, validity.until))
    }

    /// Makes a signer of manifests, with a key of its own.
    pub(super) fn certify_communication_signer(
        &self,
        now: DateTime<Utc>,
    ) -> Result<CommunicationEntry, FoundError> {
        let label = KeyLabel::parse(&format!("comm-{}", now.format("%Y%m%dt%H%M%S")))
            .map_err(FoundError::pki)?;
        let public_key = self
            .keys
            .generate(&label, SIGNER_KEY)
            .map_err(FoundError::pki)?;
        let from = start(now)?;
        let request = certificate_request(
            CertificateKind::Communication(CommunicationPurpose::MessageSigning),
            "Specimen Publication Signer",
            public_key,
            Period::new(from, later(from, COMMUNICATION_MONTHS)?),
        )?;
        Ok(CommunicationEntry {
            label: label.to_string(),
            certificate: Base64(self.certify(&request, now)?),
        })
    }

    /// Signs a manifest: the signature alone, for the bytes beside it.
    pub(super) fn sign_manifest(
        &self,
        signer: &CommunicationEntry,
        manifest: &[u8],
        now: DateTime<Utc>,
    ) -> Result<Vec<u8>, FoundError> {
        let certificate = Certificate::from_der(&signer.certificate.0).map_err(FoundError::pki)?;
        let key = SigningKey {
            label: KeyLabel::parse(&signer.label).map_err(FoundError::pki)?,
            suite: SIGNER_KEY.default_suite(),
        };
        let signer = CommunicationSigner::new(certificate, key).map_err(FoundError::pki)?;
        let prepared =
            issue::manifest(&signer, manifest, whole_second(now)).map_err(FoundError::pki)?;
        finish(prepared, &self.keys)
    }

    fn certify(
        &self,
        request: &CertificateRequest,
        now: DateTime<Utc>,
    ) -> Result<Vec<u8>, FoundError> {
        let prepared = issue::certificate(request, Issuer::Csca(&self.csca), &csca_key()?, now)
            .map_err(FoundError::pki)?;
        finish(prepared, &self.keys)
    }
}

/// Walks an object to the end of the road. A specimen's ceremony keeps no intent: what it makes is either in the
/// directory afterwards or was never published.
fn finish(prepared: Prepared, keys: &SoftwareKeyStore) -> Result<Vec<u8>, FoundError> {
    let recorder = |_: &issue::Intent| Ok::<(), IntentNotRecorded>(());
    prepared
        .lint()
        .and_then(|linted| linted.record(&recorder))
        .and_then(|intended| intended.sign(keys))
        .and_then(issue::Signed::release)
        .map(issue::Released::into_der)
        .map_err(FoundError::pki)
}

fn certificate_request(
    kind: CertificateKind,
    common_name: &str,
    subject_key: PublicKey,
    validity: Period,
) -> Result<CertificateRequest, FoundError> {
    let country = CountryCode::parse("KR").map_err(FoundError::pki)?;
    let subject = DistinguishedName::new(country, common_name)
        .and_then(|name| name.with_organization("Yeogwon SPECIMEN"))
        .map_err(FoundError::pki)?;
    let alternative_name = StateCode::parse("KOR")
        .and_then(|state| AlternativeName::new(state).with_email("specimen@pki.example"))
        .map_err(FoundError::pki)?;
    Ok(CertificateRequest {
        kind,
        subject,
        subject_key,
        ec_encoding: EcEncoding::Explicit,
        serial_number: SerialNumber::from_entropy(random()?),
        validity,
        private_key_usage: None,
        alternative_name,
        crl_distribution_points: vec![CRL_ADDRESS.to_owned()],
    })
}

pub(super) fn random<const N: usize>() -> Result<[u8; N], FoundError> {
    let mut bytes = [0; N];
    openssl::rand::rand_bytes(&mut bytes).map_err(FoundError::pki)?;
    Ok(bytes)
}

fn csca_label() -> Result<KeyLabel, FoundError> {
    KeyLabel::parse("csca").map_err(FoundError::pki)
}

fn csca_key() -> Result<SigningKey, FoundError> {
    Ok(SigningKey {
        label: csca_label()?,
        suite: CSCA_KEY.default_suite(),
    })
}

pub(super) fn whole_second(at: DateTime<Utc>) -> DateTime<Utc> {
    at.with_nanosecond(0).unwrap_or(at)
}

fn start(now: DateTime<Utc>) -> Result<DateTime<Utc>, FoundError> {
    whole_second(now)
        .checked_sub_months(Months::new(HEAD_START_MONTHS))
        .ok_or(FoundError::Calendar)
}

fn later(from: DateTime<Utc>, months: u32) -> Result<DateTime<Utc>, FoundError> {
    from.checked_add_months(Months::new(months))
        .ok_or(FoundError::Calendar)
}

/// Reads the authority's memory.
pub(super) fn read_state(path: &Path) -> Result<AuthorityState, FoundError> {
    let json = std::fs::read(path).map_err(|source| FoundError::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    serde_json::from_slice(&json).map_err(|error| FoundError::Malformed {
        path: path.to_owned(),
        detail: error.to_string(),
    })
}
