//! A specimen document whose data groups have exactly [`DATA_GROUP_BYTES`], as their usual sizes are.

use std::collections::BTreeMap;

use chrono::{DateTime, Months, Utc};
use jpeg_encoder::{ColorType, Encoder};
use yeogwon_pki::issue::{self, SodRequest};

use super::authority::{Authority, whole_road};
use super::{BenchError, DATA_GROUP_BYTES, failed};
use crate::document::authority as ministry;
use crate::document::lds::DataGroupNumber;
use crate::document::lds::build::{
    self, Dg11Fields, Dg12Fields, FaceImage, LdsVersion, NationalName,
};
use crate::document::mrz::{
    DocumentCode, DocumentNumber, EmptyOptionalDigit, Format, Mrz, MrzFields, Name, OptionalData,
    Transliteration, Truncation,
};
use crate::document::portrait::{PORTRAIT_HEIGHT, PORTRAIT_WIDTH};
use crate::domain::{IssuingState, PartialDate, PassportKind, Sex};

const STEP: &str = "make its document";

/// A document as it is signed and as a border reads it.
pub(super) struct Document {
    /// The values of its machine readable zone.
    pub(super) zone: MrzFields,
    /// The data groups by number.
    pub(super) data_groups: BTreeMap<u8, Vec<u8>>,
    /// Every elementary file by name, EF.SOD included.
    pub(super) files: BTreeMap<String, Vec<u8>>,
    /// When it was signed.
    pub(super) signing_time: DateTime<Utc>,
}

impl Document {
    pub(super) fn make(authority: &Authority, now: DateTime<Utc>) -> Result<Self, BenchError> {
        let zone = zone(now)?;
        let data_groups = data_groups(&zone, now)?;
        let numbers: Vec<DataGroupNumber> = data_groups.keys().copied().collect();
        let com = build::com(LdsVersion::V1_8, &numbers).map_err(failed(STEP))?;
        let mut files: BTreeMap<String, Vec<u8>> = data_groups
            .iter()
            .map(|(number, file)| (number.file_name(), file.clone()))
            .collect();
        files.insert("EF.COM".to_owned(), com);
        let mut document = Self {
            zone,
            data_groups: data_groups
                .into_iter()
                .map(|(number, file)| (number.number(), file))
                .collect(),
            files,
            signing_time: now,
        };
        let sod = issue::sod(authority.document_signer(), &document.sod_request())
            .and_then(|prepared| whole_road(prepared, authority.keys()))
            .map_err(failed(STEP))?;
        document.files.insert("EF.SOD".to_owned(), sod);
        Ok(document)
    }

    pub(super) fn sod_request(&self) -> SodRequest<'_> {
        SodRequest {
            lds_version: issue::LdsVersion::V1_8,
            data_groups: &self.data_groups,
            signing_time: self.signing_time,
        }
    }

    pub(super) fn sod(&self) -> &[u8] {
        self.files
            .get("EF.SOD")
            .map(Vec::as_slice)
            .unwrap_or_default()
    }
}

fn zone(now: DateTime<Utc>) -> Result<MrzFields, BenchError> {
    let date = |date| PartialDate::try_from(date).map_err(failed(STEP));
    let ten_years = now
        .date_naive()
        .checked_add_months(Months::new(120))
        .ok_or("the calendar ends")
        .map_err(failed(STEP))?;
    let birth = now
        .date_naive()
        .checked_sub_months(Months::new(12 * 40))
        .ok_or("the calendar ends")
        .map_err(failed(STEP))?;
    Ok(MrzFields {
        code: DocumentCode::of_kind(PassportKind::Ordinary, true),
        issuer: IssuingState::KOR,
        name: Name::new("HONG", "GIL DONG", &Transliteration::default()).map_err(failed(STEP))?,
        number: DocumentNumber::new("M123A4567").map_err(failed(STEP))?,
        nationality: IssuingState::KOR,
        birth: date(birth)?.into(),
        sex: Sex::Male,
        expiry: date(ten_years)?.into(),
        optional: OptionalData::default(),
        optional_2: OptionalData::default(),
        empty_optional_digit: EmptyOptionalDigit::default(),
    })
}

fn data_groups(
    zone: &MrzFields,
    now: DateTime<Utc>,
) -> Result<BTreeMap<DataGroupNumber, Vec<u8>>, BenchError> {
    let mrz = Mrz::build(Format::Td3, zone.clone(), Truncation::default()).map_err(failed(STEP))?;
    let name = Dg11Fields {
        full_name: Some(NationalName {
            primary: "홍",
            secondary: "길동",
        }),
        ..Dg11Fields::default()
    };
    let issued = now.date_naive();
    let details = Dg12Fields {
        issuing_authority: Some(ministry(issued).1),
        issued: Some(issued),
        ..Dg12Fields::default()
    };
    let mut groups = BTreeMap::from([
        (DataGroupNumber::DG1, build::dg1(&mrz)),
        (DataGroupNumber::DG2, face(0)?),
        (
            DataGroupNumber::DG11,
            build::dg11(&name).map_err(failed(STEP))?,
        ),
        (
            DataGroupNumber::DG12,
            build::dg12(&details).map_err(failed(STEP))?,
        ),
    ]);
    let total: usize = groups.values().map(Vec::len).sum();
    let filler = DATA_GROUP_BYTES
        .checked_sub(total)
        .ok_or("the picture is too large")
        .map_err(failed(STEP))?;
    groups.insert(DataGroupNumber::DG2, face(filler)?);
    Ok(groups)
}

/// DG2 with a grey picture of the size that portraits have, made longer by `filler` bytes.
fn face(filler: usize) -> Result<Vec<u8>, BenchError> {
    let size = |pixels: u32| u16::try_from(pixels).map_err(failed(STEP));
    let (width, height) = (size(PORTRAIT_WIDTH)?, size(PORTRAIT_HEIGHT)?);
    let pixels = vec![0x80; usize::from(width) * usize::from(height)];
    let mut jpeg = Vec::new();
    Encoder::new(&mut jpeg, 50)
        .encode(&pixels, width, height, ColorType::Luma)
        .map_err(failed(STEP))?;
    if filler > 0 {
        let after_start = 2;
        jpeg.splice(after_start..after_start, comment(filler)?);
    }
    let image = FaceImage {
        bytes: &jpeg,
        width,
        height,
        sex: Sex::Male,
        captured: None,
    };
    build::dg2(&image).map_err(failed(STEP))
}

/// A comment segment of a JPEG file: marker, length, text.
fn comment(bytes: usize) -> Result<Vec<u8>, BenchError> {
    let length = bytes
        .checked_sub(2)
        .and_then(|length| u16::try_from(length).ok())
        .filter(|length| *length >= 2)
        .ok_or("the picture has no room for a comment")
        .map_err(failed(STEP))?;
    let mut segment = vec![0xFF, 0xFE];
    segment.extend(length.to_be_bytes());
    segment.resize(bytes, b' ');
    Ok(segment)
}
