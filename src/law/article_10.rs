//! Article 10: persons entitled to a diplomatic passport (외교관여권의 발급대상자).
//!
//! The article's tree of posts, family and attendants is one table; former Presidents are Presidents throughout.

use super::case::{Case, Draft, Step, Stop};
use super::fact::Fact;
use super::family::{Member, member};
use super::rule::Rule;
use super::word::Word;

pub(super) const FIRST: Rule = Rule::may(
    "diplomatic_executive",
    "10(1)",
    "The President, Prime Ministers, Ministers of Foreign Affairs and Trade, ambassadors, members of the IOC, officials of the foreign ministry and at missions.",
    "대통령, 국무총리, 외교통상부장관, 특명전권대사, 국제올림픽위원회 위원, 외교통상부 소속 공무원, 재외공관 근무 공무원",
);
pub(super) const FAMILY_A: Rule = Rule::may(
    "diplomatic_family_of_head",
    "10(1)(a)",
    "Spouse and unmarried children under 27 of the President and the Prime Minister.",
    "대통령, 국무총리의 배우자와 27세 미만의 미혼 자녀",
);
pub(super) const FAMILY_B: Rule = Rule::may(
    "diplomatic_family",
    "10(1)(b)",
    "Spouse, unmarried children under 27 and parents without a livelihood of ministers, ambassadors, IOC members and officials.",
    "외교통상부장관, 특명전권대사, 국제올림픽위원회 위원, 외교통상부 및 재외공관 공무원의 배우자, 27세 미만의 미혼 자녀 및 생활능력이 없는 부모",
);
pub(super) const FORMER_SPOUSE: Rule = Rule::may(
    "diplomatic_spouse_of_former_minister",
    "10(1)(c)",
    "The accompanying spouse of a former Prime Minister or Minister, where the Minister accredits it.",
    "전직 국무총리, 전직 외교통상부장관의 동반하는 배우자(외교통상부장관이 인정하는 경우로 한정)",
);
pub(super) const ATTENDANT: Rule = Rule::may(
    "diplomatic_attendant",
    "10(1)(d)",
    "Persons accompanying the holders of these posts whom the Minister finds specially necessary.",
    "대통령 등의 수행원으로서 특별히 필요하다고 인정하는 사람",
);
pub(super) const SPEAKER: Rule = Rule::may(
    "diplomatic_speaker",
    "10(2)",
    "The Speaker of the National Assembly and former Speakers.",
    "국회의장과 전직 국회의장",
);
pub(super) const SPEAKER_FAMILY: Rule = Rule::may(
    "diplomatic_family_of_speaker",
    "10(2)(a)",
    "Spouse and unmarried children under 27 of the Speaker.",
    "국회의장의 배우자와 27세 미만의 미혼 자녀",
);
pub(super) const SPEAKER_FORMER_SPOUSE: Rule = Rule::may(
    "diplomatic_spouse_of_former_speaker",
    "10(2)(b)",
    "The accompanying, accredited spouse of a former Speaker.",
    "전직 국회의장의 동반하는 배우자(인정하는 경우로 한정)",
);
pub(super) const SPEAKER_ATTENDANT: Rule = Rule::may(
    "diplomatic_attendant_of_speaker",
    "10(2)(c)",
    "Persons accompanying the Speaker whom the Minister finds specially necessary.",
    "국회의장의 수행원으로서 특별히 필요하다고 인정하는 사람",
);
pub(super) const JUDGES: Rule = Rule::may(
    "diplomatic_judges",
    "10(3)",
    "The Chief Justice, the President of the Constitutional Court and their predecessors.",
    "대법원장, 헌법재판소장과 전직 대법원장, 전직 헌법재판소장",
);
pub(super) const JUDGES_FAMILY: Rule = Rule::may(
    "diplomatic_family_of_judges",
    "10(3)(a)",
    "Spouse and unmarried children under 27 of the two in office.",
    "대법원장, 헌법재판소장의 배우자와 27세 미만의 미혼 자녀",
);
pub(super) const JUDGES_FORMER_SPOUSE: Rule = Rule::may(
    "diplomatic_spouse_of_former_judge",
    "10(3)(b)",
    "The accompanying, accredited spouse of a former holder.",
    "전직 대법원장, 전직 헌법재판소장의 동반하는 배우자(인정하는 경우로 한정)",
);
pub(super) const JUDGES_ATTENDANT: Rule = Rule::may(
    "diplomatic_attendant_of_judges",
    "10(3)(c)",
    "Persons accompanying the two in office whom the Minister finds specially necessary.",
    "대법원장, 헌법재판소장의 수행원으로서 특별히 필요하다고 인정하는 사람",
);
pub(super) const ENVOYS: Rule = Rule::may(
    "diplomatic_envoys",
    "10(4)",
    "Special envoys, representatives of the Government and members of their missions.",
    "특별사절, 정부대표와 그들이 단장이 되는 대표단의 단원",
);
pub(super) const SPECIAL: Rule = Rule::may(
    "specially_needed_diplomatic",
    "10(5)",
    "Others whom the Minister finds specially to need one, for a diplomatic mission or the protection of identity.",
    "그 밖에 외교업무수행 또는 신변보호를 위하여 특별히 필요하다고 인정하는 사람",
);

