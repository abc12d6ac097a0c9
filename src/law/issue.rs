//! The procedures `issue` and `reissue`: one road through Articles 2 to 18, in the order in which a counter decides.
//!
//! Nationality and entitlement to the kind, military standing, one journey or many, term, the wish for the remaining
//! term, and then what follows for the book: chip, pages, papers, photographs, fingerprints, fee.

use super::article_06_2 as residence;
use super::article_13::{self, ShortPermit};
use super::case::{Case, Draft, Step, Stop, kind_of};
use super::fact::Fact;
use super::military::{self, Standing};
use super::outcome::Outcome;
use super::parameter::RemainingLifts;
use super::rule::Rule;
use super::switches::RemainingAfterLosses;
use super::term::{Limit, settle};
use super::word::Word;
use super::{
    act, article_06, article_07, article_09, article_10, article_12, article_15, article_16,
};
use crate::domain::{PassportKind, PassportUse};

mod book;

use book::book;

/// Who is entitled to what, after the entitlement step.
enum Entitled {
    Ordinary,
    Official(article_07::Entitlement),
    Diplomatic(article_10::Entitlement),
    Certificate,
}

/// `issue`: may this person be issued this document, and until when?
pub(super) fn issue(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    let kind = case.need_word(Fact::Kind, &article_06::CEILING)?;
    let kind = kind_of(kind).unwrap_or(PassportKind::Ordinary);
    road(case, draft, kind, false)
}

/// `reissue`: the new document after a change of data, a loss or damage. An ordinary passport unless said otherwise.
pub(super) fn reissue(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    let ground = case.need_word(Fact::Ground, &act::REISSUE)?;
    if !matches!(ground, Word::Damage | Word::DataChange | Word::Loss) {
        return Err(Stop::new(
            Outcome::Refuse,
            &act::REISSUE,
            "no ground for a reissue",
            &[Fact::Ground],
        )
        .unless_word(Fact::Ground, Word::DataChange));
    }
    verification(case, ground)?;
    let kind = case
        .facts
        .word(Fact::Kind)
        .and_then(kind_of)
        .unwrap_or(PassportKind::Ordinary);
    draft.rest_on(&act::REISSUE, "a ground for a reissue", &[Fact::Ground]);
    road(case, draft, kind, true)
}

/// Act 11(2): where it is asked for, the hold for verification after two or more losses that count.
fn verification(case: &Case<'_>, ground: Word) -> Step<()> {
    if !case.facts.says(Fact::Verify) || ground != Word::Loss {
        return Ok(());
    }
    let applied = case.applied(&act::VERIFICATION)?;
    let losses = article_06::count_losses(case, applied, case.numbers.verification_window_years);
    if losses < case.numbers.verification_losses {
        return Ok(());
    }
    let days = case.numbers.verification_days;
    let last = super::calendar::add_days(applied, days);
    let mut stop = Stop::new(
        Outcome::HoldMay,
        &act::VERIFICATION,
        format!("may be verified until {last}"),
        &[Fact::Losses, Fact::ForceMajeure, Fact::Date],
    )
    .with("max_days", days)
    .unless_flag(Fact::Verify, false);
    stop.until = Some(last);
    Err(stop)
}

fn road(case: &Case<'_>, draft: &mut Draft, kind: PassportKind, reissue: bool) -> Step<()> {
    draft.kind = Some(kind);
    let entitled = entitlement(case, draft, kind)?;
    let standing = standing(case, kind)?;
    let usage = use_of_document(case, draft, kind, standing)?;
    let issued = case.issued(&article_06::CEILING)?;
    draft.usage = Some(usage);
    draft.valid_from = Some(issued);
    let remaining = remaining_term(case, draft, kind, usage, standing, reissue)?;
    if let Some(limit) = remaining {
        let ceiling = case.term(case.numbers.ordinary_years * 12, &act::ORDINARY_CEILING)?;
        let mut limits = match case.numbers.remaining_lifts {
            RemainingLifts::All => Vec::new(),
            RemainingLifts::AgeAndService => {
                let lost = reissue && case.facts.is(Fact::Ground, Word::Loss);
                article_06::limits_that_stay(case, lost)?
            }
        };
        limits.push(limit);
        limits.push(Limit::new(ceiling, &act::ORDINARY_CEILING, &[Fact::Date]));
        settle(draft, limits, super::switches::Combine::Earliest);
    } else {
        let limits = limits(case, draft, &entitled, usage, standing, reissue)?;
        settle(draft, limits, case.switches.combine);
    }
    book(case, draft, kind, usage, reissue)
}

