//! The Decree paragraph by paragraph: what the engine holds of it, and what is left to officers or to other parts.
//!
//! A paragraph is covered when a rule of the register cites it. The list is written by hand from the Decree's text, so
//! that a paragraph nobody thought of is missing from neither side unnoticed: the tests compare both.

mod screens;

use super::procedure::{PROCEDURES, Procedure};
use super::register::rules;
use super::rule::Rule;

/// Who answers for a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeper {
    /// Rules of the engine.
    Engine,
    /// An officer's or the Committee's act; the reason says which.
    Officer(&'static str),
    /// Another part of the program; the reason says which.
    Program(&'static str),
    /// Nobody: it is deleted, or says nothing that can be asked.
    Nobody(&'static str),
}

/// One paragraph, or an article without paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Provision {
    /// Where it stands, in the citation grammar.
    pub place: &'static str,
    /// What it is about.
    pub about: &'static str,
    /// Who answers for it.
    pub keeper: Keeper,
}

impl Provision {
    /// The rules that cite this paragraph or something inside it.
    pub fn rules(&self) -> impl Iterator<Item = &'static Rule> + '_ {
        rules().filter(|rule| is_within(rule.citation, self.place))
    }

    /// The procedures that ask about this paragraph's article.
    pub fn procedures(&self) -> impl Iterator<Item = &'static Procedure> + '_ {
        PROCEDURES.iter().filter(|procedure| {
            procedure
                .articles
                .split(", ")
                .any(|article| is_within(self.place, article))
        })
    }

    /// How many cases of `tests/law/cases` meet a rule of this paragraph, each rule counted by itself.
    #[must_use]
    pub fn cases(&self) -> u32 {
        self.rules().map(|rule| cases_of(rule.id)).sum()
    }

    /// The pages on which an answer about this paragraph is shown, by template.
    pub fn screens(&self) -> Vec<&'static str> {
        let names: Vec<&str> = self.procedures().map(|procedure| procedure.name).collect();
        let shown = SCREENS
            .iter()
            .filter(|screen| screen.procedures.iter().any(|name| names.contains(name)));
        shown.map(|screen| screen.template).collect()
    }
}

/// How many cases of `tests/law/cases` meet each rule: a line each, its name and the number.
///
/// Written by `UPDATE_COVERAGE=1 cargo test --test law coverage`; without that variable the same test compares it with
/// the cases, so that the figures cannot grow stale.
const CASES: &str = include_str!("coverage/cases.txt");

/// How many cases meet a rule.
#[must_use]
pub fn cases_of(rule: &str) -> u32 {
    CASES
        .lines()
        .filter_map(|line| line.split_once(' '))
        .find(|(name, _)| *name == rule)
        .and_then(|(_, count)| count.parse().ok())
        .unwrap_or(0)
}

pub use screens::{SCREENS, Screen};

/// Does a citation lie within a place: `6(2)3(b)` within `6(2)`, but not `3-2` within `3`?
#[must_use]
pub fn is_within(citation: &str, place: &str) -> bool {
    citation
        .strip_prefix(place)
        .is_some_and(|rest| match rest.chars().next() {
            None | Some('(' | ' ') => true,
            Some(next) => next.is_ascii_digit() && place.ends_with(')'),
        })
}

const fn engine(place: &'static str, about: &'static str) -> Provision {
    Provision {
        place,
        about,
        keeper: Keeper::Engine,
    }
}

const fn officer(place: &'static str, about: &'static str, reason: &'static str) -> Provision {
    Provision {
        place,
        about,
        keeper: Keeper::Officer(reason),
    }
}

const fn program(place: &'static str, about: &'static str, reason: &'static str) -> Provision {
    Provision {
        place,
        about,
        keeper: Keeper::Program(reason),
    }
}

const fn nobody(place: &'static str, about: &'static str, reason: &'static str) -> Provision {
    Provision {
        place,
        about,
        keeper: Keeper::Nobody(reason),
    }
}

