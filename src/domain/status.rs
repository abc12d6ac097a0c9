use serde::{Deserialize, Serialize};

/// Where an application stands between the counter and the holder's hands.
///
/// ```text
/// draft -> submitted -> approved -> personalised -> checked -> delivered
/// submitted -> refused | restricted | referred | returned
/// referred  -> approved | refused | restricted | returned
/// returned  -> submitted
/// approved, personalised, checked -> returned      the book was spoiled: both officers sign again
/// draft, submitted, returned, referred, approved -> withdrawn
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationStatus {
    /// Being written down at the counter.
    Draft,
    /// Attested by the clerk; waits for the examiner.
    Submitted,
    /// Sent back to the clerk, who corrects and attests again.
    Returned,
    /// Put before somebody else: the Minister, the Committee, another authority.
    Referred,
    /// Approved by the examiner; waits for production.
    Approved,
    /// Refused under the Act, art. 12.
    Refused,
    /// Issue is restricted for a time under the Act, art. 12.
    Restricted,
    /// Taken back by the applicant.
    Withdrawn,
    /// The book is made and signed; waits for inspection.
    Personalised,
    /// A border would accept it; waits for its holder.
    Checked,
    /// In the holder's hands.
    Delivered,
}

/// What can happen to an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationEvent {
    /// The clerk attests it.
    Submit,
    /// The examiner sends it back.
    Return,
    /// The examiner puts it before somebody else.
    Refer,
    /// The examiner approves.
    Approve,
    /// The examiner refuses.
    Refuse,
    /// The examiner restricts issue for a time.
    Restrict,
    /// The applicant takes it back.
    Withdraw,
    /// The book was made and signed.
    Personalise,
    /// The book was spoiled, or the signer let the approvals lapse: both officers sign again.
    Reopen,
    /// The inspection was green.
    Check,
    /// The book was handed over.
    Deliver,
}

/// An event that cannot happen where an application stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an application that is {from:?} cannot {event:?}")]
pub struct InvalidTransition {
    /// Where it stands.
    pub from: ApplicationStatus,
    /// What was to happen.
    pub event: ApplicationEvent,
}

impl ApplicationStatus {
    /// Every status, in the order of the way.
    pub const ALL: [Self; 11] = [
        Self::Draft,
        Self::Submitted,
        Self::Returned,
        Self::Referred,
        Self::Approved,
        Self::Refused,
        Self::Restricted,
        Self::Withdrawn,
        Self::Personalised,
        Self::Checked,
        Self::Delivered,
    ];

    /// Where an application stands after an event.
    ///
    /// # Errors
    /// [`InvalidTransition`] when it cannot happen here.
    pub const fn after(self, event: ApplicationEvent) -> Result<Self, InvalidTransition> {
        use ApplicationEvent as E;
        use ApplicationStatus as S;
        match (self, event) {
            (S::Draft | S::Returned, E::Submit) => Ok(S::Submitted),
            (S::Submitted | S::Referred, E::Return) => Ok(S::Returned),
            (S::Submitted, E::Refer) => Ok(S::Referred),
            (S::Submitted | S::Referred, E::Approve) => Ok(S::Approved),
            (S::Submitted | S::Referred, E::Refuse) => Ok(S::Refused),
            (S::Submitted | S::Referred, E::Restrict) => Ok(S::Restricted),
            (S::Draft | S::Submitted | S::Returned | S::Referred | S::Approved, E::Withdraw) => {
                Ok(S::Withdrawn)
            }
            (S::Approved, E::Personalise) => Ok(S::Personalised),
            (S::Approved | S::Personalised | S::Checked, E::Reopen) => Ok(S::Returned),
            (S::Personalised, E::Check) => Ok(S::Checked),
            (S::Checked, E::Deliver) => Ok(S::Delivered),
            (from, event) => Err(InvalidTransition { from, event }),
        }
    }

    /// The word in contracts, columns and URLs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Referred => "referred",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Restricted => "restricted",
            Self::Withdrawn => "withdrawn",
            Self::Personalised => "personalised",
            Self::Checked => "checked",
            Self::Delivered => "delivered",
        }
    }

    /// The status of a word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// Where a document is in its life, once it has a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentStatus {
    /// Made and signed, not yet inspected.
    Personalised,
    /// Inspected, not yet handed over.
    Checked,
    /// In the holder's hands and in effect.
    Active,
    /// Reported lost.
    Lost,
    /// Was lost and was found; it does not come back into effect.
    Recovered,
    /// Given back or taken back.
    Returned,
    /// Replaced by a newer document, or out of effect by law.
    Cancelled,
    /// Never left the house: misprinted, or the inspection was not green.
    Spoiled,
}

