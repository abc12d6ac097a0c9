//! One case as a page shows it, and who may look at it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::actor::Actor;
use super::deps::Deps;
use super::draft::{Asked, Draft, facts_fault};
use super::error::{FieldFault, ServiceError};
use super::step::{Step, steps};
use crate::domain::{
    Application, ApplicationNumber, ApplicationStatus, PassportKind, PassportUse, StaffRole,
    date_in_seoul,
};
use crate::law::{Answer, FactsError};
use crate::signer::ask_for_issue;
use crate::store::application::{self, ApplicationRow};
use crate::store::approval::{self, ApprovalRow};
use crate::store::decision::{self, DecisionRow};
use crate::store::journal::{Effect, Note};
use crate::store::person::{self, HeldDocument};
use crate::store::post::{self, PostRow};
use crate::store::{Transaction, staff};

/// Everything a page shows of a case.
#[derive(Clone)]
pub struct ApplicationView {
    /// Its number.
    pub number: ApplicationNumber,
    /// Where it stands.
    pub status: ApplicationStatus,
    /// Its version: the argument of every use case that changes it.
    pub version: i64,
    /// Which record this is, from 1 on.
    pub attempt: i64,
    /// What is asked for.
    pub kind: PassportKind,
    /// The use asked for.
    pub usage: Option<PassportUse>,
    /// The post that took it.
    pub post: String,
    /// The post's name in Korean.
    pub post_ko: String,
    /// The post's name in English.
    pub post_en: String,
    /// `mission`, `local_government` or `ministry`.
    pub post_kind: String,
    /// The person, once it is known who it is.
    pub person: Option<String>,
    /// The name in Hangul.
    pub name_ko: String,
    /// The name in Latin letters.
    pub name_en: String,
    /// The application date.
    pub application_date: NaiveDate,
    /// When it was first received.
    pub received_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// The clerk who took it.
    pub taken_by: Person,
    /// The examiner who decided it last.
    pub decided_by: Option<Person>,
    /// What was entered, as typed.
    pub draft: Draft,
    /// The facts that are usable so far.
    pub facts: Map<String, Value>,
    /// The application that the draft makes, when nothing is wrong with it.
    pub application: Option<Application>,
    /// Everything that is wrong or missing, photo, papers, fee and fingerprints included.
    pub faults: Vec<FieldFault>,
    /// What was measured in the photo, once there is one.
    pub photo: Option<PhotoReport>,
    /// The law's answer, were the document issued today; the fault, where the facts contradict each other.
    pub law: Result<Answer, FieldFault>,
    /// What else the person has, once it is known who it is.
    pub duplicates: Duplicates,
    /// The digest of the record that was attested.
    pub record_sha256: Option<String>,
    /// The signatures over that record.
    pub approvals: Vec<ApprovalRow>,
    /// What was decided so far, oldest first.
    pub decisions: Vec<DecisionRow>,
    /// The document that was made.
    pub document_number: Option<String>,
    /// What the actor may do next.
    pub steps: Vec<Step>,
}

impl std::fmt::Debug for ApplicationView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ApplicationView")
            .field("number", &self.number)
            .field("status", &self.status)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// A member of staff by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The identifier.
    pub id: String,
    /// The name in Korean; the identifier where the person is not known any more.
    pub name_ko: String,
    /// The name in English.
    pub name_en: String,
}

/// What the same person has besides this application.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Duplicates {
    /// Numbers of other applications under way.
    pub applications: Vec<String>,
    /// Documents in effect.
    pub documents: Vec<HeldDocument>,
}

impl Duplicates {
    /// Whether there is nothing to explain.
    pub const fn is_empty(&self) -> bool {
        self.applications.is_empty() && self.documents.is_empty()
    }
}

/// What was measured while a photo became a portrait, as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PhotoReport {
    /// Width of the photo in pixels.
    pub width: u32,
    /// Height of the photo in pixels.
    pub height: u32,
    /// How many faces were found.
    pub faces: usize,
    /// The face that was taken: left, top, width, height, in photo pixels.
    pub face: Option<[f64; 4]>,
    /// The part that became the portrait: left, top, width, height, in photo pixels.
    pub crop: [f64; 4],
    /// Crown to chin on the portrait, in millimetres.
    pub head_height_mm: Option<f64>,
    /// Photo pixels for an inch of the portrait.
    pub resolution_dpi: f64,
    /// Variance of the Laplacian in the middle of the portrait.
    pub sharpness: f64,
    /// Mean brightness of the background.
    pub background_brightness: f64,
    /// Its standard deviation.
    pub background_deviation: f64,
    /// What an officer should look at, each with its numbers.
    pub warnings: Vec<PhotoWarning>,
    /// The digest of the portrait, as the record carries it.
    pub portrait_sha256: String,
    /// The portrait's media type.
    pub portrait_type: String,
}

