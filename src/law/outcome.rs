//! The closed list of outcomes that an answer may have.

/// Declares the outcomes once: variant and spelling.
macro_rules! outcomes {
    ($($variant:ident $text:literal)*) => {
        /// What the law answers. The spelling is part of the contract that people script against.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Outcome {
            $(#[doc = concat!("`", $text, "`")] $variant,)*
        }

        impl Outcome {
            /// Every outcome.
            pub const ALL: &'static [Outcome] = &[$(Outcome::$variant,)*];

            /// The outcome as it is spelt in answers.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Outcome::$variant => $text,)*
                }
            }
        }
    };
}

outcomes! {
    Accept "accept"
    AcceptForExamination "accept_for_examination"
    Accepted "accepted"
    Allow "allow"
    Allowed "allowed"
    Amount "amount"
    BreachReportDuty "breach_report_duty"
    CommitteeChair "committee_chair"
    ConsultFirst "consult_first"
    CopyPrevious "copy_previous"
    Deny "deny"
    DenyField "deny_field"
    EditionIncomplete "edition_incomplete"
    Exempt "exempt"
    Grant "grant"
    HoldMay "hold_may"
    Incomplete "incomplete"
    Invalid "invalid"
    InvalidMethod "invalid_method"
    InvalidTerm "invalid_term"
    List "list"
    MayAskAgencyForData "may_ask_agency_for_data"
    MayChange "may_change"
    MayExempt "may_exempt"
    MayExtend "may_extend"
    MayIssuePurposeLimited "may_issue_purpose_limited"
    MayLift "may_lift"
    MayPermit "may_permit"
    MayPrintPreviousName "may_print_previous_name"
    MayRefuse "may_refuse"
    MayRestrict "may_restrict"
    MinisterMaySuspendCancelModify "minister_may_suspend_cancel_modify"
    MustRequestCancellationInWriting "must_request_cancellation_in_writing"
    NoDuty "no_duty"
    NoGround "no_ground"
    NoNote "no_note"
    NoQuorum "no_quorum"
    NoRefund "no_refund"
    NotAllowed "not_allowed"
    NotCovered "not_covered"
    NotExempt "not_exempt"
    NotListed "not_listed"
    NotPaid "not_paid"
    NotQualifying "not_qualifying"
    NotifyAgencyWithGrounds "notify_agency_with_grounds"
    Passed "passed"
    PassportAdministrationSubcommittee "passport_administration_subcommittee"
    PassportUsePolicySubcommittee "passport_use_policy_subcommittee"
    PayableWithinBudget "payable_within_budget"
    PublicAnnouncement "public_announcement"
    Qualifies "qualifies"
    Refer "refer"
    Refund "refund"
    Refuse "refuse"
    RefuseKind "refuse_kind"
    Reject "reject"
    Rejected "rejected"
    RemainingUnavailable "remaining_unavailable"
    ReportRequired "report_required"
    Required "required"
    RestoreValid "restore_valid"
    ReturnDefective "return_defective"
    SendRegisteredMail "send_registered_mail"
    SeparatePassportNeeded "separate_passport_needed"
    SeparatePassportNotNeeded "separate_passport_not_needed"
    ServedByAnnouncement "served_by_announcement"
    Spec "spec"
    StaysValid "stays_valid"
    StaysVoid "stays_void"
    TooEarly "too_early"
    TwoYears "two_years"
    Valid "valid"
    ValidUntilGraceEnd "valid_until_grace_end"
    ValidUntilPrintedExpiry "valid_until_printed_expiry"
    ViceChair "vice_chair"
    Void "void"
    WhileInPost "while_in_post"
}

impl Outcome {
    /// Is this an outcome that an officer may still withhold where the text says "may"? A refusal never is.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Outcome::Grant
                | Outcome::HoldMay
                | Outcome::Allow
                | Outcome::Allowed
                | Outcome::MayChange
                | Outcome::MayRefuse
                | Outcome::MayRestrict
                | Outcome::MayIssuePurposeLimited
                | Outcome::MayPrintPreviousName
                | Outcome::MayLift
                | Outcome::MayAskAgencyForData
                | Outcome::MayPermit
                | Outcome::MayExempt
                | Outcome::MayExtend
                | Outcome::MinisterMaySuspendCancelModify
                | Outcome::PayableWithinBudget
        )
    }
}

impl serde::Serialize for Outcome {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
