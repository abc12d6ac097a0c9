//! Documents made by hand, good ones and ones whose parts do not fit each other.

#![allow(clippy::too_many_lines, reason = "tables of cases")]

#[path = "../../pki/tests/support/forge.rs"]
pub(crate) mod forge;
pub(crate) mod specimen;

use std::collections::BTreeMap;

use serde_json::json;
use yeogwon_pki::report::{CheckResult, Reason, Verdict, WarningKind};
use yeogwon_pki::trust::TrustStore;

use super::{Inspection, Presented, inspect};
use forge::{SignerShape, tlv};
use specimen::{AT, Specimen, mrz};

fn judge(files: &BTreeMap<String, Vec<u8>>, trust: &TrustStore) -> Inspection {
    judge_at(files, trust, AT)
}

fn judge_at(files: &BTreeMap<String, Vec<u8>>, trust: &TrustStore, at: &str) -> Inspection {
    let at = at.parse().unwrap();
    inspect(
        &Presented {
            files,
            mrz: None,
            at,
        },
        trust,
    )
}

#[test]
fn a_good_document_is_valid_and_written_as_the_contract_says() {
    let specimen = Specimen::new();
    let inspection = judge(&specimen.files, &specimen.trust());
    assert_eq!(inspection.verdict, Verdict::Valid, "{}", inspection.text());
    assert_eq!(inspection.warnings, []);
    let written = serde_json::to_value(&inspection).unwrap();
    assert_eq!(written["verdict"], "valid");
    assert_eq!(written["at"], AT);
    let document = json!({ "kind": "ordinary", "issuing_state": "KOR", "number_last4": "5678", "expires": "2036-11-20" });
    assert_eq!(written["document"], document);
    assert_eq!(written["warnings"], json!([]));
    let ids: Vec<&str> = inspection
        .checks
        .iter()
        .map(|check| check.id.as_ref())
        .collect();
    assert_eq!(
        ids,
        ["passive_authentication", "consistency", "document_expiry"]
    );
    assert_eq!(written["checks"][0]["result"], "successful");
    assert!(inspection.reasons().is_empty());
}

#[test]
fn the_text_begins_with_the_verdict_and_shows_each_reason() {
    let specimen = Specimen::new();
    let text = judge(&specimen.files, &specimen.trust()).text();
    assert!(
        text.starts_with(
            "VALID  ordinary passport of KOR, number ending in 5678, expires 2036-11-20\n"
        ),
        "{text}"
    );
    let mut files = specimen.files.clone();
    files.get_mut("EF.DG2").unwrap()[10] ^= 1;
    let text = judge(&files, &TrustStore::new()).text();
    assert!(text.starts_with("INVALID  "), "{text}");
    for line in [
        "\n✗ passive authentication\n",
        "\n    ✓ data group 1  [9303-11:5.1]\n",
        "\n    ✗ data group 2: the data group differs from what was signed (SHA-256)  [9303-11:5.1]\n",
        "\n    ? CSCA: no trusted CSCA certificate fits the document signer",
        "\n    – revocation: not checked",
    ] {
        assert!(text.contains(line), "{line:?} in\n{text}");
    }
    assert!(!text.contains("M12345678"), "the number is shown in full");
}

/// A document with other parts, and what is to be found.
fn changed(
    name: &str,
    change: impl FnOnce(&mut Specimen),
    id: &str,
    reason: Reason,
    verdict: Verdict,
) {
    let mut specimen = Specimen::new();
    change(&mut specimen);
    let inspection = judge(&specimen.files, &specimen.trust());
    assert_eq!(inspection.verdict, verdict, "{name}: {}", inspection.text());
    let check = inspection
        .find(id)
        .unwrap_or_else(|| panic!("{name}: no check {id}"));
    assert_eq!(check.reason, Some(reason), "{name}");
    assert_eq!(check.result, CheckResult::Failed, "{name}");
}

