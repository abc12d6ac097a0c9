use std::collections::BTreeSet;

use serde_json::json;

use super::*;

#[test]
fn a_check_is_written_as_the_contract_says() {
    let check = Check::of(
        "data_groups",
        vec![
            Check::successful("data_group_1").clause("9303-11:5.1"),
            Check::failed("data_group_2", Reason::HashMismatch).detail("SHA-256"),
        ],
    );
    let expected = json!({
        "id": "data_groups", "result": "failed", "checks": [
            { "id": "data_group_1", "result": "successful", "clause": "9303-11:5.1", "checks": [] },
            { "id": "data_group_2", "result": "failed", "reason": "hash_mismatch", "detail": "SHA-256", "checks": [] },
        ]
    });
    assert_eq!(serde_json::to_value(&check).unwrap(), expected);
    assert_eq!(serde_json::from_value::<Check>(expected).unwrap(), check);
    assert_eq!(check.reasons(), [Reason::HashMismatch]);
}

#[test]
fn the_gravest_part_decides_and_advice_does_not() {
    let ok = || Check::successful("a");
    let bad = || Check::failed("b", Reason::SignatureWrong);
    let unsure = || Check::undetermined("c", Reason::NoTrustAnchor);
    let absent = || Check::not_supported("d", Reason::UsagePeriodAbsent);
    for (name, parts, result, verdict) in [
        ("none", vec![], CheckResult::Successful, Verdict::Valid),
        ("ok", vec![ok()], CheckResult::Successful, Verdict::Valid),
        (
            "unsure",
            vec![ok(), unsure()],
            CheckResult::Undetermined,
            Verdict::Undetermined,
        ),
        (
            "failed wins",
            vec![unsure(), bad(), ok()],
            CheckResult::Failed,
            Verdict::Invalid,
        ),
        (
            "aborted",
            vec![ok(), Check::aborted("e")],
            CheckResult::Aborted,
            Verdict::Undetermined,
        ),
        (
            "advice",
            vec![ok(), unsure().advisory(), bad().advisory()],
            CheckResult::Successful,
            Verdict::Valid,
        ),
        (
            "absent",
            vec![absent()],
            CheckResult::NotSupported,
            Verdict::Undetermined,
        ),
        (
            "absent and ok",
            vec![absent(), ok()],
            CheckResult::Successful,
            Verdict::Valid,
        ),
    ] {
        assert_eq!(Verdict::over(&parts), verdict, "{name}");
        assert_eq!(Check::of("x", parts).result, result, "{name}");
    }
}

#[test]
fn names_are_unique_snake_case_and_the_same_in_json() {
    let names = Reason::ALL.iter().map(|reason| {
        (
            reason.name(),
            serde_json::to_value(reason).unwrap(),
            reason.sentence(),
        )
    });
    let kinds = WarningKind::ALL.iter().map(|kind| {
        (
            kind.name(),
            serde_json::to_value(kind).unwrap(),
            kind.sentence(),
        )
    });
    for (name, written, sentence) in names.chain(kinds) {
        assert_eq!(written, json!(name));
        assert!(
            name.bytes()
                .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_')),
            "{name}"
        );
        assert!(
            !sentence.ends_with('.') && sentence.len() > 10,
            "{sentence}"
        );
    }
    let unique: BTreeSet<_> = Reason::ALL.iter().map(|reason| reason.name()).collect();
    assert_eq!(unique.len(), Reason::ALL.len());
}
