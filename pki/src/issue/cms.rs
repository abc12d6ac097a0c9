//! Signed data: EF.SOD, EF.CardSecurity and master lists are the same envelope around different contents.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use der::asn1::{ObjectIdentifier, OctetStringRef};
use der::{Tag, TagNumber};

use super::bound::Bound;
use super::certificate::{check_suite, check_use};
use super::error::IssueError;
use super::intent::ObjectKind;
use super::road::{self, Plan, Prepared, SigningKey};
use crate::algorithm::DigestValue;
use crate::asn1::time::time;
use crate::asn1::{
    Concatenation, EncodeError, Raw, Wrapped, encode, explicit, sequence, sort_set_of, wrapped,
};
use crate::certificate::Certificate;
use crate::lint::{self, Finding, SignedDataProfile};
use crate::oid;
use crate::signer::Signature;

/// A document signer, ready to sign: its certificate and the name of its key. Cloning shares what was parsed.
#[derive(Clone)]
pub struct DocumentSigner(Arc<CmsSigner>);

/// A communication signer, ready to sign manifests. Cloning shares what was parsed.
#[derive(Clone)]
pub struct CommunicationSigner(Arc<CmsSigner>);

/// A master list signer, ready to sign. Cloning shares what was parsed.
#[derive(Clone)]
pub struct MasterListSigner(Arc<CmsSigner>);

impl DocumentSigner {
    /// Binds a document signer's certificate to its key.
    ///
    /// # Errors
    /// [`IssueError::Bound`] when the certificate is no document signer's or the suite does not fit its key.
    pub fn new(certificate: Certificate, key: SigningKey) -> Result<Self, IssueError> {
        let is_document_signer = certificate.document_types().is_some()
            && !certificate.is_authority()
            && certificate.extended_key_usage().is_empty();
        if !is_document_signer {
            return Err(Bound::WrongSignerCertificate {
                role: "document signer",
            }
            .into());
        }
        let certificates = [certificate.as_der().to_vec()];
        let signer = CmsSigner::new(
            certificate,
            key,
            SignerIdentifier::IssuerAndSerialNumber,
            &certificates,
        )?;
        Ok(Self(Arc::new(signer)))
    }

    /// The certificate of the signer.
    pub fn certificate(&self) -> &Certificate {
        &self.0.certificate
    }

    /// The key of the signer.
    pub fn key(&self) -> &SigningKey {
        &self.0.key
    }

    pub(super) const fn shared(&self) -> &Arc<CmsSigner> {
        &self.0
    }

    /// The private key may be used at this moment.
    pub(super) fn check_use(&self, at: DateTime<Utc>) -> Result<(), Bound> {
        check_use(self.0.certificate.private_key_usage(), at)
    }
}

impl MasterListSigner {
    /// Binds a master list signer's certificate to its key. `csca` is the certificate of the CSCA that issued it.
    ///
    /// # Errors
    /// [`IssueError::Bound`] when the certificate is no master list signer's, was issued by another CSCA, or the suite does not fit.
    pub fn new(
        certificate: Certificate,
        csca: &Certificate,
        key: SigningKey,
    ) -> Result<Self, IssueError> {
        let is_list_signer =
            certificate.extended_key_usage() == [oid::MASTER_LIST_SIGNING_KEY].as_slice();
        if !is_list_signer || certificate.is_authority() {
            return Err(Bound::WrongSignerCertificate {
                role: "master list signer",
            }
            .into());
        }
        let names_issuer = certificate.issuer() == csca.subject()
            && certificate.authority_key_identifier() == csca.subject_key_identifier();
        if !csca.is_authority() || !names_issuer {
            return Err(Bound::ForeignCsca.into());
        }
        let certificates = [certificate.as_der().to_vec(), csca.as_der().to_vec()];
        let signer = CmsSigner::new(
            certificate,
            key,
            SignerIdentifier::SubjectKeyIdentifier,
            &certificates,
        )?;
        Ok(Self(Arc::new(signer)))
    }

    /// The certificate of the signer.
    pub fn certificate(&self) -> &Certificate {
        &self.0.certificate
    }

    pub(super) const fn shared(&self) -> &Arc<CmsSigner> {
        &self.0
    }

    /// The certificate is valid, and its key may be used, at this moment.
    pub(super) fn check_use(&self, at: DateTime<Utc>) -> Result<(), Bound> {
        check_validity_and_use(&self.0.certificate, at)
    }
}

