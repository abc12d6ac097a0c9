//! `yeogwon specimen`: one document end to end.

use std::io::Read;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::child_signer::{ChildSigner, Place, connect};
use super::law::{Language, prose};
use super::{CommandError, Exit, Report};
use crate::config::DataDirectory;
use crate::domain::Application;
use crate::domain::date_in_seoul;
use crate::law::{self, Answer};
use crate::proposal::ProposalError;
use crate::specimen::{
    Document, FinishError, FoundError, OutputDirectory, OutputError, ProduceError, Product,
    config_or_default, finish, open_or_found, produce, propose,
};
use crate::trust_files::load_trust;

/// Make one specimen document from an application file and a photo.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The application, a JSON file; see assets/example.
    #[arg(long, value_name = "FILE")]
    application: PathBuf,
    /// The photo: JPEG, PNG or JPEG 2000, any size up to the limits.
    #[arg(long, value_name = "FILE")]
    photo: PathBuf,
    /// Directory for the document; it must not exist, or be empty.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Give the chip keys for active and chip authentication.
    #[arg(long)]
    chip: bool,
    /// Data directory of the specimen country; made where it is absent.
    #[arg(long, value_name = "DIR", default_value = "data", env = "YEOGWON_DATA")]
    data: PathBuf,
    /// Show what would be decided, and make nothing.
    #[arg(long)]
    dry_run: bool,
}

/// What came out.
pub enum Outcome {
    /// A document was made.
    Made(Box<Made>),
    /// The law does not grant it.
    NotGranted(Box<Answer>),
    /// It would be granted; nothing was made.
    WouldGrant(Box<Answer>),
}

/// A document that was made.
pub struct Made {
    out: PathBuf,
    public: PathBuf,
    document: Document,
}

/// Runs the whole way: application, law, photo, two officers, signer, inspection, files.
///
/// # Errors
/// [`CommandError`] with the thing and the remedy; nothing half-written is left.
pub fn run(options: &Options, now: DateTime<Utc>) -> Result<Outcome, CommandError> {
    let json = read_input(&options.application)?;
    let application = Application::parse(&json, date_in_seoul(now)).map_err(|error| {
        CommandError::usage(anyhow::anyhow!(
            "{}: {error}",
            options.application.display()
        ))
    })?;
    let photo = read_input(&options.photo)?;
    let product = Product {
        application: &application,
        photo: &photo,
        chip: options.chip,
    };
    let directory = DataDirectory::new(&options.data);
    if options.dry_run {
        let config = config_or_default(&directory).map_err(found_error)?;
        return match propose(product, &config, now) {
            Ok((proposal, _)) => Ok(Outcome::WouldGrant(Box::new(proposal.answer))),
            Err(error) => not_produced(error, options),
        };
    }
    let output = OutputDirectory::prepare(&options.out).map_err(output_error)?;
    let config = open_or_found(&directory, now).map_err(found_error)?;
    let place = Place::of_its_own(&directory)?;
    let _signer = ChildSigner::start(&directory, &place)?;
    let mut client = connect(&place)?;
    let produced = match produce(product, &directory, &config, &mut client, now) {
        Ok(produced) => produced,
        Err(error) => return not_produced(error, options),
    };
    let loaded = load_trust(&[directory.public()], &[], now).map_err(CommandError::failed)?;
    let document = finish(
        produced,
        &loaded.store,
        config.installation.specimen,
        Utc::now(),
    )
    .map_err(finish_error)?;
    for (name, bytes) in document.files() {
        output.write(name, bytes).map_err(output_error)?;
    }
    output.finish().map_err(output_error)?;
    Ok(Outcome::Made(Box::new(Made {
        out: options.out.clone(),
        public: directory.public(),
        document,
    })))
}

/// A "no" of the law is an outcome; everything else is an error.
fn not_produced(error: ProduceError, options: &Options) -> Result<Outcome, CommandError> {
    match error {
        ProduceError::Proposal(ProposalError::NotGranted(answer)) => {
            Ok(Outcome::NotGranted(answer))
        }
        error => Err(produce_error(error, options)),
    }
}

/// Whether the law has not said no, but lacks something that it needs to answer: a fact, or a text.
fn is_undecided(answer: &Answer) -> bool {
    matches!(
        answer.outcome(),
        law::Outcome::Incomplete | law::Outcome::EditionIncomplete
    )
}

/// Reads a file that a person named; none is larger than a large photo.
fn read_input(path: &Path) -> Result<Vec<u8>, CommandError> {
    const LIMIT_BYTES: u64 = 64 << 20;
    let wrong =
        |detail: String| CommandError::usage(anyhow::anyhow!("{}: {detail}", path.display()));
    let file =
        std::fs::File::open(path).map_err(|error| wrong(format!("cannot be read: {error}")))?;
    let mut bytes = Vec::new();
    file.take(LIMIT_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| wrong(format!("cannot be read: {error}")))?;
    if bytes.len() as u64 > LIMIT_BYTES {
        return Err(wrong("is larger than 64 MiB: name a smaller file".into()));
    }
    Ok(bytes)
}

