use chrono::{DateTime, Utc};

use crate::domain::{ApplicationNumber, ApplicationStatus, PassportKind, ProductionState};
use crate::service::{Actor, Deps, ServiceError};
use crate::store::document::DocumentRow;
use crate::store::production::ProductionRow;
use crate::store::{application, blank, document, inspection, production};

/// Everything the production page shows of a case.
#[derive(Debug, Clone)]
pub struct ProductionView {
    /// The application.
    pub number: ApplicationNumber,
    /// Where it stands.
    pub status: ApplicationStatus,
    /// Its version.
    pub version: i64,
    /// The kind of book it needs.
    pub booklet: PassportKind,
    /// The name in Hangul.
    pub name_ko: String,
    /// The name in Latin letters.
    pub name_en: String,
    /// How many blanks of that kind lie at the actor's post.
    pub in_stock: i64,
    /// Every try at a book, the oldest first.
    pub tries: Vec<ProductionRow>,
    /// Every document that came out, the newest first.
    pub documents: Vec<DocumentRow>,
    /// The inspections of the newest of them, the newest first.
    pub inspections: Vec<inspection::InspectionRow>,
}

impl ProductionView {
    /// The try that has not ended.
    pub fn open(&self) -> Option<&ProductionRow> {
        self.tries
            .iter()
            .find(|each| each.state == ProductionState::Prepared)
    }

    /// The document that is on its way to the holder.
    pub fn document(&self) -> Option<&DocumentRow> {
        self.documents
            .iter()
            .find(|each| each.status != crate::domain::DocumentStatus::Spoiled)
    }
}

/// Everything the production page shows of a case.
///
/// # Errors
/// [`ServiceError::NotFound`], also for a case that the actor may not know of.
pub async fn view_production(
    deps: &Deps,
    actor: &Actor,
    number: &ApplicationNumber,
) -> Result<ProductionView, ServiceError> {
    let mut transaction = deps.database.read().await?;
    let row = crate::service::application::visible(&mut transaction, actor, number).await?;
    let booklet = row.kind.booklet();
    let in_stock = blank::stock(&mut transaction)
        .await?
        .into_iter()
        .filter(|line| {
            line.post_id == actor.post
                && line.kind == booklet
                && line.state == crate::domain::BlankState::InStock
        })
        .map(|line| line.count)
        .sum();
    let documents = document::of_application(&mut transaction, number).await?;
    let inspections = match documents.first() {
        Some(newest) => inspection::list(&mut transaction, &newest.number).await?,
        None => Vec::new(),
    };
    Ok(ProductionView {
        number: row.number,
        status: row.status,
        version: row.version,
        booklet,
        name_ko: row.name_ko,
        name_en: row.name_en,
        in_stock,
        tries: production::of_application(&mut transaction, number).await?,
        documents,
        inspections,
    })
}

/// One case that waits for its book, its inspection or its holder.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitingCase {
    /// The application.
    pub number: ApplicationNumber,
    /// Its version.
    pub version: i64,
    /// The kind of book.
    pub booklet: PassportKind,
    /// The post that took it.
    pub post: String,
    /// The name in Hangul.
    pub name_ko: String,
    /// The name in Latin letters.
    pub name_en: String,
    /// When it was first received.
    pub received_at: DateTime<Utc>,
    /// Since when it waits here.
    pub since: DateTime<Utc>,
    /// The document, once there is one.
    pub document: Option<String>,
}

/// What the bureau has before it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Queue {
    /// Approved: a book is to be made.
    pub to_make: Vec<WaitingCase>,
    /// Drawn and asked, and the signer has not answered yet.
    pub open: Vec<ProductionRow>,
    /// Made: to be inspected.
    pub to_inspect: Vec<WaitingCase>,
    /// Inspected: to be handed over.
    pub to_hand_over: Vec<WaitingCase>,
}

/// The longest list that a page shows and a batch makes.
const MOST: i64 = 500;

/// What waits in production, oldest first. A hand-over clerk sees their own post.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn production_queue(deps: &Deps, actor: &Actor) -> Result<Queue, ServiceError> {
    let mut transaction = deps.database.read().await?;
    let open = production::open(&mut transaction).await?;
    let mut lists = Vec::new();
    for status in [
        ApplicationStatus::Approved,
        ApplicationStatus::Personalised,
        ApplicationStatus::Checked,
    ] {
        let found: Vec<WaitingCase> = application::in_status(&mut transaction, status, MOST)
            .await?
            .into_iter()
            .filter(|row| {
                !open
                    .iter()
                    .any(|each| each.application_number == row.number)
            })
            .map(|row| WaitingCase {
                booklet: row.kind.booklet(),
                number: row.number,
                version: row.version,
                post: row.post_id,
                name_ko: row.name_ko,
                name_en: row.name_en,
                received_at: row.received_at,
                since: row.updated_at,
                document: row.document_number,
            })
            .collect();
        lists.push(found);
    }
    let mut lists = lists.into_iter();
    let mut next = || lists.next().unwrap_or_default();
    let (to_make, to_inspect, mut to_hand_over) = (next(), next(), next());
    to_hand_over.retain(|case| case.post == actor.post);
    Ok(Queue {
        to_make,
        open,
        to_inspect,
        to_hand_over,
    })
}