impl CommunicationSigner {
    /// Binds a communication certificate for message signing to its key.
    ///
    /// # Errors
    /// [`IssueError::Bound`] when the certificate is for anything else, such as that of a CSCA or a document signer, or the suite
    /// does not fit its key.
    pub fn new(certificate: Certificate, key: SigningKey) -> Result<Self, IssueError> {
        let signs_messages = certificate.extended_key_usage() == [oid::EMAIL_PROTECTION].as_slice();
        if !signs_messages || certificate.is_authority() {
            return Err(Bound::WrongSignerCertificate {
                role: "communication signer",
            }
            .into());
        }
        let certificates = [certificate.as_der().to_vec()];
        let signer = CmsSigner::new(
            certificate,
            key,
            SignerIdentifier::IssuerAndSerialNumber,
            &certificates,
        )?;
        Ok(Self(Arc::new(signer)))
    }

    /// The certificate of the signer.
    pub fn certificate(&self) -> &Certificate {
        &self.0.certificate
    }

    pub(super) const fn shared(&self) -> &Arc<CmsSigner> {
        &self.0
    }

    /// The certificate is valid, and its key may be used, at this moment.
    pub(super) fn check_use(&self, at: DateTime<Utc>) -> Result<(), Bound> {
        check_validity_and_use(&self.0.certificate, at)
    }
}

fn check_validity_and_use(certificate: &Certificate, at: DateTime<Utc>) -> Result<(), Bound> {
    check_use(Some(certificate.validity()), at)?;
    match certificate.private_key_usage() {
        Some(usage) => check_use(Some(usage), at),
        None => Ok(()),
    }
}

/// How a SignerInfo names its certificate.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SignerIdentifier {
    IssuerAndSerialNumber,
    SubjectKeyIdentifier,
}

/// A signer with the parts of the envelope that are the same each time.
pub(super) struct CmsSigner {
    certificate: Certificate,
    key: SigningKey,
    /// SignerInfo.version: 1 with issuer and serial number, 3 with a key identifier.
    version: u8,
    sid: Vec<u8>,
    /// The certificates in DER set order.
    certificates: Vec<u8>,
    signature_algorithm: Vec<u8>,
}

impl CmsSigner {
    fn new(
        certificate: Certificate,
        key: SigningKey,
        identifier: SignerIdentifier,
        certificates: &[Vec<u8>],
    ) -> Result<Self, IssueError> {
        const WHAT: &str = "a signer identifier";
        check_suite(key.suite, certificate.public_key())?;
        let (version, sid) = match identifier {
            SignerIdentifier::IssuerAndSerialNumber => {
                let sid = IssuerAndSerialNumber {
                    issuer: Raw(certificate.issuer()),
                    serial_number: wrapped(Tag::Integer, Raw(certificate.serial_number())),
                };
                (1, encode(WHAT, &sid)?)
            }
            SignerIdentifier::SubjectKeyIdentifier => {
                let identifier = certificate
                    .subject_key_identifier()
                    .ok_or(EncodeError { what: WHAT })?;
                (3, encode(WHAT, &crate::asn1::implicit(0, identifier))?)
            }
        };
        let mut certificates = certificates.to_vec();
        sort_set_of(&mut certificates);
        certificates.dedup();
        Ok(Self {
            version,
            sid,
            certificates: certificates.concat(),
            signature_algorithm: key.suite.algorithm_identifier()?,
            certificate,
            key,
        })
    }
}

/// A content with everything its envelope needs; the to-be-signed bytes are its signed attributes.
pub(super) struct SignedContent {
    kind: ContentKind,
    content: Vec<u8>,
    digest: DigestValue,
    signer: Arc<CmsSigner>,
}

/// What is inside.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ContentKind {
    Sod,
    CardSecurity,
    MasterList,
    /// Its content stays outside.
    Manifest,
}

impl ContentKind {
    const fn object(self) -> ObjectKind {
        match self {
            Self::Sod => ObjectKind::Sod,
            Self::CardSecurity => ObjectKind::CardSecurity,
            Self::MasterList => ObjectKind::MasterList,
            Self::Manifest => ObjectKind::Manifest,
        }
    }