/// Something about a photo that an officer should look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PhotoWarning {
    /// Which: `no_face_found`, `several_faces`, `face_near_edge`, `low_resolution`.
    pub kind: String,
    /// Its number: faces, millimetres or dots an inch.
    pub value: Option<f64>,
}

/// Roles that look into every post's cases.
const EVERYWHERE: &[StaffRole] = &[
    StaffRole::Examiner,
    StaffRole::Supervisor,
    StaffRole::BureauOperator,
    StaffRole::QualityChecker,
    StaffRole::Auditor,
];
/// Roles that look into the cases of their own post.
const OWN_POST: &[StaffRole] = &[StaffRole::IntakeClerk, StaffRole::HandOverClerk];

/// Everything a page shows of a case.
///
/// # Errors
/// [`ServiceError::NotFound`] also for a case that the actor may not know of; [`ServiceError::Store`].
pub async fn view_application(
    deps: &Deps,
    actor: &Actor,
    number: &ApplicationNumber,
) -> Result<ApplicationView, ServiceError> {
    let mut transaction = deps.database.read().await?;
    let row = visible(&mut transaction, actor, number).await?;
    view(deps, actor, &mut transaction, row).await
}

/// The photo as handed in, without whatever else was in its file; JPEG.
///
/// # Errors
/// As [`view_application`].
pub async fn photo(
    deps: &Deps,
    actor: &Actor,
    number: &ApplicationNumber,
) -> Result<Option<Zeroizing<Vec<u8>>>, ServiceError> {
    let mut transaction = deps.database.read().await?;
    let row = visible(&mut transaction, actor, number).await?;
    object(deps, &mut transaction, row.photo_object).await
}

/// The portrait as it goes on the chip.
///
/// # Errors
/// As [`view_application`].
pub async fn portrait(
    deps: &Deps,
    actor: &Actor,
    number: &ApplicationNumber,
) -> Result<Option<Zeroizing<Vec<u8>>>, ServiceError> {
    let mut transaction = deps.database.read().await?;
    let row = visible(&mut transaction, actor, number).await?;
    object(deps, &mut transaction, row.portrait_object).await
}

pub(super) async fn object(
    deps: &Deps,
    transaction: &mut Transaction,
    id: Option<String>,
) -> Result<Option<Zeroizing<Vec<u8>>>, ServiceError> {
    match id {
        Some(id) => Ok(deps.objects.get(transaction, &id).await?),
        None => Ok(None),
    }
}

/// The row of a case that the actor may look at.
///
/// # Errors
/// [`ServiceError::NotFound`] when there is none, or it is none of the actor's business.
pub(super) async fn visible(
    transaction: &mut Transaction,
    actor: &Actor,
    number: &ApplicationNumber,
) -> Result<ApplicationRow, ServiceError> {
    let not_found = || ServiceError::NotFound {
        what: format!("application {number}"),
    };
    let row = application::find(transaction, number)
        .await?
        .ok_or_else(not_found)?;
    let any = |roles: &[StaffRole]| roles.iter().any(|role| actor.is(*role));
    if any(EVERYWHERE) || (any(OWN_POST) && actor.post == row.post_id) {
        Ok(row)
    } else {
        Err(not_found())
    }
}

async fn view(
    deps: &Deps,
    actor: &Actor,
    transaction: &mut Transaction,
    row: ApplicationRow,
) -> Result<ApplicationView, ServiceError> {
    let today = date_in_seoul(deps.now());
    let draft = open_draft(deps, &row)?;
    let read = draft.read(&asked(&row, today));
    let law = ask(deps, &read.facts, today).map_err(|error| facts_fault(&error));
    let duplicates = duplicates(transaction, &row, today).await?;
    let post = post_of(transaction, &row).await?;
    let mut faults = read.faults;
    faults.extend(super::check::missing_besides_person(
        &row,
        &draft,
        law.as_ref(),
        &duplicates,
        &post.kind,
    ));
    let approvals = match &row.record_sha256 {
        Some(digest) => approval::of_record(transaction, &row.number, digest).await?,
        None => Vec::new(),
    };
    let decided_by = match &row.decided_by {
        Some(id) => Some(named(transaction, id).await?),
        None => None,
    };
    Ok(ApplicationView {
        status: row.status,
        version: row.version,
        attempt: row.attempt,
        kind: row.kind,
        usage: row.usage,
        application_date: row.application_date,
        received_at: row.received_at,
        updated_at: row.updated_at,
        taken_by: named(transaction, &row.taken_by).await?,
        decided_by,
        draft,
        facts: read.facts,
        application: read.application,
        faults,
        photo: photo_report(&row)?,
        law,
        duplicates,
        approvals,
        decisions: decision::of_application(transaction, &row.number).await?,
        steps: steps(actor, &row),
        number: row.number,
        post: row.post_id,
        post_ko: post.name_ko,
        post_en: post.name_en,
        post_kind: post.kind,
        person: row.person_id,
        name_ko: row.name_ko,
        name_en: row.name_en,
        record_sha256: row.record_sha256,
        document_number: row.document_number,
    })
}

