//! Which extensions are there, and whether they are critical: table 6 of the standard, row by row.

use der::asn1::ObjectIdentifier;

use super::super::{Verdict, require};
use super::View;
use crate::oid;
use crate::profile::CertificateRole;

/// One cell of table 6.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Presence {
    Mandatory,
    Optional,
    Forbidden,
}

use Presence::{Forbidden as X, Mandatory as M, Optional as O};

/// A row of table 6: root, link, document signer, list signers, communication.
struct Row {
    identifier: ObjectIdentifier,
    presence: [Presence; 5],
    critical: bool,
}

const fn row(identifier: ObjectIdentifier, presence: [Presence; 5], critical: bool) -> Row {
    Row {
        identifier,
        presence,
        critical,
    }
}

fn check(view: &View<'_>, row: &Row) -> Verdict {
    let [root, link, document_signer, list_signer, communication] = row.presence;
    let presence = match view.profile.role {
        CertificateRole::CscaRoot => root,
        CertificateRole::CscaLink => link,
        CertificateRole::DocumentSigner => document_signer,
        CertificateRole::MasterListSigner | CertificateRole::DeviationListSigner => list_signer,
        CertificateRole::Communication => communication,
    };
    let is_there = view.extensions.contains(row.identifier);
    require(is_there || presence != M, "it is missing")?;
    require(!is_there || presence != X, "it must not be there")?;
    view.extensions.check_critical(row.identifier, row.critical)
}

pub(super) fn authority_key_identifier(view: &View<'_>) -> Verdict {
    check(
        view,
        &row(oid::AUTHORITY_KEY_IDENTIFIER, [O, M, M, M, M], false),
    )
}

pub(super) fn subject_key_identifier(view: &View<'_>) -> Verdict {
    check(
        view,
        &row(oid::SUBJECT_KEY_IDENTIFIER, [M, M, O, O, O], false),
    )
}

pub(super) fn key_usage(view: &View<'_>) -> Verdict {
    check(view, &row(oid::KEY_USAGE, [M, M, M, M, M], true))
}

pub(super) fn private_key_usage_period(view: &View<'_>) -> Verdict {
    check(
        view,
        &row(oid::PRIVATE_KEY_USAGE_PERIOD, [M, M, M, O, O], false),
    )
}

pub(super) fn subject_alt_name(view: &View<'_>) -> Verdict {
    check(view, &row(oid::SUBJECT_ALT_NAME, [M, M, M, M, M], false))
}

pub(super) fn issuer_alt_name(view: &View<'_>) -> Verdict {
    check(view, &row(oid::ISSUER_ALT_NAME, [M, M, M, M, M], false))
}

pub(super) fn basic_constraints(view: &View<'_>) -> Verdict {
    check(view, &row(oid::BASIC_CONSTRAINTS, [M, M, X, X, X], true))
}

pub(super) fn extended_key_usage(view: &View<'_>) -> Verdict {
    check(view, &row(oid::EXTENDED_KEY_USAGE, [X, X, X, M, M], true))
}

pub(super) fn crl_distribution_points(view: &View<'_>) -> Verdict {
    check(
        view,
        &row(oid::CRL_DISTRIBUTION_POINTS, [M, M, M, M, O], false),
    )
}

pub(super) fn name_change(view: &View<'_>) -> Verdict {
    check(view, &row(oid::NAME_CHANGE, [O, O, X, X, X], false))
}

pub(super) fn document_type_list(view: &View<'_>) -> Verdict {
    check(view, &row(oid::DOCUMENT_TYPE_LIST, [X, X, M, X, X], false))
}

pub(super) fn extensions_are_there(view: &View<'_>) -> Verdict {
    view.extensions.check_present()
}

pub(super) fn extensions_are_unique(view: &View<'_>) -> Verdict {
    view.extensions.check_unique()
}

pub(super) fn defaults_are_not_encoded(view: &View<'_>) -> Verdict {
    view.extensions.check_defaults()
}

pub(super) fn forbidden_extensions(view: &View<'_>) -> Verdict {
    view.extensions.check_absent(&[
        oid::SUBJECT_DIRECTORY_ATTRIBUTES,
        oid::NAME_CONSTRAINTS,
        oid::POLICY_MAPPINGS,
        oid::POLICY_CONSTRAINTS,
        oid::FRESHEST_CRL,
        oid::INHIBIT_ANY_POLICY,
        oid::NETSCAPE_CERT_TYPE,
    ])
}

pub(super) fn critical_extensions_are_known(view: &View<'_>) -> Verdict {
    view.extensions.check_known_critical(&[
        oid::KEY_USAGE,
        oid::BASIC_CONSTRAINTS,
        oid::EXTENDED_KEY_USAGE,
    ])
}
