//! An answer told in words to somebody who is neither a lawyer nor a programmer.

use std::fmt::Write;

use super::Language;
use crate::law::{Answer, Unless};

/// The whole answer: what, until when, why, and what would change it.
pub(in crate::command) fn tell(answer: &Answer, language: Language) -> String {
    let mut text = headline(answer, language);
    let (why, change, citation) = match language {
        Language::En => ("Why", "What would change this", "Decree"),
        Language::Ko => ("이유", "결과가 달라지려면", "시행령"),
    };
    let _ = write!(text, "\n\n{why}:");
    for reason in &answer.reasons {
        let words = match language {
            Language::En => reason.rule.en,
            Language::Ko => reason.rule.ko,
        };
        let place = if reason
            .rule
            .citation
            .starts_with(|letter: char| letter.is_ascii_digit())
        {
            format!("{citation} {}", reason.rule.citation)
        } else {
            reason.rule.citation.to_owned()
        };
        let _ = write!(text, "\n- {words} [{place}] ({})", reason.effect);
    }
    if !answer.unless.is_empty() {
        let _ = write!(text, "\n\n{change}:");
    }
    for unless in &answer.unless {
        let _ = write!(text, "\n- {}", change_in_words(unless, language));
    }
    text
}

fn headline(answer: &Answer, language: Language) -> String {
    let outcome = answer.outcome.as_str();
    let mut text = match language {
        Language::En => format!("{}: {outcome}", answer.procedure),
        Language::Ko => format!("{} 결과: {outcome}", answer.procedure),
    };
    if answer.discretion {
        text.push_str(match language {
            Language::En => " (the officer may decide otherwise)",
            Language::Ko => " (담당 공무원의 재량)",
        });
    }
    if let Some(until) = answer.valid_until {
        let _ = match (language, answer.valid_from) {
            (Language::En, Some(from)) => write!(text, "\nValid from {from} until {until}"),
            (Language::En, None) => write!(text, "\nUntil {until}"),
            (Language::Ko, Some(from)) => write!(text, "\n유효기간: {from}부터 {until}까지"),
            (Language::Ko, None) => write!(text, "\n{until}까지"),
        };
    }
    text
}

fn change_in_words(unless: &Unless, language: Language) -> String {
    let then = unless.then.as_str();
    match (language, &unless.would_need) {
        (Language::En, Some(need)) => format!("if {} were {need}: {then}", unless.fact),
        (Language::Ko, Some(need)) => format!("{} = {need} 이면: {then}", unless.fact),
        (Language::En, None) => "nothing that the applicant can change".to_owned(),
        (Language::Ko, None) => "신청인이 바꿀 수 있는 사항이 없음".to_owned(),
    }
}
