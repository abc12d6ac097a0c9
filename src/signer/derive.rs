use std::collections::BTreeMap;

use chrono::NaiveDate;
use yeogwon_pki::algorithm::Curve;
use yeogwon_pki::chip_key::{
    active_authentication_public_key_info, chip_authentication_public_key,
};
use yeogwon_pki::public_key::PublicKey;

use super::protocol::{ChipKeys, SignDocument};
use super::refusal::Refusal;
use crate::config::InstallationConfig;
use crate::document::authority;
use crate::document::lds::build::{
    self, ChipSecurity, Dg11Fields, Dg12Fields, FaceImage, LdsVersion, NationalName,
    PlainSignatureDigest, SecurityOption,
};
use crate::document::lds::{
    AccessCipher, DataGroupNumber, DomainParameters, KeyAgreement, PaceMapping,
};
use crate::document::mrz::{
    DocumentCode, DocumentNumber, EmptyOptionalDigit, Format, Mrz, MrzDate, MrzFields, Name,
    NameError, OptionalData, Transliteration, Truncation,
};
use crate::document::portrait::{PORTRAIT_HEIGHT, PORTRAIT_WIDTH};
use crate::domain::{ApprovedRecord, Holder, IssuingState, PartialDate, PassportKind};

/// What goes on the chip, derived from the record by the signing process itself.
pub(super) struct Derived {
    /// The document code of the MRZ.
    pub(super) document_code: String,
    /// Date of issue.
    pub(super) issue_date: NaiveDate,
    /// Last day of validity.
    pub(super) valid_until: NaiveDate,
    /// The data groups by number, complete files.
    pub(super) data_groups: BTreeMap<u8, Vec<u8>>,
    /// All elementary files but EF.SOD, by name.
    pub(super) files: BTreeMap<String, Vec<u8>>,
}

/// Derives every file of the chip from an approved record. What the service says about them is not asked.
///
/// # Errors
/// [`Refusal::DataGroup`] when the record cannot be put on a chip, [`Refusal::PhotoUnusable`] when the photo cannot.
pub(super) fn derive(
    record: &ApprovedRecord,
    request: &SignDocument,
    issue_date: NaiveDate,
    valid_until: NaiveDate,
    installation: &InstallationConfig,
) -> Result<Derived, Refusal> {
    let state = IssuingState::parse(&installation.state).map_err(not_derivable)?;
    let code = DocumentCode::of_kind(record.kind, true);
    let number = DocumentNumber::new(request.number.as_str()).map_err(not_derivable)?;
    let zone = zone(
        record.kind,
        &record.holder,
        code,
        state,
        number,
        valid_until,
    )?;
    let mut data_groups = personal_data_groups(record, &request.photo.0, &zone, issue_date)?;
    let mut files = BTreeMap::new();
    if let Some(keys) = &request.chip {
        let chip = ChipFiles::derive(keys)?;
        data_groups.insert(DataGroupNumber::DG14, chip.dg14);
        data_groups.insert(DataGroupNumber::DG15, chip.dg15);
        files.extend(
            chip.card_access
                .map(|bytes| ("EF.CardAccess".to_owned(), bytes)),
        );
    }
    let numbers: Vec<DataGroupNumber> = data_groups.keys().copied().collect();
    files.insert(
        "EF.COM".to_owned(),
        build::com(LdsVersion::V1_8, &numbers).map_err(not_derivable)?,
    );
    files.extend(
        data_groups
            .iter()
            .map(|(number, bytes)| (number.file_name(), bytes.clone())),
    );
    Ok(Derived {
        document_code: code.field().replace('<', ""),
        issue_date,
        valid_until,
        data_groups: data_groups
            .into_iter()
            .map(|(number, bytes)| (number.number(), bytes))
            .collect(),
        files,
    })
}

/// DG1, DG2, DG11 (where the holder has a Hangul name) and DG12.
fn personal_data_groups(
    record: &ApprovedRecord,
    photo: &[u8],
    zone: &Mrz,
    issue_date: NaiveDate,
) -> Result<BTreeMap<DataGroupNumber, Vec<u8>>, Refusal> {
    let mut data_groups = BTreeMap::new();
    data_groups.insert(DataGroupNumber::DG1, build::dg1(zone));
    data_groups.insert(DataGroupNumber::DG2, face(record, photo)?);
    if let Some(name) = national_name(&record.holder) {
        let fields = Dg11Fields {
            full_name: Some(name),
            ..Dg11Fields::default()
        };
        data_groups.insert(
            DataGroupNumber::DG11,
            build::dg11(&fields).map_err(not_derivable)?,
        );
    }
    let (_, authority) = authority(issue_date);
    let details = Dg12Fields {
        issuing_authority: Some(authority),
        issued: Some(issue_date),
        ..Dg12Fields::default()
    };
    data_groups.insert(
        DataGroupNumber::DG12,
        build::dg12(&details).map_err(not_derivable)?,
    );
    Ok(data_groups)
}

