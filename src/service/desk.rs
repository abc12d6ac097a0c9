//! What waits, and for whom: the desk of one officer and the work list of a post.

use chrono::{DateTime, Utc};

use super::actor::Actor;
use super::deps::Deps;
use super::error::ServiceError;
use crate::domain::{ApplicationStatus, PassportKind, StaffRole};
use crate::store::desk::{self, DeskFilter, DeskRow};
use crate::store::{Transaction, post};

/// A part of the way, as the work list is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// At the counter: drafts, and what was sent back.
    Intake,
    /// Before an examiner.
    Review,
    /// In production and inspection.
    Production,
    /// Waits for its holder.
    HandOver,
    /// Ended.
    Closed,
    /// Everything.
    All,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 6] = [
        Self::Intake,
        Self::Review,
        Self::Production,
        Self::HandOver,
        Self::Closed,
        Self::All,
    ];

    /// The word in addresses and locale files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::Review => "review",
            Self::Production => "production",
            Self::HandOver => "hand-over",
            Self::Closed => "closed",
            Self::All => "all",
        }
    }

    /// The stage of a word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == text)
    }

    const fn statuses(self) -> &'static [ApplicationStatus] {
        use ApplicationStatus as S;
        match self {
            Self::Intake => &[S::Draft, S::Returned],
            Self::Review => &[S::Submitted, S::Referred],
            Self::Production => &[S::Approved, S::Personalised],
            Self::HandOver => &[S::Checked],
            Self::Closed => &[S::Refused, S::Restricted, S::Withdrawn, S::Delivered],
            Self::All => &[],
        }
    }
}

/// What is looked for in the work list.
#[derive(Debug, Clone)]
pub struct WorkQuery {
    /// Which part of the way.
    pub stage: Stage,
    /// Part of a number or of a name.
    pub text: String,
    /// Only what the actor took.
    pub mine: bool,
    /// Which page, from 1 on.
    pub page: i64,
}

/// One application in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkItem {
    /// The application's number.
    pub number: String,
    /// Where it stands.
    pub status: ApplicationStatus,
    /// What is asked for.
    pub kind: PassportKind,
    /// The name in Hangul.
    pub name_ko: String,
    /// The name in Latin letters.
    pub name_en: String,
    /// When it was first received.
    pub received_at: DateTime<Utc>,
    /// How many days ago that was.
    pub waiting_days: i64,
    /// The clerk who took it.
    pub taken_by: String,
}

/// A page of the work list.
#[derive(Debug, Clone)]
pub struct WorkList {
    /// The applications, the longest waiting first.
    pub items: Vec<WorkItem>,
    /// How many there are on all pages.
    pub total: i64,
    /// The last page.
    pub last_page: i64,
}

/// How many applications a page of the list holds.
const PAGE: i64 = 25;
/// How many of a queue the desk shows.
const ON_DESK: i64 = 8;

/// One page of the work list.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn work_list(
    deps: &Deps,
    actor: &Actor,
    query: &WorkQuery,
) -> Result<WorkList, ServiceError> {
    let mut transaction = deps.database.read().await?;
    let filter = DeskFilter {
        post: post_of(&mut transaction, actor).await?,
        statuses: query.stage.statuses().to_vec(),
        text: query.text.clone(),
        taken_by: if query.mine {
            actor.id.as_str().to_owned()
        } else {
            String::new()
        },
        not_taken_by: String::new(),
    };
    let total = desk::count(&mut transaction, &filter).await?;
    let last_page = ((total + PAGE - 1) / PAGE).max(1);
    let offset = (query.page.clamp(1, last_page) - 1) * PAGE;
    let rows = desk::list(&mut transaction, &filter, PAGE, offset).await?;
    Ok(WorkList {
        items: items(rows, deps.now()),
        total,
        last_page,
    })
}

/// A pile on the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pile {
    /// What the clerk began and did not attest yet.
    Drafts,
    /// What came back to the clerk.
    Returned,
    /// What waits for an examiner who did not take it in.
    ToDecide,
    /// What was put before somebody else.
    Referred,
    /// What waits to be made.
    ToProduce,
    /// What waits to be inspected.
    ToInspect,
    /// What waits for its holder.
    ToHandOver,
}

