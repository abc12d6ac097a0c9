use actix_multipart::MultipartError;
use actix_multipart::form::MultipartForm;
use actix_multipart::form::bytes::Bytes;
use actix_multipart::form::text::Text;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::task::next_path;
use super::{load, load_open, shows_faults};
use crate::service::application::{self, ApplicationView, PhotoReport};
use crate::service::attach_photo::{AttachPhoto, attach_photo};
use crate::service::{Deps, FieldFault, ServiceError};
use crate::web::error::WebError;
use crate::web::fault::Faults;
use crate::web::form::is_token;
use crate::web::frame::Frame;
use crate::web::officer::Officer;
use crate::web::render::{render_with, see_other};

/// `GET /apply/{number}/photo`: the photo bench.
pub(super) async fn show(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    number: Path<String>,
) -> Result<HttpResponse, WebError> {
    let view = load_open(&deps, &officer, &number).await?;
    let frame = officer.frame(&request, "apply-task-photo");
    let faults = if shows_faults(&request) {
        super::task::Task::Photo.faults(&view)
    } else {
        Vec::new()
    };
    page(frame, StatusCode::OK, &view, &faults)
}

/// What the page sends.
#[derive(MultipartForm)]
pub(super) struct Upload {
    csrf: Text<String>,
    version: Text<i64>,
    photo: Bytes,
}

/// `POST /apply/{number}/photo`: measured, cut, kept; shown again with what was measured.
pub(super) async fn submit(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    number: Path<String>,
    form: MultipartForm<Upload>,
) -> Result<HttpResponse, WebError> {
    let Upload {
        csrf,
        version,
        photo,
    } = form.into_inner();
    if !is_token(&csrf, &officer.session.csrf) {
        return Err(WebError::Forgery);
    }
    let view = load_open(&deps, &officer, &number).await?;
    let command = AttachPhoto {
        number: view.number.clone(),
        version: version.0,
        bytes: photo.data.to_vec(),
    };
    match attach_photo(&deps, &officer.actor, command).await {
        // Without a warning there is nothing to look at twice.
        Ok(attached) if attached.report.warnings.is_empty() => {
            let view = load(&deps, &officer, &number).await?;
            Ok(see_other(&next_path(&view)))
        }
        Ok(_) => Ok(see_other(&format!("/apply/{}/photo", view.number))),
        Err(ServiceError::Invalid(faults)) => {
            let frame = officer.frame(&request, "apply-task-photo");
            page(frame, StatusCode::UNPROCESSABLE_ENTITY, &view, &faults)
        }
        Err(error) => Err(error.into()),
    }
}

/// What is too large is told as such.
pub(super) fn too_large(error: MultipartError, _: &HttpRequest) -> actix_web::Error {
    match error {
        MultipartError::Payload(_) => WebError::TooLarge.into(),
        other => WebError::Malformed(other.to_string()).into(),
    }
}

/// `GET /apply/{number}/photo.jpg`: the photo as handed in, without what else was in its file.
pub(super) async fn picture(
    officer: Officer,
    deps: Data<Deps>,
    number: Path<String>,
) -> Result<HttpResponse, WebError> {
    let view = load(&deps, &officer, &number).await?;
    let photo = application::photo(&deps, &officer.actor, &view.number).await?;
    let photo = photo.ok_or(WebError::NotFound)?;
    Ok(super::picture("image/jpeg", photo.to_vec()))
}

/// `GET /apply/{number}/portrait`: the portrait as it goes on the chip.
pub(super) async fn portrait(
    officer: Officer,
    deps: Data<Deps>,
    number: Path<String>,
) -> Result<HttpResponse, WebError> {
    let view = load(&deps, &officer, &number).await?;
    let portrait = application::portrait(&deps, &officer.actor, &view.number).await?;
    let portrait = portrait.ok_or(WebError::NotFound)?;
    let media_type = view
        .photo
        .map_or_else(|| "image/jpeg".to_owned(), |photo| photo.portrait_type);
    Ok(super::picture(&media_type, portrait.to_vec()))
}

