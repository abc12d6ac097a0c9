//! Article 16: who may receive a travel certificate (여행증명서의 발급대상자).

use super::case::{Case, Draft, Step, Stop};
use super::fact::Fact;
use super::rule::Rule;
use super::switches::SimilarTo;
use super::word::Word;

pub(super) const STATELESS: Rule = Rule::may(
    "stateless_person",
    "16(1)",
    "A stateless person who departs.",
    "출국하는 무국적자",
);
pub(super) const STRANDED: Rule = Rule::may(
    "stranded_abroad",
    "16(2)",
    "A national abroad whose passport is lost or expired, who must urgently return or travel on and cannot wait for one.",
    "국외에 체류하거나 거주하는 사람으로서 여권의 분실 또는 유효기간 만료 등으로 여권 발급을 기다릴 시간적 여유가 없이 긴급히 귀국하거나 제3국에 여행할 필요가 있는 사람",
);
pub(super) const RETURNING: Rule = Rule::may(
    "returning_to_residence",
    "16(3)",
    "A national living abroad, briefly back, whose passport is lost or expired, who must urgently return and cannot wait for one.",
    "국외에 거주하는 사람으로서 일시 귀국한 후 여권의 분실 또는 만료 등으로 여권 발급을 기다릴 시간적 여유가 없이 긴급히 거주지국으로 출국하여야 하는 사람",
);
pub(super) const ADOPTEE: Rule = Rule::may(
    "international_adoptee",
    "16(4)",
    "A person adopted internationally.",
    "해외 입양자",
);
pub(super) const INTER_KOREAN: Rule = Rule::may(
    "inter_korean_traveller",
    "16(5)",
    "A person who must hold one under the Inter-Korean Exchange and Cooperation Act, where the Minister finds it necessary.",
    "「남북교류협력에 관한 법률」 제10조에 따라 여행증명서를 소지하여야 하는 사람으로서 필요하다고 인정하는 사람",
);
pub(super) const EXPELLED: Rule = Rule::may(
    "expelled_foreigner",
    "16(6)",
    "A foreigner expelled from Korea who cannot get a passport of the own State.",
    "「출입국관리법」 제46조에 따라 강제퇴거되는 외국인으로서 그 국적국의 여권 또는 이를 갈음하는 증명서를 발급받을 수 없는 사람",
);
pub(super) const SIMILAR: Rule = Rule::may(
    "similar_position",
    "16(7)",
    "A person in a position similar to those, to whom the Minister finds one urgently necessary.",
    "제1호부터 제4호까지에 준하는 사람으로서 긴급하게 여행증명서를 발급할 필요가 있다고 인정하는 사람",
);
pub(super) const NOBODY_ELSE: Rule = Rule::shall(
    "travel_certificate_list",
    "16",
    "A travel certificate is for the persons this article names.",
    "여행증명서는 제16조 각 호의 사람에게 발급할 수 있다.",
);

/// The rules of this article.
pub(super) const RULES: &[&Rule] = &[
    &STATELESS,
    &STRANDED,
    &RETURNING,
    &ADOPTEE,
    &INTER_KOREAN,
    &EXPELLED,
    &SIMILAR,
    &NOBODY_ELSE,
];

/// Article 16: the row that names the person, or the reason why none does.
pub(super) fn entitlement(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    let person = case.need_word(Fact::Person, &NOBODY_ELSE)?;
    let (rule, facts): (_, &[Fact]) = match person {
        Word::Stateless => (stateless(case)?, &[Fact::Person, Fact::Departing]),
        Word::National => national(case)?,
        Word::InternationalAdoptee => (&ADOPTEE, &[Fact::Person]),
        Word::InterKoreanActArt10 => (
            inter_korean(case)?,
            &[Fact::Person, Fact::MinisterDeemsNecessary],
        ),
        Word::Foreigner => (
            expelled(case)?,
            &[Fact::Person, Fact::Deported, Fact::CanGetOwnPassport],
        ),
        _ => (
            similar(case, person)?,
            &[Fact::Person, Fact::MinisterDeemsUrgent],
        ),
    };
    draft.rest_on(rule, "entitled to a travel certificate", facts);
    Ok(())
}

