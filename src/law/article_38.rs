//! Article 38: how fees are paid, waived and refunded.

use super::case::{Case, Draft, Step, Stop};
use super::country;
use super::fact::Fact;
use super::outcome::Outcome;
use super::rule::Rule;
use super::word::Word;

pub(super) const MEANS: Rule = Rule::shall(
    "means_of_payment",
    "38(1)",
    "Fees are paid in cash, by a voucher for cash paid, or by credit card.",
    "수수료는 현금, 현금의 납입을 증명하는 증표 또는 신용카드로 내야 한다.",
);
pub(super) const AT_MISSION: Rule = Rule::may(
    "payment_at_mission",
    "38(1) proviso",
    "At a mission abroad the currency of that country or US dollars may be used.",
    "재외공관에서는 주재국 화폐 또는 미합중국 화폐로 낼 수 있다.",
);
pub(super) const WAIVER: Rule = Rule::may(
    "fee_waiver",
    "38(2)",
    "A refugee in need, or somebody with a special unavoidable reason, may be exempted.",
    "구호가 필요한 난민이나 특별히 불가피한 사유가 있다고 인정되는 사람에게는 수수료를 면제할 수 있다.",
);
pub(super) const NO_REFUND: Rule = Rule::shall(
    "no_refund",
    "38(3)",
    "Fees are not refunded.",
    "수수료는 반환하지 아니한다.",
);
pub(super) const REFUND: Rule = Rule::shall(
    "refund",
    "38(3) proviso",
    "Fees are refunded after a refusal or restriction under Act 12(1) or (3), and when paid plainly by mistake.",
    "법 제12조제1항 또는 제3항에 따라 거부·제한되거나 착오로 납부한 것이 분명하면 반환하여야 한다.",
);

/// The rules of this article.
pub(super) const RULES: &[&Rule] = &[&MEANS, &AT_MISSION, &WAIVER, &NO_REFUND, &REFUND];

const LOOKED_AT: &[Fact] = &[
    Fact::Place,
    Fact::Means,
    Fact::Currency,
    Fact::MissionCountry,
];

/// 38(1): is this payment accepted?
pub(super) fn pay(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    let means = case.facts.word(Fact::Means);
    let currency = match (case.facts.code(Fact::Currency), means) {
        (Some(currency), _) => Some(currency),
        (None, Some(Word::UsdCash)) => Some("USD"),
        (None, _) => None,
    };
    if means.is_none() && currency.is_none() {
        return Err(Stop::missing(Fact::Means, &MEANS));
    }
    if means == Some(Word::Cheque) {
        return Err(
            rejected(&MEANS, "neither cash, voucher nor card").unless_word(Fact::Means, Word::Cash)
        );
    }
    let local_cash = means == Some(Word::LocalCurrencyCash);
    let foreign = local_cash || currency.is_some_and(|currency| currency != "KRW");
    if !foreign {
        draft.answer(
            Outcome::Accept,
            &MEANS,
            "a means of payment of the article",
            LOOKED_AT,
        );
        return Ok(());
    }
    if case.need_word(Fact::Place, &AT_MISSION)? != Word::Mission {
        return Err(rejected(&AT_MISSION, "foreign currency only at a mission")
            .unless_word(Fact::Place, Word::Mission));
    }
    let accepted =
        local_cash && currency.is_none() || currency == Some("USD") || is_local(case, currency)?;
    if accepted {
        draft.answer(
            Outcome::Accept,
            &AT_MISSION,
            "local currency or US dollars at a mission",
            LOOKED_AT,
        );
        return Ok(());
    }
    Err(rejected(
        &AT_MISSION,
        "neither the local currency nor US dollars",
    ))
}

fn rejected(rule: &'static Rule, effect: &str) -> Stop {
    Stop::new(Outcome::Reject, rule, effect, LOOKED_AT)
}

/// Is the currency that of the country where the mission is?
fn is_local(case: &Case<'_>, currency: Option<&str>) -> Step<bool> {
    let Some(country) = case.facts.code(Fact::MissionCountry) else {
        return Err(Stop::missing(Fact::MissionCountry, &AT_MISSION));
    };
    Ok(currency.is_some_and(|currency| country::uses(country, currency)))
}

/// 38(2): may the fee be waived?
pub(super) fn exempt(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    match case.need_word(Fact::Person, &WAIVER)? {
        Word::RefugeeNeedingRelief | Word::SpecialUnavoidableReasonFoundByMinister => {
            draft.answer(
                Outcome::MayExempt,
                &WAIVER,
                "may be exempted",
                &[Fact::Person],
            );
        }
        _ => {
            draft.answer(
                Outcome::NotExempt,
                &WAIVER,
                "neither ground of the paragraph",
                &[Fact::Person],
            );
            draft.unless_word(Fact::Person, Word::RefugeeNeedingRelief);
        }
    }
    Ok(())
}

/// 38(3): is the fee given back?
pub(super) fn refund(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    match case.need_word(Fact::Reason, &NO_REFUND)? {
        Word::RefusedAct121 | Word::RestrictedAct123 | Word::PaidTwiceByMistake => {
            draft.answer(Outcome::Refund, &REFUND, "given back", &[Fact::Reason]);
        }
        _ => draft.answer(
            Outcome::NoRefund,
            &NO_REFUND,
            "not given back",
            &[Fact::Reason],
        ),
    }
    Ok(())
}
