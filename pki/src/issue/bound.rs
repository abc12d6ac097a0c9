//! The bounds a request is checked against before anything is built, each with its clause.

use chrono::{DateTime, Utc};

use crate::algorithm::{KeyKind, SignatureSuite};

/// A request is outside a bound.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Bound {
    /// A period ends before it begins.
    #[error("the {period} ends before it begins")]
    EmptyPeriod {
        /// Which period.
        period: &'static str,
    },
    /// The private key would be used outside the validity of its certificate.
    #[error(
        "the private-key usage period is not within the validity of the certificate (9303-12:4.1)"
    )]
    UsageOutsideValidity,
    /// The kind of certificate needs a private-key usage period.
    #[error("this kind of certificate needs a private-key usage period (9303-12:7.1.1 table 6)")]
    NoUsagePeriod,
    /// The certificate ends before the documents signed with it may.
    #[error(
        "the certificate must be valid until {needed} at least, when the last document signed with its key expires (9303-12:4.1)"
    )]
    TooShort {
        /// The earliest end that is allowed.
        needed: DateTime<Utc>,
    },
    /// The longest document is not between one month and twenty years.
    #[error(
        "a longest document validity of {months} months is not between 1 and 240 (9303-12:4.1)"
    )]
    DocumentValidity {
        /// The months given.
        months: u32,
    },
    /// The certificate would outlive that of its issuer.
    #[error(
        "the certificate would outlive that of its issuer, which ends at {issuer_until} (9303-12:4.1)"
    )]
    OutlivesIssuer {
        /// The end of the issuer's certificate.
        issuer_until: DateTime<Utc>,
    },
    /// The certificate would begin before that of its issuer.
    #[error(
        "the certificate would begin before that of its issuer, at {issuer_from} (9303-12:4.1)"
    )]
    PrecedesIssuer {
        /// The beginning of the issuer's certificate.
        issuer_from: DateTime<Utc>,
    },
    /// The key may not be used at the moment of signing.
    #[error("the key may be used from {from} until {until}, not at {at} (9303-12:4.1)")]
    OutsideUsage {
        /// The moment of signing.
        at: DateTime<Utc>,
        /// The first moment of the use.
        from: DateTime<Utc>,
        /// The last moment of the use.
        until: DateTime<Utc>,
    },
    /// A root certificate cannot have another issuer, and everything else must have one.
    #[error("only a CSCA root certificate is signed with its own key (9303-12:7.1.1)")]
    WrongIssuer,
    /// The issuer's certificate is not that of a CSCA with a key identifier and an alternative name.
    #[error(
        "the certificate of the issuer is not a CSCA certificate with key identifier and alternative name (9303-12:7.1.1 table 6)"
    )]
    NotACsca,
    /// The certificate of a signer is of another kind.
    #[error("the certificate is not one of a {role} (9303-12:7.1.1 table 6)")]
    WrongSignerCertificate {
        /// The role that was expected.
        role: &'static str,
    },
    /// The master list signer was not certified by the CSCA that is to be put beside it.
    #[error(
        "the certificate of the signer was not issued by the CSCA certificate given (9303-12:9)"
    )]
    ForeignCsca,
    /// Subject and issuer are of different countries.
    #[error("subject and issuer must be of the same country (9303-12:7.1.1.1)")]
    CountryDiffers,
    /// The suite does not fit the key.
    #[error("{suite} does not fit a key of kind {kind} (9303-12:4.1.6)")]
    SuiteDoesNotFit {
        /// The suite given.
        suite: SignatureSuite,
        /// The kind of the signing key.
        kind: KeyKind,
    },
    /// A link certificate must certify another key than the one that signs it.
    #[error(
        "a link certificate must certify another key than the one that signs it (9303-12:4.1.4.3)"
    )]
    LinkToItself,
    /// There is no place to fetch the revocation list from.
    #[error("this kind of certificate needs a CRL distribution point (9303-12:7.1.1 table 6)")]
    NoDistributionPoint,
    /// A distribution point is not an http, https or ldap URI.
    #[error("`{uri}` is not an http, https or ldap URI (9303-12:7.1.1.4)")]
    DistributionPoint {
        /// The text given.
        uri: String,
    },
    /// The next revocation list is later than ninety days ahead.
    #[error(
        "the next revocation list must be due after this one and within 90 days, not after {days} days (9303-12:4.1.5)"
    )]
    NextUpdate {
        /// The days between the lists, rounded down.
        days: i64,
    },
    /// A certificate is revoked twice in one list.
    #[error(
        "the certificate with serial number {serial} is in the revocation list twice (rfc5280:5.1.2.6)"
    )]
    RevokedTwice {
        /// The serial number in hexadecimal digits.
        serial: String,
    },
    /// A revocation is dated after the list.
    #[error("the revocation of serial number {serial} is dated after the list (rfc5280:5.1.2.6)")]
    RevokedLater {
        /// The serial number in hexadecimal digits.
        serial: String,
    },
    /// A data group that every document has is missing.
    #[error("data group {number} is missing: every document has data groups 1 and 2 (9303-10:4.7)")]
    DataGroupMissing {
        /// The number of the data group.
        number: u8,
    },
    /// There is no data group of this number.
    #[error("there is no data group {number}: they are numbered 1 to 16 (9303-10:4.6.2.3)")]
    DataGroupNumber {
        /// The number given.
        number: u8,
    },
    /// The bytes of a data group are not one TLV with the tag of its number.
    #[error("data group {number} is not a single object with tag {tag:02X} (9303-10:4.7)")]
    DataGroupTag {
        /// The number of the data group.
        number: u8,
        /// The tag it must have.
        tag: u8,
    },
    /// The bytes for EF.CardSecurity are no set of SecurityInfo.
    #[error("the content of EF.CardSecurity is not a SET of SecurityInfo in DER (9303-10:3.11.4)")]
    NoSecurityInfos,
    /// A master list without certificates.
    #[error("a master list needs at least one CSCA certificate (9303-12:9)")]
    EmptyMasterList,
    /// A certificate is in the master list twice.
    #[error("a certificate is in the master list twice (9303-12:9)")]
    ListedTwice,
}