#[test]
fn parts_that_do_not_fit_each_other_are_found_each_with_its_reason() {
    use Reason as R;
    use Verdict::{Invalid, Malformed};
    let shape = SignerShape::default;
    changed(
        "another State's signer",
        |it| {
            it.sign(&SignerShape {
                state: Some("JPN"),
                ..shape()
            })
        },
        "state",
        R::StateMismatch,
        Invalid,
    );
    changed(
        "another State's document",
        |it| it.set_group(1, specimen::dg1(&mrz("PP", "UTO", "361120"))),
        "state",
        R::StateMismatch,
        Invalid,
    );
    changed(
        "a type not listed",
        |it| {
            it.sign(&SignerShape {
                document_types: Some(vec!["PD", "PO"]),
                ..shape()
            })
        },
        "document_type",
        R::DocumentTypeNotAllowed,
        Invalid,
    );
    changed(
        "issued before the key",
        |it| it.set_group(12, specimen::dg12("20260930")),
        "usage_period",
        R::IssueDateOutsideUsagePeriod,
        Invalid,
    );
    changed(
        "a check digit",
        |it| {
            let wrong = mrz("PP", "KOR", "361120").replace("M12345678", "M12345679");
            it.set_group(1, specimen::dg1(&wrong));
        },
        "mrz_check_digits",
        R::MrzCheckDigitWrong,
        Invalid,
    );
    changed(
        "no zone in DG1",
        |it| it.set_group(1, tlv(0x61, &[])),
        "mrz_check_digits",
        R::DataGroup1Malformed,
        Malformed,
    );
    changed(
        "no lines in DG1",
        |it| it.set_group(1, specimen::dg1("PPKOR")),
        "mrz_check_digits",
        R::DataGroup1Malformed,
        Malformed,
    );
    changed(
        "broken DG12",
        |it| it.set_group(12, vec![0x6C, 2, 0x5F, 0x26]),
        "document_details",
        R::DataGroup12Malformed,
        Malformed,
    );
    changed(
        "EF.COM lists less",
        |it| {
            drop(
                it.files
                    .insert("EF.COM".to_owned(), specimen::com(&[0x61, 0x75])),
            )
        },
        "com",
        R::ComMismatch,
        Invalid,
    );
    changed(
        "EF.COM lists more",
        |it| {
            drop(it.files.insert(
                "EF.COM".to_owned(),
                specimen::com(&[0x61, 0x75, 0x6C, 0x6E, 0x6F]),
            ))
        },
        "com",
        R::ComMismatch,
        Invalid,
    );
    changed(
        "broken EF.COM",
        |it| drop(it.files.insert("EF.COM".to_owned(), vec![0x60, 9])),
        "com",
        R::ComMalformed,
        Malformed,
    );
    changed(
        "EF.CardAccess says more",
        |it| {
            let file = tlv(0x31, &specimen::pace_info(0x0C));
            it.files.insert("EF.CardAccess".to_owned(), file);
        },
        "card_access",
        R::CardAccessMismatch,
        Invalid,
    );
    changed(
        "broken EF.CardAccess",
        |it| drop(it.files.insert("EF.CardAccess".to_owned(), vec![0x30, 0])),
        "card_access",
        R::CardAccessMalformed,
        Malformed,
    );
    changed(
        "EF.CardAccess alone",
        |it| it.remove_group(14),
        "card_access",
        R::CardAccessUnsigned,
        Invalid,
    );
    changed(
        "DG14 held back",
        |it| drop(it.files.remove("EF.DG14")),
        "data_group_14",
        R::DataGroupMissing,
        Invalid,
    );
    changed(
        "no EF.SOD",
        |it| drop(it.files.remove("EF.SOD")),
        "structure",
        R::SodMissing,
        Malformed,
    );
    changed(
        "broken EF.SOD",
        |it| drop(it.files.insert("EF.SOD".to_owned(), vec![0x77, 1, 0])),
        "structure",
        R::SodMalformed,
        Malformed,
    );
}

#[test]
fn what_is_only_odd_is_reported() {
    let odd = |change: &dyn Fn(&mut Specimen), kind: WarningKind| {
        let mut specimen = Specimen::new();
        change(&mut specimen);
        let inspection = judge(&specimen.files, &specimen.trust());
        assert_eq!(inspection.verdict, Verdict::Valid, "{}", inspection.text());
        assert!(
            inspection.warnings.iter().any(|warning| warning.id == kind),
            "{kind:?}: {:?}",
            inspection.warnings
        );
    };
    odd(
        &|it| drop(it.files.remove("EF.COM")),
        WarningKind::ComMissing,
    );
    odd(
        &|it| drop(it.files.insert("EF.CVCA".to_owned(), vec![1])),
        WarningKind::FileIgnored,
    );
    odd(
        &|it| it.files.get_mut("EF.COM").unwrap().push(0),
        WarningKind::FileOdd,
    );
    odd(
        &|it| drop(it.files.remove("EF.CardAccess")),
        WarningKind::FileOdd,
    );
    odd(
        &|it| drop(it.files.insert("EF.CardAccess".to_owned(), vec![0x31, 0])),
        WarningKind::FileOdd,
    );
    odd(
        &|it| it.files.get_mut("EF.DG2").unwrap().push(0),
        WarningKind::BytesAfterObject,
    );
}