/// Is the person entitled to the kind, and are its papers there?
fn entitlement(case: &Case<'_>, draft: &mut Draft, kind: PassportKind) -> Step<Entitled> {
    if kind == PassportKind::TravelCertificate {
        article_16::entitlement(case, draft)?;
        return Ok(Entitled::Certificate);
    }
    if matches!(
        case.facts.word(Fact::Person),
        Some(Word::Foreigner | Word::Stateless)
    ) {
        return Err(Stop::refuse_kind(
            &act::NATIONALS,
            "the applicant is not a national",
            &[Fact::Person],
        )
        .unless_word(Fact::Person, Word::National));
    }
    match kind {
        PassportKind::Official => article_07::entitlement(case, draft).map(Entitled::Official),
        PassportKind::Diplomatic => article_10::entitlement(case, draft).map(Entitled::Diplomatic),
        PassportKind::Residence => residence_passport(case, draft),
        PassportKind::Ordinary if case.facts.says(Fact::Emigrant) && case.facts.has(Fact::Path) => {
            residence_passport(case, draft)
        }
        PassportKind::Ordinary | PassportKind::TravelCertificate => Ok(Entitled::Ordinary),
    }
}

/// 6-2: an ordinary passport marked for residence.
fn residence_passport(case: &Case<'_>, draft: &mut Draft) -> Step<Entitled> {
    residence::entitlement(case, draft)?;
    residence::papers(case, draft)?;
    draft.set("residence", true);
    Ok(Entitled::Ordinary)
}

fn standing(case: &Case<'_>, kind: PassportKind) -> Step<Standing> {
    match kind {
        PassportKind::Ordinary | PassportKind::Residence => {
            military::for_ordinary(case, &MILITARY_PAPERS)
        }
        PassportKind::Official | PassportKind::Diplomatic => {
            military::for_service(case, &MILITARY_PAPERS)
        }
        PassportKind::TravelCertificate => Ok(Standing::Free),
    }
}

pub(super) const MILITARY_PAPERS: Rule = Rule::shall(
    "military_papers",
    "5(3)",
    "Papers on military service, such as the permit to travel abroad, belong to the application.",
    "병역관계 서류 등 그 밖에 외교통상부령으로 정하는 서류를 제출하여야 한다.",
);

/// One journey or many: Act 6(1)1 and Article 13.
fn use_of_document(
    case: &Case<'_>,
    draft: &mut Draft,
    kind: PassportKind,
    standing: Standing,
) -> Step<PassportUse> {
    if kind == PassportKind::TravelCertificate {
        return Ok(PassportUse::Single);
    }
    let asked_for = asks_for_single(case);
    let short = article_13::short_permit(case, standing, draft);
    if asked_for {
        draft.rest_on(
            &act::ASKED_FOR_SINGLE,
            "the applicant asks for one journey",
            &[Fact::SingleRequested],
        );
    }
    Ok(if asked_for || short == ShortPermit::Single {
        PassportUse::Single
    } else {
        PassportUse::Multiple
    })
}

fn asks_for_single(case: &Case<'_>) -> bool {
    case.facts.says(Fact::SingleRequested) || case.facts.is(Fact::Use, Word::Single)
}

