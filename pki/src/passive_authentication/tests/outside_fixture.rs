//! The test passport of 2008: LDS 1.7, SHA-1, ECDSA over an explicit 224-bit curve, NULL parameters.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::passive_authentication::{Presented, authenticate};
use crate::report::{CheckResult, Reason, Verdict, WarningKind};
use crate::trust::TrustStore;

fn file(name: &str) -> Vec<u8> {
    let folder = std::env::var_os("YEOGWON_FIXTURES")
        .expect("YEOGWON_FIXTURES has to name the folder of outside test vectors, which holds chip-image-bsi2008");
    let path = PathBuf::from(folder).join("chip-image-bsi2008").join(name);
    std::fs::read(&path).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()))
}

fn groups(numbers: &[u8]) -> BTreeMap<u8, Vec<u8>> {
    numbers
        .iter()
        .map(|n| (*n, file(&format!("Datagroup{n}.bin"))))
        .collect()
}

fn judge(
    sod: &[u8],
    groups: &BTreeMap<u8, Vec<u8>>,
) -> crate::passive_authentication::PassiveAuthentication {
    let data_groups = groups
        .iter()
        .map(|(n, bytes)| (*n, bytes.as_slice()))
        .collect();
    let presented = Presented {
        sod,
        data_groups: &data_groups,
        at: "2008-06-01T00:00:00Z".parse().unwrap(),
        issue_date: None,
        signing_time: None,
    };
    authenticate(&presented, &TrustStore::new())
}

#[test]
fn hashes_and_signature_hold_and_trust_stays_open() {
    let outcome = judge(&file("EF_SOD.bin"), &groups(&[1, 2, 3, 14]));
    assert_eq!(
        outcome.verdict,
        Verdict::Undetermined,
        "{:#?}",
        outcome.check
    );
    let result = |id: &str| outcome.check.find(id).unwrap().result;
    assert_eq!(result("data_groups"), CheckResult::Successful);
    assert_eq!(result("signature"), CheckResult::Successful);
    assert_eq!(result("csca"), CheckResult::Undetermined);
    assert_eq!(outcome.listed, [1, 2, 3, 14]);
    let signer = outcome.document_signer().unwrap();
    assert_eq!(signer.country(), Some("DE"));
    let warned = |kind| outcome.warnings.iter().any(|warning| warning.id == kind);
    assert!(warned(WarningKind::WeakDigest));
    assert!(warned(WarningKind::SignatureParametersUnexpected));
}

#[test]
fn data_groups_beyond_the_list_are_possible_injections() {
    let outcome = judge(&file("EF_SOD.bin"), &groups(&[1, 2, 3, 4, 14, 15]));
    assert_eq!(outcome.verdict, Verdict::Invalid);
    for id in ["data_group_4", "data_group_15"] {
        assert_eq!(
            outcome.check.find(id).unwrap().reason,
            Some(Reason::DataGroupNotListed)
        );
    }
}