/// 16(1): a stateless person who departs.
fn stateless(case: &Case<'_>) -> Step<&'static Rule> {
    if case.facts.denies(Fact::Departing) {
        return Err(Stop::refuse_kind(
            &STATELESS,
            "the person does not depart",
            &[Fact::Person, Fact::Departing],
        )
        .unless_flag(Fact::Departing, true));
    }
    Ok(&STATELESS)
}

/// 16(2) and 16(3): a national abroad, or living abroad and briefly back.
fn national(case: &Case<'_>) -> Step<(&'static Rule, &'static [Fact])> {
    match case.need_word(Fact::Location, &STRANDED)? {
        Word::Abroad => {
            const LOOKED_AT: &[Fact] = &[
                Fact::Person,
                Fact::Location,
                Fact::Event,
                Fact::UrgentReturn,
                Fact::UrgentThirdCountry,
                Fact::TimeToWait,
            ];
            without_passport(case, &STRANDED, LOOKED_AT)?;
            let urgent =
                case.facts.says(Fact::UrgentReturn) || case.facts.says(Fact::UrgentThirdCountry);
            if !urgent {
                return Err(Stop::refuse_kind(&STRANDED, "no urgent journey", LOOKED_AT)
                    .unless_flag(Fact::UrgentReturn, true));
            }
            cannot_wait(case, &STRANDED, LOOKED_AT)?;
            Ok((&STRANDED, LOOKED_AT))
        }
        _ => back_in_korea(case),
    }
}

/// 16(3): living abroad, briefly back, and urgently leaving again.
fn back_in_korea(case: &Case<'_>) -> Step<(&'static Rule, &'static [Fact])> {
    const LOOKED_AT: &[Fact] = &[
        Fact::Person,
        Fact::Location,
        Fact::ResidesAbroad,
        Fact::TemporarilyBack,
        Fact::UrgentDepartureToResidence,
        Fact::Event,
        Fact::TimeToWait,
    ];
    let needed = [
        (
            case.facts.says(Fact::ResidesAbroad),
            Fact::ResidesAbroad,
            "the person does not live abroad",
        ),
        (
            !case.facts.denies(Fact::TemporarilyBack),
            Fact::TemporarilyBack,
            "the person is not back only for a time",
        ),
        (
            case.facts.says(Fact::UrgentDepartureToResidence),
            Fact::UrgentDepartureToResidence,
            "no urgent departure to the country of residence",
        ),
    ];
    if let Some((_, fact, effect)) = needed.into_iter().find(|(holds, ..)| !holds) {
        return Err(Stop::refuse_kind(&RETURNING, effect, LOOKED_AT).unless_flag(fact, true));
    }
    without_passport(case, &RETURNING, LOOKED_AT)?;
    cannot_wait(case, &RETURNING, LOOKED_AT)?;
    Ok((&RETURNING, LOOKED_AT))
}

/// The passport is lost, expired or otherwise of no use; which of these is for the officer where it is not asserted.
fn without_passport(case: &Case<'_>, rule: &'static Rule, facts: &[Fact]) -> Step<()> {
    match case.facts.word(Fact::Event) {
        None | Some(Word::LostPassport | Word::ExpiredPassport) => Ok(()),
        Some(_) => Err(
            Stop::refuse_kind(rule, "the passport is neither lost nor expired", facts)
                .unless_word(Fact::Event, Word::LostPassport),
        ),
    }
}

fn cannot_wait(case: &Case<'_>, rule: &'static Rule, facts: &[Fact]) -> Step<()> {
    if case.need_flag(Fact::TimeToWait, rule)? {
        return Err(
            Stop::refuse_kind(rule, "there is time to wait for a passport", facts)
                .unless_flag(Fact::TimeToWait, false),
        );
    }
    Ok(())
}

/// 16(5): where the Minister finds it necessary.
fn inter_korean(case: &Case<'_>) -> Step<&'static Rule> {
    if case.facts.says(Fact::MinisterDeemsNecessary) {
        return Ok(&INTER_KOREAN);
    }
    let effect = "the Minister has not found it necessary";
    Err(Stop::refuse_kind(
        &INTER_KOREAN,
        effect,
        &[Fact::Person, Fact::MinisterDeemsNecessary],
    )
    .unless_flag(Fact::MinisterDeemsNecessary, true))
}

/// 16(6): a foreigner expelled who cannot get a paper of the own State.
fn expelled(case: &Case<'_>) -> Step<&'static Rule> {
    let looked_at = [Fact::Person, Fact::Deported, Fact::CanGetOwnPassport];
    if !case.facts.says(Fact::Deported) {
        return Err(
            Stop::refuse_kind(&EXPELLED, "the foreigner is not expelled", &looked_at)
                .unless_flag(Fact::Deported, true),
        );
    }
    if case.need_flag(Fact::CanGetOwnPassport, &EXPELLED)? {
        let effect = "the own State gives the foreigner a passport";
        return Err(Stop::refuse_kind(&EXPELLED, effect, &looked_at)
            .unless_flag(Fact::CanGetOwnPassport, false));
    }
    Ok(&EXPELLED)
}

/// 16(7): a similar position, where the Minister finds an urgent need (A18).
fn similar(case: &Case<'_>, person: Word) -> Step<&'static Rule> {
    let row = match person {
        Word::SimilarTo161 | Word::SimilarTo162 | Word::SimilarTo163 | Word::SimilarTo164 => true,
        Word::SimilarTo165 | Word::SimilarTo166 => case.switches.similar_to == SimilarTo::FirstSix,
        _ => {
            return Err(Stop::refuse_kind(
                &NOBODY_ELSE,
                "the article names no such person",
                &[Fact::Person],
            ));
        }
    };
    if !row {
        let effect = "a position similar to 16(5) or 16(6) is not enough";
        return Err(Stop::refuse_kind(&SIMILAR, effect, &[Fact::Person])
            .unless_word(Fact::Person, Word::SimilarTo162));
    }
    if !case.facts.says(Fact::MinisterDeemsUrgent) {
        let effect = "the Minister has not found it urgently necessary";
        return Err(Stop::refuse_kind(
            &SIMILAR,
            effect,
            &[Fact::Person, Fact::MinisterDeemsUrgent],
        )
        .unless_flag(Fact::MinisterDeemsUrgent, true));
    }
    Ok(&SIMILAR)
}