    const fn content_type(self) -> ObjectIdentifier {
        match self {
            Self::Sod => oid::LDS_SECURITY_OBJECT,
            Self::CardSecurity => oid::SECURITY_OBJECT,
            Self::MasterList => oid::CSCA_MASTER_LIST,
            Self::Manifest => oid::DATA,
        }
    }

    const fn lint_profile(self) -> SignedDataProfile {
        match self {
            Self::Sod => SignedDataProfile::Sod,
            Self::CardSecurity => SignedDataProfile::CardSecurity,
            Self::MasterList => SignedDataProfile::MasterList,
            Self::Manifest => SignedDataProfile::Manifest,
        }
    }

    /// SignedData.version: 1 for plain data signed by signers of version 1, otherwise 3. Source: rfc5652:5.1
    const fn version(self) -> u8 {
        match self {
            Self::Sod | Self::CardSecurity | Self::MasterList => 3,
            Self::Manifest => 1,
        }
    }
}

/// Puts `content` into an envelope that is still to be signed.
pub(super) fn prepare(
    kind: ContentKind,
    content: Vec<u8>,
    signer: &Arc<CmsSigner>,
    signing_time: DateTime<Utc>,
) -> Result<Prepared, IssueError> {
    let digest = signer.key.suite.digest().hash(&content);
    let to_be_signed = signed_attributes(kind.content_type(), &digest, signing_time)?;
    Ok(Prepared::new(Plan {
        object: kind.object(),
        key: signer.key.clone(),
        issuer_key: signer.certificate.public_key().clone(),
        to_be_signed,
        body: road::Body::Cms(SignedContent {
            kind,
            content,
            digest,
            signer: Arc::clone(signer),
        }),
    }))
}

impl SignedContent {
    pub(super) fn content(&self) -> &[u8] {
        &self.content
    }

    pub(super) fn digest(&self) -> &[u8] {
        self.digest.as_bytes()
    }

    /// The content is not inside the envelope.
    pub(super) const fn is_detached(&self) -> bool {
        matches!(self.kind, ContentKind::Manifest)
    }

    pub(super) const fn is_wrapped(&self) -> bool {
        matches!(self.kind, ContentKind::Sod)
    }

    pub(super) fn certificate(&self) -> &Certificate {
        &self.signer.certificate
    }

    pub(super) fn lint_unsigned(&self, signed_attributes: &[u8]) -> Vec<Finding> {
        lint::to_be_signed_content(self.kind.lint_profile(), &self.content, signed_attributes)
    }

    pub(super) fn lint_signed(&self, der: &[u8]) -> Vec<Finding> {
        if self.is_detached() {
            return lint::detached_signed_data(self.kind.lint_profile(), der, &self.content);
        }
        lint::signed_data(self.kind.lint_profile(), der)
    }

    /// The whole envelope: `ContentInfo { id-signedData, [0] SignedData }`, for EF.SOD inside tag 77.
    ///
    /// Source: rfc5652:5.1, 9303-10:4.6.2
    pub(super) fn assemble(
        &self,
        signed_attributes: &[u8],
        signature: &Signature,
    ) -> Result<Vec<u8>, EncodeError> {
        const WHAT: &str = "signed data";
        let out_of_range = |_| EncodeError { what: WHAT };
        let digest_algorithm = Raw(self.signer.key.suite.digest().algorithm_identifier());
        let attributes = crate::asn1::tlv::single(signed_attributes, crate::asn1::tlv::tag::SET)
            .ok_or(EncodeError { what: WHAT })?;
        // from the inside out: nested values would have their lengths counted anew at each level
        let signer_info = SignerInfo {
            version: self.signer.version,
            sid: Raw(&self.signer.sid),
            digest_algorithm,
            signed_attrs: explicit(0, Raw(attributes.value)),
            signature_algorithm: Raw(&self.signer.signature_algorithm),
            signature: OctetStringRef::new(signature.as_bytes()).map_err(out_of_range)?,
        };
        let signer_info = encode(WHAT, &signer_info)?;
        let signed_data = SignedData {
            version: self.kind.version(),
            digest_algorithms: wrapped(Tag::Set, digest_algorithm),
            encap_content_info: EncapsulatedContentInfo {
                e_content_type: self.kind.content_type(),
                e_content: match self.is_detached() {
                    true => None,
                    false => Some(explicit(
                        0,
                        OctetStringRef::new(&self.content).map_err(out_of_range)?,
                    )),
                },
            },
            certificates: explicit(0, Raw(&self.signer.certificates)),
            signer_infos: wrapped(Tag::Set, Raw(&signer_info)),
        };
        let signed_data = encode(WHAT, &signed_data)?;
        let content_info = ContentInfo {
            content_type: oid::SIGNED_DATA,
            content: explicit(0, Raw(&signed_data)),
        };
        if self.is_wrapped() {
            let tag = Tag::Application {
                constructed: true,
                number: TagNumber(0x17),
            };
            return encode(WHAT, &wrapped(tag, content_info));
        }
        encode(WHAT, &content_info)
    }
}

