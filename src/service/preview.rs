//! What the document will look like, while it is being entered: its machine readable zone, its data page, and spellings that
//! could be suggested. Nothing here is written down.

use chrono::NaiveDate;
use image::{Rgb, RgbImage};
use serde::Serialize;

use super::actor::Actor;
use super::application::{ask, asked, object, open_draft, visible};
use super::deps::Deps;
use super::draft::{Asked, Draft};
use super::error::ServiceError;
use crate::document::data_page::{ChipShown, of_record};
use crate::document::portrait::{PORTRAIT_HEIGHT, PORTRAIT_WIDTH, decode_portrait};
use crate::domain::{
    ApplicationNumber, ApprovedRecord, DocumentNumber, Holder, PassportKind, PassportUse,
    date_in_seoul,
};
use crate::law::romanise;
use crate::signer::preview_zone;

/// What a draft will give, as far as it can be told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Preview {
    /// The lines of the machine readable zone; none while something is missing or cannot be written.
    pub mrz: Vec<String>,
    /// Spellings of the surname, the most usual first. Only suggestions: the name is the applicant's.
    pub surname: Vec<String>,
    /// Spellings of the given names, the first by the notice of 2000.
    pub given_names: Vec<String>,
}

/// A document has its number from the signer; until then these digits stand for it.
const NO_NUMBER_YET: &str = "M00000000";

/// Tells what a draft will give.
pub fn preview(deps: &Deps, kind: PassportKind, draft: &Draft) -> Preview {
    let today = date_in_seoul(deps.now());
    let asked = Asked {
        kind,
        usage: None,
        date: today,
        today,
        post: String::new(),
    };
    let read = draft.read(&asked);
    let valid_until = last_day(deps, &read.facts, today);
    let mrz = read
        .application
        .and_then(|application| {
            let holder = &application.holder;
            preview_zone(
                kind,
                holder,
                &deps.config.installation.state,
                NO_NUMBER_YET,
                valid_until,
            )
            .ok()
        })
        .map(|zone| zone.lines().to_vec())
        .unwrap_or_default();
    Preview {
        mrz,
        surname: surname(&draft.surname_ko),
        given_names: given_names(&draft.given_names_ko),
    }
}

/// Spellings of a surname: what is customary, then by the table.
pub fn surname(hangul: &str) -> Vec<String> {
    let Ok(spelt) = romanise::surname(hangul.trim()) else {
        return Vec::new();
    };
    let customary = spelt.customary.into_iter().map(str::to_owned);
    let mut all: Vec<String> = customary.collect();
    for other in std::iter::once(spelt.revised).chain(spelt.alternatives) {
        if !all.contains(&other) {
            all.push(other);
        }
    }
    all
}

/// Spellings of given names: by the table, then what it leaves open.
pub fn given_names(hangul: &str) -> Vec<String> {
    romanise::given_names(hangul.trim())
        .map(|spelt| {
            std::iter::once(spelt.revised)
                .chain(spelt.alternatives)
                .collect()
        })
        .unwrap_or_default()
}

/// The data page as it would be printed today, PNG; `None` while it cannot be drawn.
///
/// # Errors
/// As [`super::application::view_application`]; [`ServiceError::Failed`] when the renderer fails.
pub async fn data_page(
    deps: &Deps,
    actor: &Actor,
    number: &ApplicationNumber,
) -> Result<Option<Vec<u8>>, ServiceError> {
    let today = date_in_seoul(deps.now());
    let mut transaction = deps.database.read().await?;
    let row = visible(&mut transaction, actor, number).await?;
    let draft = open_draft(deps, &row)?;
    let portrait = object(deps, &mut transaction, row.portrait_object.clone()).await?;
    drop(transaction);
    let read = draft.read(&asked(&row, today));
    let valid_until = last_day(deps, &read.facts, today);
    let Some(application) = read.application else {
        return Ok(None);
    };
    let state = &deps.config.installation.state;
    let Ok(zone) = preview_zone(
        row.kind,
        &application.holder,
        state,
        NO_NUMBER_YET,
        valid_until,
    ) else {
        return Ok(None);
    };
    let [first, second] = zone.lines() else {
        return Ok(None);
    };
    let mrz_lines = [first.clone(), second.clone()];
    let record = sketch(number, row.kind, row.usage, application.holder, today);
    let document_number = DocumentNumber::parse(NO_NUMBER_YET)
        .map_err(|error| ServiceError::Failed(error.to_string()))?;
    tokio::task::spawn_blocking(move || {
        let portrait = portrait
            .and_then(|bytes| decode_portrait(&bytes).ok())
            .unwrap_or_else(|| {
                RgbImage::from_pixel(PORTRAIT_WIDTH, PORTRAIT_HEIGHT, Rgb([222; 3]))
            });
        let chip = ChipShown {
            portrait,
            mrz_lines,
        };
        // A preview is never taken for a document: it always says SPECIMEN.
        of_record(&record, &document_number, today, valid_until, chip, true).to_png()
    })
    .await
    .map_err(|error| ServiceError::Failed(error.to_string()))
    .map(Result::ok)
}

/// Only what the page prints of a record; nobody signs this one.
fn sketch(
    number: &ApplicationNumber,
    kind: PassportKind,
    usage: Option<PassportUse>,
    holder: Holder,
    today: NaiveDate,
) -> ApprovedRecord {
    ApprovedRecord {
        schema: ApprovedRecord::SCHEMA.to_owned(),
        application_number: number.clone(),
        application_date: today,
        kind,
        usage: usage.unwrap_or(PassportUse::Multiple),
        edition: String::new(),
        facts: serde_json::Map::new(),
        rules: Vec::new(),
        discretion: false,
        holder,
        photo_sha256: String::new(),
        post: None,
    }
}

/// The last day of validity that the law would give today; ten years while it gives none.
fn last_day(
    deps: &Deps,
    facts: &serde_json::Map<String, serde_json::Value>,
    today: NaiveDate,
) -> NaiveDate {
    let given = ask(deps, facts, today)
        .ok()
        .and_then(|answer| answer.valid_until);
    given
        .or_else(|| today.checked_add_months(chrono::Months::new(120)))
        .unwrap_or(today)
}