/// DG2: the approved photo, which has the one size that portraits have here.
fn face(record: &ApprovedRecord, photo: &[u8]) -> Result<Vec<u8>, Refusal> {
    let unusable = |detail: String| Refusal::PhotoUnusable { detail };
    let size = |pixels: u32| u16::try_from(pixels).map_err(|error| unusable(error.to_string()));
    build::dg2(&FaceImage {
        bytes: photo,
        width: size(PORTRAIT_WIDTH)?,
        height: size(PORTRAIT_HEIGHT)?,
        sex: record.holder.sex,
        captured: None,
    })
    .map_err(|error| unusable(error.to_string()))
}

/// The Hangul name; a holder without one has no DG11.
fn national_name(holder: &Holder) -> Option<NationalName<'_>> {
    (!holder.surname_ko.is_empty()).then_some(NationalName {
        primary: &holder.surname_ko,
        secondary: &holder.given_names_ko,
    })
}

/// The files that follow from the keys a chip reported.
struct ChipFiles {
    dg14: Vec<u8>,
    dg15: Vec<u8>,
    card_access: Option<Vec<u8>>,
}

impl ChipFiles {
    /// PACE with generic mapping, chip authentication and active authentication, all on P-256.
    fn derive(keys: &ChipKeys) -> Result<Self, Refusal> {
        let point =
            |point: &[u8]| PublicKey::from_ec_point(Curve::P256, point).map_err(not_derivable);
        let chip_authentication =
            chip_authentication_public_key(&point(&keys.chip_authentication.0)?)
                .map_err(not_derivable)?;
        let active_authentication =
            active_authentication_public_key_info(&point(&keys.active_authentication.0)?)
                .map_err(not_derivable)?;
        let security = ChipSecurity::new(&[
            SecurityOption::Pace {
                mapping: PaceMapping::EcdhGeneric,
                cipher: AccessCipher::Aes128,
                parameters: DomainParameters::P256,
            },
            SecurityOption::ChipAuthentication {
                agreement: KeyAgreement::Ecdh,
                cipher: AccessCipher::Aes128,
                key_id: None,
            },
            SecurityOption::ChipAuthenticationPublicKey {
                agreement: KeyAgreement::Ecdh,
                public_key_info: &chip_authentication,
                key_id: None,
            },
            SecurityOption::ActiveAuthentication(PlainSignatureDigest::Sha256),
        ])
        .map_err(not_derivable)?;
        Ok(Self {
            dg14: security.dg14().map_err(not_derivable)?,
            dg15: build::dg15(&active_authentication).map_err(not_derivable)?,
            card_access: security.card_access(),
        })
    }
}

/// Whether a holder's names and nationality can be written in a machine readable zone.
///
/// # Errors
/// A sentence that names the field, the character and what to do.
pub fn check_names(holder: &Holder) -> Result<(), String> {
    IssuingState::parse(&holder.nationality)
        .map_err(|error| format!("holder.nationality: {error}"))?;
    for (field, text) in [
        ("surname_en", &holder.surname_en),
        ("given_names_en", &holder.given_names_en),
    ] {
        // Each is tried alone as the primary identifier, so that the message can name the field.
        match Name::new(text, "", &Transliteration::default()) {
            Ok(_) => {}
            Err(NameError::NoPrimaryIdentifier) if field == "given_names_en" && text.is_empty() => {
            }
            Err(error) => return Err(format!("holder.{field}: {error}")),
        }
    }
    Ok(())
}

/// The machine readable zone that a holder's document will have, for whoever wants to see it beforehand.
///
/// # Errors
/// A sentence that says what cannot be written.
pub fn preview_zone(
    kind: PassportKind,
    holder: &Holder,
    state: &str,
    number: &str,
    valid_until: NaiveDate,
) -> Result<Mrz, String> {
    let state = IssuingState::parse(state).map_err(|error| error.to_string())?;
    let number = DocumentNumber::new(number).map_err(|error| error.to_string())?;
    let code = DocumentCode::of_kind(kind, true);
    zone(kind, holder, code, state, number, valid_until).map_err(|error| error.to_string())
}

fn zone(
    kind: PassportKind,
    holder: &Holder,
    code: DocumentCode,
    issuer: IssuingState,
    number: DocumentNumber,
    valid_until: NaiveDate,
) -> Result<Mrz, Refusal> {
    let name = Name::new(
        &holder.surname_en,
        &holder.given_names_en,
        &Transliteration::default(),
    )
    .map_err(not_derivable)?;
    let fields = MrzFields {
        code,
        issuer,
        name,
        number,
        nationality: IssuingState::parse(&holder.nationality).map_err(not_derivable)?,
        birth: MrzDate::from(PartialDate::try_from(holder.birth).map_err(not_derivable)?),
        sex: holder.sex,
        expiry: MrzDate::from(PartialDate::try_from(valid_until).map_err(not_derivable)?),
        // The personal number left the passport on 21 December 2020; before that it is the edition's to say.
        optional: OptionalData::default(),
        optional_2: OptionalData::default(),
        empty_optional_digit: EmptyOptionalDigit::default(),
    };
    let format = if kind == PassportKind::TravelCertificate {
        Format::Td2
    } else {
        Format::Td3
    };
    Mrz::build(format, fields, Truncation::default()).map_err(not_derivable)
}

fn not_derivable(error: impl std::fmt::Display) -> Refusal {
    Refusal::DataGroup {
        detail: error.to_string(),
    }
}
