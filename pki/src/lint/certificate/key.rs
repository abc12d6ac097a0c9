//! The key: parsed here by itself, field by field, so that the writer of keys is judged too.

use super::super::extension::check_authority_key_identifier;
use super::super::{Verdict, require};
use super::View;
use super::body::suite;
use crate::algorithm::{Curve, KeyKind};
use crate::asn1::tlv::{self, Reader, Tlv, tag};
use crate::oid;
use crate::profile::CertificateRole;
use crate::public_key::{EcEncoding, PublicKey};

/// A SubjectPublicKeyInfo taken apart.
enum KeyView<'a> {
    Ec {
        parameters: Tlv<'a>,
        point: &'a [u8],
    },
    Rsa {
        parameters: Tlv<'a>,
        modulus: &'a [u8],
        exponent: &'a [u8],
    },
}

impl<'a> KeyView<'a> {
    fn read(view: &View<'a>) -> Option<Self> {
        let mut fields = tlv::single(view.key, tag::SEQUENCE)?.reader();
        let mut algorithm = fields.expect(tag::SEQUENCE)?.reader();
        let bits = fields.expect(tag::BIT_STRING)?;
        fields.end()?;
        let identifier = algorithm.expect(tag::OID)?.value;
        let parameters = algorithm.next()?;
        algorithm.end()?;
        let bits = bits.value.strip_prefix(&[0])?;
        if identifier == oid::EC_PUBLIC_KEY.as_bytes() {
            return Some(Self::Ec {
                parameters,
                point: bits,
            });
        }
        if identifier != oid::RSA_ENCRYPTION.as_bytes() {
            return None;
        }
        let mut numbers = tlv::single(bits, tag::SEQUENCE)?.reader();
        let modulus = numbers.expect(tag::INTEGER)?.value;
        let exponent = numbers.expect(tag::INTEGER)?.value;
        numbers.end()?;
        Some(Self::Rsa {
            parameters,
            modulus,
            exponent,
        })
    }

    fn kind(&self) -> Option<KeyKind> {
        match self {
            Self::Ec { parameters, .. } => curve(parameters).map(KeyKind::Ec),
            Self::Rsa { modulus, .. } => match modulus {
                // the modulus has its first bit set, so a sign octet comes before it
                [0, first, rest @ ..] if *first >= 0x80 => match rest.len() + 1 {
                    384 => Some(KeyKind::Rsa3072),
                    512 => Some(KeyKind::Rsa4096),
                    _ => None,
                },
                _ => None,
            },
        }
    }
}

/// Explicit domain parameters taken apart.
struct Parameters<'a> {
    version: &'a [u8],
    prime: &'a [u8],
    a: &'a [u8],
    b: &'a [u8],
    base: &'a [u8],
    order: &'a [u8],
    cofactor: Option<&'a [u8]>,
}

impl<'a> Parameters<'a> {
    fn read(parameters: &Tlv<'a>) -> Option<Self> {
        if parameters.tag != tag::SEQUENCE {
            return None;
        }
        let mut fields: Reader<'a> = parameters.reader();
        let version = fields.expect(tag::INTEGER)?.value;
        let mut field = fields.expect(tag::SEQUENCE)?.reader();
        let field_type = field.expect(tag::OID)?.value;
        let prime = field.expect(tag::INTEGER)?.value;
        field.end()?;
        let mut coefficients = fields.expect(tag::SEQUENCE)?.reader();
        let a = coefficients.expect(tag::OCTET_STRING)?.value;
        let b = coefficients.expect(tag::OCTET_STRING)?.value;
        coefficients.optional(tag::BIT_STRING);
        coefficients.end()?;
        let base = fields.expect(tag::OCTET_STRING)?.value;
        let order = fields.expect(tag::INTEGER)?.value;
        let cofactor = fields.optional(tag::INTEGER).map(|cofactor| cofactor.value);
        fields.end()?;
        (field_type == oid::PRIME_FIELD.as_bytes()).then_some(Self {
            version,
            prime,
            a,
            b,
            base,
            order,
            cofactor,
        })
    }

    fn is(&self, curve: Curve) -> bool {
        let domain = curve.domain();
        is_integer(self.prime, domain.prime)
            && self.a == domain.a
            && self.b == domain.b
            && self.base == domain.generator
            && is_integer(self.order, domain.order)
    }
}

/// The octets of a positive INTEGER are those of this number, padded or not.
fn is_integer(octets: &[u8], number: &[u8]) -> bool {
    let significant = |bytes: &[u8]| -> Vec<u8> {
        bytes
            .iter()
            .copied()
            .skip_while(|byte| *byte == 0)
            .collect()
    };
    super::super::extension::is_minimal(octets)
        && octets.first().is_some_and(|first| *first < 0x80)
        && significant(octets) == significant(number)
}

/// The curve that these parameters, explicit or named, are of.
fn curve(parameters: &Tlv<'_>) -> Option<Curve> {
    let explicit = Parameters::read(parameters);
    Curve::ALL.into_iter().find(|curve| match &explicit {
        Some(explicit) => explicit.is(*curve),
        None => parameters.tag == tag::OID && parameters.value == curve.oid().as_bytes(),
    })
}