impl DocumentStatus {
    /// Every status.
    pub const ALL: [Self; 8] = [
        Self::Personalised,
        Self::Checked,
        Self::Active,
        Self::Lost,
        Self::Recovered,
        Self::Returned,
        Self::Cancelled,
        Self::Spoiled,
    ];

    /// The word in contracts, columns and URLs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Personalised => "personalised",
            Self::Checked => "checked",
            Self::Active => "active",
            Self::Lost => "lost",
            Self::Recovered => "recovered",
            Self::Returned => "returned",
            Self::Cancelled => "cancelled",
            Self::Spoiled => "spoiled",
        }
    }

    /// The status of a word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// Whether a border may let it pass, as far as its life goes (its date of expiry is another question).
    pub const fn is_in_effect(self) -> bool {
        matches!(self, Self::Active)
    }
}

/// What a member of staff may do. Nobody needs more than one; the law forbids some pairs on one case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaffRole {
    /// Takes applications and attests them.
    IntakeClerk,
    /// Decides applications that somebody else took.
    Examiner,
    /// Sees all of a post, reassigns, reopens.
    Supervisor,
    /// Keeps blank books.
    StockKeeper,
    /// Produces books.
    BureauOperator,
    /// Inspects books.
    QualityChecker,
    /// Hands books over.
    HandOverClerk,
    /// Reads everything, the journal first; changes nothing.
    Auditor,
    /// Staff of a post: adds, disables, approves officers' keys together with another.
    PostAdministrator,
}

impl StaffRole {
    /// Every role.
    pub const ALL: [Self; 9] = [
        Self::IntakeClerk,
        Self::Examiner,
        Self::Supervisor,
        Self::StockKeeper,
        Self::BureauOperator,
        Self::QualityChecker,
        Self::HandOverClerk,
        Self::Auditor,
        Self::PostAdministrator,
    ];

    /// The word in contracts and columns.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::IntakeClerk => "intake_clerk",
            Self::Examiner => "examiner",
            Self::Supervisor => "supervisor",
            Self::StockKeeper => "stock_keeper",
            Self::BureauOperator => "bureau_operator",
            Self::QualityChecker => "quality_checker",
            Self::HandOverClerk => "hand_over_clerk",
            Self::Auditor => "auditor",
            Self::PostAdministrator => "post_administrator",
        }
    }

    /// The role of a word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENTS: [ApplicationEvent; 11] = [
        ApplicationEvent::Submit,
        ApplicationEvent::Return,
        ApplicationEvent::Refer,
        ApplicationEvent::Approve,
        ApplicationEvent::Refuse,
        ApplicationEvent::Restrict,
        ApplicationEvent::Withdraw,
        ApplicationEvent::Personalise,
        ApplicationEvent::Reopen,
        ApplicationEvent::Check,
        ApplicationEvent::Deliver,
    ];

    /// Every state with every event: one line a state, one letter an event that leads on.
    #[test]
    fn every_state_and_every_event() {
        let table: Vec<String> = ApplicationStatus::ALL
            .into_iter()
            .map(|from| {
                let next: Vec<String> = EVENTS
                    .into_iter()
                    .filter_map(|event| {
                        let to = from.after(event).ok()?;
                        Some(format!("{event:?}>{}", to.as_str()))
                    })
                    .collect();
                format!("{}: {}", from.as_str(), next.join(" "))
            })
            .collect();
        assert_eq!(
            table,
            [
                "draft: Submit>submitted Withdraw>withdrawn",
                "submitted: Return>returned Refer>referred Approve>approved Refuse>refused Restrict>restricted Withdraw>withdrawn",
                "returned: Submit>submitted Withdraw>withdrawn",
                "referred: Return>returned Approve>approved Refuse>refused Restrict>restricted Withdraw>withdrawn",
                "approved: Withdraw>withdrawn Personalise>personalised Reopen>returned",
                "refused: ",
                "restricted: ",
                "withdrawn: ",
                "personalised: Reopen>returned Check>checked",
                "checked: Reopen>returned Deliver>delivered",
                "delivered: ",
            ]
        );
    }

    #[test]
    fn words_are_read_back() {
        for status in ApplicationStatus::ALL {
            assert_eq!(ApplicationStatus::parse(status.as_str()), Some(status));
        }
        for status in DocumentStatus::ALL {
            assert_eq!(DocumentStatus::parse(status.as_str()), Some(status));
        }
        for role in StaffRole::ALL {
            assert_eq!(StaffRole::parse(role.as_str()), Some(role));
        }
        assert_eq!(ApplicationStatus::parse("lost"), None);
    }
}
