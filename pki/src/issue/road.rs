//! The steps as types. None is `Clone`, none has a public constructor.

use super::cms::SignedContent;
use super::error::{IssueError, RereadError};
use super::intent::{Intent, IntentRecorder, ObjectKind};
use super::{certificate, crl, reread};
use crate::algorithm::{SignatureSuite, sha256};
use crate::lint::{self, Finding};
use crate::public_key::PublicKey;
use crate::signer::{KeyLabel, Signature, Signer};

/// The key that signs, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningKey {
    /// The label of the key in the device.
    pub label: KeyLabel,
    /// The suite to sign with.
    pub suite: SignatureSuite,
}

/// Everything that is settled about an object before it is signed.
pub(super) struct Plan {
    pub(super) object: ObjectKind,
    pub(super) key: SigningKey,
    /// The key of the issuer as its certificate has it; the signature must verify with it.
    pub(super) issuer_key: PublicKey,
    pub(super) to_be_signed: Vec<u8>,
    pub(super) body: Body,
}

/// What goes around the to-be-signed bytes and how it is judged.
pub(super) enum Body {
    Certificate(certificate::Body),
    Crl(crl::Body),
    Cms(SignedContent),
}

/// A request within all bounds, as to-be-signed bytes.
pub struct Prepared(Plan);

/// To-be-signed bytes that meet every requirement of their profile.
pub struct Linted(Plan);

/// To-be-signed bytes whose signing has been recorded.
pub struct Intended(Plan);

/// A signed object that nobody has judged yet; its bytes cannot be taken out.
pub struct Signed {
    plan: Plan,
    signature: Signature,
    der: Vec<u8>,
}

/// An object that was read back, verified and linted.
#[derive(Debug)]
pub struct Released {
    object: ObjectKind,
    der: Vec<u8>,
}

impl Prepared {
    pub(super) const fn new(plan: Plan) -> Self {
        Self(plan)
    }

    /// Judges the exact to-be-signed bytes.
    ///
    /// # Errors
    /// [`IssueError::Lint`] with every requirement that is not met.
    pub fn lint(self) -> Result<Linted, IssueError> {
        let Self(plan) = self;
        let findings = match &plan.body {
            Body::Certificate(body) => {
                lint::to_be_signed_certificate(&plan.to_be_signed, &body.profile)
            }
            Body::Crl(_) => lint::to_be_signed_crl(&plan.to_be_signed),
            Body::Cms(content) => content.lint_unsigned(&plan.to_be_signed),
        };
        refuse(plan.object, findings)?;
        Ok(Linted(plan))
    }
}

impl Linted {
    /// The exact bytes that will be signed.
    pub fn to_be_signed(&self) -> &[u8] {
        &self.0.to_be_signed
    }

    /// Has the intent written down.
    ///
    /// # Errors
    /// [`IssueError::Intent`] when it was not; then nothing is signed.
    pub fn record(self, recorder: &dyn IntentRecorder) -> Result<Intended, IssueError> {
        let Self(plan) = self;
        recorder.record(&Intent {
            object: plan.object,
            key: plan.key.label.clone(),
            suite: plan.key.suite,
            to_be_signed_sha256: sha256(&plan.to_be_signed),
        })?;
        Ok(Intended(plan))
    }
}

impl Intended {
    /// Has the device sign, once.
    ///
    /// # Errors
    /// [`IssueError::ForeignKey`] when the key under the label is not that of the issuer's certificate; [`IssueError::Signer`]. The
    /// recorded intent stays open either way and is the caller's to settle.
    pub fn sign(self, signer: &dyn Signer) -> Result<Signed, IssueError> {
        let Self(plan) = self;
        if signer.public_key(&plan.key.label)? != plan.issuer_key {
            return Err(IssueError::ForeignKey {
                key: plan.key.label,
            });
        }
        let signature = signer.sign(&plan.key.label, plan.key.suite, &plan.to_be_signed)?;
        let der = match &plan.body {
            Body::Certificate(_) | Body::Crl(_) => {
                certificate::assemble(&plan.to_be_signed, plan.key.suite, &signature)?
            }
            Body::Cms(content) => content.assemble(&plan.to_be_signed, &signature)?,
        };
        Ok(Signed {
            plan,
            signature,
            der,
        })
    }
}

impl Signed {
    /// Reads the object back with another implementation, compares what is signed with what was linted, verifies the signature
    /// with the key of the issuer, and lints the whole.
    ///
    /// # Errors
    /// [`IssueError::Reread`] or [`IssueError::Lint`]; the object is lost then, on purpose.
    pub fn release(self) -> Result<Released, IssueError> {
        let Self {
            plan,
            signature,
            der,
        } = self;
        let object = plan.object;
        let reread = match &plan.body {
            Body::Certificate(body) => reread::certificate(&der, &plan, body),
            Body::Crl(body) => reread::crl(&der, &plan, body),
            Body::Cms(content) => reread::signed_data(&der, &plan, content),
        };
        let verified = reread.and_then(|signature_read| {
            let is_ours = signature_read == signature.as_bytes();
            let verifies = || {
                let key = &plan.issuer_key;
                key.verify(plan.key.suite, &plan.to_be_signed, &signature)
            };
            if is_ours && verifies() {
                Ok(())
            } else {
                Err(RereadError::SignatureInvalid)
            }
        });
        verified.map_err(|cause| IssueError::Reread { object, cause })?;
        let findings = match &plan.body {
            Body::Certificate(body) => lint::signed_certificate(&der, &body.profile),
            Body::Crl(_) => lint::signed_crl(&der),
            Body::Cms(content) => content.lint_signed(&der),
        };
        refuse(object, findings)?;
        Ok(Released { object, der })
    }
}

impl Released {
    /// What the object is.
    pub const fn object(&self) -> ObjectKind {
        self.object
    }

    /// The object: a certificate, list or ContentInfo in DER; for EF.SOD the complete file with tag 77.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Takes the bytes of the object out.
    pub fn into_der(self) -> Vec<u8> {
        self.der
    }
}

fn refuse(object: ObjectKind, findings: Vec<Finding>) -> Result<(), IssueError> {
    if findings.is_empty() {
        return Ok(());
    }
    Err(IssueError::Lint { object, findings })
}
