use std::collections::BTreeMap;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Json, Payload, ServiceConfig};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::inspection::Inspection;
use crate::service::Deps;
use crate::service::api_key::ApiScope;
use crate::service::inspect_files::{InspectFiles, inspect_files};
use crate::web::api::body::read_json;
use crate::web::api::caller::caller;
use crate::web::api::problem::Problem;

pub(super) fn routes(cfg: &mut ServiceConfig) {
    cfg.service(
        web::resource("/inspections")
            .route(web::post().to(inspect))
            .default_service(web::to(super::wrong_method)),
    );
}

/// A document to be inspected.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Submitted {
    /// The elementary files by name, raw bytes as on the chip, in base64.
    #[schema(example = json!({ "EF.SOD": "dw==", "EF.DG1": "YQ==" }))]
    files: BTreeMap<String, String>,
    /// The printed machine readable zone, if it was read.
    mrz: Option<String>,
    /// The time of inspection; now if absent.
    at: Option<DateTime<Utc>>,
}

/// Inspects a document as a border would.
///
/// Judged with the certificates and lists that are published here. Nothing is kept. Whatever the verdict, it is an answer (200).
/// Open on a demonstration; elsewhere with a key of the scope `inspections`.
#[utoipa::path(
    post, path = "/api/v1/inspections", tag = "inspections",
    request_body = Submitted,
    security((), ("key" = [])),
    responses(
        (status = 200, description = "Verdict, tree of checks, warnings", body = Object),
        (status = 401, description = "No key that is in force", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Not base64, or too many files", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn inspect(
    request: HttpRequest,
    deps: Data<Deps>,
    payload: Payload,
) -> Result<Json<Inspection>, Problem> {
    if !deps.config.installation.specimen {
        caller(&request, &deps, ApiScope::Inspections).await?;
    }
    let submitted: Submitted = read_json(&request, payload, DOCUMENT_BYTES).await?;
    let document = InspectFiles {
        files: decode(submitted.files)?,
        mrz: submitted.mrz,
        at: submitted.at,
    };
    Ok(Json(inspect_files(&deps, document).await?))
}

fn decode(files: BTreeMap<String, String>) -> Result<BTreeMap<String, Vec<u8>>, Problem> {
    let invalid = |detail: String| {
        Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid",
            "the files cannot be used",
            detail,
        )
    };
    if files.is_empty() || files.len() > MOST_FILES {
        return Err(invalid(format!("give 1 to {MOST_FILES} files")));
    }
    files
        .into_iter()
        .map(|(name, text)| {
            let is_name = name.len() <= LONGEST_NAME && name.bytes().all(|b| b.is_ascii_graphic());
            if !is_name {
                return Err(invalid(format!(
                    "names of files have at most {LONGEST_NAME} printable ASCII characters"
                )));
            }
            match BASE64.decode(text.as_bytes()) {
                Ok(bytes) => Ok((name, bytes)),
                Err(error) => {
                    let detail = format!("`{name}` is not base64: {error}");
                    Err(invalid(detail).with("file", name))
                }
            }
        })
        .collect()
}

/// A chip holds less than 200 kB; base64 makes a third more of it.
const DOCUMENT_BYTES: usize = 4 * 1024 * 1024;
/// There are sixteen data groups and a few files beside them.
const MOST_FILES: usize = 32;
const LONGEST_NAME: usize = 40;