/// The law's answer to a set of facts, were the document issued on a day, under the installation's edition.
pub(super) fn ask(
    deps: &Deps,
    facts: &Map<String, Value>,
    today: NaiveDate,
) -> Result<Answer, FactsError> {
    ask_for_issue(facts, &deps.config.law.edition, today)
}

/// What else the person of an application has.
pub(super) async fn duplicates(
    transaction: &mut Transaction,
    row: &ApplicationRow,
    today: NaiveDate,
) -> Result<Duplicates, ServiceError> {
    let Some(person) = &row.person_id else {
        return Ok(Duplicates::default());
    };
    let mut applications = person::open_applications(transaction, person).await?;
    applications.retain(|number| number != row.number.as_str());
    let mut documents = person::documents(transaction, person).await?;
    documents.retain(|document| {
        let in_effect = crate::domain::DocumentStatus::parse(&document.status)
            .is_some_and(crate::domain::DocumentStatus::is_in_effect);
        in_effect && document.valid_until >= today
    });
    Ok(Duplicates {
        applications,
        documents,
    })
}

/// The post that took an application.
pub(super) async fn post_of(
    transaction: &mut Transaction,
    row: &ApplicationRow,
) -> Result<PostRow, ServiceError> {
    post::find(transaction, &row.post_id)
        .await?
        .ok_or_else(|| ServiceError::Failed(format!("there is no post {}", row.post_id)))
}

/// A member of staff by name.
pub(super) async fn named(transaction: &mut Transaction, id: &str) -> Result<Person, ServiceError> {
    let found = staff::find(transaction, id).await?;
    let (name_ko, name_en) = found.map_or_else(
        || (id.to_owned(), id.to_owned()),
        |staff| (staff.name_ko, staff.name_en),
    );
    Ok(Person {
        id: id.to_owned(),
        name_ko,
        name_en,
    })
}

fn photo_report(row: &ApplicationRow) -> Result<Option<PhotoReport>, ServiceError> {
    row.photo_report
        .as_deref()
        .map(|report| {
            serde_json::from_str(report).map_err(|error| {
                ServiceError::Failed(format!(
                    "the photo report of application {} is not readable: {error}",
                    row.number
                ))
            })
        })
        .transpose()
}

/// What a row asks for.
pub(super) fn asked(row: &ApplicationRow, today: NaiveDate) -> Asked {
    Asked {
        kind: row.kind,
        usage: row.usage,
        date: row.application_date,
        today,
        post: row.post_id.clone(),
    }
}

/// The context under which an application's draft is sealed.
pub fn draft_context(number: &ApplicationNumber) -> String {
    format!("application.draft:{number}")
}

/// What was entered.
pub(super) fn open_draft(deps: &Deps, row: &ApplicationRow) -> Result<Draft, ServiceError> {
    let plain = deps
        .seal
        .open(&draft_context(&row.number), &row.draft_sealed)?;
    serde_json::from_slice(&plain).map_err(|error| {
        ServiceError::Failed(format!(
            "the draft of application {} is not readable: {error}",
            row.number
        ))
    })
}

/// Seals what was entered.
pub(super) fn seal_draft(
    deps: &Deps,
    number: &ApplicationNumber,
    draft: &Draft,
) -> Result<Vec<u8>, ServiceError> {
    let plain = Zeroizing::new(
        serde_json::to_vec(draft).map_err(|error| ServiceError::Failed(error.to_string()))?,
    );
    Ok(deps.seal.seal(&draft_context(number), &plain)?)
}

/// A note for the journal about an application; its number and version where there is one yet.
pub(super) fn note(
    deps: &Deps,
    actor: &Actor,
    subject: Option<(&ApplicationNumber, i64)>,
    command: &'static str,
    arguments: Value,
) -> Note {
    Note {
        at: deps.now(),
        actor: actor.id.as_str().to_owned(),
        subject_kind: "application",
        subject_id: subject.map_or_else(|| "-".to_owned(), |(number, _)| number.to_string()),
        subject_version: subject.map(|(_, version)| version),
        command,
        arguments,
        effect: Effect::Done,
    }
}

/// The case that a clerk is about to change: of the clerk's post, in the version that the clerk saw, and open to the step.
pub(super) async fn for_change(
    transaction: &mut Transaction,
    actor: &Actor,
    number: &ApplicationNumber,
    version: i64,
    step: Step,
) -> Result<ApplicationRow, ServiceError> {
    actor.needs(step.roles())?;
    let row = visible(transaction, actor, number).await?;
    if actor.post != row.post_id {
        return Err(ServiceError::NotFound {
            what: format!("application {number} at post {}", actor.post),
        });
    }
    if !step.is_open_in(row.status) {
        return Err(ServiceError::WrongStatus(row.status));
    }
    if row.version != version {
        return Err(ServiceError::Conflict {
            what: format!("application {number}"),
        });
    }
    Ok(row)
}
