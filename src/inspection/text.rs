//! An inspection in words, for a person at a counter.

use yeogwon_pki::report::{Check, CheckResult, Verdict};

use super::{DocumentSummary, Inspection};

pub(super) fn render(inspection: &Inspection) -> String {
    let mut lines = vec![headline(inspection), explanation(inspection), String::new()];
    for check in &inspection.checks {
        tree(check, 0, &mut lines);
    }
    if !inspection.warnings.is_empty() {
        lines.push(String::new());
        lines.push("Warnings".to_owned());
        for warning in &inspection.warnings {
            lines.push(format!("  ! {warning} [{}]", warning.id.name()));
        }
    }
    lines.join("\n")
}

/// `VALID  ordinary passport of KOR, number ending in 1234, expires 2036-11-22`
fn headline(inspection: &Inspection) -> String {
    let word = match inspection.verdict {
        Verdict::Valid => "VALID",
        Verdict::Invalid => "INVALID",
        Verdict::Undetermined => "UNDETERMINED",
        Verdict::Malformed => "MALFORMED",
    };
    format!("{word}  {}", document(&inspection.document))
}

fn document(document: &DocumentSummary) -> String {
    let mut words = match document.kind {
        Some(kind) => kind.words().to_owned(),
        None => return "a document whose data cannot be read".to_owned(),
    };
    for (prefix, value) in [
        (" of ", &document.issuing_state),
        (", number ending in ", &document.number_last4),
        (", expires ", &document.expires),
    ] {
        if let Some(value) = value {
            words.push_str(prefix);
            words.push_str(value);
        }
    }
    words
}

fn explanation(inspection: &Inspection) -> String {
    let meaning = match inspection.verdict {
        Verdict::Valid => "signed by a trusted State and unchanged since",
        Verdict::Invalid => "do not accept: at least one check failed",
        Verdict::Undetermined => "nothing failed, but something needed to decide was not at hand",
        Verdict::Malformed => "the files cannot be read as a travel document",
    };
    let at = inspection.at.format("%Y-%m-%d %H:%M:%S UTC");
    format!("{meaning} (inspected at {at})")
}

/// One line a check, indented by depth; reasons and values where there is something to say.
fn tree(check: &Check, depth: usize, lines: &mut Vec<String>) {
    let sign = match check.result {
        CheckResult::Successful => '✓',
        CheckResult::Failed => '✗',
        CheckResult::Undetermined => '?',
        CheckResult::NotSupported | CheckResult::Aborted => '–',
    };
    let mut line = format!("{}{sign} {}", "  ".repeat(depth), label(&check.id));
    match (check.reason, &check.detail) {
        (Some(reason), Some(detail)) => line.push_str(&format!(": {reason} ({detail})")),
        (Some(reason), None) => line.push_str(&format!(": {reason}")),
        (None, Some(detail)) => line.push_str(&format!(": {detail}")),
        (None, None) => {}
    }
    if let Some(clause) = check.clause.as_ref().filter(|_| depth > 0) {
        line.push_str(&format!("  [{clause}]"));
    }
    lines.push(line);
    for part in &check.checks {
        tree(part, depth + 1, lines);
    }
}

/// The identifier as words, abbreviations as they are written.
fn label(id: &str) -> String {
    let words = id.split('_').map(|word| match word {
        "com" => "EF.COM",
        "csca" => "CSCA",
        "lds" => "LDS",
        "mrz" => "MRZ",
        "state" => "State",
        word => word,
    });
    words.collect::<Vec<&str>>().join(" ")
}
