//! Addenda of 29 June 2008, articles 2 and 3: older ordinary passports, and children in their parents' passports.
//!
//! Of the other addenda, 21614 ended in January 2010, 21914 and 22393 concern applications of 2010; none can be asked in
//! this edition. 23181 is with Article 6(2)6.

use super::calendar::{add_years, parse_date, subtract_years};
use super::case::{Case, Draft, Need, Step, Stop};
use super::fact::Fact;
use super::outcome::Outcome;
use super::rule::Rule;
use super::word::Word;

pub(super) const EXTEND: Rule = Rule::may(
    "extend_old_passport",
    "Addenda 2008 art 2",
    "A passport for many journeys issued before 29 June 2008 for less than ten years may be extended to ten years from its issue; to be applied for from a year before to a year after its expiry.",
    "2008년 6월 29일 전에 발급된 유효기간 10년 미만의 복수 일반여권은 최초 발급일부터 10년이 되는 날까지 연장할 수 있고, 만료 전 1년부터 만료 후 1년까지 신청하여야 한다.",
);
pub(super) const CHILD: Rule = Rule::shall(
    "child_in_parent_passport",
    "Addenda 2008 art 3",
    "A child entered in a parent's passport by 8 October 2004 needs none of its own while that one is valid, until it becomes eight.",
    "2004년 10월 8일 당시 이미 발급된 여권에 병기된 동반 자녀는 그 여권의 유효기간 동안 별도의 여권을 발급받지 아니하여도 된다. 다만, 8세가 되면 그러하지 아니하다.",
);

/// The rules of the addenda of 2008.
pub(super) const RULES: &[&Rule] = &[&EXTEND, &CHILD];

/// The day before which an old passport was issued.
const NEW_BOOKS: &str = "2008-06-29";
/// The last day on which a child was entered.
const LAST_ENTRY: &str = "2004-10-08";
/// Years of an extended passport.
const YEARS: u32 = 10;
/// Years around the expiry in which the extension is applied for.
const WINDOW_YEARS: u32 = 1;
/// The age at which a child needs a passport of its own.
const CHILD_AGE: u32 = 8;

/// `extend`: may an old passport be extended?
pub(super) fn extend(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[
        Fact::Kind,
        Fact::Use,
        Fact::Issued,
        Fact::Expiry,
        Fact::Applied,
    ];
    let refuse = |effect: &str| Stop::new(Outcome::Refuse, &EXTEND, effect, LOOKED_AT);
    if !matches!(
        case.facts.word(Fact::Kind),
        None | Some(Word::Ordinary | Word::Residence)
    ) {
        return Err(refuse("not an ordinary passport").unless_word(Fact::Kind, Word::Ordinary));
    }
    if case.facts.is(Fact::Use, Word::Single) {
        return Err(refuse("for one journey only").unless_word(Fact::Use, Word::Multiple));
    }
    let issued = case.need_date(Fact::Issued, &EXTEND)?;
    let expiry = case.need_date(Fact::Expiry, &EXTEND)?;
    let Some(applied) = case
        .facts
        .date(Fact::Applied)
        .or(case.facts.date(Fact::Date))
    else {
        return Err(Stop::missing(Fact::Applied, &EXTEND));
    };
    let full = add_years(issued, YEARS);
    if parse_date(NEW_BOOKS).is_none_or(|first| issued >= first) {
        return Err(refuse("issued under the new rules"));
    }
    if expiry >= full {
        return Err(refuse("valid for ten years already"));
    }
    let (first, last) = (
        subtract_years(expiry, WINDOW_YEARS),
        add_years(expiry, WINDOW_YEARS),
    );
    if applied < first {
        return Err(refuse("applied for more than a year before the expiry")
            .unless(Fact::Applied, Need::After(first)));
    }
    if applied > last {
        return Err(refuse("applied for more than a year after the expiry")
            .unless(Fact::Applied, Need::Before(last)));
    }
    draft.valid_until = Some(full);
    draft.answer(
        Outcome::MayExtend,
        &EXTEND,
        format!("up to {full}"),
        LOOKED_AT,
    );
    Ok(())
}

/// `child_in_parent_passport`: does the child need a passport of its own?
pub(super) fn child(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[
        Fact::ListedBy,
        Fact::ChildBirth,
        Fact::Date,
        Fact::ParentPassportValid,
    ];
    let listed = case.need_date(Fact::ListedBy, &CHILD)?;
    let birth = case.need_date(Fact::ChildBirth, &CHILD)?;
    let day = case.applied(&CHILD)?;
    let needed = if parse_date(LAST_ENTRY).is_some_and(|last| listed > last) {
        Some("entered after 8 October 2004")
    } else if !case.need_flag(Fact::ParentPassportValid, &CHILD)? {
        Some("the parent's passport is not valid")
    } else if super::calendar::has_reached(birth, CHILD_AGE, day, case.switches.leap_birthday) {
        Some("the child is eight or more")
    } else {
        None
    };
    if let Some(last) = parse_date(LAST_ENTRY) {
        let need = Need::Before(super::calendar::add_days(last, 1));
        draft.helps.push(super::case::Help {
            fact: Fact::ListedBy,
            need,
        });
    }
    match needed {
        Some(effect) => draft.answer(Outcome::SeparatePassportNeeded, &CHILD, effect, LOOKED_AT),
        None => draft.answer(
            Outcome::SeparatePassportNotNeeded,
            &CHILD,
            "entered in time and under eight",
            LOOKED_AT,
        ),
    }
    Ok(())
}
