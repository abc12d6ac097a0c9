//! A small authority for the tests of this crate.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use tempfile::TempDir;

use crate::algorithm::{Curve, KeyKind, SignatureSuite};
use crate::certificate::Certificate;
use crate::issue::{
    self, CommunicationSigner, CrlNumber, CrlRequest, DocumentSigner, Intent, IntentNotRecorded,
    IssueError, Issuer, LdsVersion, MasterListRequest, MasterListSigner, Prepared, SigningKey,
    SodRequest,
};
use crate::name::{AlternativeName, CountryCode, DistinguishedName, StateCode};
use crate::profile::{
    CertificateKind, CertificateRequest, CertificateRole, CommunicationPurpose, DocumentTypes,
    Period,
};
use crate::public_key::{EcEncoding, PublicKey};
use crate::serial::SerialNumber;
use crate::signer::{KdfCost, KeyCustody, KeyLabel, Passphrase, Signer, SoftwareKeyStore};

/// The cheapest acceptable derivation, for tests only.
pub(crate) const CHEAP: KdfCost = KdfCost {
    memory_kib: 8_192,
    passes: 1,
    lanes: 1,
};

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(crate) fn now() -> DateTime<Utc> {
    at("2026-03-01T09:00:00Z")
}

pub(crate) fn passphrase() -> Passphrase {
    Passphrase::new(b"correct horse battery".to_vec()).unwrap()
}

pub(crate) fn label(text: &str) -> KeyLabel {
    KeyLabel::parse(text).unwrap()
}

#[allow(clippy::unnecessary_wraps, reason = "the shape of an intent recorder")]
pub(crate) fn recorded(_: &Intent) -> Result<(), IntentNotRecorded> {
    Ok(())
}

/// Goes the whole road.
pub(crate) fn released(prepared: Prepared, signer: &dyn Signer) -> Result<Vec<u8>, IssueError> {
    Ok(prepared
        .lint()?
        .record(&recorded)?
        .sign(signer)?
        .release()?
        .into_der())
}

pub(crate) fn data_groups() -> BTreeMap<u8, Vec<u8>> {
    let file = |tag: u8, content: &[u8]| {
        let length = u16::try_from(content.len()).unwrap();
        let mut file = vec![tag];
        match length {
            0..=0x7f => file.push(length.to_be_bytes()[1]),
            0x80..=0xff => file.extend([0x81, length.to_be_bytes()[1]]),
            _ => {
                file.push(0x82);
                file.extend(length.to_be_bytes());
            }
        }
        file.extend(content);
        file
    };
    BTreeMap::from([
        (1, file(0x61, &[0x5f, 0x1f, 0x01, b'P'])),
        (2, file(0x75, &[0x55; 1000])),
        (11, file(0x6b, &[0x5c, 0x00])),
    ])
}

/// A CSCA with one signer of each kind, all with keys of one kind.
pub(crate) struct Authority {
    pub(crate) store: SoftwareKeyStore,
    kind: KeyKind,
    pub(crate) suite: SignatureSuite,
    pub(crate) encoding: EcEncoding,
    pub(crate) root: Certificate,
    document_signer: std::sync::OnceLock<DocumentSigner>,
    _directory: TempDir,
}

impl Authority {
    pub(crate) fn new(kind: KeyKind, suite: SignatureSuite, encoding: EcEncoding) -> Self {
        let directory = TempDir::new().unwrap();
        let path = directory.path().join("keys");
        let store = SoftwareKeyStore::open_with_cost(&path, passphrase(), CHEAP).unwrap();
        let key = store.generate(&label("csca"), kind).unwrap();
        let request = request(CertificateRole::CscaRoot, key, encoding);
        let prepared =
            issue::certificate(&request, Issuer::Itself, &signing_key("csca", suite), now())
                .unwrap();
        let root = Certificate::from_der(&released(prepared, &store).unwrap()).unwrap();
        Self {
            store,
            kind,
            suite,
            encoding,
            root,
            document_signer: std::sync::OnceLock::new(),
            _directory: directory,
        }
    }

    pub(crate) fn p256() -> Self {
        Self::new(
            KeyKind::Ec(Curve::P256),
            SignatureSuite::EcdsaSha256,
            EcEncoding::Explicit,
        )
    }

    pub(crate) fn key(&self, name: &str) -> SigningKey {
        signing_key(name, self.suite)
    }

    /// The key of this name, made when it is first asked for: RSA keys take their time.
    pub(crate) fn public_key(&self, name: &str) -> PublicKey {
        let made = self.store.public_key(&label(name));
        made.unwrap_or_else(|_| self.store.generate(&label(name), self.kind).unwrap())
    }

    pub(crate) fn request(&self, role: CertificateRole) -> CertificateRequest {
        let name = match role {
            CertificateRole::CscaRoot => "csca",
            CertificateRole::CscaLink => "csca-new",
            CertificateRole::DocumentSigner => "ds",
            CertificateRole::MasterListSigner | CertificateRole::DeviationListSigner => "ml",
            CertificateRole::Communication => "comm",
        };
        request(role, self.public_key(name), self.encoding)
    }

    pub(crate) fn prepare(&self, role: CertificateRole) -> Prepared {
        let request = self.request(role);
        let issuer = match role {
            CertificateRole::CscaRoot => Issuer::Itself,
            _ => Issuer::Csca(&self.root),
        };
        issue::certificate(&request, issuer, &self.key("csca"), now()).unwrap()
    }

