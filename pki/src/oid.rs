//! Object identifiers, each with the name its standard gives it.
//!
//! Only identifiers belong here; which of them go together is said in [`crate::algorithm`] and [`crate::profile`].

use der::asn1::ObjectIdentifier as Oid;

macro_rules! oids {
    ($($(#[$doc:meta])* $name:ident = $value:literal;)*) => {
        $($(#[$doc])* pub const $name: Oid = Oid::new_unwrap($value);)*
    };
}

oids! {
    /// id-ecPublicKey. Source: rfc3279:2.3.5
    EC_PUBLIC_KEY = "1.2.840.10045.2.1";
    /// prime-field. Source: rfc3279:2.3.5
    PRIME_FIELD = "1.2.840.10045.1.1";
    /// rsaEncryption. Source: rfc3279:2.3.1
    RSA_ENCRYPTION = "1.2.840.113549.1.1.1";
    /// id-RSASSA-PSS. Source: rfc4055:3.1
    RSASSA_PSS = "1.2.840.113549.1.1.10";
    /// sha256WithRSAEncryption. Source: rfc4055:5
    SHA256_WITH_RSA = "1.2.840.113549.1.1.11";
    /// sha384WithRSAEncryption. Source: rfc4055:5
    SHA384_WITH_RSA = "1.2.840.113549.1.1.12";
    /// sha512WithRSAEncryption. Source: rfc4055:5
    SHA512_WITH_RSA = "1.2.840.113549.1.1.13";
    /// ecdsa-with-SHA256. Source: rfc5754:3.3
    ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
    /// ecdsa-with-SHA384. Source: rfc5754:3.3
    ECDSA_WITH_SHA384 = "1.2.840.10045.4.3.3";
    /// ecdsa-with-SHA512. Source: rfc5754:3.3
    ECDSA_WITH_SHA512 = "1.2.840.10045.4.3.4";
    /// id-sha256. Source: rfc5754:2.2
    SHA256 = "2.16.840.1.101.3.4.2.1";
    /// id-sha384. Source: rfc5754:2.3
    SHA384 = "2.16.840.1.101.3.4.2.2";
    /// id-sha512. Source: rfc5754:2.4
    SHA512 = "2.16.840.1.101.3.4.2.3";

    /// id-data. Source: rfc5652:4
    DATA = "1.2.840.113549.1.7.1";
    /// id-signedData. Source: rfc5652:5.1
    SIGNED_DATA = "1.2.840.113549.1.7.2";
    /// id-contentType. Source: rfc5652:11.1
    CONTENT_TYPE = "1.2.840.113549.1.9.3";
    /// id-messageDigest. Source: rfc5652:11.2
    MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
    /// id-signingTime. Source: rfc5652:11.3
    SIGNING_TIME = "1.2.840.113549.1.9.5";

    /// id-icao-mrtd-security-ldsSecurityObject. Source: 9303-10:4.6.2
    LDS_SECURITY_OBJECT = "2.23.136.1.1.1";
    /// id-icao-cscaMasterList. Source: 9303-12:9
    CSCA_MASTER_LIST = "2.23.136.1.1.2";
    /// id-icao-cscaMasterListSigningKey. Source: 9303-12:7.1.1.3
    MASTER_LIST_SIGNING_KEY = "2.23.136.1.1.3";
    /// id-icao-mrtd-security-extensions-nameChange. Source: 9303-12:7.1.1.5
    NAME_CHANGE = "2.23.136.1.1.6.1";
    /// id-icao-mrtd-security-extensions-documentTypeList. Source: 9303-12:7.1.1.6
    DOCUMENT_TYPE_LIST = "2.23.136.1.1.6.2";
    /// id-icao-DeviationList. Source: 9303-12:10
    DEVIATION_LIST = "2.23.136.1.1.7";
    /// id-icao-DeviationListSigningKey. Source: 9303-12:7.1.1.3
    DEVIATION_LIST_SIGNING_KEY = "2.23.136.1.1.8";
    /// id-SecurityObject, the content of EF.CardSecurity. Source: 9303-10:3.11.4
    SECURITY_OBJECT = "0.4.0.127.0.7.3.2.1";

    /// id-at-commonName. Source: rfc5280:4.1.2.4
    COMMON_NAME = "2.5.4.3";
    /// id-at-serialNumber. Source: rfc5280:4.1.2.4
    NAME_SERIAL_NUMBER = "2.5.4.5";
    /// id-at-countryName. Source: rfc5280:4.1.2.4
    COUNTRY_NAME = "2.5.4.6";
    /// id-at-localityName. Source: rfc5280:4.1.2.4
    LOCALITY_NAME = "2.5.4.7";
    /// id-at-stateOrProvinceName. Source: rfc5280:4.1.2.4
    STATE_OR_PROVINCE_NAME = "2.5.4.8";
    /// id-at-organizationName. Source: rfc5280:4.1.2.4
    ORGANIZATION_NAME = "2.5.4.10";
    /// id-at-organizationalUnitName. Source: rfc5280:4.1.2.4
    ORGANIZATIONAL_UNIT_NAME = "2.5.4.11";

    /// id-ce-subjectDirectoryAttributes. Source: rfc5280:4.2.1.8
    SUBJECT_DIRECTORY_ATTRIBUTES = "2.5.29.9";
    /// id-ce-subjectKeyIdentifier. Source: rfc5280:4.2.1.2
    SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    /// id-ce-keyUsage. Source: rfc5280:4.2.1.3
    KEY_USAGE = "2.5.29.15";
    /// id-ce-privateKeyUsagePeriod. Source: rfc3280:4.2.1.4
    PRIVATE_KEY_USAGE_PERIOD = "2.5.29.16";
    /// id-ce-subjectAltName. Source: rfc5280:4.2.1.6
    SUBJECT_ALT_NAME = "2.5.29.17";
    /// id-ce-issuerAltName. Source: rfc5280:4.2.1.7
    ISSUER_ALT_NAME = "2.5.29.18";
    /// id-ce-basicConstraints. Source: rfc5280:4.2.1.9
    BASIC_CONSTRAINTS = "2.5.29.19";
    /// id-ce-cRLNumber. Source: rfc5280:5.2.3
    CRL_NUMBER = "2.5.29.20";
    /// id-ce-deltaCRLIndicator. Source: rfc5280:5.2.4
    DELTA_CRL_INDICATOR = "2.5.29.27";
    /// id-ce-issuingDistributionPoint. Source: rfc5280:5.2.5
    ISSUING_DISTRIBUTION_POINT = "2.5.29.28";
    /// id-ce-nameConstraints. Source: rfc5280:4.2.1.10
    NAME_CONSTRAINTS = "2.5.29.30";
    /// id-ce-cRLDistributionPoints. Source: rfc5280:4.2.1.13
    CRL_DISTRIBUTION_POINTS = "2.5.29.31";
    /// id-ce-policyMappings. Source: rfc5280:4.2.1.5
    POLICY_MAPPINGS = "2.5.29.33";
    /// id-ce-authorityKeyIdentifier. Source: rfc5280:4.2.1.1
    AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";
    /// id-ce-policyConstraints. Source: rfc5280:4.2.1.11
    POLICY_CONSTRAINTS = "2.5.29.36";
    /// id-ce-extKeyUsage. Source: rfc5280:4.2.1.12
    EXTENDED_KEY_USAGE = "2.5.29.37";
    /// id-ce-freshestCRL. Source: rfc5280:4.2.1.15
    FRESHEST_CRL = "2.5.29.46";
    /// id-ce-inhibitAnyPolicy. Source: rfc5280:4.2.1.14
    INHIBIT_ANY_POLICY = "2.5.29.54";
    /// netscape-cert-type, which 9303 forbids by name. Source: 9303-12:7.1.1
    NETSCAPE_CERT_TYPE = "2.16.840.1.113730.1.1";

    /// id-kp-serverAuth. Source: rfc5280:4.2.1.12
    SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
    /// id-kp-clientAuth. Source: rfc5280:4.2.1.12
    CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
    /// id-kp-emailProtection. Source: rfc5280:4.2.1.12
    EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";

    /// secp256r1. Source: rfc5480:2.1.1.1
    SECP256R1 = "1.2.840.10045.3.1.7";
    /// secp384r1. Source: rfc5480:2.1.1.1
    SECP384R1 = "1.3.132.0.34";
    /// secp521r1. Source: rfc5480:2.1.1.1
    SECP521R1 = "1.3.132.0.35";
    /// brainpoolP256r1. Source: rfc5639:4.1
    BRAINPOOL_P256R1 = "1.3.36.3.3.2.8.1.1.7";
    /// brainpoolP384r1. Source: rfc5639:4.1
    BRAINPOOL_P384R1 = "1.3.36.3.3.2.8.1.1.11";
    /// brainpoolP512r1. Source: rfc5639:4.1
    BRAINPOOL_P512R1 = "1.3.36.3.3.2.8.1.1.13";
}
