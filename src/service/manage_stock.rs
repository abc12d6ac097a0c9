//! Blank books: received, moved, counted, spoiled, destroyed. A blank is worth a passport to a forger, so nobody counts what
//! they handled, and nobody destroys alone.

use std::collections::BTreeMap;

use serde_json::json;

use super::actor::Actor;
use super::deps::Deps;
use super::error::{FieldFault, ServiceError};
use super::production::{append_note, spoil_blank};
use crate::domain::{BlankState, PassportKind, SpoilReason, StaffRole, hex};
use crate::store::blank::{self, BlankRow, CountRow};
use crate::store::{Transaction, post};

/// Fewer than so many on the shelf is low: a post may wait weeks for its next delivery.
pub const LOW_WATER: i64 = 20;
/// No delivery is larger.
const MOST_AT_ONCE: u64 = 10_000;
/// The counts and lists that a page shows.
const MOST_SHOWN: i64 = 200;

const KEEPERS: &[StaffRole] = &[StaffRole::StockKeeper];

/// A delivery: serials from the first to the last, counting up their final digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiveBlanks {
    /// The kind of book.
    pub kind: PassportKind,
    /// The first serial: letters, digits and `-`, ending in digits.
    pub first: String,
    /// The last serial.
    pub last: String,
}

/// Takes a delivery in at the actor's post. Either all serials are new, or nothing is taken in.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Invalid`]; [`ServiceError::Refused`] naming the first serial that is known.
pub async fn receive_blanks(
    deps: &Deps,
    actor: &Actor,
    command: ReceiveBlanks,
) -> Result<u64, ServiceError> {
    actor.needs(KEEPERS)?;
    let kind = command.kind.booklet();
    let serials = range(&command.first, &command.last)?;
    let mut transaction = deps.database.write().await?;
    at_post(&mut transaction, &actor.post).await?;
    let now = deps.now();
    for serial in &serials {
        let row = BlankRow {
            serial: serial.clone(),
            kind,
            post_id: actor.post.clone(),
            state: BlankState::InStock,
            received_at: now,
            received_by: actor.id.to_string(),
            changed_at: now,
            spoiled_by: None,
            spoil_reason: None,
            destruction_asked_by: None,
            destroyed_by: None,
            version: 1,
        };
        if !blank::insert(&mut transaction, &row).await? {
            return Err(ServiceError::Refused(format!(
                "stock-refusal-known|serial={serial}"
            )));
        }
    }
    let arguments = json!({
        "kind": kind, "post": actor.post, "first": command.first, "last": command.last, "count": serials.len(),
    });
    let subject = ("stock", actor.post.clone(), None);
    append_note(
        deps,
        &mut transaction,
        actor.id.as_str(),
        subject,
        "receive_blanks",
        arguments,
    )
    .await?;
    transaction.commit().await?;
    Ok(serials.len() as u64)
}

/// The serials of a range.
fn range(first: &str, last: &str) -> Result<Vec<String>, ServiceError> {
    let wrong = |field: &str, message: &str| {
        ServiceError::Invalid(vec![FieldFault {
            field: field.to_owned(),
            message: message.to_owned(),
        }])
    };
    let (prefix, from, width) = parts(first).ok_or_else(|| wrong("first", "stock-fault-serial"))?;
    let (other, to, other_width) =
        parts(last).ok_or_else(|| wrong("last", "stock-fault-serial"))?;
    if prefix != other || width != other_width || to < from {
        return Err(wrong("last", "stock-fault-range"));
    }
    if to - from >= MOST_AT_ONCE {
        return Err(wrong("last", "stock-fault-too-many"));
    }
    Ok((from..=to)
        .map(|number| format!("{prefix}{number:0width$}"))
        .collect())
}

/// What stands before the final digits, the digits as a number, and how many they are.
fn parts(serial: &str) -> Option<(&str, u64, usize)> {
    let is_usable = (1..=40).contains(&serial.len())
        && serial
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-');
    let prefix = serial.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = serial.get(prefix.len()..)?;
    if !is_usable || digits.is_empty() || digits.len() > 15 {
        return None;
    }
    Some((prefix, digits.parse().ok()?, digits.len()))
}

/// Blanks that go to another post's shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveBlanks {
    /// The first serial.
    pub first: String,
    /// The last serial.
    pub last: String,
    /// The post they go to.
    pub to: String,
}

/// Sends blanks from the actor's shelf to another post's.
///
/// # Errors
/// As [`receive_blanks`]; [`ServiceError::Refused`] naming the first serial that is not on this shelf.
pub async fn move_blanks(
    deps: &Deps,
    actor: &Actor,
    command: MoveBlanks,
) -> Result<u64, ServiceError> {
    actor.needs(KEEPERS)?;
    let serials = range(&command.first, &command.last)?;
    let mut transaction = deps.database.write().await?;
    at_post(&mut transaction, &command.to).await?;
    for serial in &serials {
        let mut row = on_shelf(&mut transaction, &actor.post, serial).await?;
        row.post_id.clone_from(&command.to);
        row.changed_at = deps.now();
        // Whoever sent it answers for it until somebody there has counted it.
        row.received_at = deps.now();
        row.received_by = actor.id.to_string();
        blank::update(&mut transaction, &row).await?;
    }
    let arguments = json!({
        "from": actor.post, "to": command.to, "first": command.first, "last": command.last, "count": serials.len(),
    });
    for post in [&actor.post, &command.to] {
        let subject = ("stock", post.clone(), None);
        append_note(
            deps,
            &mut transaction,
            actor.id.as_str(),
            subject,
            "move_blanks",
            arguments.clone(),
        )
        .await?;
    }
    transaction.commit().await?;
    Ok(serials.len() as u64)
}