pub(super) fn key_is_known(view: &View<'_>) -> Verdict {
    let key = KeyView::read(view).ok_or("the key is neither RSA nor elliptic curve in DER")?;
    require(
        key.kind().is_some(),
        "the key is on no curve, or of no size, that the profile knows",
    )
}

/// Explicit parameters, unless the profile of the caller asks for a named curve.
pub(super) fn curve_has_its_encoding(view: &View<'_>) -> Verdict {
    let Some(KeyView::Ec { parameters, .. }) = KeyView::read(view) else {
        return Ok(());
    };
    let is_right = match view.profile.ec_encoding {
        EcEncoding::Explicit => parameters.tag == tag::SEQUENCE,
        EcEncoding::Named => parameters.tag == tag::OID,
    };
    require(is_right, "the curve is not written as the profile demands")
}

pub(super) fn explicit_parameters_have_the_cofactor(view: &View<'_>) -> Verdict {
    let Some(KeyView::Ec { parameters, .. }) = KeyView::read(view) else {
        return Ok(());
    };
    let is_right = Parameters::read(&parameters)
        .is_none_or(|explicit| explicit.version == [1] && explicit.cofactor == Some(&[1]));
    require(
        is_right,
        "the parameters have no cofactor of 1 or not version 1",
    )
}

/// The point is uncompressed and on its curve.
pub(super) fn point_is_uncompressed(view: &View<'_>) -> Verdict {
    let Some(KeyView::Ec { parameters, point }) = KeyView::read(view) else {
        return Ok(());
    };
    match curve(&parameters) {
        Some(curve) => PublicKey::from_ec_point(curve, point)
            .map(|_| ())
            .map_err(|error| error.to_string()),
        None => Ok(()),
    }
}

pub(super) fn rsa_parameters_are_null(view: &View<'_>) -> Verdict {
    match KeyView::read(view) {
        Some(KeyView::Rsa { parameters, .. }) => require(
            parameters.raw == [tag::NULL, 0],
            "the parameters of the RSA key are not NULL",
        ),
        _ => Ok(()),
    }
}

/// The public exponent is odd and at least 65537.
pub(super) fn rsa_exponent_is_sound(view: &View<'_>) -> Verdict {
    let Some(KeyView::Rsa { exponent, .. }) = KeyView::read(view) else {
        return Ok(());
    };
    let is_large = exponent.len() > 3 || (exponent.len() == 3 && exponent >= [1, 0, 1].as_slice());
    let is_odd = exponent.last().is_some_and(|last| last & 1 == 1);
    require(
        is_large && is_odd,
        "the public exponent is below 65537 or even",
    )
}

pub(super) fn root_suite_fits_its_key(view: &View<'_>) -> Verdict {
    let kind = KeyView::read(view).and_then(|key| key.kind());
    let fits = suite(view.signature)
        .zip(kind)
        .is_none_or(|(suite, kind)| suite.fits(kind));
    require(
        view.profile.role != CertificateRole::CscaRoot || fits,
        "the signature algorithm does not fit the key that signs",
    )
}

/// SHA-1 over the content of the key's bit string.
pub(super) fn subject_key_identifier_content(view: &View<'_>) -> Verdict {
    let Some(value) = view.extensions.value(oid::SUBJECT_KEY_IDENTIFIER) else {
        return Ok(());
    };
    let identifier =
        tlv::single(value, tag::OCTET_STRING).ok_or("it is not an octet string in DER")?;
    let bits = || {
        let mut fields = tlv::single(view.key, tag::SEQUENCE)?.reader();
        fields.expect(tag::SEQUENCE)?;
        fields.expect(tag::BIT_STRING)?.value.get(1..)
    };
    let computed = bits().map(openssl::sha::sha1);
    require(
        computed.is_some_and(|computed| computed == identifier.value),
        "it is not the SHA-1 of the key",
    )
}

pub(super) fn authority_key_identifier_content(view: &View<'_>) -> Verdict {
    match view.extensions.value(oid::AUTHORITY_KEY_IDENTIFIER) {
        Some(value) => check_authority_key_identifier(value),
        None => Ok(()),
    }
}

pub(super) fn root_key_identifiers_are_equal(view: &View<'_>) -> Verdict {
    let are_equal = key_identifiers(view).is_none_or(|(authority, subject)| authority == subject);
    require(
        view.profile.role != CertificateRole::CscaRoot || are_equal,
        "authorityKeyIdentifier of a root certificate is not its subjectKeyIdentifier",
    )
}

pub(super) fn link_key_identifiers_differ(view: &View<'_>) -> Verdict {
    let differ = key_identifiers(view).is_none_or(|(authority, subject)| authority != subject);
    require(
        view.profile.role != CertificateRole::CscaLink || differ,
        "a link certificate certifies the key that signs it",
    )
}

/// The key identifiers of issuer and subject, where both are there.
fn key_identifiers<'a>(view: &View<'a>) -> Option<(&'a [u8], &'a [u8])> {
    let authority = view.extensions.value(oid::AUTHORITY_KEY_IDENTIFIER)?;
    let authority = tlv::single(authority, tag::SEQUENCE)?
        .reader()
        .expect(0x80)?;
    let subject = view.extensions.value(oid::SUBJECT_KEY_IDENTIFIER)?;
    let subject = tlv::single(subject, tag::OCTET_STRING)?;
    Some((authority.value, subject.value))
}
