use super::biometric::{self, BiometricBlock, BiometricTemplate};
use super::tlv::reading;
use super::{
    BiometricHeader, Element, Face39794, FaceRecord19794, Findings, FoundImage, Oddity, ReadError,
    Reading, face_19794, face_39794,
};
use crate::document::lds::DataGroupNumber;

/// DG2: the face.
///
/// Source: 9303-10:4.7.2
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dg2<'a> {
    /// The faces in the order of the file; the first is the interoperable one.
    pub faces: Vec<Face<'a>>,
}

/// One template of DG2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face<'a> {
    /// The header of the template.
    pub header: BiometricHeader<'a>,
    /// The record.
    pub record: FaceRecord<'a>,
}

/// A face record in one of its two standards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaceRecord<'a> {
    /// ISO/IEC 19794-5:2005.
    Iso19794(FaceRecord19794<'a>),
    /// ISO/IEC 39794-5.
    Iso39794(Face39794<'a>),
}

impl<'a> Dg2<'a> {
    /// The first image, the one that inspection compares with the holder.
    #[must_use]
    pub fn image(&self) -> Option<FoundImage<'a>> {
        self.faces.iter().find_map(|face| match &face.record {
            FaceRecord::Iso19794(record) => record.faces.first().map(|face| face.image),
            FaceRecord::Iso39794(face) => Some(face.image),
        })
    }
}

/// Reads DG2.
///
/// # Errors
/// When the file is no TLV of tag 75 with biometric templates, or a face record is cut off or of another kind.
pub fn dg2(bytes: &[u8]) -> Result<Reading<'_, Dg2<'_>>, ReadError> {
    reading(bytes, DataGroupNumber::DG2.tag(), parse)
}

fn parse<'a>(dg2: Element<'a>, findings: &mut Findings) -> Result<Dg2<'a>, ReadError> {
    let group = biometric::parse(dg2, findings)?;
    let mut faces = Vec::new();
    for template in group.templates {
        faces.push(face(&template, findings)?);
    }
    Ok(Dg2 { faces })
}

/// Format types of the header for a face (9303-10:4.7.2).
const FORMAT_19794: u64 = 0x0008;
const FORMAT_39794: u64 = 0x002A;

fn face<'a>(
    template: &BiometricTemplate<'a>,
    findings: &mut Findings,
) -> Result<Face<'a>, ReadError> {
    let (record, block, format) = match template.block {
        BiometricBlock::Iso19794(block) => {
            let record = face_19794::read(block, findings)?;
            (FaceRecord::Iso19794(record), block, FORMAT_19794)
        }
        BiometricBlock::Iso39794(block) => {
            let record = face_39794::read(block, findings)?;
            (FaceRecord::Iso39794(record), block, FORMAT_39794)
        }
    };
    let header = template.header;
    if let Some(value) = header.format_type.filter(|value| *value != format) {
        let field = "biometric format type";
        findings.add(block.offset, Oddity::UndefinedValue { field, value });
    }
    Ok(Face { header, record })
}
