//! The elliptic curves that are known, and finding one from explicit parameters.
//!
//! Foreign parameters are never computed with: they are compared, and the known curve is used. The constants are the
//! cryptographic library's own, so that there is one source for them.
//!
//! Source: 9303-12:4.1.6.3

use std::sync::LazyLock;

use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::{EcGroup, PointConversionForm};
use openssl::error::ErrorStack;
use openssl::nid::Nid;

use super::tlv::{Element, tag};
use super::{ReadError, oid};

/// A curve with its domain parameters, integers as big-endian octets without leading zeros.
pub(crate) struct Curve {
    pub(crate) name: &'static str,
    pub(crate) nid: Nid,
    oid: &'static [u8],
    p: Vec<u8>,
    a: Vec<u8>,
    b: Vec<u8>,
    /// Uncompressed and compressed form.
    generator: [Vec<u8>; 2],
    order: Vec<u8>,
}

static CURVES: LazyLock<Vec<Curve>> =
    LazyLock::new(|| KNOWN.iter().filter_map(|known| load(known).ok()).collect());

/// The curve with this object identifier.
pub(crate) fn named(octets: &[u8]) -> Result<&'static Curve, ReadError> {
    let found = CURVES.iter().find(|curve| curve.oid == octets);
    found.ok_or_else(|| ReadError::unsupported("the curve", oid::dotted(octets)))
}

/// The known curve with these explicit parameters, and whether the cofactor is stated.
///
/// ```text
/// ECParameters ::= SEQUENCE {
///     version INTEGER, fieldID SEQUENCE { OBJECT IDENTIFIER, INTEGER },
///     curve SEQUENCE { a OCTET STRING, b OCTET STRING, seed BIT STRING OPTIONAL },
///     base OCTET STRING, order INTEGER, cofactor INTEGER OPTIONAL }
/// ```
///
/// # Errors
/// When the structure is another one, or no known curve has these parameters.
pub(crate) fn explicit(parameters: &Element<'_>) -> Result<(&'static Curve, bool), ReadError> {
    let what = "the explicit curve parameters";
    let mut reader = parameters.reader();
    reader.expect(tag::INTEGER, what)?;
    let mut field = reader.expect(tag::SEQUENCE, what)?.reader();
    let field_type = field.expect(tag::OID, what)?.content;
    if field_type != oid::PRIME_FIELD {
        return Err(ReadError::unsupported(
            "the field type",
            oid::dotted(field_type),
        ));
    }
    let p = trimmed(field.expect(tag::INTEGER, what)?.content);
    let mut curve = reader.expect(tag::SEQUENCE, what)?.reader();
    let a = trimmed(curve.expect(tag::OCTET_STRING, what)?.content);
    let b = trimmed(curve.expect(tag::OCTET_STRING, what)?.content);
    let generator = reader.expect(tag::OCTET_STRING, what)?.content;
    let order = trimmed(reader.expect(tag::INTEGER, what)?.content);
    let cofactor = reader.optional(tag::INTEGER)?;
    if cofactor.is_some_and(|found| trimmed(found.content) != [1]) {
        return Err(ReadError::unsupported(what, "a cofactor other than 1"));
    }
    let found = CURVES.iter().find(|known| {
        known.p == p
            && known.a == a
            && known.b == b
            && known.order == order
            && known.generator.iter().any(|form| form == generator)
    });
    let found = found.ok_or_else(|| ReadError::unsupported(what, "no known curve has them"))?;
    Ok((found, cofactor.is_some()))
}

/// An integer's octets without leading zeros.
pub(crate) fn trimmed(octets: &[u8]) -> &[u8] {
    let zeros = octets.iter().take_while(|&&octet| octet == 0).count();
    octets.get(zeros..).unwrap_or_default()
}