async fn on_shelf(
    transaction: &mut Transaction,
    post: &str,
    serial: &str,
) -> Result<BlankRow, ServiceError> {
    blank::find(transaction, serial)
        .await?
        .filter(|row| row.post_id == post && row.state == BlankState::InStock)
        .ok_or_else(|| ServiceError::Refused(format!("stock-refusal-not-here|serial={serial}")))
}

/// One count of the shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountBlanks {
    /// The kind that was counted.
    pub kind: PassportKind,
    /// How many there were.
    pub counted: i64,
    /// What is to be said about a difference.
    pub note: Option<String>,
}

/// Writes down how many blanks of a kind lie on the actor's shelf, counted by somebody who neither received nor drew any.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::SamePerson`] for somebody who handled them, [`ServiceError::Invalid`].
pub async fn count_blanks(
    deps: &Deps,
    actor: &Actor,
    command: CountBlanks,
) -> Result<CountRow, ServiceError> {
    actor.needs(&[
        StaffRole::StockKeeper,
        StaffRole::Supervisor,
        StaffRole::Auditor,
    ])?;
    let kind = command.kind.booklet();
    if !(0..=1_000_000).contains(&command.counted) {
        return Err(ServiceError::Invalid(vec![FieldFault {
            field: "counted".to_owned(),
            message: "stock-fault-counted".to_owned(),
        }]));
    }
    let mut transaction = deps.database.write().await?;
    has_not_handled(&mut transaction, actor, kind).await?;
    let expected = shelf(&mut transaction, &actor.post, kind).await?;
    let note = command.note.filter(|note| !note.trim().is_empty());
    if expected != command.counted && note.is_none() {
        return Err(ServiceError::Invalid(vec![FieldFault {
            field: "note".to_owned(),
            message: "stock-fault-difference".to_owned(),
        }]));
    }
    let mut id = [0; 16];
    openssl::rand::rand_bytes(&mut id).map_err(|error| ServiceError::Failed(error.to_string()))?;
    let row = CountRow {
        id: hex(&id),
        post_id: actor.post.clone(),
        kind,
        at: deps.now(),
        officer: actor.id.to_string(),
        expected,
        counted: command.counted,
        note,
    };
    blank::insert_count(&mut transaction, &row).await?;
    let arguments = json!({ "kind": kind, "expected": expected, "counted": row.counted });
    let subject = ("stock", actor.post.clone(), None);
    append_note(
        deps,
        &mut transaction,
        actor.id.as_str(),
        subject,
        "count_blanks",
        arguments,
    )
    .await?;
    transaction.commit().await?;
    Ok(row)
}

/// Four eyes: whoever received or drew blanks of a kind since the last count does not count them.
async fn has_not_handled(
    transaction: &mut Transaction,
    actor: &Actor,
    kind: PassportKind,
) -> Result<(), ServiceError> {
    let last = blank::counts(transaction, &actor.post, MOST_SHOWN)
        .await?
        .into_iter()
        .find(|count| count.kind == kind);
    let since = last.map(|count| count.at);
    if blank::handled_by(transaction, &actor.post, kind, actor.id.as_str(), since).await? {
        return Err(ServiceError::SamePerson {
            did: "received or issued blanks",
            wants: "count",
        });
    }
    Ok(())
}

async fn shelf(
    transaction: &mut Transaction,
    post: &str,
    kind: PassportKind,
) -> Result<i64, ServiceError> {
    Ok(blank::stock(transaction)
        .await?
        .into_iter()
        .filter(|line| {
            line.post_id == post && line.kind == kind && line.state == BlankState::InStock
        })
        .map(|line| line.count)
        .sum())
}

/// Takes a blank on the actor's shelf out of use.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Refused`] when it is not on this shelf.
pub async fn spoil_one(
    deps: &Deps,
    actor: &Actor,
    serial: &str,
    reason: SpoilReason,
) -> Result<(), ServiceError> {
    actor.needs(&[StaffRole::StockKeeper, StaffRole::BureauOperator])?;
    let mut transaction = deps.database.write().await?;
    on_shelf(&mut transaction, &actor.post, serial).await?;
    spoil_blank(deps, &mut transaction, actor.id.as_str(), serial, reason).await?;
    transaction.commit().await?;
    Ok(())
}

