//! What follows for the book once the term stands: chip, cover and pages, papers and photographs, fingerprints, fee.

use serde_json::json;

use super::asks_for_single;
use crate::domain::{PassportKind, PassportUse};
use crate::law::calendar::{add_years, has_reached};
use crate::law::case::{Case, Draft, Step, Stop};
use crate::law::fact::Fact;
use crate::law::papers::{self, Occasion};
use crate::law::word::Word;
use crate::law::{article_02, article_03, article_06, article_39};

/// What follows for the book: chip, cover, papers, photographs, fingerprints, fee.
pub(super) fn book(
    case: &Case<'_>,
    draft: &mut Draft,
    kind: PassportKind,
    usage: PassportUse,
    reissue: bool,
) -> Step<()> {
    fingerprints(case, draft)?;
    let asked_for = asks_for_single(case);
    let chipless = article_03::without_chip(case, kind, usage, asked_for);
    match chipless {
        Some(rule) => draft.note(
            rule,
            "may go without a chip",
            &[Fact::Kind, Fact::UrgentRecognized],
        ),
        None => draft.note(&article_03::STATED, "carries a chip", &[Fact::Kind]),
    }
    let book = article_02::book(case, kind, usage);
    let photos = if chipless.is_some() { 2 } else { 1 };
    let occasion = match (reissue, usage) {
        (true, _) => Occasion::Reissue {
            lost: case.facts.is(Fact::Ground, Word::Loss),
        },
        (false, PassportUse::Single) if asked_for => Occasion::SingleAskedFor,
        (false, PassportUse::Single) => Occasion::SingleOnGround,
        (false, PassportUse::Multiple) => Occasion::Issue,
    };
    let (rule, list) = papers::papers(kind, occasion, chipless.is_some());
    draft.note(rule, format!("{} papers", list.len()), &[Fact::Kind]);
    let photo_rule = if chipless.is_some() {
        &papers::TWO_PHOTOS
    } else {
        &papers::PHOTO
    };
    draft.note(photo_rule, format!("photographs: {photos}"), &[Fact::Kind]);
    draft.set("electronic", chipless.is_none());
    if case.numbers.books_known {
        draft.note(
            book.rule,
            format!("{} cover, {} pages", book.cover, book.pages),
            &[Fact::Kind],
        );
        draft.set("cover", book.cover);
        draft.set("pages", book.pages);
    }
    if let Some(fewer) = case
        .numbers
        .fewer_pages
        .filter(|_| case.numbers.books_known && usage == PassportUse::Multiple)
    {
        draft.set("pages_or", fewer);
    }
    draft.set("photos", photos);
    draft.set("documents", list);
    fee(case, draft, kind, usage)
}

/// 3(3) and Act 9(1): fingerprints on the day of the application.
fn fingerprints(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[Fact::Birth, Fact::Date, Fact::Medical, Fact::Proxy];
    let applied = case.facts.date(Fact::Date);
    if let Some(rule) = article_03::fingerprint_exemption(case, applied) {
        draft.note(rule, "fingerprints not required", LOOKED_AT);
        draft.set("fingerprints", "exempt");
        return Ok(());
    }
    if case.facts.denies(Fact::Provided) {
        return Err(Stop::missing_paper(
            "fingerprint",
            &article_03::FINGERPRINTS,
            &[Fact::Provided],
        ));
    }
    draft.note(
        &article_03::FINGERPRINTS,
        "fingerprints required",
        LOOKED_AT,
    );
    draft.set("fingerprints", "required");
    Ok(())
}

/// 39 and Act 22(1): what the document costs on the day of the application.
fn fee(case: &Case<'_>, draft: &mut Draft, kind: PassportKind, usage: PassportUse) -> Step<()> {
    if article_39::is_free(kind) {
        draft.note(&article_39::FREE, "no fee", &[Fact::Kind]);
        draft.set("fee", json!({"KRW": 0}));
        return Ok(());
    }
    let applied = case.applied(&article_39::TABLE)?;
    let five_years = add_years(case.issued(&article_39::TABLE)?, 5);
    let small = case.facts.date(Fact::Birth).is_some_and(|birth| {
        !has_reached(
            birth,
            article_39::CHILD_PRICE_BELOW,
            applied,
            case.switches.leap_birthday,
        )
    });
    let remaining = draft.reasons.first().is_some_and(|reason| {
        [
            article_06::REMAINING_REISSUE.id,
            article_06::REMAINING_PAGES.id,
        ]
        .contains(&reason.rule.id)
    });
    let product = if kind == PassportKind::TravelCertificate {
        article_39::Product::Certificate
    } else if remaining {
        article_39::Product::Remaining
    } else {
        let end = draft.valid_until.unwrap_or(five_years);
        article_39::product(
            usage,
            end,
            five_years,
            small,
            case.facts.says(Fact::PhotoAttached),
        )
    };
    if let Some(won) = article_39::price(product, applied) {
        draft.note(
            &article_39::TABLE,
            format!("costs KRW {won}"),
            &[Fact::Date],
        );
        draft.set("fee", json!({ "KRW": won }));
    }
    Ok(())
}