fn load(&(name, nid, oid): &(&'static str, Nid, &'static [u8])) -> Result<Curve, ErrorStack> {
    let group = EcGroup::from_curve_name(nid)?;
    let mut context = BigNumContext::new()?;
    let (mut p, mut a, mut b) = (BigNum::new()?, BigNum::new()?, BigNum::new()?);
    group.components_gfp(&mut p, &mut a, &mut b, &mut context)?;
    let mut order = BigNum::new()?;
    group.order(&mut order, &mut context)?;
    let mut generator = |form| match group.generator_opt() {
        Some(point) => point.to_bytes(&group, form, &mut context),
        None => Ok(Vec::new()),
    };
    let generator = [
        generator(PointConversionForm::UNCOMPRESSED)?,
        generator(PointConversionForm::COMPRESSED)?,
    ];
    Ok(Curve {
        name,
        nid,
        oid,
        p: p.to_vec(),
        a: a.to_vec(),
        b: b.to_vec(),
        generator,
        order: order.to_vec(),
    })
}

/// Name, library number, content octets of the object identifier.
const KNOWN: &[(&str, Nid, &[u8])] = &[
    (
        "P-192",
        Nid::X9_62_PRIME192V1,
        b"\x2A\x86\x48\xCE\x3D\x03\x01\x01",
    ),
    ("P-224", Nid::SECP224R1, b"\x2B\x81\x04\x00\x21"),
    (
        "P-256",
        Nid::X9_62_PRIME256V1,
        b"\x2A\x86\x48\xCE\x3D\x03\x01\x07",
    ),
    ("P-384", Nid::SECP384R1, b"\x2B\x81\x04\x00\x22"),
    ("P-521", Nid::SECP521R1, b"\x2B\x81\x04\x00\x23"),
    (
        "brainpoolP192r1",
        Nid::BRAINPOOL_P192R1,
        b"\x2B\x24\x03\x03\x02\x08\x01\x01\x03",
    ),
    (
        "brainpoolP192t1",
        Nid::BRAINPOOL_P192T1,
        b"\x2B\x24\x03\x03\x02\x08\x01\x01\x04",
    ),
    (
        "brainpoolP224r1",
        Nid::BRAINPOOL_P224R1,
        b"\x2B\x24\x03\x03\x02\x08\x01\x01\x05",
    ),
    (
        "brainpoolP224t1",
        Nid::BRAINPOOL_P224T1,
        b"\x2B\x24\x03\x03\x02\x08\x01\x01\x06",
    ),
    (
        "brainpoolP256r1",
        Nid::BRAINPOOL_P256R1,
        b"\x2B\x24\x03\x03\x02\x08\x01\x01\x07",
    ),
    (
        "brainpoolP256t1",
        Nid::BRAINPOOL_P256T1,
        b"\x2B\x24\x03\x03\x02\x08\x01\x01\x08",
    ),
    (
        "brainpoolP320r1",
        Nid::BRAINPOOL_P320R1,
        b"\x2B\x24\x03\x03\x02\x08\x01\x01\x09",
    ),
    (
        "brainpoolP320t1",
        Nid::BRAINPOOL_P320T1,
        b"\x2B\x24\x03\x03\x02\x08\x01\x01\x0A",
    ),
    (
        "brainpoolP384r1",
        Nid::BRAINPOOL_P384R1,
        b"\x2B\x24\x03\x03\x02\x08\x01\x01\x0B",
    ),
    (
        "brainpoolP384t1",
        Nid::BRAINPOOL_P384T1,
        b"\x2B\x24\x03\x03\x02\x08\x01\x01\x0C",
    ),
    (
        "brainpoolP512r1",
        Nid::BRAINPOOL_P512R1,
        b"\x2B\x24\x03\x03\x02\x08\x01\x01\x0D",
    ),
    (
        "brainpoolP512t1",
        Nid::BRAINPOOL_P512T1,
        b"\x2B\x24\x03\x03\x02\x08\x01\x01\x0E",
    ),
];