/// Asks for a spoiled blank's destruction, or, asked by somebody else before, tells that it was destroyed.
///
/// # Errors
/// [`ServiceError::SamePerson`] when both are one person, [`ServiceError::Refused`] for a blank that is not spoiled or lies at
/// another post.
pub async fn destroy_blank(
    deps: &Deps,
    actor: &Actor,
    serial: &str,
) -> Result<BlankState, ServiceError> {
    actor.needs(&[StaffRole::StockKeeper, StaffRole::Supervisor])?;
    let mut transaction = deps.database.write().await?;
    let mut row = blank::find(&mut transaction, serial)
        .await?
        .filter(|row| row.post_id == actor.post && row.state == BlankState::Spoiled)
        .ok_or_else(|| {
            ServiceError::Refused(format!("stock-refusal-not-spoiled|serial={serial}"))
        })?;
    let command = match &row.destruction_asked_by {
        Some(other) if other == actor.id.as_str() => {
            return Err(ServiceError::SamePerson {
                did: "asked for the destruction",
                wants: "carry it out for",
            });
        }
        Some(_) => {
            row.state = BlankState::Destroyed;
            row.destroyed_by = Some(actor.id.to_string());
            "destroy_blank"
        }
        None => {
            row.destruction_asked_by = Some(actor.id.to_string());
            "ask_destruction"
        }
    };
    row.changed_at = deps.now();
    let version = blank::update(&mut transaction, &row).await?;
    let subject = ("blank", serial.to_owned(), Some(version));
    append_note(
        deps,
        &mut transaction,
        actor.id.as_str(),
        subject,
        command,
        json!({}),
    )
    .await?;
    transaction.commit().await?;
    Ok(row.state)
}

async fn at_post(transaction: &mut Transaction, id: &str) -> Result<(), ServiceError> {
    match post::find(transaction, id).await? {
        Some(_) => Ok(()),
        None => Err(ServiceError::NotFound {
            what: format!("post `{id}`"),
        }),
    }
}

/// The stock of one post and kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockOf {
    /// The post.
    pub post: String,
    /// The kind.
    pub kind: PassportKind,
    /// On the shelf.
    pub in_stock: i64,
    /// In the making.
    pub drawn: i64,
    /// Made into documents.
    pub used: i64,
    /// Waiting for destruction.
    pub spoiled: i64,
    /// Destroyed.
    pub destroyed: i64,
}

impl StockOf {
    /// Whether it is time to order.
    pub const fn is_low(&self) -> bool {
        self.in_stock < LOW_WATER
    }
}

/// Everything the stock page shows.
#[derive(Debug, Clone)]
pub struct StockView {
    /// Every post's stock by kind; the actor's own post first.
    pub stock: Vec<StockOf>,
    /// Spoiled blanks of the actor's post.
    pub spoiled: Vec<BlankRow>,
    /// Counts of the actor's post, the newest first.
    pub counts: Vec<CountRow>,
    /// Posts by identifier, where blanks may go.
    pub posts: Vec<post::PostRow>,
}

/// Everything the stock page shows.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Store`].
pub async fn view_stock(deps: &Deps, actor: &Actor) -> Result<StockView, ServiceError> {
    actor.needs(&[
        StaffRole::StockKeeper,
        StaffRole::BureauOperator,
        StaffRole::Supervisor,
        StaffRole::Auditor,
    ])?;
    let mut transaction = deps.database.read().await?;
    let mut stock: BTreeMap<(bool, String, PassportKind), StockOf> = BTreeMap::new();
    for line in blank::stock(&mut transaction).await? {
        let key = (line.post_id != actor.post, line.post_id.clone(), line.kind);
        let of = stock.entry(key).or_insert_with(|| StockOf {
            post: line.post_id.clone(),
            kind: line.kind,
            in_stock: 0,
            drawn: 0,
            used: 0,
            spoiled: 0,
            destroyed: 0,
        });
        match line.state {
            BlankState::InStock => of.in_stock = line.count,
            BlankState::Drawn => of.drawn = line.count,
            BlankState::Used => of.used = line.count,
            BlankState::Spoiled => of.spoiled = line.count,
            BlankState::Destroyed => of.destroyed = line.count,
        }
    }
    Ok(StockView {
        stock: stock.into_values().collect(),
        spoiled: blank::list(
            &mut transaction,
            &actor.post,
            BlankState::Spoiled,
            MOST_SHOWN,
        )
        .await?,
        counts: blank::counts(&mut transaction, &actor.post, 20).await?,
        posts: post::list(&mut transaction).await?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_counts_up_the_final_digits() {
        assert_eq!(
            range("PM-0098", "PM-0101").unwrap(),
            ["PM-0098", "PM-0099", "PM-0100", "PM-0101"]
        );
        assert_eq!(range("7", "7").unwrap(), ["7"]);
        for (first, last) in [
            ("PM-0002", "PM-0001"),
            ("PM-1", "PO-2"),
            ("PM-1", "PM-10"),
            ("PM", "PM"),
            ("pm-1", "pm-2"),
            ("A-00001", "A-99999"),
            ("", ""),
        ] {
            assert!(range(first, last).is_err(), "{first} {last}");
        }
    }
}
