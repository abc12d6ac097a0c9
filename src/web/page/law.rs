//! `/law`: the Decree paragraph by paragraph with its rules, and questions to it. Nothing that is asked is kept.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query, ServiceConfig, get};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde_json::{Map, Value};

use crate::domain::date_in_seoul;
use crate::law::coverage::{Keeper, PROVISIONS, Provision};
use crate::law::words::{self, Explanation, cite, explain};
use crate::law::{
    self, COMMON, EDITIONS, Edition, Fact, Facts, FactsError, Outcome, PROCEDURES, Procedure, Shape,
};
use crate::service::Deps;
use crate::web::error::WebError;
use crate::web::fault::Faults;
use crate::web::frame::Frame;
use crate::web::language::Language;
use crate::web::officer::Officer;
use crate::web::render::{render, render_with};

/// The routes of this area.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/law", get().to(articles));
    cfg.route("/law/{procedure}", get().to(ask));
}

/// `GET /law`.
async fn articles(request: HttpRequest, officer: Officer) -> Result<HttpResponse, WebError> {
    render(&ArticlesView::new(officer.frame(&request, "law-title")))
}

const fn law_language(language: Language) -> words::Language {
    match language {
        Language::Korean => words::Language::Ko,
        Language::English => words::Language::En,
    }
}

#[derive(Debug)]
struct RuleLine {
    citation: String,
    text: String,
    may: bool,
}

#[derive(Debug)]
struct Paragraph {
    id: String,
    place: String,
    keeper: String,
    kind: &'static str,
    cases: u32,
    rules: Vec<RuleLine>,
    procedures: Vec<(&'static str, String)>,
}

impl Paragraph {
    fn new(frame: &Frame, provision: &Provision) -> Self {
        let language = law_language(frame.language);
        let (keeper, kind) = match provision.keeper {
            Keeper::Engine => ("law-keeper-engine", "success"),
            Keeper::Officer(_) => ("law-keeper-officer", "info"),
            Keeper::Program(_) => ("law-keeper-program", "info"),
            Keeper::Nobody(_) => ("law-keeper-nobody", ""),
        };
        let mut rules: Vec<RuleLine> = Vec::new();
        for rule in provision.rules() {
            let text = frame.language.pick(rule.ko, rule.en).to_owned();
            if !rules.iter().any(|known| known.text == text) {
                rules.push(RuleLine {
                    citation: cite(rule.citation, language),
                    text,
                    may: rule.may,
                });
            }
        }
        Self {
            id: format!(
                "p-{}",
                provision
                    .place
                    .replace(|c: char| !c.is_ascii_alphanumeric(), "-")
            ),
            place: cite(provision.place, language),
            keeper: frame.t(keeper),
            kind,
            cases: provision.cases(),
            rules,
            procedures: provision
                .procedures()
                .map(|procedure| (procedure.name, words::procedure(procedure.name, language)))
                .collect(),
        }
    }
}

/// The Decree with its rules.
#[derive(Debug, Template)]
#[template(path = "page/law/articles.html")]
pub struct ArticlesView {
    frame: Frame,
    questions: Vec<(&'static str, String)>,
    paragraphs: Vec<Paragraph>,
}

impl ArticlesView {
    fn new(frame: Frame) -> Self {
        let language = law_language(frame.language);
        Self {
            questions: PROCEDURES
                .iter()
                .map(|procedure| (procedure.name, words::procedure(procedure.name, language)))
                .collect(),
            paragraphs: PROVISIONS
                .iter()
                .map(|provision| Paragraph::new(&frame, provision))
                .collect(),
            frame,
        }
    }