fn output_error(error: OutputError) -> CommandError {
    match error {
        OutputError::Exists { .. } => CommandError::usage(error),
        OutputError::Io { .. } => CommandError::failed(error),
    }
}

fn found_error(error: FoundError) -> CommandError {
    match error {
        FoundError::Foreign { .. } | FoundError::NotSpecimen { .. } | FoundError::Config(_) => {
            CommandError::usage(error)
        }
        other => CommandError::failed(other),
    }
}

fn finish_error(error: FinishError) -> CommandError {
    match error {
        FinishError::NotValid { .. } => CommandError::new(Exit::Refused, error),
        other => CommandError::failed(other),
    }
}

fn produce_error(error: ProduceError, options: &Options) -> CommandError {
    let exit = match &error {
        ProduceError::Photo(_)
        | ProduceError::Names(_)
        | ProduceError::Page(_)
        | ProduceError::Proposal(ProposalError::Facts(_)) => Exit::Usage,
        ProduceError::Refused { .. } => Exit::Refused,
        ProduceError::Signer { .. } => Exit::Undetermined,
        ProduceError::Proposal(_)
        | ProduceError::OfficerKeys(_)
        | ProduceError::Officers(_)
        | ProduceError::Failed(_) => Exit::Failed,
    };
    match &error {
        ProduceError::Photo(cause) => CommandError::new(
            exit,
            anyhow::anyhow!(
                "the photo {} cannot be used: {cause}",
                options.photo.display()
            ),
        ),
        ProduceError::Names(_) | ProduceError::Page(_) | ProduceError::Proposal(_) => {
            CommandError::new(
                exit,
                anyhow::anyhow!("{}: {error}", options.application.display()),
            )
        }
        _ => CommandError::new(exit, error),
    }
}

impl Report for Outcome {
    fn text(&self) -> String {
        match self {
            Self::Made(made) => made.text(),
            Self::NotGranted(answer) if is_undecided(answer) => {
                format!(
                    "cannot be decided yet\n{}",
                    prose::tell(answer, Language::En)
                )
            }
            Self::NotGranted(answer) => {
                format!("not granted\n{}", prose::tell(answer, Language::En))
            }
            Self::WouldGrant(answer) => {
                format!("nothing was made\n{}", prose::tell(answer, Language::En))
            }
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Made(made) => json!({
                "out": made.out,
                "number": made.document.released().number,
                "issue_date": made.document.released().issue_date,
                "valid_until": made.document.released().valid_until,
                "decision": made.document.released().decision,
                "inspection": made.document.inspection(),
                "photo": { "measurements": made.document.photo().measurements, "warnings": made.document.photo().warnings },
                "specimen": true,
            }),
            Self::NotGranted(answer) | Self::WouldGrant(answer) => {
                json!({ "decision": answer.as_ref() })
            }
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Made(_) | Self::WouldGrant(_) => Exit::Done,
            Self::NotGranted(answer) if is_undecided(answer) => Exit::Undetermined,
            Self::NotGranted(_) => Exit::Refused,
        }
    }
}

/// A path as a shell reads it back.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+,:@%=".contains(c);
    if !text.starts_with('-') && text.chars().all(is_plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

impl Made {
    fn text(&self) -> String {
        let released = self.document.released();
        let mut lines = vec![
            format!("SPECIMEN {} in {}", released.number, self.out.display()),
            format!(
                "  issued {}, valid until {}",
                released.issue_date, released.valid_until
            ),
        ];
        lines.extend(
            prose::tell(&self.document.proposal().answer, Language::En)
                .lines()
                .map(|line| format!("  {line}")),
        );
        for warning in &self.document.photo().warnings {
            lines.push(format!("  look at the photo: {warning}"));
        }
        lines.push("  inspected as a border would: valid".to_owned());
        lines.push(format!(
            "  look at it: {}",
            self.out.join("data-page.png").display()
        ));
        lines.push(format!(
            "  verify it:  yeogwon verify {} --trust {}",
            quoted(&self.out),
            quoted(&self.public)
        ));
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::data_page::ChipUnreadable;

    #[test]
    fn a_document_that_no_border_accepts_is_refused_and_a_broken_file_is_a_failure() {
        let number = || "M12345678".to_owned();
        let refused = finish_error(FinishError::NotValid {
            number: number(),
            report: "invalid".to_owned(),
        });
        assert_eq!(refused.exit(), Exit::Refused);
        let failed = finish_error(FinishError::Unreadable {
            number: number(),
            source: ChipUnreadable {
                file: "EF.DG2",
                detail: "cut short".to_owned(),
            },
        });
        assert_eq!(failed.exit(), Exit::Failed);
    }
}
