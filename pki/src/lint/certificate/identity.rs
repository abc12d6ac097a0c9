//! Names and alternative names.

use der::asn1::ObjectIdentifier;

use super::super::name::NameView;
use super::super::{Verdict, require};
use super::View;
use crate::asn1::tlv::{self, tag};
use crate::oid;
use crate::profile::CertificateRole;

pub(super) fn issuer_country(view: &View<'_>) -> Verdict {
    view.issuer.check_country()
}

pub(super) fn issuer_common_name(view: &View<'_>) -> Verdict {
    view.issuer.check_common_name()
}

pub(super) fn issuer_strings(view: &View<'_>) -> Verdict {
    view.issuer.check_strings()
}

pub(super) fn subject_country(view: &View<'_>) -> Verdict {
    view.subject.check_country()
}

pub(super) fn subject_common_name(view: &View<'_>) -> Verdict {
    view.subject.check_common_name()
}

pub(super) fn subject_strings(view: &View<'_>) -> Verdict {
    view.subject.check_strings()
}

pub(super) fn countries_are_the_same(view: &View<'_>) -> Verdict {
    require(
        view.issuer.country() == view.subject.country(),
        "issuer and subject are of different countries",
    )
}

pub(super) fn root_is_self_issued(view: &View<'_>) -> Verdict {
    require(
        view.profile.role != CertificateRole::CscaRoot || view.issuer.raw == view.subject.raw,
        "issuer and subject of a root certificate differ",
    )
}

pub(super) fn subject_alt_name_content(view: &View<'_>) -> Verdict {
    check_alternative_name(view, oid::SUBJECT_ALT_NAME)
}

pub(super) fn issuer_alt_name_content(view: &View<'_>) -> Verdict {
    check_alternative_name(view, oid::ISSUER_ALT_NAME)
}

pub(super) fn root_alt_names_are_identical(view: &View<'_>) -> Verdict {
    let [subject, issuer] = [oid::SUBJECT_ALT_NAME, oid::ISSUER_ALT_NAME]
        .map(|identifier| view.extensions.value(identifier));
    require(
        view.profile.role != CertificateRole::CscaRoot || subject == issuer,
        "subjectAltName and issuerAltName of a root certificate differ",
    )
}

/// E-mail, DNS name or URI in ASCII, and exactly one directory name with the code of the State.
fn check_alternative_name(view: &View<'_>, identifier: ObjectIdentifier) -> Verdict {
    const EMAIL: u8 = 0x81;
    const DNS_NAME: u8 = 0x82;
    const DIRECTORY_NAME: u8 = 0xa4;
    const URI: u8 = 0x86;
    let Some(value) = view.extensions.value(identifier) else {
        return Ok(());
    };
    let names = tlv::single(value, tag::SEQUENCE)
        .and_then(|names| names.reader().all())
        .ok_or("it is not GeneralNames in DER")?;
    let mut directory_names = 0;
    for name in names {
        match name.tag {
            EMAIL | DNS_NAME | URI => require(
                !name.value.is_empty() && name.value.iter().all(u8::is_ascii_graphic),
                "an address for contact is not printable ASCII",
            )?,
            DIRECTORY_NAME => {
                directory_names += 1;
                let mut reader = name.reader();
                let directory_name = NameView::read(&mut reader)
                    .filter(|_| reader.is_empty())
                    .ok_or("its directoryName is not a Name in DER")?;
                directory_name.check_state_codes()?;
            }
            other => return Err(format!("it has a name of the kind {other:02X}")),
        }
    }
    require(
        directory_names == 1,
        "it does not have exactly one directoryName",
    )
}
