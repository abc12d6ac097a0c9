//! Article 39 and Act 22: the fees, a table that changes by date whatever the edition.
//!
//! The annex to the Decree is not part of the text in force here; the figures come from notices and news of their time.
//! Each column holds the fee and the contribution for international exchange together, in whole won. Missions charge a
//! thousandth of the figure in US dollars.

use super::calendar::Date;
use super::case::{Case, Draft, Step, Stop, kind_of};
use super::fact::Fact;
use super::outcome::Outcome;
use super::rule::Rule;
use super::word::Word;
use crate::domain::{PassportKind, PassportUse};

pub(super) const TABLE: Rule = Rule::shall(
    "fee_table",
    "39",
    "The fees are those of the annex.",
    "수수료는 별표와 같다.",
);
pub(super) const FREE: Rule = Rule::shall(
    "no_fee",
    "Act 22(1)",
    "Official and diplomatic passports cost nothing.",
    "관용여권과 외교관여권은 수수료를 받지 아니한다.",
);

/// The rules of this article.
pub(super) const RULES: &[&Rule] = &[&TABLE, &FREE];

/// Won in one US dollar at missions.
const WON_IN_DOLLAR: u32 = 1_000;

/// Age in full years from which the higher price of a five-year passport is charged.
pub(super) const CHILD_PRICE_BELOW: u32 = 8;

/// What is paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Product {
    /// Many journeys, more than five years.
    Multiple10,
    /// Many journeys, five years, from the age of eight.
    Multiple5,
    /// Many journeys, five years, below the age of eight.
    Multiple5Child,
    /// Many journeys, less than five years.
    MultipleShort,
    /// One journey.
    Single,
    /// One journey, photograph attached.
    SingleAttached,
    /// A travel certificate.
    Certificate,
    /// The remaining term of the old passport.
    Remaining,
}

/// The prices from one day on, in won.
struct Prices {
    /// The first day, as year, month and day.
    from: (i32, u32, u32),
    multiple_10: u32,
    multiple_5: u32,
    multiple_5_child: u32,
    multiple_short: u32,
    single: u32,
    single_attached: u32,
    certificate: u32,
    remaining: u32,
}

/// The annex by date, newest last. Before the first row no figure stands.
///
/// Sources: press and local-government notices of 2009-12, 2011-12, 2012-12, 2014-01, 2020-03, 2021-12, 2024-07 and
/// 2026-02. Not confirmed, and to be replaced when the annex is at hand: 2011 below the age of eight (35,000), single
/// use and certificate.
const ANNEX: &[Prices] = &[
    Prices {
        from: (2005, 5, 1),
        multiple_10: 55_000,
        multiple_5: 47_000,
        multiple_5_child: 35_000,
        multiple_short: 15_000,
        single: 20_000,
        single_attached: 15_000,
        certificate: 7_000,
        remaining: 25_000,
    },
    Prices {
        from: (2013, 1, 1),
        multiple_10: 53_000,
        multiple_5: 45_000,
        multiple_5_child: 33_000,
        multiple_short: 15_000,
        single: 20_000,
        single_attached: 15_000,
        certificate: 7_000,
        remaining: 25_000,
    },
    Prices {
        from: (2020, 3, 1),
        multiple_10: 53_000,
        multiple_5: 45_000,
        multiple_5_child: 33_000,
        multiple_short: 15_000,
        single: 20_000,
        single_attached: 53_000,
        certificate: 25_000,
        remaining: 25_000,
    },
    Prices {
        from: (2024, 7, 1),
        multiple_10: 50_000,
        multiple_5: 42_000,
        multiple_5_child: 33_000,
        multiple_short: 15_000,
        single: 15_000,
        single_attached: 48_000,
        certificate: 23_000,
        remaining: 25_000,
    },
    Prices {
        from: (2026, 3, 1),
        multiple_10: 52_000,
        multiple_5: 44_000,
        multiple_5_child: 35_000,
        multiple_short: 15_000,
        single: 17_000,
        single_attached: 50_000,
        certificate: 25_000,
        remaining: 27_000,
    },
];

