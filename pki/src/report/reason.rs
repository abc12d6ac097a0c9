use std::fmt;

use serde::{Deserialize, Serialize};

/// Declares the closed list of reasons: variant, stable name, sentence for people.
macro_rules! reasons {
    ($($variant:ident = $name:literal, $sentence:literal;)*) => {
        /// Why a check did not simply succeed.
        ///
        /// The list is closed, and the `snake_case` names are part of the contract with programs that read reports.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Reason {
            $(#[doc = $sentence] #[serde(rename = $name)] $variant,)*
        }

        impl Reason {
            /// Every reason there is.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stable name, as in the JSON report.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The reason as a sentence for people, with its consequence.
            #[must_use]
            pub const fn sentence(self) -> &'static str {
                match self { $(Self::$variant => $sentence,)* }
            }
        }
    };
}

reasons! {
    // the object itself
    NotReached = "not_reached", "not checked, because something before it failed";
    SodMissing = "sod_missing", "there is no EF.SOD: nothing vouches for the data";
    SodMalformed = "sod_malformed", "EF.SOD cannot be read as a signed object";
    ContentTypeWrong = "content_type_wrong", "the signed content is not an LDS security object";
    SecurityObjectMalformed = "security_object_malformed", "the LDS security object in EF.SOD cannot be read";
    LdsVersionUnsupported = "lds_version_unsupported", "the LDS security object has a version that is neither 0 nor 1";
    DigestAlgorithmUnsupported = "digest_algorithm_unsupported", "the digest algorithm is unknown or not fit for documents";
    // data groups
    DataGroupMissing = "data_group_missing", "a data group that EF.SOD covers was not presented: something may be withheld";
    DataGroupNotRead = "data_group_not_read", "a data group behind extended access control was not read";
    DataGroupNotListed = "data_group_not_listed", "a data group is not covered by EF.SOD: possible injection";
    DataGroupListedTwice = "data_group_listed_twice", "EF.SOD lists a data group more than once";
    DataGroupNumberWrong = "data_group_number_wrong", "EF.SOD lists a data group number outside 1 to 16";
    HashMismatch = "hash_mismatch", "the data group differs from what was signed";
    // signature over the object
    SignedAttributesMissing = "signed_attributes_missing", "the signature does not say what it covers";
    SignedAttributesAmbiguous = "signed_attributes_ambiguous", "a signed attribute is missing, doubled or has more than one value";
    ContentTypeAttributeWrong = "content_type_attribute_wrong", "the signed content type differs from the content's type";
    MessageDigestMismatch = "message_digest_mismatch", "the list of data-group hashes differs from what was signed";
    SignatureAlgorithmUnsupported = "signature_algorithm_unsupported", "the signature algorithm is unknown";
    SignatureWrong = "signature_wrong", "the signature was not made with the signer's key over these bytes";
    SignerCertificateMissing = "signer_certificate_missing", "the signer's certificate is neither in the object nor at hand";
    SignerCertificateMalformed = "signer_certificate_malformed", "the signer's certificate cannot be read";
    SignerIdentifierMismatch = "signer_identifier_mismatch", "the signature names another signer than the certificate";
    PublicKeyUnsupported = "public_key_unsupported", "the public key is of a kind or on a curve that is not known";
    // the document signer
    NoTrustAnchor = "no_trust_anchor", "no trusted CSCA certificate fits the document signer";
    CertificateSignatureWrong = "certificate_signature_wrong", "the document signer certificate was not signed by the CSCA it names";
    CertificateAlgorithmMismatch = "certificate_algorithm_mismatch", "the certificate names two different signature algorithms";
    IssuerNameMismatch = "issuer_name_mismatch", "the certificate's issuer is not the CSCA whose key signed it";
    CountryMismatch = "country_mismatch", "the certificate names different countries as issuer and subject";
    DocumentSignerExpired = "document_signer_expired", "the document signer certificate has expired";
    DocumentSignerNotYetValid = "document_signer_not_yet_valid", "the document signer certificate is not valid yet";
    DocumentSignerExpiredAtSigning = "document_signer_expired_at_signing", "the document signer certificate had expired when the document was signed";
    DocumentSignerNotYetValidAtSigning = "document_signer_not_yet_valid_at_signing", "the document signer certificate was not valid yet when the document was signed";
    SigningTimeUnknown = "signing_time_unknown", "nothing says when the document was signed";
    SigningTimeOutsideUsagePeriod = "signing_time_outside_usage_period", "the document was signed outside the signer's private-key usage period";
    IssueDateOutsideUsagePeriod = "issue_date_outside_usage_period", "the date of issue lies outside the signer's private-key usage period";
    IssueDateUnknown = "issue_date_unknown", "the date of issue is not known";
    UsagePeriodAbsent = "usage_period_absent", "the signer's certificate states no private-key usage period";
    KeyUsageWrong = "key_usage_wrong", "the certificate does not allow its key to sign documents";
    ExtendedKeyUsageWrong = "extended_key_usage_wrong", "the certificate was made for another purpose than signing documents";
    UnknownCriticalExtension = "unknown_critical_extension", "the certificate demands something that is not understood";
    DocumentSignerRevoked = "document_signer_revoked", "the issuing State revoked the document signer";
    NoRevocationList = "no_revocation_list", "no revocation list of the issuing State is at hand";
    RevocationListStale = "revocation_list_stale", "the revocation list at hand should have been replaced by now";
    RevocationListNotTrusted = "revocation_list_not_trusted", "the revocation list at hand was not signed by a trusted CSCA of the State";
    // the document as a whole
    DataGroup1Missing = "data_group_1_missing", "there is no MRZ data group to compare with";
    ComMissing = "com_missing", "there is no EF.COM";
    ComMalformed = "com_malformed", "EF.COM cannot be read";
    ComMismatch = "com_mismatch", "EF.COM lists other data groups than EF.SOD";
    DataGroup1Malformed = "data_group_1_malformed", "the MRZ data group cannot be read";
    DataGroup12Malformed = "data_group_12_malformed", "the document details data group cannot be read";
    DataGroup14Malformed = "data_group_14_malformed", "the security options data group cannot be read";
    CardAccessMalformed = "card_access_malformed", "EF.CardAccess cannot be read";
    CardAccessMismatch = "card_access_mismatch", "EF.CardAccess announces something that the signed data group 14 does not";
    CardAccessUnsigned = "card_access_unsigned", "there is no data group 14 to confirm EF.CardAccess";
    MrzCheckDigitWrong = "mrz_check_digit_wrong", "a check digit of the MRZ is wrong";
    MrzMismatch = "mrz_mismatch", "the printed MRZ differs from the one in the chip";
    StateMismatch = "state_mismatch", "the State in the MRZ is not the State of the document signer";
    StateUnknown = "state_unknown", "the State in the MRZ has no known country code";
    DocumentTypeNotAllowed = "document_type_not_allowed", "the document signer may not sign documents of this type";
    DocumentTypeListAbsent = "document_type_list_absent", "the document signer's certificate does not list document types";
    DocumentExpired = "document_expired", "the document has expired";
    ExpiryUnknown = "expiry_unknown", "the date of expiry cannot be read";
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence())
    }
}
