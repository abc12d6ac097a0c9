//! Article 27: how a decision to have a passport returned is served.

use super::calendar::add_days;
use super::case::{Case, Draft, Step};
use super::fact::Fact;
use super::outcome::Outcome;
use super::rule::Rule;
use super::word::Word;

pub(super) const MAIL: Rule = Rule::shall(
    "registered_mail",
    "27(1)",
    "The decision goes by registered mail to the holder's or legal representative's address or abode.",
    "결정서는 명의인 또는 법정대리인의 주소나 거소에 등기우편으로 송달한다.",
);
pub(super) const ANNOUNCE: Rule = Rule::shall(
    "public_announcement",
    "27(2)",
    "After two returns, or where it cannot be served, it is announced on the agency's board, in the Official Gazette or by electronic media.",
    "2회 반송되거나 주소불명 등으로 송달할 수 없으면 게시판, 관보 또는 전자통신매체에 공고하여야 한다.",
);

/// The rules of this article.
pub(super) const RULES: &[&Rule] = &[&MAIL, &ANNOUNCE];

/// Returns after which the decision is announced.
const RETURNS: i64 = 2;

const LOOKED_AT: &[Fact] = &[
    Fact::Attempts,
    Fact::Returned,
    Fact::AddressKnown,
    Fact::Method,
];

/// 27: how is the decision served, or was it served well?
pub(super) fn serve(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    let unserved = case
        .facts
        .integer(Fact::Returned)
        .is_some_and(|returned| returned >= RETURNS)
        || case.facts.denies(Fact::AddressKnown);
    match case.facts.word(Fact::Method) {
        None if unserved => {
            draft.set(
                "one_of",
                vec!["agency_board", "official_gazette", "electronic_media"],
            );
            draft.answer(
                Outcome::PublicAnnouncement,
                &ANNOUNCE,
                "announced by any one of the three means",
                LOOKED_AT,
            );
        }
        None => by_mail(draft),
        Some(Word::RegisteredMail) if !unserved => by_mail(draft),
        Some(Word::OfficialGazette | Word::AgencyBoard | Word::ElectronicMedia)
            if unserved || !mail_is_open(case) =>
        {
            if let Some(day) = case.facts.date(Fact::Date) {
                let effective = add_days(day, case.numbers.announcement_days);
                draft.set("effective_on", effective.to_string());
            }
            draft.answer(
                Outcome::ServedByAnnouncement,
                &ANNOUNCE,
                "one of the three means",
                LOOKED_AT,
            );
        }
        Some(method) => {
            let announced = unserved || method == Word::DailyNewspaper;
            let rule = if announced { &ANNOUNCE } else { &MAIL };
            let instead = if unserved {
                Word::OfficialGazette
            } else {
                Word::RegisteredMail
            };
            draft.answer(
                Outcome::InvalidMethod,
                rule,
                "not a means of the article at this point",
                LOOKED_AT,
            );
            draft.unless_word(Fact::Method, instead);
        }
    }
    Ok(())
}

fn by_mail(draft: &mut Draft) {
    draft.set("to", "holder_or_legal_representative");
    draft.answer(
        Outcome::SendRegisteredMail,
        &MAIL,
        "by registered mail",
        LOOKED_AT,
    );
}

/// Is it asserted that mail has not failed yet?
fn mail_is_open(case: &Case<'_>) -> bool {
    case.facts.says(Fact::AddressKnown)
        || case.facts.has(Fact::Returned)
        || case.facts.has(Fact::Attempts)
}