/// `ContentInfo ::= SEQUENCE { contentType, content [0] EXPLICIT ANY }`
///
/// Source: rfc5652:3
#[derive(der::EncodeValue)]
struct ContentInfo<'a> {
    content_type: ObjectIdentifier,
    content: Wrapped<Raw<'a>>,
}

/// ```text
/// SignedData ::= SEQUENCE { version INTEGER, digestAlgorithms SET OF AlgorithmIdentifier, encapContentInfo,
///     certificates [0] IMPLICIT SET OF Certificate, signerInfos SET OF SignerInfo }
/// ```
/// Source: rfc5652:5.1, 9303-10:4.6.2.2 table 37
#[derive(der::EncodeValue)]
struct SignedData<'a> {
    version: u8,
    digest_algorithms: Wrapped<Raw<'a>>,
    encap_content_info: EncapsulatedContentInfo<'a>,
    certificates: Wrapped<Raw<'a>>,
    signer_infos: Wrapped<Raw<'a>>,
}

#[derive(der::EncodeValue)]
struct EncapsulatedContentInfo<'a> {
    e_content_type: ObjectIdentifier,
    e_content: Option<Wrapped<&'a OctetStringRef>>,
}

/// ```text
/// SignerInfo ::= SEQUENCE { version INTEGER, sid SignerIdentifier, digestAlgorithm AlgorithmIdentifier,
///     signedAttrs [0] IMPLICIT SET OF Attribute, signatureAlgorithm AlgorithmIdentifier, signature OCTET STRING }
/// ```
/// Source: rfc5652:5.3
#[derive(der::EncodeValue)]
struct SignerInfo<'a> {
    version: u8,
    sid: Raw<'a>,
    digest_algorithm: Raw<'a>,
    signed_attrs: Wrapped<Raw<'a>>,
    signature_algorithm: Raw<'a>,
    signature: &'a OctetStringRef,
}

#[derive(der::EncodeValue)]
struct IssuerAndSerialNumber<'a> {
    issuer: Raw<'a>,
    serial_number: Wrapped<Raw<'a>>,
}

/// `Attribute ::= SEQUENCE { attrType OBJECT IDENTIFIER, attrValues SET OF ANY }`, here always with one value.
#[derive(der::EncodeValue)]
struct Attribute<'a> {
    attr_type: ObjectIdentifier,
    attr_values: Wrapped<Raw<'a>>,
}

sequence!(
    ContentInfo<'a>,
    SignedData<'a>,
    EncapsulatedContentInfo<'a>,
    SignerInfo<'a>,
    IssuerAndSerialNumber<'a>,
    Attribute<'a>,
);

/// The attributes contentType, messageDigest and signingTime as the SET that is signed: with the universal tag 31, not the A0
/// under which they are stored.
///
/// Source: rfc5652:5.4
fn signed_attributes(
    content_type: ObjectIdentifier,
    digest: &DigestValue,
    signing_time: DateTime<Utc>,
) -> Result<Vec<u8>, EncodeError> {
    const WHAT: &str = "signed attributes";
    let values = [
        (oid::CONTENT_TYPE, encode(WHAT, &content_type)?),
        (
            oid::MESSAGE_DIGEST,
            encode(WHAT, &wrapped(Tag::OctetString, Raw(digest.as_bytes())))?,
        ),
        (oid::SIGNING_TIME, time(signing_time)?),
    ];
    let mut attributes = Vec::with_capacity(values.len());
    for (attr_type, value) in &values {
        let attribute = Attribute {
            attr_type: *attr_type,
            attr_values: wrapped(Tag::Set, Raw(value)),
        };
        attributes.push(encode(WHAT, &attribute)?);
    }
    sort_set_of(&mut attributes);
    encode(WHAT, &wrapped(Tag::Set, Concatenation(&attributes)))
}
