use super::actor::Actor;
use crate::domain::{ApplicationEvent, ApplicationStatus, StaffRole};
use crate::store::application::ApplicationRow;

/// Something that can be done with a case next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Change what was entered.
    Edit,
    /// Attest it: the clerk's signature.
    Attest,
    /// Take it back at the applicant's wish.
    Withdraw,
    /// Decide: approve, refuse, restrict, refer or send back.
    Decide,
    /// Make the book.
    Personalise,
    /// Inspect the book.
    Inspect,
    /// Hand it over.
    HandOver,
    /// Spoil the book, so that both officers sign again.
    Reopen,
}

impl Step {
    /// Every step, in the order of the way.
    pub const ALL: [Self; 8] = [
        Self::Edit,
        Self::Attest,
        Self::Decide,
        Self::Personalise,
        Self::Inspect,
        Self::HandOver,
        Self::Reopen,
        Self::Withdraw,
    ];

    /// Who may take it, by role.
    pub const fn roles(self) -> &'static [StaffRole] {
        match self {
            Self::Edit | Self::Attest => &[StaffRole::IntakeClerk],
            Self::Withdraw => &[StaffRole::IntakeClerk, StaffRole::Supervisor],
            Self::Decide => &[StaffRole::Examiner],
            Self::Personalise => &[StaffRole::BureauOperator],
            Self::Inspect => &[StaffRole::QualityChecker],
            Self::HandOver => &[StaffRole::HandOverClerk],
            Self::Reopen => &[
                StaffRole::BureauOperator,
                StaffRole::QualityChecker,
                StaffRole::Supervisor,
            ],
        }
    }

    /// Whether a case that stands here is open to it.
    pub fn is_open_in(self, status: ApplicationStatus) -> bool {
        use ApplicationEvent as E;
        let can = |event| status.after(event).is_ok();
        match self {
            Self::Edit | Self::Attest => can(E::Submit),
            Self::Withdraw => can(E::Withdraw),
            Self::Decide => can(E::Approve),
            Self::Personalise => can(E::Personalise),
            Self::Inspect => can(E::Check),
            Self::HandOver => can(E::Deliver),
            Self::Reopen => can(E::Reopen),
        }
    }
}

/// What somebody may do with a case that stands here, whoever it is.
pub fn steps_of(status: ApplicationStatus) -> Vec<Step> {
    Step::ALL
        .into_iter()
        .filter(|step| step.is_open_in(status))
        .collect()
}

/// What an actor may do with a case now.
///
/// Whoever took it in never decides it; the use case behind each step asks once more.
pub fn steps(actor: &Actor, row: &ApplicationRow) -> Vec<Step> {
    let own_post = actor.post == row.post_id;
    let may = |step: &Step| {
        let role = step.roles().iter().any(|role| actor.is(*role));
        let place = match step {
            Step::Edit | Step::Attest | Step::Withdraw | Step::HandOver => own_post,
            Step::Decide => actor.id.as_str() != row.taken_by,
            Step::Personalise | Step::Inspect | Step::Reopen => true,
        };
        role && place && step.is_open_in(row.status)
    };
    Step::ALL.into_iter().filter(may).collect()
}
