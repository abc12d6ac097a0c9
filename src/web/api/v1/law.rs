use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{self, Json, Path, Payload, ServiceConfig};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::law::{self, Answer, Edition, Facts, FactsError, Procedure};
use crate::web::api::body::read_json;
use crate::web::api::problem::Problem;

pub(super) fn routes(cfg: &mut ServiceConfig) {
    cfg.service(
        web::resource("/law/{procedure}")
            .route(web::post().to(ask))
            .default_service(web::to(super::wrong_method)),
    );
}

/// A question to the law.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    /// What is asserted, by the names of facts: dates `YYYY-MM-DD`, true and false, numbers, words, durations such as `P3Y`.
    #[schema(value_type = Object, example = json!({
        "kind": "ordinary", "date": "2011-10-05", "birth": "1980-02-01", "sex": "F"
    }))]
    facts: Map<String, Value>,
    /// The edition of the Decree that answers: `by-date` or a name such as `decree-23181`.
    edition: Option<String>,
}

/// Asks the Enforcement Decree.
///
/// The same answer as `yeogwon law ask` prints. Nothing is kept. A refusal by law is an answer too (200).
#[utoipa::path(
    post, path = "/api/v1/law/{procedure}", tag = "law",
    params(("procedure" = String, Path, description = "The procedure, such as `issue`")),
    request_body = Question,
    responses(
        (status = 200, description = "The answer: outcome, reasons with their articles, what would change it", body = Object),
        (status = 422, description = "An unknown procedure, fact or value, named with what is allowed", body = Problem,
         content_type = "application/problem+json"),
    )
)]
pub(super) async fn ask(
    request: HttpRequest,
    procedure: Path<String>,
    payload: Payload,
) -> Result<Json<Answer>, Problem> {
    // A wrong name is told before the body is looked at.
    let procedure = Procedure::named(&procedure)
        .map_err(|error| problem(&error))?
        .name;
    let question: Question = read_json(&request, payload, QUESTION_BYTES).await?;
    let answer = || {
        let edition = question
            .edition
            .as_deref()
            .map_or(Ok(Edition::default()), Edition::parse)?;
        law::ask(procedure, &Facts::from_json(&question.facts)?, edition)
    };
    answer()
        .map(Json)
        .map_err(|error: FactsError| problem(&error))
}

/// Names what is wrong and what is allowed.
fn problem(error: &FactsError) -> Problem {
    let unprocessable = |word, title| {
        Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            word,
            title,
            error.to_string(),
        )
    };
    let allowed = |known: &str| known.split(", ").map(Value::from).collect::<Vec<_>>();
    match error {
        FactsError::UnknownProcedure { name, known } => {
            unprocessable("unknown-procedure", "there is no such procedure")
                .with("procedure", name.as_str())
                .with("allowed", allowed(known))
        }
        FactsError::UnknownFact { name, known } => {
            unprocessable("unknown-fact", "there is no such fact")
                .with("fact", name.as_str())
                .with("allowed", allowed(known))
        }
        FactsError::ForeignFact { fact, known, .. } => {
            unprocessable("foreign-fact", "the procedure does not know this fact")
                .with("fact", fact.as_str())
                .with("allowed", allowed(known))
        }
        FactsError::UnknownValue { fact, known, .. } => {
            unprocessable("unknown-value", "the fact cannot say this")
                .with("fact", fact.as_str())
                .with("allowed", known.as_str())
        }
        FactsError::UnknownEdition { name, known } => {
            unprocessable("unknown-edition", "there is no such edition")
                .with("edition", name.as_str())
                .with("allowed", allowed(known))
        }
        FactsError::Repeated { fact } => {
            unprocessable("repeated-fact", "a fact is given twice").with("fact", fact.as_str())
        }
        FactsError::Contradiction { first, second, .. } => {
            unprocessable("contradiction", "two facts contradict each other")
                .with("facts", vec![first.as_str(), second.as_str()])
        }
    }
}

/// The longest question has some hundred facts.
const QUESTION_BYTES: usize = 64 * 1024;
