//! Every lint passes on what we issue and fails on at least one vector that is wrong in just that way.

mod certificate;
mod crl;
mod signed_data;
mod tree;

use std::collections::BTreeSet;

use super::{Finding, Requirement};
use tree::Node;

/// An alteration of a good object and the lint that must find it.
struct Vector<K> {
    defect: &'static str,
    lint: &'static str,
    kind: K,
    alter: fn(&mut Node),
}

const fn vector<K: Copy>(
    lint: &'static str,
    defect: &'static str,
    kind: K,
    alter: fn(&mut Node),
) -> Vector<K> {
    Vector {
        defect,
        lint,
        kind,
        alter,
    }
}

/// Alters good bytes by each vector and asks that its lint finds it.
fn check_vectors<K: Copy>(
    vectors: &[Vector<K>],
    requirements: &[Requirement],
    good: impl Fn(K) -> Vec<u8>,
    judge: impl Fn(K, &[u8]) -> Vec<Finding>,
) {
    for vector in vectors {
        let good = good(vector.kind);
        assert_eq!(judge(vector.kind, &good), [], "{}", vector.defect);
        let mut node = Node::parse(&good);
        assert_eq!(node.encode(), good, "the tree must not alter by itself");
        (vector.alter)(&mut node);
        let altered = node.encode();
        assert_ne!(altered, good, "{}: nothing was altered", vector.defect);
        let findings = judge(vector.kind, &altered);
        let found = findings.iter().any(|finding| finding.lint == vector.lint);
        assert!(
            found,
            "{}: {} not in {findings:?}",
            vector.defect, vector.lint
        );
    }
    let covered: BTreeSet<_> = vectors.iter().map(|vector| vector.lint).collect();
    let all: BTreeSet<_> = requirements.iter().map(|known| known.lint).collect();
    assert_eq!(covered, all, "each lint needs a vector");
}

#[test]
fn lints_have_names_of_their_own_and_a_citation() {
    let tables = [
        super::certificate_lints(),
        super::crl_lints(),
        super::signed_data_lints(),
    ];
    for table in tables {
        let names: BTreeSet<_> = table.iter().map(|known| known.lint).collect();
        assert_eq!(names.len(), table.len());
        for known in table {
            let (source, clause) = known.citation.split_once(':').unwrap();
            assert!(
                source.starts_with("9303-") || source.starts_with("rfc"),
                "{}",
                known.lint
            );
            assert!(!clause.is_empty(), "{}", known.lint);
        }
    }
}
