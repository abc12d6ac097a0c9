//! One changed byte anywhere in a document: never accepted without a word, never a crash.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::Utc;
use yeogwon::inspection::{Inspection, Presented, inspect};
use yeogwon_pki::report::Verdict;
use yeogwon_pki::trust::TrustStore;

use crate::world::{World, world};

type Files = BTreeMap<String, Vec<u8>>;

/// The elementary files of a document.
fn files_of(folder: &Path) -> Files {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), entry.path()))
        .filter(|(name, _)| name.starts_with("EF."))
        .map(|(name, path)| (name, fs::read(path).unwrap()))
        .collect()
}

fn trust(world: &World) -> TrustStore {
    let mut store = TrustStore::new();
    for entry in fs::read_dir(world.public().join("csca")).unwrap() {
        let certificate = fs::read(entry.unwrap().path()).unwrap();
        store.add_certificates(&certificate).unwrap();
    }
    let list = fs::read(world.public().join("KOR.crl")).unwrap();
    store.add_revocation_list(&list).unwrap();
    store
}

fn judge(files: &Files, trust: &TrustStore) -> Inspection {
    let presented = Presented {
        files,
        mrz: None,
        at: Utc::now(),
    };
    inspect(&presented, trust)
}

/// The warnings as a person sees them.
fn warnings(inspection: &Inspection) -> BTreeSet<String> {
    inspection
        .warnings
        .iter()
        .map(|warning| serde_json::to_string(warning).unwrap())
        .collect()
}

/// One bit at either end of the byte, and all of them.
const FLIPS: [u8; 3] = [0x01, 0x80, 0xFF];

/// Every byte of the small files; of the portrait, whose every byte goes through the one same hash, the structure in
/// front and a sample.
fn places(name: &str, bytes: &[u8]) -> Vec<usize> {
    const STRUCTURE_BYTES: usize = 128;
    const SAMPLE_STEP: usize = 101;
    (0..bytes.len())
        .filter(|at| name != "EF.DG2" || *at < STRUCTURE_BYTES || at.is_multiple_of(SAMPLE_STEP))
        .collect()
}

/// Judges every mutation on all cores and gives back what is wrong with the judgements.
fn hunt(files: &Files, trust: &TrustStore, mutations: &[(String, usize, u8)]) -> Vec<String> {
    let before = judge(files, trust);
    assert_eq!(before.verdict, Verdict::Valid, "{}", before.text());
    let known = warnings(&before);
    let next = AtomicUsize::new(0);
    let work = || {
        let (mut files, mut faults) = (files.clone(), Vec::new());
        while let Some((name, at, flip)) = mutations.get(next.fetch_add(1, Ordering::Relaxed)) {
            let byte = |files: &mut Files| files.get_mut(name).unwrap()[*at] ^= flip;
            byte(&mut files);
            let judgement = judge(&files, trust);
            if judgement.verdict == Verdict::Valid && warnings(&judgement).is_subset(&known) {
                faults.push(format!("{name} at {at} changed by {flip:#04x}"));
            }
            // Both forms of the report can be written, whatever the foreign bytes are.
            assert!(!judgement.text().is_empty());
            byte(&mut files);
        }
        faults
    };
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        let found = workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap());
        found.collect()
    })
}

#[test]
fn a_file_that_is_missing_emptied_or_foreign_is_never_accepted_in_silence() {
    let world = world();
    let (chip, other, trust) = (files_of(&world.chip), files_of(&world.plain), trust(world));
    let known = warnings(&judge(&chip, &trust));
    let is_told = |files: &Files, what: String| {
        let judgement = judge(files, &trust);
        let is_silent =
            judgement.verdict == Verdict::Valid && warnings(&judgement).is_subset(&known);
        assert!(!is_silent, "{what}");
    };
    for name in chip.keys() {
        let mut files = chip.clone();
        files.remove(name);
        is_told(&files, format!("{name} removed"));
        files.insert(name.clone(), Vec::new());
        is_told(&files, format!("{name} emptied"));
        let mut files = chip.clone();
        files.get_mut(name).unwrap().push(0);
        is_told(&files, format!("{name} prolonged"));
        // The same file of the same person's other passport, where it differs.
        if let Some(foreign) = other.get(name).filter(|foreign| **foreign != chip[name]) {
            let mut files = chip.clone();
            files.insert(name.clone(), foreign.clone());
            is_told(&files, format!("{name} of another document"));
        }
    }
    for extra in ["EF.DG3", "EF.DG16", "EF.DG17", "EF.dg1", "EF."] {
        let mut files = chip.clone();
        files.insert(extra.to_owned(), chip["EF.DG1"].clone());
        is_told(&files, format!("{extra} added"));
    }
}

#[test]
fn a_changed_byte_in_any_file_is_never_accepted_in_silence() {
    let world = world();
    let (files, trust) = (files_of(&world.chip), trust(world));
    let mutations: Vec<_> = files
        .iter()
        .flat_map(|(name, bytes)| places(name, bytes).into_iter().map(move |at| (name, at)))
        .flat_map(|(name, at)| FLIPS.map(|flip| (name.clone(), at, flip)))
        .collect();
    assert!(
        files.len() >= 9 && mutations.len() > 8_000,
        "{}",
        mutations.len()
    );
    let faults = hunt(&files, &trust, &mutations);
    assert!(
        faults.is_empty(),
        "{} in silence: {faults:#?}",
        faults.len()
    );
}