#[test]
fn the_printed_zone_is_compared_with_the_chip() {
    let specimen = Specimen::new();
    let at = AT.parse().unwrap();
    let zone = mrz("PP", "KOR", "361120");
    let (first, second) = zone.split_at(44);
    for (printed, expected) in [
        (format!("{first}\r\n{second}\n"), CheckResult::Successful),
        (zone.clone(), CheckResult::Successful),
        (zone.replace("HONG", "KONG"), CheckResult::Failed),
        (first.to_owned(), CheckResult::Failed),
    ] {
        let presented = Presented {
            files: &specimen.files,
            mrz: Some(&printed),
            at,
        };
        let inspection = inspect(&presented, &specimen.trust());
        assert_eq!(inspection.find("mrz_printed").unwrap().result, expected);
    }
}

#[test]
fn an_expired_document_is_authentic_and_says_so() {
    let specimen = Specimen::new();
    for (at, expired) in [
        ("2036-11-20T23:00:00Z", false),
        ("2036-11-21T11:59:59Z", false),
        ("2036-11-21T12:00:00Z", true),
    ] {
        let inspection = judge_at(&specimen.files, &specimen.trust(), at);
        assert_eq!(inspection.verdict, Verdict::Valid, "{}", inspection.text());
        let warned = inspection
            .warnings
            .iter()
            .any(|warning| warning.id == WarningKind::DocumentExpired);
        let failed = inspection.find("document_expiry").unwrap().result == CheckResult::Failed;
        assert_eq!((warned, failed), (expired, expired), "{at}");
    }
}

#[test]
fn the_date_of_issue_of_a_korean_document_is_counted_in_seoul() {
    // The key may be used until 2027-01-01T00:00:00Z, which is nine in the morning of that day in Seoul.
    for (date, verdict) in [("20270101", Verdict::Valid), ("20270102", Verdict::Invalid)] {
        let mut specimen = Specimen::new();
        specimen.set_group(12, specimen::dg12(date));
        let inspection = judge(&specimen.files, &specimen.trust());
        assert_eq!(inspection.verdict, verdict, "{date}: {}", inspection.text());
    }
}

#[test]
fn states_agree_by_two_letters_and_by_the_code_of_the_zone() {
    for (code, country, state, expected) in [
        ("KOR", "KR", "KOR", CheckResult::Successful),
        ("D", "DE", "D", CheckResult::Successful),
        ("D", "de", "D<<", CheckResult::Successful),
        ("D", "DE", "DEU", CheckResult::Successful),
        ("GBD", "GB", "GBR", CheckResult::Successful),
        ("UNO", "UN", "UNO", CheckResult::Successful),
        ("RKS", "KS", "RKS", CheckResult::Successful),
        ("XOM", "XX", "XOM", CheckResult::Successful),
        ("KOR", "KP", "KOR", CheckResult::Failed),
        ("KOR", "KR", "PRK", CheckResult::Failed),
        ("ZZZ", "ZZ", "ZZZ", CheckResult::Undetermined),
    ] {
        let specimen = Specimen::of(country, state, &mrz("PP", code, "361120"));
        let inspection = judge(&specimen.files, &specimen.trust());
        assert_eq!(
            inspection.find("state").unwrap().result,
            expected,
            "{code} {country} {state}"
        );
    }
}

#[test]
fn no_byte_of_any_file_changes_in_silence() {
    let specimen = Specimen::new();
    let trust = specimen.trust();
    for (name, content) in &specimen.files {
        let is_signed = name.starts_with("EF.DG");
        for position in 0..content.len() {
            for mask in [0x01, 0x20, 0xFF] {
                let mut files = specimen.files.clone();
                files.get_mut(name).unwrap()[position] ^= mask;
                let inspection = judge(&files, &trust);
                let is_valid = inspection.verdict == Verdict::Valid;
                assert!(
                    !is_valid || !is_signed,
                    "{name}, byte {position}, {mask:02X}"
                );
                assert!(
                    !is_valid || !inspection.warnings.is_empty(),
                    "{name}, byte {position}, {mask:02X}"
                );
            }
        }
    }
}

#[test]
fn files_of_nothing_and_of_anything_are_malformed() {
    let trust = TrustStore::new();
    assert_eq!(judge(&BTreeMap::new(), &trust).verdict, Verdict::Malformed);
    let names = [
        "EF.SOD",
        "EF.COM",
        "EF.DG1",
        "EF.DG12",
        "EF.DG14",
        "EF.CardAccess",
    ];
    for byte in 0..=255 {
        let files = names
            .iter()
            .map(|name| ((*name).to_owned(), vec![byte; 9]))
            .collect();
        assert_eq!(judge(&files, &trust).verdict, Verdict::Malformed, "{byte}");
    }
}