/// The rules of this article.
pub(super) const RULES: &[&Rule] = &[
    &FIRST,
    &FAMILY_A,
    &FAMILY_B,
    &FORMER_SPOUSE,
    &ATTENDANT,
    &SPEAKER,
    &SPEAKER_FAMILY,
    &SPEAKER_FORMER_SPOUSE,
    &SPEAKER_ATTENDANT,
    &JUDGES,
    &JUDGES_FAMILY,
    &JUDGES_FORMER_SPOUSE,
    &JUDGES_ATTENDANT,
    &ENVOYS,
    &SPECIAL,
];

/// The family that a post brings with it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    /// Spouse and children.
    Close(&'static Rule),
    /// Spouse, children and parents without a livelihood.
    Wide(&'static Rule),
    /// Wide, while the official travels on official business: 10(1)(b)(iv).
    WideOnTravel(&'static Rule),
    /// The accompanying spouse of a former holder, where accredited.
    FormerSpouse(&'static Rule),
    /// Nobody.
    None,
}

/// A post: the rule that names its holder, its family, and the rule that names its attendants.
struct Post {
    role: Word,
    rule: &'static Rule,
    family: Family,
}

const fn post(role: Word, rule: &'static Rule, family: Family) -> Post {
    Post { role, rule, family }
}

const POSTS: &[Post] = &[
    post(Word::President, &FIRST, Family::Close(&FAMILY_A)),
    post(Word::FormerPresident, &FIRST, Family::Close(&FAMILY_A)),
    post(Word::PrimeMinister, &FIRST, Family::Close(&FAMILY_A)),
    post(
        Word::FormerPrimeMinister,
        &FIRST,
        Family::FormerSpouse(&FORMER_SPOUSE),
    ),
    post(
        Word::MinisterOfForeignAffairsAndTrade,
        &FIRST,
        Family::Wide(&FAMILY_B),
    ),
    post(
        Word::FormerMinisterOfForeignAffairsAndTrade,
        &FIRST,
        Family::FormerSpouse(&FORMER_SPOUSE),
    ),
    post(Word::Ambassador, &FIRST, Family::Wide(&FAMILY_B)),
    post(Word::IocMember, &FIRST, Family::Wide(&FAMILY_B)),
    post(Word::MofatOfficial, &FIRST, Family::WideOnTravel(&FAMILY_B)),
    post(Word::OfficialAtMission, &FIRST, Family::Wide(&FAMILY_B)),
    post(
        Word::SpeakerOfNationalAssembly,
        &SPEAKER,
        Family::Close(&SPEAKER_FAMILY),
    ),
    post(
        Word::FormerSpeaker,
        &SPEAKER,
        Family::FormerSpouse(&SPEAKER_FORMER_SPOUSE),
    ),
    post(Word::ChiefJustice, &JUDGES, Family::Close(&JUDGES_FAMILY)),
    post(
        Word::PresidentOfConstitutionalCourt,
        &JUDGES,
        Family::Close(&JUDGES_FAMILY),
    ),
    post(
        Word::FormerChiefJustice,
        &JUDGES,
        Family::FormerSpouse(&JUDGES_FORMER_SPOUSE),
    ),
    post(
        Word::FormerPresidentOfConstitutionalCourt,
        &JUDGES,
        Family::FormerSpouse(&JUDGES_FORMER_SPOUSE),
    ),
    post(Word::SpecialEnvoy, &ENVOYS, Family::None),
    post(Word::GovernmentRepresentative, &ENVOYS, Family::None),
    post(Word::MissionMember, &ENVOYS, Family::None),
    post(Word::Art105, &SPECIAL, Family::None),
];

/// Attendants for whom the Minister may find a special need.
const ATTENDANTS: &[(Word, &Rule)] = &[
    (Word::AttendantOfPresident, &ATTENDANT),
    (Word::AttendantOfFormerPresident, &ATTENDANT),
    (Word::AttendantOfPrimeMinister, &ATTENDANT),
    (
        Word::AttendantOfMinisterOfForeignAffairsAndTrade,
        &ATTENDANT,
    ),
    (Word::AttendantOfAmbassador, &ATTENDANT),
    (Word::AttendantOfIocMember, &ATTENDANT),
    (Word::AttendantOfSpeaker, &SPEAKER_ATTENDANT),
    (Word::AttendantOfChiefJustice, &JUDGES_ATTENDANT),
    (
        Word::AttendantOfPresidentOfConstitutionalCourt,
        &JUDGES_ATTENDANT,
    ),
];

/// Who may hold a diplomatic passport.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entitlement {
    /// The rule that names the person.
    pub rule: &'static Rule,
    /// The holder of the post or a member of the family.
    pub member: Member,
}

impl Entitlement {
    /// Does the person fall under 10(4) or 10(5), whose term follows the mission?
    pub fn is_on_mission(self) -> bool {
        [ENVOYS.id, SPECIAL.id].contains(&self.rule.id)
    }

    /// Does the person fall under 10(5)?
    pub fn is_special(self) -> bool {
        self.rule.id == SPECIAL.id
    }
}

/// Article 10: the rule that names the person, or the reason why none does.
pub(super) fn entitlement(case: &Case<'_>, draft: &mut Draft) -> Step<Entitlement> {
    let role = case.need_word(Fact::Role, &FIRST)?;
    let entitled = match (
        attendant(case, role)?,
        POSTS.iter().find(|post| post.role == role),
    ) {
        (Some(rule), _) => Entitlement {
            rule,
            member: Member::Principal,
        },
        (None, Some(post)) => holder_or_family(case, post)?,
        (None, None) => return Err(outside(case, role)),
    };
    let used: Vec<Fact> = [Fact::Role, Fact::Relation]
        .into_iter()
        .filter(|fact| case.facts.has(*fact))
        .collect();
    draft.rest_on(entitled.rule, "entitled to a diplomatic passport", &used);
    Ok(entitled)
}

/// 10(1)(d), 10(2)(c), 10(3)(c): attendants, on a finding of the Minister.
fn attendant(case: &Case<'_>, role: Word) -> Step<Option<&'static Rule>> {
    let Some((_, rule)) = ATTENDANTS.iter().find(|(attendant, _)| *attendant == role) else {
        return Ok(None);
    };
    if case.facts.has(Fact::Relation) {
        return Err(Stop::refuse_kind(
            rule,
            "the article names no family of an attendant",
            &[Fact::Role, Fact::Relation],
        ));
    }
    if !case.facts.says(Fact::MinisterDeemsNecessary) {
        let effect = "the Minister has not found the attendant specially necessary";
        return Err(
            Stop::refuse_kind(rule, effect, &[Fact::Role, Fact::MinisterDeemsNecessary])
                .unless_flag(Fact::MinisterDeemsNecessary, true),
        );
    }
    Ok(Some(rule))
}

fn holder_or_family(case: &Case<'_>, post: &'static Post) -> Step<Entitlement> {
    let denied = post.role == Word::Art105 && case.facts.denies(Fact::MinisterDeemsNecessary);
    if denied {
        let effect = "the Minister does not find it necessary";
        return Err(Stop::refuse_kind(
            post.rule,
            effect,
            &[Fact::Role, Fact::MinisterDeemsNecessary],
        )
        .unless_flag(Fact::MinisterDeemsNecessary, true));
    }
    if !case.facts.has(Fact::Relation) {
        return Ok(Entitlement {
            rule: post.rule,
            member: Member::Principal,
        });
    }
    let rule = match post.family {
        Family::Close(rule) | Family::Wide(rule) => rule,
        Family::WideOnTravel(rule) => on_travel(case, rule)?,
        Family::FormerSpouse(rule) => former_spouse(case, rule)?,
        Family::None => return Err(no_such_relative(post.rule)),
    };
    let member = member(case, rule)?;
    let outside = match post.family {
        Family::Close(_) => member == Member::Parent,
        Family::FormerSpouse(_) => member != Member::Spouse,
        Family::Wide(_) | Family::WideOnTravel(_) | Family::None => false,
    };
    if outside {
        Err(no_such_relative(rule))
    } else {
        Ok(Entitlement { rule, member })
    }
}

fn no_such_relative(rule: &'static Rule) -> Stop {
    let effect = "the article does not extend to this relative of the holder";
    Stop::refuse_kind(rule, effect, &[Fact::Role, Fact::Relation])
}

/// 10(1)(b)(iv): the family of a foreign-ministry official only while the official travels on official business.
fn on_travel(case: &Case<'_>, rule: &'static Rule) -> Step<&'static Rule> {
    if case.need_flag(Fact::OfficialOverseasTravel, rule)? {
        return Ok(rule);
    }
    let effect = "the official does not travel abroad on official business";
    Err(
        Stop::refuse_kind(rule, effect, &[Fact::Role, Fact::OfficialOverseasTravel])
            .unless_flag(Fact::OfficialOverseasTravel, true),
    )
}

/// 10(1)(c), 10(2)(b), 10(3)(b): the accompanying spouse of a former holder, where accredited.
fn former_spouse(case: &Case<'_>, rule: &'static Rule) -> Step<&'static Rule> {
    let looked_at = [
        Fact::Role,
        Fact::Relation,
        Fact::Accompanying,
        Fact::Accredited,
    ];
    if case.facts.denies(Fact::Accompanying) {
        return Err(Stop::refuse_kind(
            rule,
            "the spouse does not accompany the former holder",
            &looked_at,
        )
        .unless_flag(Fact::Accompanying, true));
    }
    if !case.facts.says(Fact::Accredited) && case.facts.is(Fact::Relation, Word::Spouse) {
        return Err(Stop::refuse_kind(
            rule,
            "the Minister has not accredited the spouse",
            &looked_at,
        )
        .unless_flag(Fact::Accredited, true));
    }
    Ok(rule)
}

/// Nobody whom the article names; the technical service of the foreign ministry is left out on purpose (7(5)).
fn outside(case: &Case<'_>, role: Word) -> Stop {
    let effect = if role == Word::MofatTechnicalServiceStaff {
        "the technical service is excluded by 7(5)"
    } else {
        "the article names no such post"
    };
    let facts: Vec<Fact> = [Fact::Role, Fact::Relation]
        .into_iter()
        .filter(|fact| case.facts.has(*fact))
        .collect();
    Stop::refuse_kind(&FIRST, effect, &facts).unless_word(Fact::Role, Word::Art105)
}
