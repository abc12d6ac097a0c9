//! Lists over the table `application`: what waits where. Nothing here is written.

use chrono::{DateTime, Utc};

use super::database::{Transaction, on};
use super::error::StoreError;
use crate::domain::{ApplicationNumber, ApplicationStatus, PassportKind};

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskRow {
    /// The application's number.
    pub number: ApplicationNumber,
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
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// The clerk who took it.
    pub taken_by: String,
    /// The post that took it.
    pub post_id: String,
}

/// Which applications are wanted; an empty text leaves its condition away.
#[derive(Debug, Clone, Default)]
pub struct DeskFilter {
    /// The post that took them.
    pub post: String,
    /// Where they stand; none: anywhere.
    pub statuses: Vec<ApplicationStatus>,
    /// Part of the number or of a name.
    pub text: String,
    /// The clerk who took them.
    pub taken_by: String,
    /// Anybody but this clerk took them: four eyes.
    pub not_taken_by: String,
}

#[derive(sqlx::FromRow)]
struct Raw {
    number: String,
    status: String,
    kind: String,
    name_ko: String,
    name_en: String,
    received_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    taken_by: String,
    post_id: String,
}

impl TryFrom<Raw> for DeskRow {
    type Error = StoreError;

    fn try_from(raw: Raw) -> Result<Self, StoreError> {
        let wrong = |column| StoreError::Inconsistent {
            table: "application",
            column,
        };
        Ok(Self {
            number: ApplicationNumber::parse(&raw.number).map_err(|_| wrong("number"))?,
            status: ApplicationStatus::parse(&raw.status).ok_or_else(|| wrong("status"))?,
            kind: PassportKind::parse(&raw.kind).ok_or_else(|| wrong("kind"))?,
            name_ko: raw.name_ko,
            name_en: raw.name_en,
            received_at: raw.received_at,
            updated_at: raw.updated_at,
            taken_by: raw.taken_by,
            post_id: raw.post_id,
        })
    }
}

const LIST: &str = "SELECT number, status, kind, name_ko, name_en, received_at, updated_at, taken_by, post_id FROM application \
     WHERE ($1 = '' OR post_id = $1) \
     AND ($2 = '' OR $2 LIKE '%,' || status || ',%') \
     AND ($3 = '' OR LOWER(number) LIKE $3 ESCAPE '!' OR name_ko LIKE $3 ESCAPE '!' OR LOWER(name_en) LIKE $3 ESCAPE '!') \
     AND ($4 = '' OR taken_by = $4) AND ($5 = '' OR taken_by <> $5) \
     ORDER BY received_at, number LIMIT $6 OFFSET $7";

/// The applications of a filter, the longest waiting first.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    transaction: &mut Transaction,
    filter: &DeskFilter,
    limit: i64,
    offset: i64,
) -> Result<Vec<DeskRow>, StoreError> {
    let raw: Vec<Raw> = on!(transaction, |c| sqlx::query_as(LIST)
        .bind(&filter.post)
        .bind(words(&filter.statuses))
        .bind(pattern(&filter.text))
        .bind(&filter.taken_by)
        .bind(&filter.not_taken_by)
        .bind(limit)
        .bind(offset)
        .fetch_all(c)
        .await)?;
    raw.into_iter().map(DeskRow::try_from).collect()
}

const COUNT: &str = "SELECT COUNT(*) FROM application \
     WHERE ($1 = '' OR post_id = $1) \
     AND ($2 = '' OR $2 LIKE '%,' || status || ',%') \
     AND ($3 = '' OR LOWER(number) LIKE $3 ESCAPE '!' OR name_ko LIKE $3 ESCAPE '!' OR LOWER(name_en) LIKE $3 ESCAPE '!') \
     AND ($4 = '' OR taken_by = $4) AND ($5 = '' OR taken_by <> $5)";

/// How many applications a filter has.
///
/// # Errors
/// [`StoreError`].
pub async fn count(transaction: &mut Transaction, filter: &DeskFilter) -> Result<i64, StoreError> {
    let (count,): (i64,) = on!(transaction, |c| sqlx::query_as(COUNT)
        .bind(&filter.post)
        .bind(words(&filter.statuses))
        .bind(pattern(&filter.text))
        .bind(&filter.taken_by)
        .bind(&filter.not_taken_by)
        .fetch_one(c)
        .await)?;
    Ok(count)
}

/// The words of statuses with a comma before and after each, so that one is found whole.
fn words(statuses: &[ApplicationStatus]) -> String {
    let mut text = String::new();
    for status in statuses {
        text.push(',');
        text.push_str(status.as_str());
    }
    if !text.is_empty() {
        text.push(',');
    }
    text
}

/// A search as a pattern: what the search itself holds of pattern letters means itself.
fn pattern(text: &str) -> String {
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return text;
    }
    let mut pattern = String::from("%");
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searches_and_statuses_become_patterns() {
        assert_eq!(pattern("  "), "");
        assert_eq!(pattern("Hong"), "%hong%");
        assert_eq!(pattern("50%_!"), "%50!%!_!!%");
        assert_eq!(words(&[]), "");
        assert_eq!(
            words(&[ApplicationStatus::Draft, ApplicationStatus::Returned]),
            ",draft,returned,"
        );
    }
}