/// 6(3): the old passport's remaining term, where it is wished for and open; nothing where it is not wished for.
fn remaining_term(
    case: &Case<'_>,
    draft: &mut Draft,
    kind: PassportKind,
    usage: PassportUse,
    standing: Standing,
    reissue: bool,
) -> Step<Option<Limit>> {
    const WISH: &[Fact] = &[Fact::WantRemaining, Fact::PrevExpiry, Fact::Ground];
    if !case.facts.says(Fact::WantRemaining) {
        return Ok(None);
    }
    let ordinary = matches!(kind, PassportKind::Ordinary | PassportKind::Residence);
    let under_2011 = case.numbers.remaining_lifts == RemainingLifts::All;
    let barred = if under_2011 && case.facts.has(Fact::NotifiedTo) {
        Some((
            &article_06::REMAINING_BARRED,
            "not open under a notified period",
        ))
    } else if standing == Standing::ShortPermit {
        Some((
            &article_13::SHORT_PERMIT,
            "the remaining term lifts 6(1) and 6(2), not Article 13",
        ))
    } else if usage == PassportUse::Single {
        Some((
            &article_15::SINGLE,
            "the remaining term lifts 6(1) and 6(2), not Article 15",
        ))
    } else if reissue && loses_remaining(case)? {
        Some((&article_06::NOT_REMAINING, "not open after losses"))
    } else {
        None
    };
    if let Some((rule, effect)) = barred {
        draft.set("remaining_term", "denied");
        draft.note(rule, effect, &[Fact::WantRemaining, Fact::NotifiedTo]);
        return Ok(None);
    }
    let unavailable = |effect: &str| {
        Stop::new(
            Outcome::RemainingUnavailable,
            &article_06::NOT_REMAINING,
            effect,
            WISH,
        )
        .with("remaining_term", "denied")
    };
    let no_pages = case.facts.is(Fact::Ground, Word::NoVisaPages)
        && case.facts.integer(Fact::BlankPages).unwrap_or(0) == 0;
    if !ordinary || !(reissue || no_pages) {
        return Err(unavailable(
            "neither a reissue nor a passport without visa pages left",
        ));
    }
    let rule = if reissue {
        &article_06::REMAINING_REISSUE
    } else {
        &article_06::REMAINING_PAGES
    };
    let end = case.need_date(Fact::PrevExpiry, rule)?;
    if end < case.issued(rule)? {
        return Err(unavailable("the old term has run out"));
    }
    Ok(Some(Limit::new(end, rule, WISH)))
}

/// A14: does a limit for losses bar the remaining term?
fn loses_remaining(case: &Case<'_>) -> Step<bool> {
    let denied = case.switches.remaining_after_losses == RemainingAfterLosses::Deny;
    Ok(denied && case.facts.is(Fact::Ground, Word::Loss) && article_06::loss_term(case)?.is_some())
}

/// Every end that applies.
fn limits(
    case: &Case<'_>,
    draft: &mut Draft,
    entitled: &Entitled,
    usage: PassportUse,
    standing: Standing,
    reissue: bool,
) -> Step<Vec<Limit>> {
    if matches!(entitled, Entitled::Certificate) {
        let end = case.term(case.numbers.certificate_months, &act::CERTIFICATE)?;
        return Ok(vec![Limit::new(end, &act::CERTIFICATE, &[Fact::Date])]);
    }
    if usage == PassportUse::Single {
        return article_15::limits(case);
    }
    if standing == Standing::ShortPermit {
        let end = case.term(
            case.numbers.permit_term_months,
            &article_13::ARTISTS_AND_ATHLETES,
        )?;
        let mut limits = vec![Limit::new(
            end,
            &article_13::ARTISTS_AND_ATHLETES,
            &[
                Fact::Artist,
                Fact::CultureMinisterRecommendation,
                Fact::NationalTeam,
                Fact::SeveralTripsThisYear,
                Fact::Purpose,
            ],
        )];
        limits.extend(article_06::notified_period(case));
        return Ok(limits);
    }
    match entitled {
        Entitled::Ordinary | Entitled::Certificate => article_06::limits(
            case,
            standing,
            reissue && case.facts.is(Fact::Ground, Word::Loss),
            draft,
        ),
        Entitled::Official(who) => article_09::limits(case, *who, standing),
        Entitled::Diplomatic(who) => article_12::limits(case, *who, standing),
    }
}
