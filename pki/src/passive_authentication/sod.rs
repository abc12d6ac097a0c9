use chrono::{DateTime, Utc};

use crate::read::cms::{SignedData, SignerInfo};
use crate::read::security_object::SecurityObject;
use crate::read::tlv::{Reader, departures, only, tag};
use crate::read::{ReadError, oid};
use crate::report::{Check, Reason, Warning, WarningKind};

/// Larger than any EF.SOD (a file on the chip normally ends at 32 767 bytes).
const MAX_SIZE: usize = 256 * 1024;

/// EF.SOD taken apart.
///
/// Source: 9303-10:4.6.2
#[derive(Debug)]
pub(super) struct Sod<'a> {
    pub(super) signed: SignedData<'a>,
    pub(super) object: SecurityObject,
}

impl<'a> Sod<'a> {
    /// Reads EF.SOD; what surrounds the signed object is noted.
    pub(super) fn from_bytes(
        bytes: &'a [u8],
        warnings: &mut Vec<Warning>,
    ) -> Result<Self, (Reason, ReadError)> {
        let malformed = |cause| (Reason::SodMalformed, cause);
        let what = "EF.SOD";
        if bytes.len() > MAX_SIZE {
            let (size, limit) = (bytes.len(), MAX_SIZE);
            return Err(malformed(ReadError::TooLarge { what, size, limit }));
        }
        let mut file = Reader::new(bytes);
        let template = file.expect(0x77, what).map_err(malformed)?;
        if !file.rest().is_empty() {
            let detail = format!("EF.SOD: {} bytes", file.rest().len());
            warnings.push(Warning::with(WarningKind::BytesAfterObject, detail));
        }
        let info = only(template.content, tag::SEQUENCE, what).map_err(malformed)?;
        let signed = SignedData::of(&info).map_err(malformed)?;
        if signed.signers.is_empty() {
            return Err(malformed(ReadError::value(what, "there is no signer")));
        }
        note_encoding(&template, warnings).map_err(malformed)?;
        if signed.content_type != oid::LDS_SECURITY_OBJECT {
            let found = oid::dotted(signed.content_type);
            let cause = ReadError::unsupported("the content", found);
            return Err((Reason::ContentTypeWrong, cause));
        }
        let object = SecurityObject::from_bytes(&signed.content)
            .map_err(|cause| (Reason::SecurityObjectMalformed, cause))?;
        Ok(Self { signed, object })
    }

    /// The first signer; [`Sod::from_bytes`] made sure that there is one.
    pub(super) fn signer(&self) -> Option<&SignerInfo<'a>> {
        self.signed.signers.first()
    }

    pub(super) fn signing_time(&self) -> Option<DateTime<Utc>> {
        let attributes = self.signer()?.attributes.as_ref()?;
        attributes.signing_time()
    }

    /// Version 0 or 1, and 1 exactly if the LDS version information is there.
    pub(super) fn lds_version_check(&self, warnings: &mut Vec<Warning>) -> Check {
        let check = match (self.object.version, &self.object.version_info) {
            (0, None) => Check::successful("lds_version").detail("V0, LDS 1.7"),
            (1, Some(_)) => {
                let stated = self.object.lds_version().unwrap_or_default();
                Check::successful("lds_version").detail(["V1, LDS ", &dotted(&stated)].concat())
            }
            (version @ (0 | 1), _) => {
                let detail = format!("V{version}");
                warnings.push(Warning::with(WarningKind::ListVersionInconsistent, &detail));
                Check::successful("lds_version").detail(detail)
            }
            (version, _) => Check::failed("lds_version", Reason::LdsVersionUnsupported)
                .detail(format!("V{version}")),
        };
        check.clause("9303-10:4.6.2.3")
    }
}

/// `0108` as `1.8`; anything else as it is, if it is short and printable.
fn dotted(version: &str) -> String {
    match version.as_bytes() {
        &[a, b, c, d] if version.bytes().all(|octet| octet.is_ascii_digit()) => {
            let (major, minor) = ((a - b'0') * 10 + (b - b'0'), (c - b'0') * 10 + (d - b'0'));
            format!("{major}.{minor}")
        }
        _ => "of an unknown form".to_owned(),
    }
}

fn note_encoding(
    template: &crate::read::tlv::Element<'_>,
    warnings: &mut Vec<Warning>,
) -> Result<(), ReadError> {
    let found = departures(template)?;
    for (is_there, kind) in [
        (found.indefinite, WarningKind::IndefiniteLength),
        (found.not_minimal, WarningKind::LengthNotMinimal),
        (found.constructed_string, WarningKind::ConstructedString),
    ] {
        if is_there {
            warnings.push(Warning::with(kind, "EF.SOD"));
        }
    }
    Ok(())
}
