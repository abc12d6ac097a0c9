//! What is measured, in the order of the report.

use std::collections::BTreeMap;
use std::hint::black_box;

use yeogwon_pki::issue::{self, IssueError, Prepared, SodRequest};
use yeogwon_pki::passive_authentication::{self, Presented};
use yeogwon_pki::report::Verdict;
use yeogwon_pki::trust::TrustStore;

use super::authority::{Authority, unrecorded, whole_road};
use super::document::Document;
use super::figures::{Target, Yardstick};
use super::raw::Raw;
use super::{BenchError, failed};
use crate::document::mrz::{Format, Mrz, Truncation};
use crate::inspection::{self, inspect};
use crate::law::{self, Edition, Facts};

/// One thing to be done again and again.
pub(super) struct Operation<'a> {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) target: Option<Target>,
    pub(super) run: Box<dyn FnMut() -> Result<(), BenchError> + 'a>,
}

/// The identifiers of the bare operations that yardsticks are made of.
pub(super) const SIGN: &str = "raw_sign";
pub(super) const VERIFY: &str = "raw_verify";
pub(super) const HASH: &str = "raw_hash";

/// Every target: what belongs to the issuing and inspecting of documents may cost 15 % beside its cryptography.
const SHARE: f64 = 0.85;

pub(super) fn all<'a>(
    raw: &'a Raw,
    authority: &'a Authority,
    document: &'a Document,
    trust: &'a TrustStore,
) -> Result<Vec<Operation<'a>>, BenchError> {
    let mut operations = Vec::from(raw_operations(raw));
    operations.extend(issuing(authority, document));
    operations.extend(reading(authority, document, trust));
    operations.push(zone(document));
    operations.push(law()?);
    Ok(operations)
}

fn raw_operations(raw: &Raw) -> [Operation<'_>; 3] {
    [
        operation(SIGN, "P-256 signature, bare", || raw.sign().map(drop_value)),
        operation(VERIFY, "P-256 verification, bare", || {
            require(raw.verify()?, "verify a bare signature", "it is wrong")
        }),
        operation(HASH, "SHA-256 over 16 KiB, bare", || {
            black_box(raw.hash());
            Ok(())
        }),
    ]
}

fn issuing<'a>(authority: &'a Authority, document: &'a Document) -> [Operation<'a>; 2] {
    let step = "issue an EF.SOD";
    let prepare = || -> Result<Prepared, IssueError> {
        let request: SodRequest<'_> = document.sod_request();
        issue::sod(authority.document_signer(), &request)
    };
    let sign = move || {
        prepare()?
            .lint()?
            .record(&unrecorded)?
            .sign(authority.keys())
    };
    let release = move || whole_road(prepare()?, authority.keys());
    [
        Operation {
            target: target(1, 0, 1),
            ..operation("sod_sign", "EF.SOD: build, hash, lint, sign", move || {
                sign().map(drop_value).map_err(failed(step))
            })
        },
        Operation {
            target: target(1, 1, 2),
            ..operation(
                "sod_road",
                "EF.SOD: the same, re-read, verify, lint",
                move || release().map(drop_value).map_err(failed(step)),
            )
        },
    ]
}

fn reading<'a>(
    authority: &'a Authority,
    document: &'a Document,
    trust: &'a TrustStore,
) -> [Operation<'a>; 3] {
    let data_groups: BTreeMap<u8, &[u8]> = document
        .data_groups
        .iter()
        .map(|(number, file)| (*number, file.as_slice()))
        .collect();
    let authenticate = move |trust: &TrustStore| {
        let presented = Presented {
            sod: document.sod(),
            data_groups: &data_groups,
            at: document.signing_time,
            issue_date: None,
            signing_time: None,
        };
        let outcome = passive_authentication::authenticate(&presented, trust);
        require_valid(outcome.verdict, "authenticate its document")
    };
    let warm = authenticate.clone();
    let presented = inspection::Presented {
        files: &document.files,
        mrz: None,
        at: document.signing_time,
    };
    [
        Operation {
            target: target(0, 1, 1),
            ..operation("pa", "passive authentication, known signer", move || {
                warm(trust)
            })
        },
        operation(
            "pa_cold",
            "passive authentication, new trust store",
            move || authenticate(&authority.trust()?),
        ),
        operation("inspect", "whole inspection, known signer", move || {
            require_valid(inspect(&presented, trust).verdict, "inspect its document")
        }),
    ]
}

fn zone(document: &Document) -> Operation<'_> {
    operation("mrz", "machine readable zone, built", || {
        Mrz::build(Format::Td3, document.zone.clone(), Truncation::default())
            .map(drop_value)
            .map_err(failed("build its machine readable zone"))
    })
}

fn law<'a>() -> Result<Operation<'a>, BenchError> {
    let step = "ask the law";
    let facts = Facts::from_pairs([
        ("kind", "ordinary"),
        ("date", "2026-03-02"),
        ("birth", "1986-05-01"),
        ("sex", "M"),
    ])
    .map_err(failed(step))?;
    Ok(operation(
        "law_issue",
        "law: one `issue` answered",
        move || {
            law::ask("issue", &facts, Edition::default())
                .map(drop_value)
                .map_err(failed(step))
        },
    ))
}

fn operation<'a>(
    id: &'static str,
    name: &'static str,
    run: impl FnMut() -> Result<(), BenchError> + 'a,
) -> Operation<'a> {
    Operation {
        id,
        name,
        target: None,
        run: Box::new(run),
    }
}

const fn target(sign: u8, verify: u8, hash: u8) -> Option<Target> {
    Some(Target {
        yardstick: Yardstick { sign, verify, hash },
        share: SHARE,
    })
}

/// Drops a result where the compiler cannot see that nobody wanted it.
fn drop_value<T>(value: T) {
    black_box(value);
}

fn require_valid(verdict: Verdict, step: &'static str) -> Result<(), BenchError> {
    require(verdict == Verdict::Valid, step, "the verdict is not valid")
}

fn require(condition: bool, step: &'static str, cause: &str) -> Result<(), BenchError> {
    condition.then_some(()).ok_or_else(|| failed(step)(cause))
}
