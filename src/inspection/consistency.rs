//! Whether the parts of a document agree with each other and with the signer's certificate.
//!
//! Source: 9303-11:5.1.1, 9303-11:9.2.11, 9303-10:4.6.1

use std::collections::BTreeSet;

use yeogwon_pki::passive_authentication::PassiveAuthentication;
use yeogwon_pki::read::Certificate;
use yeogwon_pki::report::{Check, Reason, Verdict, Warning, WarningKind};

use super::files::Files;
use crate::document::lds::read::{Com, Reading, SecurityInfo, SecurityInfoKind};
use crate::domain::{IssuingState, StateKind};

pub(super) fn check(
    files: &Files<'_>,
    authentication: Option<&PassiveAuthentication>,
    printed: Option<&str>,
    warnings: &mut Vec<Warning>,
) -> Check {
    let readable = authentication.filter(|outcome| outcome.verdict != Verdict::Malformed);
    let signer = authentication.and_then(PassiveAuthentication::document_signer);
    let mut checks = vec![com(files, readable, warnings)];
    checks.extend(card_access(files));
    note_missing_access(files, warnings);
    checks.extend(details(files));
    checks.push(check_digits(files));
    checks.extend(printed.map(|printed| printed_zone(files, printed)));
    checks.push(state(files, signer));
    checks.push(document_type(files, signer));
    Check::of("consistency", checks)
}

/// EF.COM lists what EF.SOD lists. It is not signed; the chip's other readers go by it.
fn com(
    files: &Files<'_>,
    authentication: Option<&PassiveAuthentication>,
    warnings: &mut Vec<Warning>,
) -> Check {
    let id = "com";
    let clause = "9303-10:4.6.1";
    let check = match (&files.com, authentication) {
        (None, _) => {
            warnings.push(Warning::new(WarningKind::ComMissing));
            Check::not_supported(id, Reason::ComMissing).advisory()
        }
        (Some(Err(cause)), _) => Check::failed(id, Reason::ComMalformed).detail(cause.to_string()),
        (Some(Ok(_)), None) => Check::aborted(id),
        (Some(Ok(com)), Some(authentication)) => com_fits(com, authentication, warnings),
    };
    check.clause(clause)
}

fn com_fits(
    com: &Reading<'_, Com>,
    authentication: &PassiveAuthentication,
    warnings: &mut Vec<Warning>,
) -> Check {
    let id = "com";
    let in_com: BTreeSet<u8> = com
        .content
        .data_groups
        .iter()
        .map(|number| number.number())
        .collect();
    let in_sod: BTreeSet<u8> = authentication.listed.iter().copied().collect();
    note_versions(
        &com.content,
        authentication.lds_version.as_deref(),
        warnings,
    );
    if in_com == in_sod {
        return Check::successful(id);
    }
    let written = |numbers: Vec<&u8>| {
        let numbers: Vec<String> = numbers.into_iter().map(u8::to_string).collect();
        if numbers.is_empty() {
            "none".to_owned()
        } else {
            numbers.join(", ")
        }
    };
    let only_com = written(in_com.difference(&in_sod).collect());
    let only_sod = written(in_sod.difference(&in_com).collect());
    let detail = format!("only in EF.COM: {only_com}; only in EF.SOD: {only_sod}");
    Check::failed(id, Reason::ComMismatch).detail(detail)
}

/// The versions in EF.COM are those of EF.SOD, which states them since LDS 1.8.
fn note_versions(com: &Com, signed: Option<&str>, warnings: &mut Vec<Warning>) {
    let found = com
        .lds_version
        .map(|version| format!("{:02}{:02}", version.major, version.minor));
    let expected = signed.unwrap_or("0107");
    if found.as_deref() != Some(expected) {
        let detail = format!(
            "LDS version {} instead of {expected}",
            found.as_deref().unwrap_or("unreadable")
        );
        warnings.push(Warning::with(WarningKind::ComInconsistent, detail));
    }
    let unicode = com
        .unicode_version
        .map(|version| (version.major, version.minor, version.release));
    if unicode != Some((4, 0, Some(0))) {
        warnings.push(Warning::with(
            WarningKind::ComInconsistent,
            "Unicode version",
        ));
    }
}

/// Everything that the unsigned EF.CardAccess announces is in the signed data group 14.
fn card_access(files: &Files<'_>) -> Option<Check> {
    let id = "card_access";
    let check = match (files.card_access.as_ref()?, &files.security) {
        (Err(cause), _) => Check::failed(id, Reason::CardAccessMalformed).detail(cause.to_string()),
        (Ok(_), None) => Check::failed(id, Reason::CardAccessUnsigned),
        (Ok(_), Some(Err(cause))) => {
            Check::failed(id, Reason::DataGroup14Malformed).detail(cause.to_string())
        }
        (Ok(announced), Some(Ok(signed))) => {
            match announced.content.missing_in(&signed.content).len() {
                0 => Check::successful(id),
                count => Check::failed(id, Reason::CardAccessMismatch).detail(format!(
                    "{count} of {} options",
                    announced.content.infos.len()
                )),
            }
        }
    };
    Some(check.clause("9303-11:9.2.11"))
}

