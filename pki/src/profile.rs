//! What the certificates of this authority look like: one kind each for the roles of Doc 9303.
//!
//! A [`CertificateRequest`] says what may vary; the rest follows from its [`CertificateKind`]. The bytes are made in [`build`](self),
//! the bounds are checked and the signature made in [`crate::issue`].

mod build;
mod document_types;
mod extension;
mod period;

pub(crate) use build::{IssuerFacts, to_be_signed};
pub(crate) use extension::{Extension, authority_key_identifier, extension, extension_list};

pub use document_types::{DocumentTypes, InvalidDocumentType};
pub use period::{ChildLifetime, Period, csca_not_after, document_signer_not_after};

use der::asn1::ObjectIdentifier;

use crate::name::{AlternativeName, DistinguishedName};
use crate::oid;
use crate::public_key::{EcEncoding, PublicKey};
use crate::serial::SerialNumber;

/// The role a certificate is made for.
///
/// Source: 9303-12:7.1.1
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CertificateRole {
    /// Self-signed certificate of the country signing certification authority.
    CscaRoot,
    /// A new CSCA key certified by the old one.
    CscaLink,
    /// Signs EF.SOD and EF.CardSecurity.
    DocumentSigner,
    /// Signs CSCA master lists.
    MasterListSigner,
    /// Signs deviation lists.
    DeviationListSigner,
    /// Secures communication: TLS, or the manifest of what is published.
    Communication,
}

impl CertificateRole {
    /// Every role.
    pub const ALL: [Self; 6] = [
        Self::CscaRoot,
        Self::CscaLink,
        Self::DocumentSigner,
        Self::MasterListSigner,
        Self::DeviationListSigner,
        Self::Communication,
    ];
}

/// The role together with what only that role needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CertificateKind {
    /// A self-signed CSCA certificate.
    CscaRoot,
    /// A link from the previous CSCA key to the subject's. The name-change extension follows from the names.
    CscaLink,
    /// A document signer.
    DocumentSigner {
        /// Document codes it may sign, as in the MRZ.
        documents: DocumentTypes,
        /// The longest validity of a document it signs, in months. Unit: calendar months, 1 to 240.
        longest_document_months: u32,
    },
    /// A master list signer.
    MasterListSigner,
    /// A deviation list signer.
    DeviationListSigner,
    /// A certificate for communication.
    Communication(CommunicationPurpose),
}

impl CertificateKind {
    /// The role of the kind.
    pub const fn role(&self) -> CertificateRole {
        match self {
            Self::CscaRoot => CertificateRole::CscaRoot,
            Self::CscaLink => CertificateRole::CscaLink,
            Self::DocumentSigner { .. } => CertificateRole::DocumentSigner,
            Self::MasterListSigner => CertificateRole::MasterListSigner,
            Self::DeviationListSigner => CertificateRole::DeviationListSigner,
            Self::Communication(_) => CertificateRole::Communication,
        }
    }
}

/// What a communication certificate is for.
///
/// Source: 9303-12:7.1.1.3, rfc5280:4.2.1.12
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommunicationPurpose {
    /// A TLS server.
    TlsServer,
    /// A TLS client.
    TlsClient,
    /// Signs messages and manifests (S/MIME).
    MessageSigning,
}

impl CommunicationPurpose {
    /// The extended key usage of the purpose.
    pub const fn extended_key_usage(self) -> ObjectIdentifier {
        match self {
            Self::TlsServer => oid::SERVER_AUTHENTICATION,
            Self::TlsClient => oid::CLIENT_AUTHENTICATION,
            Self::MessageSigning => oid::EMAIL_PROTECTION,
        }
    }
}

/// Everything about a certificate that its kind does not settle.
#[derive(Clone, Debug)]
pub struct CertificateRequest {
    /// The kind of certificate.
    pub kind: CertificateKind,
    /// The name of the subject. For a self-signed certificate also that of the issuer.
    pub subject: DistinguishedName,
    /// The key of the subject.
    pub subject_key: PublicKey,
    /// How an elliptic-curve key is written; anything but `Explicit` is outside the profile and for judges only.
    pub ec_encoding: EcEncoding,
    /// A number that this CSCA has never used before, under any of its names.
    pub serial_number: SerialNumber,
    /// The validity of the certificate.
    pub validity: Period,
    /// When the private key may be used; mandatory for CSCA and document signers.
    pub private_key_usage: Option<Period>,
    /// The alternative name of the subject.
    pub alternative_name: AlternativeName,
    /// Where the revocation list is to be had: http, https or ldap. Mandatory but for communication certificates.
    pub crl_distribution_points: Vec<String>,
}
