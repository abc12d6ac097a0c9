use super::hex;
use crate::document::lds::build::{BuildError, ChipSecurity, PlainSignatureDigest, SecurityOption};
use crate::document::lds::read::{self, SecurityInfoKind};
use crate::document::lds::{AccessCipher, DomainParameters, KeyAgreement, PaceMapping};

const PACE: SecurityOption<'_> = SecurityOption::Pace {
    mapping: PaceMapping::EcdhGeneric,
    cipher: AccessCipher::Aes128,
    parameters: DomainParameters::BRAINPOOL_P256R1,
};

#[test]
fn card_access_has_the_bytes_of_the_worked_examples() {
    for (mapping, id, expected) in [
        (
            PaceMapping::EcdhGeneric,
            13,
            "3012060A04007F0007020204020202010202010D",
        ),
        (
            PaceMapping::DhGeneric,
            0,
            "3012060A04007F00070202040102020102020100",
        ),
        (
            PaceMapping::EcdhChipAuthentication,
            13,
            "3012060A04007F0007020204060202010202010D",
        ),
    ] {
        let option = SecurityOption::Pace {
            mapping,
            cipher: AccessCipher::Aes128,
            parameters: DomainParameters::new(id).unwrap(),
        };
        let security = ChipSecurity::new(&[option]).unwrap();
        let expected = [hex("3114"), hex(expected)].concat();
        assert_eq!(security.card_access(), Some(expected.clone()));
        assert_eq!(security.dg14(), Ok([hex("6E16"), expected].concat()));
    }
    // 9303-11, worked example I.1.
    let key = hex(
        "3052300C060704007F0007010202010D034200041872709494399E7470A6431BE25E83EEE24FEA568C2ED28DB48E05DB3A610DC884D256A40E35EFCB59BF6753D3A489D28C7A4D973C2DA138A6E7A4A08F68E16F",
    );
    let option = SecurityOption::ChipAuthenticationPublicKey {
        agreement: KeyAgreement::Ecdh,
        public_key_info: &key,
        key_id: Some(13),
    };
    let expected = [
        hex("3062060904007F000702020102"),
        key.clone(),
        hex("02010D"),
    ]
    .concat();
    let dg14 = ChipSecurity::new(&[option]).unwrap().dg14().unwrap();
    assert!(dg14.ends_with(&expected));
}

#[test]
fn dg14_repeats_card_access_and_is_sorted() {
    let key = hex("3003020101");
    let options = [
        SecurityOption::TerminalAuthentication,
        SecurityOption::ChipAuthenticationPublicKey {
            agreement: KeyAgreement::Ecdh,
            public_key_info: &key,
            key_id: Some(0x80),
        },
        PACE,
        SecurityOption::ChipAuthentication {
            agreement: KeyAgreement::Ecdh,
            cipher: AccessCipher::Aes256,
            key_id: Some(u64::from(u32::MAX)),
        },
        SecurityOption::ActiveAuthentication(PlainSignatureDigest::Sha256),
    ];
    let security = ChipSecurity::new(&options).unwrap();
    let (dg14, card_access) = (security.dg14().unwrap(), security.card_access().unwrap());
    let dg14 = read::dg14(&dg14).unwrap();
    let card_access = read::card_access(&card_access).unwrap();
    assert_eq!((&dg14.findings, &card_access.findings), (&vec![], &vec![]));
    assert_eq!(card_access.content.missing_in(&dg14.content), []);
    assert_eq!(card_access.content.infos.len(), 1);
    let kinds: Vec<SecurityInfoKind<'_>> = dg14.content.infos.iter().map(|it| it.kind).collect();
    assert_eq!(kinds.len(), 5);
    let find = |wanted: SecurityInfoKind<'_>| kinds.contains(&wanted);
    assert!(find(SecurityInfoKind::TerminalAuthentication {
        version: 1,
        ef_cvca: None
    }));
    assert!(find(SecurityInfoKind::ChipAuthenticationPublicKey {
        agreement: KeyAgreement::Ecdh,
        public_key_info: &key,
        key_id: Some(0x80),
    }));
    assert!(find(SecurityInfoKind::ChipAuthentication {
        agreement: KeyAgreement::Ecdh,
        cipher: AccessCipher::Aes256,
        version: 1,
        key_id: Some(0xFFFF_FFFF),
    }));
    assert!(kinds.iter().any(|kind| matches!(
        kind,
        SecurityInfoKind::ActiveAuthentication { version: 1, signature_algorithm }
            if signature_algorithm.to_string() == "0.4.0.127.0.7.1.1.4.1.3"
    )));
}

#[test]
fn impossible_security_options_are_refused() {
    let pace = |mapping, cipher, id| SecurityOption::Pace {
        mapping,
        cipher,
        parameters: DomainParameters::new(id).unwrap(),
    };
    use AccessCipher::{Aes128, TripleDes};
    use PaceMapping::{DhGeneric, EcdhChipAuthentication, EcdhGeneric, EcdhIntegrated};
    for option in [
        pace(DhGeneric, Aes128, 13),
        pace(EcdhGeneric, Aes128, 0),
        pace(EcdhIntegrated, Aes128, 10),
        pace(EcdhChipAuthentication, TripleDes, 13),
    ] {
        assert!(
            matches!(ChipSecurity::new(&[option]), Err(BuildError::Pace { .. })),
            "{option:?}"
        );
    }
    assert!(ChipSecurity::new(&[pace(EcdhGeneric, TripleDes, 10)]).is_ok());
    assert_eq!(ChipSecurity::new(&[]), Err(BuildError::NoSecurityOption));
    assert_eq!(
        ChipSecurity::new(&[PACE, PACE]),
        Err(BuildError::RepeatedOption)
    );
    let no_key = SecurityOption::ChipAuthenticationPublicKey {
        agreement: KeyAgreement::Ecdh,
        public_key_info: &[0x30, 0x01],
        key_id: None,
    };
    assert_eq!(ChipSecurity::new(&[no_key]), Err(BuildError::NotAKey));
    let without_pace = ChipSecurity::new(&[SecurityOption::TerminalAuthentication]).unwrap();
    assert_eq!(without_pace.card_access(), None);
}
