use std::fmt;

use serde::{Deserialize, Serialize};

/// Something that is not as it should be, but does not decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// What kind of thing it is, by its stable name.
    pub id: WarningKind,
    /// The kind as a sentence.
    pub message: String,
    /// Where, and with which values; never personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl Warning {
    /// A warning that needs no place.
    #[must_use]
    pub fn new(id: WarningKind) -> Self {
        Self {
            id,
            message: id.sentence().to_owned(),
            detail: None,
        }
    }

    /// A warning with its place or values.
    #[must_use]
    pub fn with(id: WarningKind, detail: impl Into<String>) -> Self {
        Self {
            detail: Some(detail.into()),
            ..Self::new(id)
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.detail {
            Some(detail) => write!(f, "{}: {detail}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

/// Declares the closed list of warnings: variant, stable name, sentence for people.
macro_rules! warnings {
    ($($variant:ident = $name:literal, $sentence:literal;)*) => {
        /// What is not as it should be, though it does not decide.
        ///
        /// The list is closed, and the names are part of the contract with programs that read reports.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum WarningKind {
            $(#[doc = $sentence] #[serde(rename = $name)] $variant,)*
        }

        impl WarningKind {
            /// Every kind there is.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stable name, as in the JSON report.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The kind as a sentence for people.
            #[must_use]
            pub const fn sentence(self) -> &'static str {
                match self { $(Self::$variant => $sentence,)* }
            }
        }
    };
}

warnings! {
    // encoding
    BytesAfterObject = "bytes_after_object", "bytes follow the end of the object and are covered by no signature";
    IndefiniteLength = "indefinite_length", "the object uses BER indefinite lengths instead of DER";
    LengthNotMinimal = "length_not_minimal", "the object has lengths that are longer than DER allows";
    ConstructedString = "constructed_string", "the object has strings in pieces, which DER does not allow";
    AttributesNotSorted = "attributes_not_sorted", "the signed attributes are not in DER order";
    DigestParametersUnexpected = "digest_parameters_unexpected", "a digest algorithm carries parameters that it does not have";
    SignatureParametersUnexpected = "signature_parameters_unexpected", "a signature algorithm carries parameters that it does not have";
    // CMS fields that no signature covers
    SignedDataVersion = "signed_data_version", "the signed object has another version than the profile says";
    SignerInfoVersion = "signer_info_version", "the signer information's version does not fit its signer identifier";
    DigestAlgorithmsInconsistent = "digest_algorithms_inconsistent", "the announced digest algorithms are not the one that the signer uses";
    DigestAlgorithmDiffers = "digest_algorithm_differs", "the signature algorithm names another digest than the signer information";
    SignatureAlgorithmGeneric = "signature_algorithm_generic", "the signature algorithm does not name its digest";
    SignerNameDiffers = "signer_name_differs", "the signer identifier spells the issuer's name differently";
    UnsignedAttributes = "unsigned_attributes", "the object has attributes that no signature covers";
    EmbeddedRevocationLists = "embedded_revocation_lists", "the object carries revocation information, which the profile forbids";
    UnusedCertificates = "unused_certificates", "the object carries certificates that did not take part";
    SeveralSigners = "several_signers", "the object has several signers; only the first was checked";
    // algorithms and content
    WeakDigest = "weak_digest", "SHA-1 is used, which no longer protects against forgery";
    ListVersionInconsistent = "lds_version_inconsistent", "the LDS version and the version information do not fit each other";
    EssentialDataGroupNotListed = "essential_data_group_not_listed", "EF.SOD does not cover a mandatory data group";
    CofactorMissing = "cofactor_missing", "explicit curve parameters lack the cofactor";
    CertificateOutOfProfile = "certificate_out_of_profile", "a certificate departs from the profile";
    NameSpelledDifferently = "name_spelled_differently", "issuer and subject names agree only without regard to case and string type";
    AuthorityKeyIdentifierUnhelpful = "authority_key_identifier_unhelpful", "the authority key identifier is missing or names no known key; the CSCA was found by trying";
    IssueDateAtEdge = "issue_date_at_edge", "the date of issue lies in the key usage period in some time zones only";
    SigningTimeInFuture = "signing_time_in_future", "the signing time lies after the time of inspection";
    TagUnexpected = "tag_unexpected", "a file begins with another tag than its name says";
    // trust
    NoRevocationList = "no_revocation_list", "no usable revocation list is at hand; the document signer may have been revoked";
    RevocationListStale = "revocation_list_stale", "the revocation list is out of date";
    RevocationListRejected = "revocation_list_rejected", "a revocation list was left aside";
    MasterListNotTrusted = "master_list_not_trusted", "a master list was left aside";
    CertificateNotAnAnchor = "certificate_not_an_anchor", "a certificate among the trust files is not a CSCA certificate";
    CertificateSkipped = "certificate_skipped", "a certificate of a master list could not be used";
    // document
    ComMissing = "com_missing", "there is no EF.COM; a reader on the chip would expect one";
    ComInconsistent = "com_inconsistent", "EF.COM, which no signature covers, does not fit the signed object";
    FileOdd = "file_odd", "a file departs from the standard, but can be read";
    FileIgnored = "file_ignored", "a file was not understood and left aside";
    DataGroupNotRead = "data_group_not_read", "a data group behind extended access control was not read";
    MrzOdd = "mrz_odd", "a field of the MRZ departs from the standard";
    DocumentExpired = "document_expired", "the document has expired; its data may still be authentic";
    IssueDateUnknown = "issue_date_unknown", "the date of issue is not known, so the key usage period was not checked against it";
}
