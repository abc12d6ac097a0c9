//! `yeogwon produce`: make the books that wait.

use std::path::PathBuf;

use chrono::Utc;
use serde_json::{Value, json};

use super::{CommandError, Exit, Report};
use crate::config::DataDirectory;
use crate::domain::StaffRole;
use crate::service::personalise_passport::{Batch, produce_batch};
use crate::service::production::{Made, Queue, production_queue};
use crate::service::{Actor, Deps, ServiceError};
use crate::signer::OfficerId;
use crate::store::staff;

/// Settle what an earlier run left open, then make every book that is approved.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Make every book that waits.
    #[arg(long, required = true)]
    batch: bool,
    /// The bureau operator who makes them; needed where there are several.
    #[arg(long, value_name = "OFFICER")]
    operator: Option<String>,
    /// Data directory.
    #[arg(long, value_name = "DIR", default_value = "data", env = "YEOGWON_DATA")]
    data: PathBuf,
    /// Show what waits, and make nothing.
    #[arg(long)]
    dry_run: bool,
}

/// What came out.
pub enum Outcome {
    /// Books were made, or it is said why not.
    Made(Batch),
    /// What would be made.
    Waiting(Queue),
}

/// Makes the books that wait, in the name of a bureau operator, with the blanks of that operator's post.
///
/// # Errors
/// [`CommandError`] when the directory or the operator cannot be used.
pub fn run(options: &Options) -> Result<Outcome, CommandError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(CommandError::failed)?;
    runtime.block_on(produce(options))
}

async fn produce(options: &Options) -> Result<Outcome, CommandError> {
    let directory = DataDirectory::new(&options.data);
    let deps = Deps::open(&directory, Utc::now).await.map_err(of_service)?;
    let actor = operator(&deps, options.operator.as_deref()).await?;
    let outcome = if options.dry_run {
        production_queue(&deps, &actor).await.map(Outcome::Waiting)
    } else {
        produce_batch(&deps, &actor).await.map(Outcome::Made)
    };
    deps.database.close().await;
    outcome.map_err(of_service)
}

/// The operator who was named, or the only one there is.
async fn operator(deps: &Deps, named: Option<&str>) -> Result<Actor, CommandError> {
    let mut transaction = deps.database.read().await.map_err(CommandError::failed)?;
    let mut operators = staff::list(&mut transaction)
        .await
        .map_err(CommandError::failed)?;
    operators.retain(|row| {
        !row.disabled
            && row.roles.contains(&StaffRole::BureauOperator)
            && named.is_none_or(|name| name == row.id)
    });
    let names: Vec<String> = operators.iter().map(|row| row.id.clone()).collect();
    match <[_; 1]>::try_from(operators) {
        Ok([row]) => Ok(Actor {
            id: OfficerId::parse(&row.id).map_err(CommandError::failed)?,
            post: row.post_id,
            roles: row.roles,
        }),
        Err(_) if names.is_empty() => Err(CommandError::usage(anyhow::anyhow!(
            "no such bureau operator is at work here: `yeogwon staff list` shows who is"
        ))),
        Err(_) => Err(CommandError::usage(anyhow::anyhow!(
            "several bureau operators are at work here; name one with --operator: {}",
            names.join(", ")
        ))),
    }
}

fn of_service(error: ServiceError) -> CommandError {
    CommandError::failed(error)
}

impl Report for Outcome {
    fn text(&self) -> String {
        match self {
            Self::Made(batch) => batch_text(batch),
            Self::Waiting(queue) => {
                let cases = queue.to_make.iter().map(|case| {
                    format!(
                        "  {}  {}  {}",
                        case.number,
                        case.booklet.as_str(),
                        case.post
                    )
                });
                let mut lines = vec![format!(
                    "{} books would be made, {} tries would be settled first",
                    queue.to_make.len(),
                    queue.open.len()
                )];
                lines.extend(cases);
                lines.join("\n")
            }
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Made(batch) => json!({
                "released": batch.released(),
                "made": batch.made,
                "refused": batch.refused.iter().map(|(number, reason)| json!({
                    "application": number, "reason": reason,
                })).collect::<Vec<_>>(),
            }),
            Self::Waiting(queue) => json!({
                "open": queue.open.iter().map(|row| &row.document_number).collect::<Vec<_>>(),
                "waiting": queue.to_make.iter().map(|case| &case.number).collect::<Vec<_>>(),
            }),
        }
    }

    fn exit(&self) -> Exit {
        let Self::Made(batch) = self else {
            return Exit::Done;
        };
        if batch
            .made
            .iter()
            .any(|made| matches!(made, Made::Waits { .. }))
        {
            Exit::Undetermined
        } else if batch.released() < batch.made.len() || !batch.refused.is_empty() {
            Exit::Refused
        } else {
            Exit::Done
        }
    }
}

fn batch_text(batch: &Batch) -> String {
    let mut lines = vec![format!("{} books were made", batch.released())];
    for made in &batch.made {
        lines.push(match made {
            Made::Released {
                document,
                application,
            } => format!("  made      {document}  for {application}"),
            Made::Waits {
                document,
                application,
                detail,
                ..
            } => format!(
                "  waits     {document}  for {application}: {detail}; the same request is repeated by the service, or by this command"
            ),
            Made::GivenUp {
                document,
                application,
                detail,
                is_returned,
                ..
            } => format!(
                "  given up  {document}  for {application}: {detail}; {}",
                if *is_returned {
                    "the case went back, and both officers sign again"
                } else {
                    "another book can be made at once"
                }
            ),
        });
    }
    for (number, reason) in &batch.refused {
        lines.push(format!("  not begun {number}: {}", in_words(reason)));
    }
    lines.join("\n")
}

/// A refusal of the service in words: the keys are those of the pages.
fn in_words(reason: &str) -> String {
    let (key, arguments) = reason.split_once('|').unwrap_or((reason, ""));
    match key {
        "production-refusal-stock" => format!(
            "no blank book is on the shelf ({}): receive some first",
            arguments.replace('|', ", ")
        ),
        "production-refusal-under-way" => "a book is being made for it already".to_owned(),
        "production-refusal-approvals" => "it does not carry both officers' signatures".to_owned(),
        "production-refusal-no-record" => "it has no approved record".to_owned(),
        "production-refusal-no-portrait" => "its portrait is missing".to_owned(),
        "production-refusal-no-person" => "it is not linked to a person".to_owned(),
        _ => reason.to_owned(),
    }
}
