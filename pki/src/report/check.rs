use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::Reason;

/// One thing that was checked, with the things it consists of.
///
/// The identifiers are stable: programs look checks up by them.
///
/// # Invariants
/// A check with parts has the gravest result of its parts, advisory ones left out (see [`Check::advisory`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Stable name in `snake_case`, unique among its siblings.
    pub id: Cow<'static, str>,
    /// How it ended.
    pub result: CheckResult,
    /// Why it did not simply succeed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// The clause that asks for the check, e.g. `9303-11:5.1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<Cow<'static, str>>,
    /// The values compared, in words; never personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The parts of the check.
    #[serde(default)]
    pub checks: Vec<Check>,
    /// Whether a result other than success is only reported, and moves neither the check above nor the verdict.
    #[serde(skip)]
    pub advisory: bool,
}

/// How a check ended, in the words of TR-03135 and of the verification contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckResult {
    /// Carried out and passed.
    Successful,
    /// Carried out and not passed.
    Failed,
    /// Something needed to decide was not at hand.
    Undetermined,
    /// The document does not offer what would be checked.
    NotSupported,
    /// Not carried out, because something before it failed.
    Aborted,
}

/// The answer about a whole document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Authentic and unchanged, by a trusted State.
    Valid,
    /// At least one check failed.
    Invalid,
    /// Nothing failed, but it could not be decided, mostly for want of a trust anchor.
    Undetermined,
    /// Not readable as a document at all.
    Malformed,
}

impl Check {
    /// A check that passed.
    #[must_use]
    pub fn successful(id: impl Into<Cow<'static, str>>) -> Self {
        Self::ended(id, CheckResult::Successful, None)
    }

    /// A check that failed.
    #[must_use]
    pub fn failed(id: impl Into<Cow<'static, str>>, reason: Reason) -> Self {
        Self::ended(id, CheckResult::Failed, Some(reason))
    }

    /// A check that could not be decided.
    #[must_use]
    pub fn undetermined(id: impl Into<Cow<'static, str>>, reason: Reason) -> Self {
        Self::ended(id, CheckResult::Undetermined, Some(reason))
    }

    /// A check of something that the document does not offer.
    #[must_use]
    pub fn not_supported(id: impl Into<Cow<'static, str>>, reason: Reason) -> Self {
        Self::ended(id, CheckResult::NotSupported, Some(reason))
    }

    /// A check that was not reached.
    #[must_use]
    pub fn aborted(id: impl Into<Cow<'static, str>>) -> Self {
        Self::ended(id, CheckResult::Aborted, Some(Reason::NotReached))
    }

    /// A check made of parts; its result is the gravest of theirs.
    ///
    /// Failed is graver than undetermined, that than aborted, that than successful. Parts that are not supported
    /// do not count, unless there is nothing else.
    #[must_use]
    pub fn of(id: impl Into<Cow<'static, str>>, checks: Vec<Self>) -> Self {
        let result = gravest(&checks);
        Self {
            checks,
            ..Self::ended(id, result, None)
        }
    }

    /// States the clause that asks for the check.
    #[must_use]
    pub fn clause(mut self, clause: &'static str) -> Self {
        self.clause = Some(Cow::Borrowed(clause));
        self
    }

    /// States the values compared.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Makes the check one that is reported but does not move the verdict.
    #[must_use]
    pub fn advisory(mut self) -> Self {
        self.advisory = true;
        self
    }

    /// Finds a check by its identifier, in this one or below.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Self> {
        if self.id == id {
            return Some(self);
        }
        self.checks.iter().find_map(|part| part.find(id))
    }

    /// The reasons of this check and of all below, in the order of the tree.
    #[must_use]
    pub fn reasons(&self) -> Vec<Reason> {
        let below = self.checks.iter().flat_map(Self::reasons);
        self.reason.into_iter().chain(below).collect()
    }

    fn ended(
        id: impl Into<Cow<'static, str>>,
        result: CheckResult,
        reason: Option<Reason>,
    ) -> Self {
        Self {
            id: id.into(),
            result,
            reason,
            clause: None,
            detail: None,
            checks: Vec::new(),
            advisory: false,
        }
    }
}

impl Verdict {
    /// The verdict over checks: invalid if one failed, undetermined if one could not be decided or carried out.
    ///
    /// [`Verdict::Malformed`] is not for checks to say; whoever could not read the document says it.
    #[must_use]
    pub fn over(checks: &[Check]) -> Self {
        match gravest(checks) {
            CheckResult::Failed => Self::Invalid,
            CheckResult::Undetermined | CheckResult::Aborted | CheckResult::NotSupported => {
                Self::Undetermined
            }
            CheckResult::Successful => Self::Valid,
        }
    }
}

/// The gravest result among checks that count; not supported only if nothing else is there.
fn gravest(checks: &[Check]) -> CheckResult {
    let counted = || checks.iter().filter(|check| !check.advisory);
    let any = |result| counted().any(|check| check.result == result);
    let supported = counted().any(|check| check.result != CheckResult::NotSupported);
    if any(CheckResult::Failed) {
        CheckResult::Failed
    } else if any(CheckResult::Undetermined) {
        CheckResult::Undetermined
    } else if any(CheckResult::Aborted) {
        CheckResult::Aborted
    } else if supported || counted().next().is_none() {
        CheckResult::Successful
    } else {
        CheckResult::NotSupported
    }
}