/// Every paragraph of the Decree, its addenda, and the provisions of the Act that the engine applies.
pub const PROVISIONS: &[Provision] = &[
    nobody("1", "purpose", "says what the Decree is for"),
    engine("2(1)", "size of the book"),
    engine("2(2)", "cover and chip mark"),
    engine("2(3)", "colour and pages"),
    engine("3(1)", "data page and chip"),
    engine("3(2)", "when the chip may be left out"),
    engine("3(3)", "who need not give fingerprints"),
    engine("3-2(1)", "grounds for another English name"),
    engine("3-2(2)", "noting the old English name"),
    nobody(
        "3-2(3)",
        "further rules on names",
        "leaves them to the Minister",
    ),
    engine("4", "comparison of fingerprints"),
    engine("5", "papers and photograph of an ordinary passport"),
    engine("6(1)", "ceiling of an ordinary passport"),
    engine("6(2)", "seven groups with a term of their own"),
    engine("6(3)", "remaining term"),
    nobody("6(4)", "deleted", "deleted by Decree 22393"),
    engine("6-2(1)", "residence passport: who"),
    engine("6-2(2)", "residence passport: papers"),
    engine("7", "who may hold an official passport"),
    engine("8", "papers of an official passport"),
    engine("9(1)", "term of an official passport"),
    engine("9(2)", "loss of the status"),
    engine("10", "who may hold a diplomatic passport"),
    engine("11", "papers of a diplomatic passport"),
    engine("12(1)", "term of a diplomatic passport"),
    engine("12(2)", "loss of the requirement"),
    engine("13", "who must be given a single-use passport"),
    engine("14", "papers of a single-use passport"),
    engine("15(1)", "term of a single-use passport"),
    engine("15(2)", "notified period of a single-use passport"),
    engine("16", "who may receive a travel certificate"),
    engine("17", "papers of a travel certificate"),
    engine("18(1)", "papers of a reissue"),
    engine("18(2)", "content of a reissued passport"),
    nobody("19", "deleted", "deleted by Decree 23181"),
    engine("20(1)", "report of a loss"),
    engine("20(2)", "recovery of a lost passport"),
    engine("20(3)", "what may be told of a loss"),
    engine("21", "damage"),
    engine("22(1)", "change of entries"),
    engine("22(2)", "additional visa pages"),
    engine("23(1)", "requests of agencies"),
    engine("23(2)", "form of a request"),
    engine("24(1)", "data for the examination"),
    engine("24(2)", "result to the agency"),
    engine("25(1)", "asking again"),
    engine("25(2)", "asking to lift"),
    engine("26", "lifting"),
    engine("27(1)", "service by registered mail"),
    engine("27(2)", "service by announcement"),
    engine("28", "dangerous circumstances abroad"),
    engine("29", "permits to use a passport there"),
    engine("30", "announcement of restrictions"),
    officer(
        "31",
        "members of the Committee",
        "appointments and offices; nothing in it is decided from facts",
    ),
    engine("32", "term of members"),
    engine("33(1)", "subcommittees and their matters"),
    engine("33(2)", "size of a subcommittee"),
    engine("33(3)", "chair of a subcommittee"),
    officer(
        "34(1)",
        "the chair represents the Committee",
        "an office, nothing to decide",
    ),
    engine("34(2)", "who acts for the chair"),
    nobody(
        "34(3)",
        "the same for subcommittees",
        "the answers hold for both",
    ),
    engine("35(1)", "meetings and deliberation in writing"),
    officer("35(2)", "hearing experts", "the Committee's choice"),
    engine("35(3)", "quorum and majority"),
    nobody(
        "35(4)",
        "the same for subcommittees",
        "the answers hold for both",
    ),
    officer(
        "35(5)",
        "further rules of procedure",
        "the chair's, by resolution",
    ),
    engine("36", "allowances"),
    engine("37(1)", "delegated tasks"),
    engine("37(2)", "report on delegated tasks"),
    engine("37(3)", "direct collection"),
    engine("37(4)", "unlawful handling"),
    engine("38(1)", "means of payment"),
    engine("38(2)", "exemption"),
    engine("38(3)", "refund"),
    engine("39", "fees"),
    program(
        "40",
        "running the authority for certificates",
        "the certification crate and its ceremonies",
    ),
    engine("41(1)", "what a certificate may carry"),
    engine("41(2)", "the key that signs a certificate"),
    engine("41(3)", "validity of a certificate"),
    engine("42", "who receives verification material"),
    program(
        "43",
        "safe keeping of keys and records",
        "the key store, the ceremonies' transcripts and the journal",
    ),
    engine("44(1)", "certificates are kept ten years"),
    engine("44(2)", "protection of the signing key"),
    nobody("44(3)", "guidelines", "leaves them to the Minister"),
    engine("Addenda 2008 art 2", "extension of older passports"),
    engine("Addenda 2008 art 3", "children in a parent's passport"),
    nobody(
        "Addenda 21614",
        "holders outside the lists of 2009",
        "ended six months after July 2009",
    ),
    nobody(
        "Addenda 21914",
        "first applications of 2010",
        "the rules apply since",
    ),
    nobody(
        "Addenda 22393",
        "applications pending in September 2010",
        "settled before this edition",
    ),
    engine("Addenda 23181 art 2", "first losses that count"),
    engine("Act 2", "passports are for nationals"),
    engine("Act 5", "longest terms"),
    engine("Act 6", "single-use passports"),
    engine("Act 9", "fingerprints"),
    engine("Act 11", "grounds for a reissue and verification"),
    engine("Act 12", "refusal and restriction"),
    engine("Act 13", "loss of effect"),
    engine("Act 14", "travel certificates"),
    engine("Act 15", "what is no entry"),
    engine("Act 22", "who pays no fee"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_citation_lies_within_its_place_and_no_other() {
        for (citation, place) in [
            ("6(2)3(b)", "6(2)"),
            ("6(2)2 proviso", "6(2)"),
            ("13 proviso", "13"),
            ("7(1)(a)", "7"),
            ("2(3)1", "2(3)"),
        ] {
            assert!(is_within(citation, place), "{citation} within {place}");
        }
        for (citation, place) in [
            ("3-2(1)", "3"),
            ("30", "3"),
            ("6-2(1)", "6"),
            ("16(1)", "1"),
            ("9(1)", "9(2)"),
            ("Act 12", "Act 1"),
        ] {
            assert!(!is_within(citation, place), "{citation} within {place}");
        }
    }

    #[test]
    fn every_paragraph_that_the_engine_keeps_has_a_rule_and_the_others_have_none() {
        for provision in PROVISIONS {
            let kept = provision.rules().next().is_some();
            assert_eq!(
                kept,
                provision.keeper == Keeper::Engine,
                "{}",
                provision.place
            );
        }
    }

    #[test]
    fn every_rule_stands_in_a_listed_paragraph() {
        for rule in rules() {
            let listed = PROVISIONS
                .iter()
                .any(|provision| is_within(rule.citation, provision.place));
            assert!(listed, "{} cites {}", rule.id, rule.citation);
        }
    }

    #[test]
    fn every_rule_has_a_name_of_its_own_and_words_in_both_languages() {
        let mut names = BTreeSet::new();
        for rule in rules() {
            assert!(names.insert(rule.id), "two rules are called {}", rule.id);
            assert!(
                rule.en.ends_with('.'),
                "{} says no sentence: {}",
                rule.id,
                rule.en
            );
            assert!(
                rule.ko
                    .chars()
                    .any(|letter| ('가'..='힣').contains(&letter)),
                "{} has no Korean words",
                rule.id
            );
        }
    }

    #[test]
    fn every_article_of_the_decree_is_listed_once() {
        let numbers: Vec<u32> = (1..=44).collect();
        let of = |place: &str| {
            place
                .split(['(', '-', ' '])
                .next()
                .and_then(|number| number.parse::<u32>().ok())
        };
        let listed: BTreeSet<u32> = PROVISIONS
            .iter()
            .filter_map(|provision| of(provision.place))
            .collect();
        assert_eq!(listed.into_iter().collect::<Vec<_>>(), numbers);
        let places: BTreeSet<&str> = PROVISIONS.iter().map(|provision| provision.place).collect();
        assert_eq!(
            places.len(),
            PROVISIONS.len(),
            "a paragraph is listed twice"
        );
    }
}
