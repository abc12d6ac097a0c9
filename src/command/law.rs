//! `yeogwon law`: ask the Decree a question, one by one or by the million.

mod batch;
mod explain;
pub(super) mod prose;
mod replay;
mod romanise;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::Value;

use super::{CommandError, Exit, Report, conclude};
use crate::law::{self, Answer, Edition, Facts, Readings};

/// Ask the Enforcement Decree.
#[derive(Debug, Args)]
pub struct Options {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Ask one procedure, or with --batch a file of questions.
    Ask(Ask),
    /// Print the rules of an article, or of all, in words.
    Explain {
        /// The article, such as `6`, `3-2` or `Act 12`.
        #[arg(long)]
        article: Option<String>,
        /// The language of the words.
        #[arg(long, value_enum, default_value = "en")]
        words: Language,
    },
    /// List every paragraph of the Decree with the rules that keep it, their cases and screens, or who keeps it instead.
    Coverage,
    /// Suggest spellings of a Hangul name in Roman letters; the applicant chooses.
    Romanise {
        /// The surname in Hangul, such as 홍.
        surname: String,
        /// The given names in Hangul, such as 길동.
        given_names: String,
        /// The applicant's own spelling, such as `HONG GILDONG`: it stays as it is and stands first.
        #[arg(long, value_name = "SPELLING")]
        own: Option<String>,
        /// The language of the words.
        #[arg(long, value_enum, default_value = "en")]
        words: Language,
    },
    /// Ask stored decisions again, under their own edition and another, and print what would differ.
    Replay {
        /// Stored decisions, one {"id", "procedure", "facts", "edition", "answer"} a line; `-` reads standard input.
        #[arg(required_unless_present = "data", conflicts_with = "data")]
        file: Option<PathBuf>,
        /// The decisions of this installation instead of a file; that they were read is written in its journal.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
        /// Another edition than the one that answered: `decree-<number>` or `by-date`.
        #[arg(long)]
        edition: Option<String>,
    },
}

/// What to ask.
#[derive(Debug, Args)]
struct Ask {
    /// The procedure, such as `issue`.
    #[arg(required_unless_present = "batch", conflicts_with = "batch")]
    procedure: Option<String>,
    /// What is asserted, as `fact=value`: dates YYYY-MM-DD, yes/no, lists separated by |, durations such as P3Y.
    #[arg(value_name = "FACT=VALUE", conflicts_with = "batch")]
    facts: Vec<String>,
    /// A file of questions, one {"id", "procedure", "facts", "edition"?} a line; `-` reads standard input.
    #[arg(long, value_name = "FILE")]
    batch: Option<PathBuf>,
    /// The edition of the Decree that answers: `decree-<number>` or `by-date`.
    #[arg(long)]
    edition: Option<String>,
    /// An open reading of the text, as `switch=position`; may be given more than once.
    #[arg(long = "switch", value_name = "SWITCH=POSITION")]
    switches: Vec<String>,
    /// Print the answer in words for a lay reader instead of JSON.
    #[arg(long, value_enum, conflicts_with = "batch")]
    words: Option<Language>,
}

/// A language in which an answer can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// English.
    En,
    /// 한국어.
    Ko,
}

/// Runs the command, prints its outcome and gives the exit code: 0 whenever the law answered, whatever the answer.
///
/// # Errors
/// When `out` or `err` cannot be written to.
pub fn run(
    options: &Options,
    json: bool,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<Exit> {
    match &options.verb {
        Verb::Ask(ask) => run_ask(ask, json, out, err),
        Verb::Explain { article, words } => {
            let explained = explain::explain(article.as_deref(), *words);
            conclude(explained.map(Box::new), json, out, err)
        }
        Verb::Coverage => conclude(Ok(Box::new(explain::Coverage)), json, out, err),
        Verb::Romanise {
            surname,
            given_names,
            own,
            words,
        } => {
            let offered = romanise::offer(surname, given_names, own.as_deref(), *words);
            conclude(offered.map(Box::new), json, out, err)
        }
        Verb::Replay {
            file,
            data,
            edition,
        } => {
            let edition = edition
                .as_deref()
                .map(Edition::parse)
                .transpose()
                .map_err(CommandError::usage);
            let input = || match (file, data) {
                (_, Some(data)) => replay::stored_decisions(data),
                (file, None) => batch::open(file.as_deref().unwrap_or(Path::new("-"))),
            };
            match edition.and_then(|edition| input().map(|input| (edition, input))) {
                Ok((edition, input)) => replay::replay_lines(input, edition, out),
                Err(error) => conclude::<Answered>(Err(error), json, out, err),
            }
        }
    }
}

fn run_ask(ask: &Ask, json: bool, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Exit> {
    match &ask.batch {
        Some(file) => match settings(ask)
            .and_then(|settings| batch::open(file).map(|input| (settings, input)))
        {
            Ok(((edition, readings), input)) => batch::answer_lines(input, edition, &readings, out),
            Err(error) => conclude::<Answered>(Err(error), json, out, err),
        },
        None => conclude(one(ask).map(Box::new), json, out, err),
    }
}

/// The answer to one question, and the language it is to be told in.
struct Answered {
    answer: Answer,
    json: Value,
    words: Option<Language>,
}

impl Report for Answered {
    fn text(&self) -> String {
        match self.words {
            Some(language) => prose::tell(&self.answer, language),
            None => format!("{:#}", self.json),
        }
    }

    fn json(&self) -> Value {
        self.json.clone()
    }
}

fn one(ask: &Ask) -> Result<Answered, CommandError> {
    let (edition, readings) = settings(ask)?;
    let procedure = ask.procedure.as_deref().unwrap_or_default();
    law::Procedure::named(procedure).map_err(CommandError::usage)?;
    let pairs: Vec<(&str, &str)> = ask
        .facts
        .iter()
        .map(|pair| split(pair))
        .collect::<Result<_, _>>()?;
    let facts = Facts::from_pairs(pairs).map_err(CommandError::usage)?;
    let answer =
        law::ask_with(procedure, &facts, edition, &readings).map_err(CommandError::usage)?;
    Ok(Answered {
        json: serde_json::to_value(&answer).map_err(CommandError::failed)?,
        answer,
        words: ask.words,
    })
}

fn settings(ask: &Ask) -> Result<(Edition, Readings), CommandError> {
    let edition = match &ask.edition {
        Some(name) => Edition::parse(name).map_err(CommandError::usage)?,
        None => Edition::default(),
    };
    let mut readings = Readings::default();
    for pair in &ask.switches {
        let (name, position) = split(pair)?;
        readings
            .choose(name, position)
            .map_err(CommandError::usage)?;
    }
    Ok((edition, readings))
}

/// Splits `name=value`.
fn split(pair: &str) -> Result<(&str, &str), CommandError> {
    pair.split_once('=')
        .ok_or_else(|| {
            anyhow!(
                "`{}` is not of the form name=value",
                pair.chars().take(60).collect::<String>()
            )
        })
        .context("facts and switches are given as name=value")
        .map_err(CommandError::usage)
}

#[cfg(test)]
mod tests;
