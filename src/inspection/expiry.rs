//! Whether the document has expired. That is no question of authenticity, and does not move the verdict.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use yeogwon_pki::report::{Check, Reason, Warning, WarningKind};

use super::files::Files;
use crate::document::mrz::MrzDate;

/// A day ends twelve hours later in the west than in UTC.
const LATEST_HOURS: i64 = 12;

/// The date of expiry in the machine readable zone.
pub(super) fn date(files: &Files<'_>) -> Option<NaiveDate> {
    let field = &files.mrz()?.raw.expiry;
    MrzDate::parse(field).ok()?.as_expiry()
}

/// Reports an expired document; it is valid through the whole of its last day.
pub(super) fn check(files: &Files<'_>, at: DateTime<Utc>, warnings: &mut Vec<Warning>) -> Check {
    let id = "document_expiry";
    let clause = "9303-4:4.1.1";
    let Some(expires) = date(files) else {
        let check = Check::undetermined(id, Reason::ExpiryUnknown);
        return check.advisory().clause(clause);
    };
    let west = at
        .checked_sub_signed(TimeDelta::hours(LATEST_HOURS))
        .unwrap_or(at);
    if west.date_naive() > expires {
        let detail = format!("on {expires}");
        warnings.push(Warning::with(WarningKind::DocumentExpired, &detail));
        let check = Check::failed(id, Reason::DocumentExpired);
        return check.advisory().clause(clause).detail(detail);
    }
    Check::successful(id)
        .clause(clause)
        .detail(format!("expires on {expires}"))
}
