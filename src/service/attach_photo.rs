//! Takes a photo in: measured, cut to a portrait, kept without anything but its pixels.

use openssl::sha::sha256;
use serde_json::json;
use tokio::sync::Semaphore;

use super::actor::Actor;
use super::application::{PhotoReport, PhotoWarning, for_change, note};
use super::deps::Deps;
use super::error::{FieldFault, ServiceError};
use super::step::Step;
use crate::document::portrait::{
    Measurements, Portrait, PortraitError, PortraitOptions, PortraitOutcome, PortraitWarning,
    plain_photo,
};
use crate::domain::{ApplicationNumber, hex};
use crate::store::{application, journal};

/// The command.
#[derive(Clone)]
pub struct AttachPhoto {
    /// Which application.
    pub number: ApplicationNumber,
    /// The version that the clerk saw.
    pub version: i64,
    /// The file as handed in.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for AttachPhoto {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AttachPhoto")
            .field("number", &self.number)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// What became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct PhotoAttached {
    /// The version the application has now.
    pub version: i64,
    /// What was measured.
    pub report: PhotoReport,
}

/// A photo costs a second and a hundred megabytes; more than this many at a time wait for each other.
static BENCH: Semaphore = Semaphore::const_new(2);

/// The most a file may have; larger ones are not even read by the pages.
pub const LARGEST_PHOTO: usize = 20 << 20;

/// Measures a photo, cuts the portrait, keeps both sealed. A photo that was there before is destroyed.
///
/// A poor photo is taken in with its warnings: the examiner decides. One that cannot be read is not.
///
/// # Errors
/// [`ServiceError::Invalid`] naming `photo`, and the errors of every change.
pub async fn attach_photo(
    deps: &Deps,
    actor: &Actor,
    command: AttachPhoto,
) -> Result<PhotoAttached, ServiceError> {
    let subject = (command.number.clone(), command.version);
    match attaching(deps, actor, command).await {
        Ok(attached) => Ok(attached),
        Err(error) => {
            let note = note(
                deps,
                actor,
                Some((&subject.0, subject.1)),
                "attach_photo",
                json!({}),
            );
            Err(deps.note_refusal(note, error).await)
        }
    }
}

async fn attaching(
    deps: &Deps,
    actor: &Actor,
    command: AttachPhoto,
) -> Result<PhotoAttached, ServiceError> {
    let AttachPhoto {
        number,
        version,
        bytes,
    } = command;
    // Nobody makes the bench work who may not change the case.
    let mut look = deps.database.read().await?;
    for_change(&mut look, actor, &number, version, Step::Edit).await?;
    drop(look);
    let (outcome, photo) = bench(bytes).await?;
    let report = report(&outcome);
    let now = deps.now();
    let mut transaction = deps.database.write().await?;
    let mut row = for_change(&mut transaction, actor, &number, version, Step::Edit).await?;
    let portrait = outcome.portrait.bytes();
    let before = [row.photo_object.take(), row.portrait_object.take()];
    row.photo_object = Some(
        deps.objects
            .put(&mut transaction, "photo", &photo, now)
            .await?,
    );
    let kept = deps
        .objects
        .put(&mut transaction, "portrait", portrait, now);
    row.portrait_object = Some(kept.await?);
    row.photo_report =
        Some(serde_json::to_string(&report).map_err(|e| ServiceError::Failed(e.to_string()))?);
    row.updated_at = now;
    let version = application::update(&mut transaction, &row).await?;
    for old in before.into_iter().flatten() {
        deps.objects.erase(&mut transaction, &old).await?;
    }
    let warnings: Vec<&str> = report.warnings.iter().map(|it| it.kind.as_str()).collect();
    let said = json!({"portrait_sha256": report.portrait_sha256, "warnings": warnings});
    let note = note(deps, actor, Some((&number, version)), "attach_photo", said);
    journal::append(&mut transaction, note).await?;
    transaction.commit().await?;
    Ok(PhotoAttached { version, report })
}

/// The portrait and the plain photo, made on a thread that may work.
async fn bench(bytes: Vec<u8>) -> Result<(PortraitOutcome, Vec<u8>), ServiceError> {
    if bytes.len() > LARGEST_PHOTO {
        return Err(photo_fault("fault-photo-too-large"));
    }
    let failed = |error: String| ServiceError::Failed(error);
    let _turn = BENCH.acquire().await.map_err(|e| failed(e.to_string()))?;
    tokio::task::spawn_blocking(move || {
        let options = PortraitOptions::default();
        let outcome = Portrait::from_photo(&bytes, &options)?;
        let photo = plain_photo(&bytes, &options.limits)?;
        Ok((outcome, photo))
    })
    .await
    .map_err(|error| failed(error.to_string()))?
    .map_err(|error| unusable(&error))
}

fn unusable(error: &PortraitError) -> ServiceError {
    use PortraitError as E;
    photo_fault(match error {
        E::Empty => "fault-photo-empty",
        E::FileTooLarge { .. } => "fault-photo-too-large",
        E::TooManyPixels { .. } => "fault-photo-too-many-pixels",
        E::TooFewPixels { .. } => "fault-photo-too-few-pixels",
        E::UnsupportedFormat { .. } => "fault-photo-format",
        E::Animated => "fault-photo-animated",
        E::NotAPicture => "fault-photo-not-a-picture",
        E::Truncated { .. } => "fault-photo-truncated",
        E::Broken { .. } => "fault-photo-broken",
        other => return ServiceError::Failed(other.to_string()),
    })
}

fn photo_fault(message: &str) -> ServiceError {
    ServiceError::Invalid(vec![FieldFault {
        field: "photo".to_owned(),
        message: message.to_owned(),
    }])
}

fn report(outcome: &PortraitOutcome) -> PhotoReport {
    let measured: &Measurements = &outcome.measurements;
    let portrait = outcome.portrait.bytes();
    let crop = measured.crop;
    PhotoReport {
        width: measured.photo.0,
        height: measured.photo.1,
        faces: measured.faces,
        face: measured.face.map(|f| [f.x, f.y, f.width, f.height]),
        crop: [crop.x, crop.y, crop.width, crop.height],
        head_height_mm: measured.head_height_mm,
        resolution_dpi: measured.resolution_dpi,
        sharpness: measured.sharpness,
        background_brightness: measured.background_brightness,
        background_deviation: measured.background_deviation,
        warnings: outcome.warnings.iter().map(warning).collect(),
        portrait_sha256: hex(&sha256(portrait)),
        portrait_type: if portrait.starts_with(&[0xff, 0xd8]) {
            "image/jpeg".to_owned()
        } else {
            "image/jp2".to_owned()
        },
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a count of faces, for people to read"
)]
fn warning(warning: &PortraitWarning) -> PhotoWarning {
    let (kind, value) = match warning {
        PortraitWarning::NoFaceFound => ("no_face_found", None),
        PortraitWarning::SeveralFaces { count } => ("several_faces", Some(*count as f64)),
        PortraitWarning::FaceNearEdge { missing_mm } => ("face_near_edge", Some(*missing_mm)),
        PortraitWarning::LowResolution { dpi } => ("low_resolution", Some(*dpi)),
    };
    PhotoWarning {
        kind: kind.to_owned(),
        value,
    }
}
