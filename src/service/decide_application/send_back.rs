use std::collections::BTreeSet;

use super::content::DecisionContent;
use super::{
    Decided, Open, Verdict, conclude, fault, invalid, journalled, open, optional, written,
};
use crate::domain::{ApplicationEvent, ApplicationNumber};
use crate::service::actor::Actor;
use crate::service::application::{ask, asked, open_draft};
use crate::service::deps::Deps;
use crate::service::error::ServiceError;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $count:literal { $($(#[$of:meta])* $variant:ident $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$of])* $variant,)*
        }

        impl $name {
            /// All of them, in the order of forms.
            pub const ALL: [Self; $count] = [$(Self::$variant,)*];

            /// The code in forms and in what is kept.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }

            /// The one of a code.
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|word| word.as_str() == text)
            }
        }
    };
}

words! {
    /// What the clerk must put right before the case comes back.
    ReturnTask, 8 {
        /// Who it is: names, birth, numbers.
        Person "person",
        /// What the law was asked with.
        Facts "facts",
        /// The photo.
        Photo "photo",
        /// Papers seen.
        Papers "papers",
        /// The fee.
        Fee "fee",
        /// Fingerprints or the exemption.
        Fingerprints "fingerprints",
        /// Why there is a second document or application.
        Duplicate "duplicate",
        /// Something else, in words.
        Other "other",
    }
}

words! {
    /// Before whom a case is put.
    ReferredTo, 5 {
        /// The Minister of Justice and the Committee (Act 12(2)).
        CommitteeAfterJustice "committee_after_justice",
        /// The Minister.
        Minister "minister",
        /// The Passport Policy Deliberation Committee.
        Committee "committee",
        /// The Military Manpower Administration.
        MilitaryManpower "military_manpower",
        /// Another authority, named in words.
        OtherAuthority "other_authority",
    }
}

/// A case sent back to the counter.
#[derive(Debug, Clone)]
pub struct ReturnApplication {
    /// Which application.
    pub number: ApplicationNumber,
    /// The version that was looked at.
    pub version: i64,
    /// What must be put right; at least one thing.
    pub tasks: BTreeSet<ReturnTask>,
    /// In words; needed for [`ReturnTask::Other`].
    pub note: String,
}

/// A case put before somebody else.
#[derive(Debug, Clone)]
pub struct ReferApplication {
    /// Which application.
    pub number: ApplicationNumber,
    /// The version that was looked at.
    pub version: i64,
    /// Before whom.
    pub to: ReferredTo,
    /// What is asked, in words.
    pub note: String,
}

/// Sends a case back to the clerk, naming what must be put right.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::SamePerson`], [`ServiceError::WrongStatus`], [`ServiceError::Conflict`];
/// [`ServiceError::Invalid`] naming `tasks` or `note`.
pub async fn return_application(
    deps: &Deps,
    actor: &Actor,
    command: ReturnApplication,
) -> Result<Decided, ServiceError> {
    let number = command.number.clone();
    let outcome = returning(deps, actor, command).await;
    journalled(deps, actor, &number, "return_application", outcome).await
}

async fn returning(
    deps: &Deps,
    actor: &Actor,
    command: ReturnApplication,
) -> Result<Decided, ServiceError> {
    let (case, status) = open(
        deps,
        actor,
        &command.number,
        command.version,
        ApplicationEvent::Return,
    )
    .await?;
    if command.tasks.is_empty() {
        return Err(invalid("tasks", "decide-fault-tasks"));
    }
    let note = if command.tasks.contains(&ReturnTask::Other) {
        written(&command.note, "decide-fault-note-needed")?
    } else {
        optional(&command.note)?
    };
    let reasons = command.tasks.iter().map(|task| task.as_str().to_owned());
    let verdict = Verdict {
        outcome: "returned",
        status,
        record_sha256: case.row.record_sha256.clone(),
        reasons: reasons.collect(),
        citation: None,
        content: as_it_stands(deps, &case, note)?,
    };
    conclude(deps, actor, case, verdict, "return_application").await
}

/// Puts a case before somebody else; it waits there until an examiner decides it.
///
/// # Errors
/// As [`return_application`], naming `note`.
pub async fn refer_application(
    deps: &Deps,
    actor: &Actor,
    command: ReferApplication,
) -> Result<Decided, ServiceError> {
    let number = command.number.clone();
    let outcome = referring(deps, actor, command).await;
    journalled(deps, actor, &number, "refer_application", outcome).await
}

async fn referring(
    deps: &Deps,
    actor: &Actor,
    command: ReferApplication,
) -> Result<Decided, ServiceError> {
    let (case, status) = open(
        deps,
        actor,
        &command.number,
        command.version,
        ApplicationEvent::Refer,
    )
    .await?;
    let note = written(&command.note, "decide-fault-note-needed")?;
    let citation =
        (command.to == ReferredTo::CommitteeAfterJustice).then(|| "Act 12(2)".to_owned());
    let verdict = Verdict {
        outcome: "referred",
        status,
        record_sha256: case.row.record_sha256.clone(),
        reasons: vec![command.to.as_str().to_owned()],
        citation,
        content: as_it_stands(deps, &case, note)?,
    };
    conclude(deps, actor, case, verdict, "refer_application").await
}

/// The law's answer to the application as it stands today, whatever it is.
pub(super) fn as_it_stands(
    deps: &Deps,
    case: &Open,
    note: String,
) -> Result<DecisionContent, ServiceError> {
    let read = open_draft(deps, &case.row)?.read(&asked(&case.row, case.today));
    let mut facts = read.facts;
    let answer = ask(deps, &facts, case.today)
        .map_err(|_| ServiceError::Invalid(vec![fault("facts", "decide-fault-ground-facts")]))?;
    facts.insert("issue_date".to_owned(), case.today.to_string().into());
    DecisionContent::new(&facts, &answer, note)
}