    /// The whole Decree.
    pub fn samples(language: Language) -> Vec<Self> {
        vec![Self::new(Frame::sample(language, "law-title"))]
    }
}

/// `GET /law/{procedure}?edition=&f.fact=…`: a question, and its answer once something is asked.
async fn ask(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    path: Path<String>,
    pairs: Query<Vec<(String, String)>>,
) -> Result<HttpResponse, WebError> {
    let procedure = Procedure::named(&path).map_err(|_| WebError::NotFound)?;
    let frame = officer.frame(&request, "law-ask-title");
    let today = date_in_seoul(deps.now()).to_string();
    let view = AskView::new(frame, procedure, &pairs, &today);
    let status = if view.faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    render_with(status, &view)
}

/// One fact that can be asserted.
#[derive(Debug)]
struct Field {
    name: String,
    label: String,
    value: String,
    hint: String,
    choices: Vec<(String, String)>,
    error: String,
}

impl Field {
    fn new(frame: &Frame, fact: Fact, value: &str, faults: &Faults) -> Self {
        let language = law_language(frame.language);
        let name = format!("f.{}", fact.as_str());
        let shapes = fact.shapes();
        let mut choices: Vec<(String, String)> = Vec::new();
        if shapes.iter().all(|shape| *shape == Shape::Flag) {
            choices.push((String::new(), frame.t("law-not-said")));
            if !shapes.is_empty() {
                choices.push(("yes".to_owned(), frame.t("law-yes")));
                choices.push(("no".to_owned(), frame.t("law-no")));
            }
            choices.extend(
                fact.words()
                    .iter()
                    .map(|word| (word.as_str().to_owned(), words::word(*word, language))),
            );
        }
        let hints: Vec<String> = shapes
            .iter()
            .map(|shape| {
                frame.t(match shape {
                    Shape::Date => "law-shape-date",
                    Shape::Flag => "law-shape-flag",
                    Shape::Integer => "law-shape-integer",
                    Shape::Decimal => "law-shape-decimal",
                    Shape::Period => "law-shape-period",
                    Shape::Dates => "law-shape-dates",
                    Shape::Country => "law-shape-country",
                    Shape::Currency => "law-shape-currency",
                })
            })
            .chain(
                fact.words()
                    .iter()
                    .map(|word| format!("{} ({})", words::word(*word, language), word.as_str())),
            )
            .collect();
        Self {
            label: words::fact(fact, language),
            value: value.to_owned(),
            hint: if choices.is_empty() {
                hints.join(" · ")
            } else {
                String::new()
            },
            choices,
            error: faults.of(&name).to_owned(),
            name,
        }
    }
}

/// A question and its answer.
#[derive(Debug, Template)]
#[template(path = "page/law/ask.html")]
pub struct AskView {
    frame: Frame,
    procedure: &'static str,
    articles: &'static str,
    question: String,
    editions: Vec<(String, String)>,
    edition: String,
    common: Vec<Field>,
    own: Vec<Field>,
    told: Option<Told>,
    faults: Faults,
}

#[derive(Debug)]
struct Told {
    colour: &'static str,
    edition: &'static str,
    words: Explanation,
}

/// The edition asked and the facts asserted, as they stand in the address.
struct Asked {
    edition: Edition,
    facts: Map<String, Value>,
}

/// Reads the address; a fact that stands there twice, or that the procedure does not know, is a fault as much as a wrong value.
fn read(procedure: &Procedure, pairs: &[(String, String)]) -> Result<Asked, FactsError> {
    let mut asked = Asked {
        edition: Edition::default(),
        facts: Map::new(),
    };
    for (name, value) in pairs {
        let value = value.trim();
        if name == "edition" && !value.is_empty() {
            asked.edition = Edition::parse(value)?;
        }
        let Some(fact) = name.strip_prefix("f.").filter(|_| !value.is_empty()) else {
            continue;
        };
        let known = Fact::parse(fact).filter(|fact| procedure.knows(*fact));
        let text = Value::from(value);
        match known {
            None => {
                return Err(FactsError::UnknownFact {
                    name: String::new(),
                    known: String::new(),
                });
            }
            Some(known) if asked.facts.insert(fact.to_owned(), text).is_some() => {
                return Err(FactsError::Repeated { fact: known });
            }
            Some(_) => {}
        }
    }
    Ok(asked)
}

fn answer(
    procedure: &'static Procedure,
    pairs: &[(String, String)],
) -> Result<Option<law::Answer>, FactsError> {
    let asked = read(procedure, pairs)?;
    if asked.facts.is_empty() {
        return Ok(None);
    }
    let texts = asked
        .facts
        .iter()
        .filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)));
    let facts = Facts::from_pairs(texts)?;
    law::ask(procedure.name, &facts, asked.edition).map(Some)
}

