//! `yeogwon specimen`: one document end to end.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::law::{Language, prose};
use super::{CommandError, Exit, Report};
use crate::config::{Config, DataDirectory};
use crate::domain::Application;
use crate::law::Answer;
use crate::signer::{SignerClient, check_names, date_in_seoul, fits_socket, hex};
use crate::specimen::{
    Document, FoundError, OutputDirectory, OutputError, ProduceError, Product, ProposalError,
    finish, open_or_found, produce,
};

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
    if options.dry_run {
        return would(&application, now);
    }
    let output = OutputDirectory::prepare(&options.out).map_err(output_error)?;
    let directory = DataDirectory::new(&options.data);
    let config = open_or_found(&directory, now).map_err(found_error)?;
    let mut signer = ChildSigner::start(&directory)?;
    let product = Product {
        application: &application,
        photo: &photo,
        chip: options.chip,
    };
    let produced = match produce(product, &directory, &config, &mut signer.client, now) {
        Ok(produced) => produced,
        Err(ProduceError::Proposal(ProposalError::NotGranted(answer))) => {
            return Ok(Outcome::NotGranted(answer));
        }
        Err(error) => return Err(produce_error(error, options)),
    };
    let loaded = super::verify::trust::load(&[directory.public()], &[], now)
        .map_err(CommandError::failed)?;
    let document = finish(
        produced,
        &loaded.store,
        config.installation.specimen,
        Utc::now(),
    )
    .map_err(CommandError::failed)?;
    for (name, bytes, readers) in document.files() {
        output.write(name, bytes, readers).map_err(output_error)?;
    }
    output.finish().map_err(output_error)?;
    Ok(Outcome::Made(Box::new(Made {
        out: options.out.clone(),
        public: directory.public(),
        document,
    })))
}

/// What the law says, without a country, a photo or an officer.
fn would(application: &Application, now: DateTime<Utc>) -> Result<Outcome, CommandError> {
    check_names(&application.holder)
        .map_err(|error| CommandError::usage(anyhow::anyhow!("{error}")))?;
    let config = Config::specimen();
    let edition = application.edition.as_ref().unwrap_or(&config.law.edition);
    let answer = crate::signer::ask_for_issue(&application.facts, edition, date_in_seoul(now))
        .map_err(CommandError::usage)?;
    if answer.is_grant() {
        Ok(Outcome::WouldGrant(Box::new(answer)))
    } else {
        Ok(Outcome::NotGranted(Box::new(answer)))
    }
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

fn produce_error(error: ProduceError, options: &Options) -> CommandError {
    let exit = match &error {
        ProduceError::Photo(_)
        | ProduceError::Names(_)
        | ProduceError::Page(_)
        | ProduceError::Proposal(ProposalError::Facts(_)) => Exit::Usage,
        ProduceError::Refused { .. } => Exit::Refused,
        ProduceError::Signer(_) => Exit::Undetermined,
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

/// The signing process as a child of this one, and the connection to it. It ends with its parent.
struct ChildSigner {
    child: Child,
    client: SignerClient,
    /// A private folder for the socket, where the data directory's own path is too long for one.
    folder: Option<PathBuf>,
}

impl ChildSigner {
    fn start(directory: &DataDirectory) -> Result<Self, CommandError> {
        let unique = format!("signer-{}.sock", std::process::id());
        let beside = directory.path().join(&unique);
        let (socket, folder) = if fits_socket(&beside) {
            (beside, None)
        } else {
            let mut unique = [0_u8; 8];
            openssl::rand::rand_bytes(&mut unique).map_err(CommandError::failed)?;
            let folder = std::env::temp_dir().join(format!("yeogwon-{}", hex(&unique)));
            let mut builder = std::fs::DirBuilder::new();
            builder.mode(0o700).create(&folder).map_err(|e| {
                CommandError::failed(anyhow::anyhow!("{} cannot be made: {e}", folder.display()))
            })?;
            (folder.join("signer.sock"), Some(folder))
        };
        let mut child = spawn(directory, &socket)?;
        let ready = await_ready(&mut child).and_then(|()| {
            SignerClient::connect(&socket).map_err(|e| CommandError::new(Exit::Undetermined, e))
        });
        match ready {
            Ok(client) => Ok(Self {
                child,
                client,
                folder,
            }),
            Err(error) => {
                let _ = child.kill();
                let _ = child.wait();
                if let Some(folder) = folder {
                    let _ = std::fs::remove_dir_all(folder);
                }
                Err(error)
            }
        }
    }
}

impl Drop for ChildSigner {
    fn drop(&mut self) {
        // Closing its standard input tells it to end.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

fn spawn(directory: &DataDirectory, socket: &Path) -> Result<Child, CommandError> {
    let program = std::env::current_exe().map_err(CommandError::failed)?;
    Command::new(program)
        .arg("signer")
        .arg("--with-parent")
        .arg("--data")
        .arg(directory.path())
        .arg("--socket")
        .arg(socket)
        // A group of its own: an interrupt at the terminal ends the parent, and that ends the child in good order.
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| {
            CommandError::failed(anyhow::anyhow!("the signer cannot be started: {error}"))
        })
}

/// Waits until the child can be asked, or has said why it cannot.
fn await_ready(child: &mut Child) -> Result<(), CommandError> {
    let mut line = String::new();
    if let Some(stdout) = child.stdout.take() {
        let _ = BufReader::new(stdout).read_line(&mut line);
    }
    if line.starts_with(super::signer::READY) {
        return Ok(());
    }
    let mut said = String::new();
    if let Some(stderr) = child.stderr.take() {
        let _ = stderr.take(8 << 10).read_to_string(&mut said);
    }
    let said = match said.trim().trim_start_matches("error: ") {
        "" => "it ended without a word; run `yeogwon signer` with the same --data to see why",
        said => said,
    };
    Err(CommandError::failed(anyhow::anyhow!(
        "the signer does not start: {said}"
    )))
}

impl Report for Outcome {
    fn text(&self) -> String {
        match self {
            Self::Made(made) => made.text(),
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
