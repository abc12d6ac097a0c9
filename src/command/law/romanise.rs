//! `law romanise`: spellings of a Hangul name in Roman letters. They are offered; nobody's own spelling is touched.

use std::fmt::Write;

use anyhow::anyhow;
use serde_json::{Value, json};

use super::Language;
use crate::command::{CommandError, Report};
use crate::law::romanise::{Candidate, candidates};
use crate::law::words::cite;
use crate::law::{Rule, rules};

/// What is offered for a name, and when a spelling may be changed later.
pub(super) struct Offered {
    hangul: String,
    own: Option<String>,
    candidates: Vec<Candidate>,
    language: Language,
}

/// Collects the spellings of a name.
pub(super) fn offer(
    surname: &str,
    given_names: &str,
    own: Option<&str>,
    language: Language,
) -> Result<Offered, CommandError> {
    let candidates = candidates(surname, given_names)
        .map_err(|(part, error)| CommandError::usage(anyhow!("{part}: {error}")))?;
    Ok(Offered {
        hangul: format!("{surname} {given_names}"),
        own: own.map(|own| own.trim().to_uppercase()),
        candidates,
        language,
    })
}

/// 3-2(1): the grounds on which a spelling may be changed with a further passport.
fn grounds() -> impl Iterator<Item = &'static Rule> {
    rules().filter(|rule| {
        rule.citation
            .strip_prefix("3-2(1)")
            .is_some_and(|number| number.parse::<u32>().is_ok())
    })
}

impl Offered {
    /// Is the applicant's own spelling among those offered? Nothing follows from it but what the reader makes of it.
    fn own_is_offered(&self) -> Option<bool> {
        let own = self.own.as_ref()?;
        let is_own = |candidate: &Candidate| {
            format!("{} {}", candidate.surname, candidate.given_names) == *own
        };
        Some(self.candidates.iter().any(is_own))
    }
}

impl Report for Offered {
    fn text(&self) -> String {
        let (title, own, grounds_title) = match self.language {
            Language::En => (
                "suggestions; the applicant chooses",
                "the applicant's own spelling, which stays",
                "It is changed later, with a further passport, on these grounds only (Decree 3-2(1)):",
            ),
            Language::Ko => (
                "추천 표기이며, 표기는 신청인이 정합니다",
                "신청인이 정한 표기(그대로 유지합니다)",
                "표기를 정한 뒤에는 여권을 다시 발급받을 때 다음 사유가 있는 경우에만 변경할 수 있습니다(시행령 제3조의2제1항):",
            ),
        };
        let mut text = format!("{} ({title})", self.hangul);
        if let Some(spelling) = &self.own {
            let _ = write!(text, "\n* {spelling}  ({own})");
        }
        for candidate in &self.candidates {
            let _ = write!(
                text,
                "\n  {} {}  ({}; {})",
                candidate.surname,
                candidate.given_names,
                candidate.basis.in_words(self.language.into()),
                candidate.zone()
            );
        }
        let _ = write!(text, "\n\n{grounds_title}");
        for rule in grounds() {
            let words = match self.language {
                Language::En => rule.en,
                Language::Ko => rule.ko,
            };
            let place = cite(rule.citation, self.language.into());
            let _ = write!(text, "\n- {words} [{place}]");
        }
        text
    }

    fn json(&self) -> Value {
        let candidate = |candidate: &Candidate| {
            json!({
                "surname": candidate.surname, "given_names": candidate.given_names,
                "basis": candidate.basis.as_str(), "mrz": candidate.zone(),
            })
        };
        let ground = |rule: &Rule| json!({"citation": rule.citation, "rule": rule.id, "en": rule.en, "ko": rule.ko});
        json!({
            "hangul": self.hangul,
            "own": self.own, "own_is_offered": self.own_is_offered(),
            "candidates": self.candidates.iter().map(candidate).collect::<Vec<_>>(),
            "change_grounds": grounds().map(ground).collect::<Vec<_>>(),
        })
    }
}
