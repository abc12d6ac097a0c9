//! `law explain` and `law coverage`: the rules beside the text, and what the engine holds of each paragraph.

use std::fmt::Write;

use anyhow::anyhow;
use serde_json::{Map, Value, json};

use super::Language;
use crate::command::{CommandError, Report};
use crate::law::Rule;
use crate::law::coverage::{Keeper, PROVISIONS, Provision, cases_of, is_within};

/// The rules of one article, or of all.
pub(super) struct Explained {
    provisions: Vec<&'static Provision>,
    language: Language,
}

/// Collects the paragraphs of an article such as `6`, `3-2` or `Act 12`; all of them without one.
pub(super) fn explain(
    article: Option<&str>,
    language: Language,
) -> Result<Explained, CommandError> {
    let wanted =
        |provision: &&Provision| article.is_none_or(|article| is_within(provision.place, article));
    let provisions: Vec<&Provision> = PROVISIONS.iter().filter(wanted).collect();
    if provisions.is_empty() {
        let error = anyhow!(
            "there is no article `{}`; articles are 1 to 44, 3-2, 6-2, `Act 12` and the like",
            article.unwrap_or_default()
        );
        return Err(CommandError::usage(error));
    }
    Ok(Explained {
        provisions,
        language,
    })
}

impl Report for Explained {
    fn text(&self) -> String {
        let mut text = String::new();
        for provision in &self.provisions {
            let _ = writeln!(text, "{}  {}", provision.place, provision.about);
            if let Some(reason) = kept_elsewhere(provision) {
                let _ = writeln!(text, "    ({reason})");
            }
            for rule in provision.rules() {
                let _ = writeln!(
                    text,
                    "    {}  {}  [{}{}]",
                    rule.citation,
                    self.words(rule),
                    rule.id,
                    if rule.may { ", may" } else { "" }
                );
            }
        }
        text.trim_end().to_owned()
    }

    fn json(&self) -> Value {
        let rule = |rule: &Rule| json!({"rule": rule.id, "citation": rule.citation, "may": rule.may, "en": rule.en, "ko": rule.ko});
        self.provisions
            .iter()
            .map(|provision| json!({"place": provision.place, "about": provision.about, "rules": provision.rules().map(rule).collect::<Vec<_>>()}))
            .collect()
    }
}

impl Explained {
    fn words(&self, rule: &Rule) -> &'static str {
        match self.language {
            Language::En => rule.en,
            Language::Ko => rule.ko,
        }
    }
}

/// What the engine holds of each paragraph, and who keeps the rest.
pub(super) struct Coverage;

impl Report for Coverage {
    fn text(&self) -> String {
        let mut text = String::new();
        for provision in PROVISIONS {
            let kept = kept_elsewhere(provision).unwrap_or_else(|| kept_here(provision));
            let _ = writeln!(
                text,
                "{:<20} {:<45} {kept}",
                provision.place, provision.about
            );
        }
        let engine = PROVISIONS
            .iter()
            .filter(|provision| provision.keeper == Keeper::Engine)
            .count();
        let _ = write!(
            text,
            "{engine} of {} provisions are kept by rules, the others as said",
            PROVISIONS.len()
        );
        text
    }

    fn json(&self) -> Value {
        PROVISIONS
            .iter()
            .map(|provision| {
                let rules: Vec<&str> = provision.rules().map(|rule| rule.id).collect();
                let cases: Map<String, Value> = provision
                    .rules()
                    .map(|rule| (rule.id.to_owned(), Value::from(cases_of(rule.id))))
                    .collect();
                json!({
                    "place": provision.place, "about": provision.about, "rules": rules,
                    "cases": cases, "procedures": procedures(provision), "screens": provision.screens(),
                    "kept_elsewhere": kept_elsewhere(provision),
                })
            })
            .collect()
    }
}

/// Rules, the cases that meet them, the procedures that ask, and the pages that show the answer.
fn kept_here(provision: &Provision) -> String {
    let screens = provision.screens();
    format!(
        "{} rules; {} cases; asked by {}; {}",
        provision.rules().count(),
        provision.cases(),
        procedures(provision).join(", "),
        if screens.is_empty() {
            "on no page".to_owned()
        } else {
            format!("on {}", screens.join(", "))
        }
    )
}

fn procedures(provision: &Provision) -> Vec<&'static str> {
    provision
        .procedures()
        .map(|procedure| procedure.name)
        .collect()
}

fn kept_elsewhere(provision: &Provision) -> Option<String> {
    match provision.keeper {
        Keeper::Engine => None,
        Keeper::Officer(reason) => Some(format!("left to the officer: {reason}")),
        Keeper::Program(reason) => Some(format!("kept by another part: {reason}")),
        Keeper::Nobody(reason) => Some(format!("no rule: {reason}")),
    }
}
