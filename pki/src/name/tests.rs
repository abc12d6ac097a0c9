use super::*;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn only_the_country_is_a_printable_string() {
    let name = DistinguishedName::new(CountryCode::parse("KR").unwrap(), "CSCA-KOREA-2025")
        .unwrap()
        .with_organization("Government")
        .unwrap()
        .with_organizational_unit("MOFA")
        .unwrap();
    assert_eq!(
        hex(&name.to_der().unwrap()),
        "304b310b3009060355040613024b5231133011060355040a0c0a476f7665726e6d656e74\
         310d300b060355040b0c044d4f464131183016\
         06035504030c0f435343412d4b4f5245412d32303235"
    );
    assert_eq!(
        name.to_string(),
        "C=KR, O=Government, OU=MOFA, CN=CSCA-KOREA-2025"
    );
}

#[test]
fn the_alternative_name_ends_with_the_code_of_the_state() {
    let name = AlternativeName::new(StateCode::parse("KOR").unwrap());
    assert_eq!(
        hex(&name.to_der().unwrap()),
        "3012a410300e310c300a06035504070c034b4f52"
    );
    let name = name.with_email("a@b.kr").unwrap();
    assert_eq!(
        hex(&name.to_der().unwrap()),
        "301a8106614062 2e6b72a410300e310c300a06035504070c034b4f52".replace(' ', "")
    );
}

#[test]
fn codes_and_texts_are_checked() {
    for text in ["", "K", "kr", "KOR", "K1", "한국"] {
        assert!(CountryCode::parse(text).is_err(), "{text}");
    }
    for text in ["D", "KOR"] {
        assert!(StateCode::parse(text).is_ok(), "{text}");
    }
    for text in ["", "D<<", "kor", "KORE"] {
        assert!(StateCode::parse(text).is_err(), "{text}");
    }
    let country = CountryCode::parse("KR").unwrap();
    for text in ["", "line\nbreak", &"x".repeat(65)] {
        assert!(DistinguishedName::new(country, text).is_err(), "{text}");
    }
    assert!(DistinguishedName::new(country, "대한민국 여권").is_ok());
    let alternative = AlternativeName::new(StateCode::parse("KOR").unwrap());
    for text in ["", "@b", "a@", "a b@c", "a@b@c"] {
        assert!(alternative.clone().with_email(text).is_err(), "{text}");
    }
    for text in ["", "http://", "ftp://a", "http://a b"] {
        assert!(alternative.clone().with_uri(text).is_err(), "{text}");
    }
}