/// The signed data group 14 repeats what EF.CardAccess announces. What it has more for PACE was taken away from the
/// unsigned file, so that a terminal falls back to weaker access, or the file was not copied.
fn note_missing_access(files: &Files<'_>, warnings: &mut Vec<Warning>) {
    let Some(Ok(signed)) = &files.security else {
        return;
    };
    let unannounced = match &files.card_access {
        None => signed.content.infos.clone(),
        Some(Ok(announced)) => signed.content.missing_in(&announced.content),
        Some(Err(_)) => return,
    };
    let is_pace = |info: &SecurityInfo<'_>| {
        matches!(
            info.kind,
            SecurityInfoKind::Pace { .. } | SecurityInfoKind::PaceDomainParameters { .. }
        )
    };
    if unannounced.iter().any(is_pace) {
        warnings.push(Warning::with(
            WarningKind::FileOdd,
            "EF.CardAccess: PACE, which data group 14 holds, is not announced",
        ));
    }
}

/// Data group 12 holds the date of issue, so it has to be readable if it is there.
fn details(files: &Files<'_>) -> Option<Check> {
    let id = "document_details";
    let check = match files.details.as_ref()? {
        Ok(_) => Check::successful(id),
        Err(cause) => Check::failed(id, Reason::DataGroup12Malformed).detail(cause.to_string()),
    };
    Some(check.clause("9303-10:4.7.12"))
}

/// Every check digit in data group 1 is right.
fn check_digits(files: &Files<'_>) -> Check {
    let id = "mrz_check_digits";
    let check = match (&files.zone, &files.mrz) {
        (None, _) => Check::undetermined(id, Reason::DataGroup1Missing),
        (Some(Err(cause)), _) => {
            Check::failed(id, Reason::DataGroup1Malformed).detail(cause.to_string())
        }
        (_, Some(Err(cause))) => {
            Check::failed(id, Reason::DataGroup1Malformed).detail(cause.to_string())
        }
        (_, Some(Ok(mrz))) => {
            let wrong: Vec<&str> = mrz
                .wrong_check_digits()
                .map(|digit| digit.field.id())
                .collect();
            if wrong.is_empty() {
                Check::successful(id)
            } else {
                Check::failed(id, Reason::MrzCheckDigitWrong).detail(wrong.join(", "))
            }
        }
        (Some(Ok(_)), None) => Check::aborted(id),
    };
    check.clause("9303-3:4.9")
}

/// The zone on the page is the one in the chip, character by character.
fn printed_zone(files: &Files<'_>, printed: &str) -> Check {
    let id = "mrz_printed";
    let printed: String = printed.split_whitespace().collect();
    let check = match &files.zone {
        Some(Ok(zone)) if zone.content.mrz == printed => Check::successful(id),
        Some(Ok(_)) => Check::failed(id, Reason::MrzMismatch),
        _ => Check::aborted(id),
    };
    check.clause("9303-10:4.7.1")
}

/// The State in data group 1 is the State of the document signer, by country and by alternative name.
fn state(files: &Files<'_>, signer: Option<&Certificate>) -> Check {
    let id = "state";
    let clause = "9303-11:5.1.1";
    let (Some(mrz), Some(signer)) = (files.mrz(), signer) else {
        return Check::aborted(id).clause(clause);
    };
    let (country, named) = (signer.country(), signer.state());
    let detail = format!(
        "MRZ {}, certificate {} / {}",
        mrz.raw.issuer,
        country.unwrap_or("none"),
        named.unwrap_or("none")
    );
    let check = match IssuingState::parse(&mrz.raw.issuer) {
        Err(_) => Check::undetermined(id, Reason::StateUnknown),
        Ok(state) => match agrees(state, country, named) {
            Some(true) => Check::successful(id),
            Some(false) => Check::failed(id, Reason::StateMismatch),
            None => Check::undetermined(id, Reason::StateUnknown),
        },
    };
    check.clause(clause).detail(detail)
}

/// Whether a State is the one of a certificate; nothing if the certificate does not say.
///
/// Documents of British status codes come from the United Kingdom. Certificates fill the one letter of Germany up, or
/// write its three letters.
fn agrees(state: IssuingState, country: Option<&str>, named: Option<&str>) -> Option<bool> {
    let is_british = state.kind() == StateKind::BritishStatus;
    let (alpha2, code) = if is_british {
        (Some("GB"), "GBR")
    } else {
        (state.alpha2(), state.code())
    };
    let by_country = country
        .zip(alpha2)
        .map(|(found, expected)| found == expected);
    let by_name = named.map(|found| {
        let found = found.trim_end_matches('<');
        found == code || found == state.code() || (code == "D" && found == "DEU")
    });
    match (by_country, by_name) {
        (None, None) => None,
        (country, name) => Some(country.unwrap_or(true) && name.unwrap_or(true)),
    }
}

/// The signer may sign documents of this code; one letter stands for all codes that begin with it.
fn document_type(files: &Files<'_>, signer: Option<&Certificate>) -> Check {
    let id = "document_type";
    let clause = "9303-12:7.1.1.6";
    let (Some(mrz), Some(signer)) = (files.mrz(), signer) else {
        return Check::aborted(id).clause(clause);
    };
    let Some(types) = signer.document_types() else {
        return Check::not_supported(id, Reason::DocumentTypeListAbsent).clause(clause);
    };
    let code = &mrz.raw.code;
    let fits = |kind: &String| {
        let kind = kind.trim_end_matches('<');
        kind == code || (kind.len() == 1 && code.starts_with(kind))
    };
    let check = if types.iter().any(fits) {
        Check::successful(id)
    } else {
        Check::failed(id, Reason::DocumentTypeNotAllowed)
    };
    let detail = format!("{code} among {}", types.join(", "));
    check.clause(clause).detail(detail)
}
