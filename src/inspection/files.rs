use std::collections::BTreeMap;

use yeogwon_pki::report::{Warning, WarningKind};

use crate::document::lds::DataGroupNumber;
use crate::document::lds::read::{self, Com, Dg1, Dg12, ReadError, Reading, SecurityInfos};
use crate::document::mrz::{self, MrzShapeError};
use crate::domain::IssuingState;

/// A file that was looked for: absent, unreadable or read.
pub(super) type Parsed<'a, T> = Option<Result<Reading<'a, T>, ReadError>>;

/// The files of a document, those read that are compared with each other.
#[derive(Debug)]
pub(super) struct Files<'a> {
    pub(super) sod: Option<&'a [u8]>,
    pub(super) data_groups: BTreeMap<u8, &'a [u8]>,
    pub(super) com: Parsed<'a, Com>,
    pub(super) zone: Parsed<'a, Dg1<'a>>,
    pub(super) details: Parsed<'a, Dg12<'a>>,
    pub(super) security: Parsed<'a, SecurityInfos<'a>>,
    pub(super) card_access: Parsed<'a, SecurityInfos<'a>>,
    /// The machine readable zone of data group 1, taken apart.
    pub(super) mrz: Option<Result<mrz::Inspection, MrzShapeError>>,
}

impl<'a> Files<'a> {
    pub(super) fn read(files: &'a BTreeMap<String, Vec<u8>>, warnings: &mut Vec<Warning>) -> Self {
        let file = |name: &str| files.get(name).map(Vec::as_slice);
        let mut data_groups = BTreeMap::new();
        for (name, bytes) in files {
            match DataGroupNumber::from_file_name(name) {
                Ok(number) => drop(data_groups.insert(number.number(), bytes.as_slice())),
                Err(_) if KNOWN.contains(&name.as_str()) => {}
                Err(_) => warnings.push(Warning::with(WarningKind::FileIgnored, shown(name))),
            }
        }
        let zone = file("EF.DG1").map(read::dg1);
        let read = Self {
            sod: file("EF.SOD"),
            com: file("EF.COM").map(read::com),
            details: file("EF.DG12").map(read::dg12),
            security: file("EF.DG14").map(read::dg14),
            card_access: file("EF.CardAccess").map(read::card_access),
            mrz: zone
                .as_ref()
                .and_then(|zone| zone.as_ref().ok())
                .map(|zone| mrz::inspect(zone.content.mrz)),
            zone,
            data_groups,
        };
        read.note_findings(warnings);
        read
    }

    /// The machine readable zone, if it is one.
    pub(super) fn mrz(&self) -> Option<&mrz::Inspection> {
        self.mrz.as_ref()?.as_ref().ok()
    }

    /// The State that the machine readable zone names, if it is known.
    pub(super) fn issuing_state(&self) -> Option<IssuingState> {
        IssuingState::parse(&self.mrz()?.raw.issuer).ok()
    }

    fn note_findings(&self, warnings: &mut Vec<Warning>) {
        note("EF.COM", &self.com, warnings);
        note("EF.DG1", &self.zone, warnings);
        note("EF.DG12", &self.details, warnings);
        note("EF.DG14", &self.security, warnings);
        note("EF.CardAccess", &self.card_access, warnings);
        for finding in self.mrz().map(|mrz| &mrz.findings).into_iter().flatten() {
            let detail = format!("{}: {}", finding.field, finding.problem);
            warnings.push(Warning::with(WarningKind::MrzOdd, detail));
        }
    }
}

fn note<T>(name: &str, parsed: &Parsed<'_, T>, warnings: &mut Vec<Warning>) {
    if let Some(Ok(reading)) = parsed {
        for finding in &reading.findings {
            let detail = format!("{name}: {finding}");
            warnings.push(Warning::with(WarningKind::FileOdd, detail));
        }
    }
}

/// A foreign file name, short and without control characters.
fn shown(name: &str) -> String {
    let characters = name.chars().take(64);
    characters
        .map(|c| if c.is_control() { '\u{FFFD}' } else { c })
        .collect()
}

/// The files that are no data groups and are looked at.
const KNOWN: [&str; 3] = ["EF.SOD", "EF.COM", "EF.CardAccess"];