    pub(crate) fn certificate(&self, role: CertificateRole) -> Certificate {
        let der = released(self.prepare(role), &self.store).unwrap();
        Certificate::from_der(&der).unwrap()
    }

    /// The one document signer of this authority.
    pub(crate) fn document_signer(&self) -> DocumentSigner {
        let make = || {
            let certificate = self.certificate(CertificateRole::DocumentSigner);
            DocumentSigner::new(certificate, self.key("ds")).unwrap()
        };
        self.document_signer.get_or_init(make).clone()
    }

    pub(crate) fn prepare_sod(&self, lds_version: LdsVersion) -> Prepared {
        let request = SodRequest {
            lds_version,
            data_groups: &data_groups(),
            signing_time: now(),
        };
        issue::sod(&self.document_signer(), &request).unwrap()
    }

    pub(crate) fn sod(&self, lds_version: LdsVersion) -> Vec<u8> {
        released(self.prepare_sod(lds_version), &self.store).unwrap()
    }

    pub(crate) fn crl_request() -> CrlRequest {
        CrlRequest {
            number: CrlNumber(1),
            this_update: now(),
            next_update: at("2026-05-30T09:00:00Z"),
            revoked: Vec::new(),
        }
    }

    pub(crate) fn crl(&self, request: &CrlRequest) -> Vec<u8> {
        let prepared = issue::crl(request, &self.root, &self.key("csca")).unwrap();
        released(prepared, &self.store).unwrap()
    }

    pub(crate) fn prepare_master_list(&self) -> Prepared {
        let certificate = self.certificate(CertificateRole::MasterListSigner);
        let signer = MasterListSigner::new(certificate, &self.root, self.key("ml")).unwrap();
        let link = self.certificate(CertificateRole::CscaLink);
        let request = MasterListRequest {
            certificates: &[self.root.clone(), link],
            signing_time: now(),
        };
        issue::master_list(&signer, &request).unwrap()
    }

    pub(crate) fn communication_signer(&self) -> CommunicationSigner {
        let certificate = self.certificate(CertificateRole::Communication);
        CommunicationSigner::new(certificate, self.key("comm")).unwrap()
    }

    pub(crate) fn manifest(&self, signer: &CommunicationSigner, content: &[u8]) -> Vec<u8> {
        let prepared = issue::manifest(signer, content, now()).unwrap();
        released(prepared, &self.store).unwrap()
    }

    pub(crate) fn master_list(&self) -> Vec<u8> {
        released(self.prepare_master_list(), &self.store).unwrap()
    }
}

pub(crate) fn signing_key(name: &str, suite: SignatureSuite) -> SigningKey {
    SigningKey {
        label: label(name),
        suite,
    }
}

pub(crate) fn name(common_name: &str) -> DistinguishedName {
    DistinguishedName::new(CountryCode::parse("KR").unwrap(), common_name)
        .unwrap()
        .with_organization("Government")
        .unwrap()
        .with_organizational_unit("MOFA")
        .unwrap()
}

/// A request that is within every bound.
#[allow(clippy::too_many_lines, reason = "one table of roles")]
pub(crate) fn request(
    role: CertificateRole,
    subject_key: PublicKey,
    ec_encoding: EcEncoding,
) -> CertificateRequest {
    let (kind, common_name, serial, until, usage) = match role {
        CertificateRole::CscaRoot => (
            CertificateKind::CscaRoot,
            "CSCA-KOREA",
            1,
            "2041-06-03T00:00:00Z",
            Some("2031-03-01T00:00:00Z"),
        ),
        CertificateRole::CscaLink => (
            CertificateKind::CscaLink,
            "CSCA-KOREA",
            2,
            "2041-06-03T00:00:00Z",
            Some("2031-03-01T00:00:00Z"),
        ),
        CertificateRole::DocumentSigner => (
            CertificateKind::DocumentSigner {
                documents: DocumentTypes::parse(["PP"]).unwrap(),
                longest_document_months: 120,
            },
            "Document Signer 1",
            0x80,
            "2036-06-03T00:00:00Z",
            Some("2026-06-01T00:00:00Z"),
        ),
        CertificateRole::MasterListSigner => (
            CertificateKind::MasterListSigner,
            "Master List Signer",
            4,
            "2028-03-01T00:00:00Z",
            None,
        ),
        CertificateRole::DeviationListSigner => (
            CertificateKind::DeviationListSigner,
            "Deviation List Signer",
            5,
            "2028-03-01T00:00:00Z",
            None,
        ),
        CertificateRole::Communication => (
            CertificateKind::Communication(CommunicationPurpose::MessageSigning),
            "Communication",
            6,
            "2027-03-01T00:00:00Z",
            None,
        ),
    };
    let from = at("2026-03-01T00:00:00Z");
    CertificateRequest {
        kind,
        subject: name(common_name),
        subject_key,
        ec_encoding,
        serial_number: SerialNumber::from_number(serial).unwrap(),
        validity: Period::new(from, at(until)),
        private_key_usage: usage.map(|until| Period::new(from, at(until))),
        alternative_name: AlternativeName::new(StateCode::parse("KOR").unwrap())
            .with_email("pkd@example.kr")
            .unwrap(),
        crl_distribution_points: vec!["https://pki.example.kr/KOR.crl".to_owned()],
    }
}