fn fault(frame: &Frame, error: &FactsError) -> (String, String) {
    let language = law_language(frame.language);
    let of = |fact: &Fact| words::fact(*fact, language);
    match error {
        FactsError::UnknownValue { fact, .. } => (
            format!("f.{}", fact.as_str()),
            frame.t1("law-fault-value", "fact", of(fact)),
        ),
        FactsError::Repeated { fact } => (
            format!("f.{}", fact.as_str()),
            frame.t1("law-fault-twice", "fact", of(fact)),
        ),
        FactsError::Contradiction { first, second, .. } => (
            format!("f.{}", first.as_str()),
            frame.t2(
                "law-fault-contradiction",
                "first",
                of(first),
                "second",
                of(second),
            ),
        ),
        FactsError::UnknownEdition { .. } => ("edition".to_owned(), frame.t("law-fault-edition")),
        _ => (String::new(), frame.t("law-fault-fact")),
    }
}

/// The editions that can be asked.
fn editions(frame: &Frame) -> Vec<(String, String)> {
    let named = EDITIONS.iter().map(|edition| {
        let words = frame.t2(
            "law-edition-named",
            "name",
            edition.name.trim_start_matches("decree-"),
            "date",
            edition.in_force,
        );
        (edition.name.to_owned(), words)
    });
    [
        (String::new(), frame.t("law-edition-default")),
        ("by-date".to_owned(), frame.t("law-edition-by-date")),
    ]
    .into_iter()
    .chain(named)
    .collect()
}

impl AskView {
    fn new(
        frame: Frame,
        procedure: &'static Procedure,
        pairs: &[(String, String)],
        today: &str,
    ) -> Self {
        let language = law_language(frame.language);
        let mut faults = Faults::default();
        let answer = answer(procedure, pairs).unwrap_or_else(|error| {
            let (field, message) = fault(&frame, &error);
            faults.push(&field, message);
            None
        });
        let said = |name: &str| {
            pairs
                .iter()
                .find(|(given, _)| given == name)
                .map(|(_, value)| value.as_str())
        };
        let is_fresh = pairs.is_empty();
        let field = |fact: Fact| {
            let value = said(&format!("f.{}", fact.as_str())).unwrap_or_default();
            let value = if fact == Fact::Date && is_fresh {
                today
            } else {
                value
            };
            Field::new(&frame, fact, value, &faults)
        };
        Self {
            procedure: procedure.name,
            articles: procedure.articles,
            question: words::procedure(procedure.name, language),
            editions: editions(&frame),
            edition: said("edition").unwrap_or_default().to_owned(),
            common: COMMON.iter().copied().map(field).collect(),
            own: procedure
                .facts
                .iter()
                .filter(|fact| !COMMON.contains(fact))
                .copied()
                .map(field)
                .collect(),
            told: answer.map(|answer| Told {
                colour: match answer.outcome() {
                    outcome if outcome.is_open() => "success",
                    Outcome::Incomplete | Outcome::EditionIncomplete => "warning",
                    _ => "info",
                },
                edition: answer.edition,
                words: explain(&answer, language),
            }),
            faults,
            frame,
        }
    }

    /// Every procedure unasked; a grant, a contradiction, a wrong value.
    pub fn samples(language: Language) -> Vec<Self> {
        let frame = || Frame::sample(language, "law-ask-title");
        let today = "2026-11-22";
        let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs
                .iter()
                .map(|(name, value)| (format!("f.{name}"), (*value).to_owned()))
                .collect()
        };
        let good = [
            ("kind", "ordinary"),
            ("date", today),
            ("birth", "1980-02-01"),
            ("sex", "F"),
        ];
        let asked = [
            pairs(&good),
            pairs(&[("date", "yesterday")]),
            pairs(&[("date", today), ("date", today)]),
            pairs(&[("<b>", "1")]),
        ];
        let issue = PROCEDURES.iter().take(1);
        let full = issue.flat_map(|issue| {
            asked
                .iter()
                .map(|pairs| Self::new(frame(), issue, pairs, today))
                .collect::<Vec<_>>()
        });
        PROCEDURES
            .iter()
            .map(|procedure| Self::new(frame(), procedure, &[], today))
            .chain(full)
            .collect()
    }
}