/// Is this kind free of charge?
pub(super) fn is_free(kind: PassportKind) -> bool {
    matches!(kind, PassportKind::Official | PassportKind::Diplomatic)
}

/// The price in won on a day; nothing where no figure stands.
pub(super) fn price(product: Product, on: Date) -> Option<u32> {
    let prices = ANNEX.iter().rev().find(|prices| {
        let (year, month, day) = prices.from;
        Date::from_ymd_opt(year, month, day).is_some_and(|from| from <= on)
    })?;
    Some(match product {
        Product::Multiple10 => prices.multiple_10,
        Product::Multiple5 => prices.multiple_5,
        Product::Multiple5Child => prices.multiple_5_child,
        Product::MultipleShort => prices.multiple_short,
        Product::Single => prices.single,
        Product::SingleAttached => prices.single_attached,
        Product::Certificate => prices.certificate,
        Product::Remaining => prices.remaining,
    })
}

/// The same price at a mission, in US dollars.
pub(super) const fn in_dollars(won: u32) -> u32 {
    won / WON_IN_DOLLAR
}

/// What a passport that is valid up to `end` is charged as; `five_years` is the end of a term of five years.
pub(super) fn product(
    usage: PassportUse,
    end: Date,
    five_years: Date,
    is_small_child: bool,
    attached: bool,
) -> Product {
    match usage {
        PassportUse::Single if attached => Product::SingleAttached,
        PassportUse::Single => Product::Single,
        PassportUse::Multiple if end > five_years => Product::Multiple10,
        PassportUse::Multiple if end < five_years => Product::MultipleShort,
        PassportUse::Multiple if is_small_child => Product::Multiple5Child,
        PassportUse::Multiple => Product::Multiple5,
    }
}

/// `fee`: what a document costs on a day, in won, or in dollars at a mission.
pub(super) fn fee(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[
        Fact::Kind,
        Fact::Use,
        Fact::TermYears,
        Fact::Age,
        Fact::RemainingTerm,
        Fact::Place,
        Fact::Date,
    ];
    let kind = kind_of(case.need_word(Fact::Kind, &TABLE)?).unwrap_or(PassportKind::Ordinary);
    let (rule, won) = if is_free(kind) {
        (&FREE, 0)
    } else {
        let day = case.applied(&TABLE)?;
        let product = product_asked(case, kind)?;
        let won = price(product, day)
            .ok_or_else(|| Stop::missing_paper("fee_table", &TABLE, &[Fact::Date]))?;
        (&TABLE, won)
    };
    let used: Vec<Fact> = LOOKED_AT
        .iter()
        .copied()
        .filter(|fact| case.facts.has(*fact))
        .collect();
    let (currency, amount) = match case.facts.word(Fact::Place) {
        Some(Word::Mission) => ("USD", in_dollars(won)),
        _ => ("KRW", won),
    };
    draft.set(currency, amount);
    draft.answer(
        Outcome::Amount,
        rule,
        format!("costs {currency} {amount}"),
        &used,
    );
    Ok(())
}

/// What the question is about, in the annex's terms.
fn product_asked(case: &Case<'_>, kind: PassportKind) -> Step<Product> {
    if kind == PassportKind::TravelCertificate {
        return Ok(Product::Certificate);
    }
    if case.facts.says(Fact::RemainingTerm) {
        return Ok(Product::Remaining);
    }
    if case.facts.is(Fact::Use, Word::Single) {
        let attached = case.facts.says(Fact::PhotoAttached);
        return Ok(if attached {
            Product::SingleAttached
        } else {
            Product::Single
        });
    }
    Ok(match case.need_integer(Fact::TermYears, &TABLE)? {
        6.. => Product::Multiple10,
        5 if case.need_integer(Fact::Age, &TABLE)? < i64::from(CHILD_PRICE_BELOW) => {
            Product::Multiple5Child
        }
        5 => Product::Multiple5,
        _ => Product::MultipleShort,
    })
}