impl Pile {
    /// The end of the keys of its words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Drafts => "drafts",
            Self::Returned => "returned",
            Self::ToDecide => "to-decide",
            Self::Referred => "referred",
            Self::ToProduce => "to-produce",
            Self::ToInspect => "to-inspect",
            Self::ToHandOver => "to-hand-over",
        }
    }

    /// Where the whole pile is in the work list.
    pub const fn stage(self) -> Stage {
        match self {
            Self::Drafts | Self::Returned => Stage::Intake,
            Self::ToDecide | Self::Referred => Stage::Review,
            Self::ToProduce | Self::ToInspect => Stage::Production,
            Self::ToHandOver => Stage::HandOver,
        }
    }

    /// Every pile with the roles on whose desk it lies.
    const ROLES: [(Self, &'static [StaffRole]); 7] = [
        (Self::Returned, &[StaffRole::IntakeClerk]),
        (Self::Drafts, &[StaffRole::IntakeClerk]),
        (
            Self::ToDecide,
            &[StaffRole::Examiner, StaffRole::Supervisor],
        ),
        (
            Self::Referred,
            &[StaffRole::Examiner, StaffRole::Supervisor],
        ),
        (Self::ToProduce, &[StaffRole::BureauOperator]),
        (Self::ToInspect, &[StaffRole::QualityChecker]),
        (Self::ToHandOver, &[StaffRole::HandOverClerk]),
    ];

    fn filter(self, actor: &Actor, post: String) -> DeskFilter {
        use ApplicationStatus as S;
        let me = || actor.id.as_str().to_owned();
        let (status, taken_by, not_taken_by) = match self {
            Self::Drafts => (S::Draft, me(), String::new()),
            Self::Returned => (S::Returned, me(), String::new()),
            Self::ToDecide => (S::Submitted, String::new(), me()),
            Self::Referred => (S::Referred, String::new(), String::new()),
            Self::ToProduce => (S::Approved, String::new(), String::new()),
            Self::ToInspect => (S::Personalised, String::new(), String::new()),
            Self::ToHandOver => (S::Checked, String::new(), String::new()),
        };
        DeskFilter {
            post,
            statuses: vec![status],
            text: String::new(),
            taken_by,
            not_taken_by,
        }
    }
}

/// A pile as it lies there.
#[derive(Debug, Clone)]
pub struct DeskPile {
    /// Which.
    pub pile: Pile,
    /// How many are in it.
    pub total: i64,
    /// The longest waiting of them.
    pub items: Vec<WorkItem>,
}

/// What lies on an officer's desk, by the officer's roles.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn my_desk(deps: &Deps, actor: &Actor) -> Result<Vec<DeskPile>, ServiceError> {
    let mut transaction = deps.database.read().await?;
    let post = post_of(&mut transaction, actor).await?;
    let mut piles = Vec::new();
    for (pile, roles) in Pile::ROLES {
        if !roles.iter().any(|role| actor.is(*role)) {
            continue;
        }
        let filter = pile.filter(actor, post.clone());
        let total = desk::count(&mut transaction, &filter).await?;
        let rows = desk::list(&mut transaction, &filter, ON_DESK, 0).await?;
        piles.push(DeskPile {
            pile,
            total,
            items: items(rows, deps.now()),
        });
    }
    Ok(piles)
}

/// The post whose cases the officer sees; empty for all: the Ministry works for every post, the auditor sees all.
async fn post_of(transaction: &mut Transaction, actor: &Actor) -> Result<String, ServiceError> {
    if actor.is(StaffRole::Auditor) {
        return Ok(String::new());
    }
    let post = post::find(transaction, &actor.post).await?;
    Ok(match post {
        Some(post) if post.kind == "ministry" => String::new(),
        _ => actor.post.clone(),
    })
}

fn items(rows: Vec<DeskRow>, now: DateTime<Utc>) -> Vec<WorkItem> {
    rows.into_iter()
        .map(|row| WorkItem {
            number: row.number.as_str().to_owned(),
            status: row.status,
            kind: row.kind,
            name_ko: row.name_ko,
            name_en: row.name_en,
            received_at: row.received_at,
            waiting_days: (now - row.received_at).num_days().max(0),
            taken_by: row.taken_by,
        })
        .collect()
}