fn page(
    frame: Frame,
    status: StatusCode,
    view: &ApplicationView,
    faults: &[FieldFault],
) -> Result<HttpResponse, WebError> {
    let bench = view.photo.as_ref().map(|report| Bench::new(&frame, report));
    let page = PhotoView {
        number: view.number.to_string(),
        version: view.version,
        next: next_path(view),
        faults: Faults::new(frame.language, faults),
        bench,
        frame,
    };
    render_with(status, &page)
}

#[derive(Debug, Template)]
#[template(path = "page/apply/photo.html")]
struct PhotoView {
    frame: Frame,
    faults: Faults,
    number: String,
    version: i64,
    next: String,
    bench: Option<Bench>,
}

/// The photo with what was measured, ready to draw: everything in photo pixels.
#[derive(Debug)]
struct Bench {
    view_box: String,
    width: u32,
    height: u32,
    crop: [String; 4],
    middle: String,
    eyes: Option<[String; 3]>,
    head: Option<[String; 3]>,
    line: String,
    measures: Vec<(String, String)>,
    warnings: Vec<Warning>,
}

#[derive(Debug)]
struct Warning {
    words: String,
    remedy: String,
}

/// Where the eyes are in a face as the detector frames it: an estimate for the guide line, on which nothing depends.
const EYES_BELOW_TOP: f64 = 0.38;
/// The crown stands so many millimetres below the upper edge of the portrait, or a little lower.
const CROWN_MM: f64 = 4.5;
const PORTRAIT_MM: f64 = 45.0;

impl Bench {
    fn new(frame: &Frame, report: &PhotoReport) -> Self {
        let [left, top, width, height] = report.crop;
        let px = |number: f64| format!("{number:.1}");
        let per_mm = height / PORTRAIT_MM;
        let head = report.head_height_mm.map(|mm| {
            let crown = top + CROWN_MM * per_mm;
            [px(left + width * 0.06), px(crown), px(crown + mm * per_mm)]
        });
        let eyes = report
            .face
            .map(|[x, y, w, h]| [px(x - w * 0.1), px(x + w * 1.1), px(y + h * EYES_BELOW_TOP)]);
        Self {
            view_box: view_box(report),
            width: report.width,
            height: report.height,
            crop: [px(left), px(top), px(width), px(height)],
            middle: px(left + width / 2.0),
            eyes,
            head,
            line: px((width / 150.0).max(1.0)),
            measures: measures(frame, report),
            warnings: warnings(frame, report),
        }
    }
}

/// The photo, and as much around it as the crop reaches over its edges.
fn view_box(report: &PhotoReport) -> String {
    let [left, top, width, height] = report.crop;
    let (photo_width, photo_height) = (f64::from(report.width), f64::from(report.height));
    let (x, y) = (left.min(0.0), top.min(0.0));
    let right = (left + width).max(photo_width);
    let bottom = (top + height).max(photo_height);
    format!("{x:.1} {y:.1} {:.1} {:.1}", right - x, bottom - y)
}

fn measures(frame: &Frame, report: &PhotoReport) -> Vec<(String, String)> {
    let mut all = vec![
        (
            frame.t("apply-photo-size"),
            format!("{} × {} px", report.width, report.height),
        ),
        (frame.t("apply-photo-faces"), report.faces.to_string()),
    ];
    if let Some(mm) = report.head_height_mm {
        all.push((
            frame.t("apply-photo-head"),
            format!("{mm:.1} mm (25–35 mm)"),
        ));
    }
    all.push((
        frame.t("apply-photo-resolution"),
        format!("{:.0} dpi", report.resolution_dpi),
    ));
    all.push((
        frame.t("apply-photo-background"),
        format!(
            "{:.0} ± {:.0}",
            report.background_brightness, report.background_deviation
        ),
    ));
    all
}

fn warnings(frame: &Frame, report: &PhotoReport) -> Vec<Warning> {
    report
        .warnings
        .iter()
        .map(|warning| {
            let key = format!("apply-photo-warning-{}", warning.kind.replace('_', "-"));
            let value = warning.value.unwrap_or_default();
            Warning {
                words: frame.t1(&key, "value", format!("{value:.0}")),
                remedy: frame.t(&format!("{key}-remedy")),
            }
        })
        .collect()
}
