//! Every listed data group present and unchanged, every present one listed.

use std::collections::{BTreeMap, BTreeSet};

use super::sod::Sod;
use crate::read::tlv::Reader;
use crate::report::{Check, Reason, Warning, WarningKind};

const ID: &str = "data_groups";
const CLAUSE: &str = "9303-11:5.1";

/// The names of the checks and the outer tags, by number less one.
///
/// Source: 9303-10:4.7 table 38
const GROUPS: [(&str, u8); 16] = [
    ("data_group_1", 0x61),
    ("data_group_2", 0x75),
    ("data_group_3", 0x63),
    ("data_group_4", 0x76),
    ("data_group_5", 0x65),
    ("data_group_6", 0x66),
    ("data_group_7", 0x67),
    ("data_group_8", 0x68),
    ("data_group_9", 0x69),
    ("data_group_10", 0x6A),
    ("data_group_11", 0x6B),
    ("data_group_12", 0x6C),
    ("data_group_13", 0x6D),
    ("data_group_14", 0x6E),
    ("data_group_15", 0x6F),
    ("data_group_16", 0x70),
];

/// Compares the data groups with the list, and gives the numbers listed.
pub(super) fn check(
    sod: &Sod<'_>,
    presented: &BTreeMap<u8, &[u8]>,
    warnings: &mut Vec<Warning>,
) -> (Check, Vec<u8>) {
    let algorithm = sod.object.hash_algorithm();
    let digest = algorithm.and_then(|algorithm| algorithm.digest());
    let mut checks = Vec::with_capacity(1 + sod.object.hashes.len());
    checks.push(match &digest {
        Ok(digest) => Check::successful("digest_algorithm").detail(digest.name()),
        Err(cause) => Check::failed("digest_algorithm", Reason::DigestAlgorithmUnsupported)
            .detail(cause.to_string()),
    });
    let mut listed = Vec::new();
    let mut seen = BTreeSet::new();
    for hash in &sod.object.hashes {
        let number = u8::try_from(hash.number).ok();
        let group = number.and_then(|number| Some((number, group(number)?)));
        let Some((number, (id, tag))) = group else {
            let detail = format!("number {}", hash.number);
            checks.push(Check::failed("data_group", Reason::DataGroupNumberWrong).detail(detail));
            continue;
        };
        if !seen.insert(number) {
            checks.push(Check::failed(id, Reason::DataGroupListedTwice));
            continue;
        }
        listed.push(number);
        checks.push(match (presented.get(&number), &digest) {
            (None, _) => absent(number, id, warnings),
            (Some(_), Err(_)) => Check::aborted(id),
            (Some(file), Ok(digest)) => {
                let object = object(file, number, tag, warnings);
                if digest.of(object) == hash.hash.as_ref() {
                    Check::successful(id).clause(CLAUSE)
                } else {
                    Check::failed(id, Reason::HashMismatch)
                        .clause(CLAUSE)
                        .detail(digest.name())
                }
            }
        });
    }
    for number in presented.keys().filter(|number| !seen.contains(number)) {
        let id = group(*number).map_or("data_group", |(id, _)| id);
        let detail = format!("data group {number}");
        checks.push(
            Check::failed(id, Reason::DataGroupNotListed)
                .clause(CLAUSE)
                .detail(detail),
        );
    }
    (Check::of(ID, checks).clause(CLAUSE), listed)
}

/// Fingerprints and irises may lie behind extended access control; everything else a reader can get.
fn absent(number: u8, id: &'static str, warnings: &mut Vec<Warning>) -> Check {
    let detail = format!("data group {number}");
    if matches!(number, 3 | 4) {
        warnings.push(Warning::with(WarningKind::DataGroupNotRead, &detail));
        let check = Check::undetermined(id, Reason::DataGroupNotRead);
        return check.advisory().clause(CLAUSE).detail(detail);
    }
    Check::failed(id, Reason::DataGroupMissing)
        .clause(CLAUSE)
        .detail(detail)
}

/// What is hashed of a file: from its tag to the last byte of its value. Bytes after that are padding of the file.
///
/// Source: 9303-10:4.6.2.3
fn object<'a>(file: &'a [u8], number: u8, tag: u8, warnings: &mut Vec<Warning>) -> &'a [u8] {
    let mut reader = Reader::new(file);
    let Ok(Some(element)) = reader.next() else {
        return file;
    };
    if !reader.rest().is_empty() {
        let detail = format!("EF.DG{number}: {} bytes", reader.rest().len());
        warnings.push(Warning::with(WarningKind::BytesAfterObject, detail));
    }
    if element.tag != tag {
        let detail = format!("EF.DG{number}: {:02X} instead of {tag:02X}", element.tag);
        warnings.push(Warning::with(WarningKind::TagUnexpected, detail));
    }
    element.raw
}

fn group(number: u8) -> Option<(&'static str, u8)> {
    let index = usize::from(number).checked_sub(1)?;
    GROUPS.get(index).copied()
}
