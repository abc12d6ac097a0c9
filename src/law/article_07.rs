//! Article 7: persons entitled to an official passport (관용여권의 발급대상자).
//!
//! Naming a category asserts what the category consists of; a fact that denies a part of it refuses the kind.
//! The proof itself is a paper of Article 8.

use super::case::{Case, Draft, Step, Stop};
use super::fact::Fact;
use super::family::{Member, member};
use super::rule::Rule;
use super::word::Word;

pub(super) const OFFICIALS: Rule = Rule::may(
    "public_officials_and_family",
    "7(1)(a)",
    "Public officials travelling on official business, and on the agency's recommendation their spouse, unmarried children under 27 and parents without a livelihood.",
    "공무로 국외여행을 하는 공무원과 관계 기관이 추천하는 배우자, 27세 미만의 미혼 자녀 및 생활능력이 없는 부모",
);
pub(super) const INSTITUTIONS: Rule = Rule::may(
    "institution_staff_and_family",
    "7(1)(b)",
    "Staff of the Bank of Korea, the Export-Import Bank and other named public institutions travelling on official business, and their family as for officials.",
    "공무로 국외여행을 하는 한국은행, 한국수출입은행 및 외교통상부령으로 정하는 공공기관의 임직원과 그 가족",
);
pub(super) const RESIDENT_STAFF: Rule = Rule::may(
    "resident_staff_and_family",
    "7(2)",
    "Staff of those institutions posted abroad, their spouse and unmarried children under 27.",
    "위 기관의 국외주재원과 그 배우자 및 27세 미만의 미혼 자녀",
);
pub(super) const DISPATCHED: Rule = Rule::may(
    "dispatched_professionals_and_family",
    "7(3)",
    "Medical staff, taekwondo instructors and teachers sent abroad by the Government, their spouse and unmarried children under 27.",
    "정부에서 파견하는 의료요원, 태권도사범 및 재외동포 교육을 위한 교사와 그 배우자 및 27세 미만의 미혼 자녀",
);
pub(super) const ASSISTANTS: Rule = Rule::may(
    "mission_assistants_and_family",
    "7(4)",
    "Assistants at missions abroad, their spouse and unmarried children under 27.",
    "재외공관 업무보조원과 그 배우자 및 27세 미만의 미혼 자녀",
);
pub(super) const HOUSEWORK: Rule = Rule::may(
    "household_help",
    "7(5)",
    "Persons accompanying a foreign-ministry official (not of the technical service) or an official at a mission to help in the house.",
    "외교통상부 소속 공무원(기능직은 제외) 또는 재외공관 근무 공무원의 가사 보조를 위하여 동반하는 사람",
);
pub(super) const SPECIAL: Rule = Rule::may(
    "specially_needed_official",
    "7(6)",
    "Others whom the Minister finds specially to need an official passport.",
    "그 밖에 원활한 공무수행을 위하여 특별히 관용여권을 소지할 필요가 있다고 인정되는 사람",
);

/// The rules of this article.
pub(super) const RULES: &[&Rule] = &[
    &OFFICIALS,
    &INSTITUTIONS,
    &RESIDENT_STAFF,
    &DISPATCHED,
    &ASSISTANTS,
    &HOUSEWORK,
    &SPECIAL,
];

/// Who of a category may hold the passport.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entitlement {
    /// The category's rule.
    pub rule: &'static Rule,
    /// The principal or a member of the family.
    pub member: Member,
}

impl Entitlement {
    /// Does the category belong to 7(4) to 7(6), whose term is shorter; later to 7(5) and 7(6) only?
    pub fn is_short_term(self, with_assistants: bool) -> bool {
        let assistant = with_assistants && self.rule.id == ASSISTANTS.id;
        assistant || [HOUSEWORK.id, SPECIAL.id].contains(&self.rule.id)
    }
}

/// Article 7: the category asked for, or the reason why the person is outside it.
pub(super) fn entitlement(case: &Case<'_>, draft: &mut Draft) -> Step<Entitlement> {
    let rule = category(case)?;
    conditions(case, rule)?;
    let member = member(case, rule)?;
    family_allowed(case, rule, member)?;
    let facts = [
        Fact::Cat,
        Fact::Relation,
        Fact::OfficialBusiness,
        Fact::Recommended,
    ];
    let asserted: Vec<Fact> = facts
        .into_iter()
        .filter(|fact| case.facts.has(*fact))
        .collect();
    draft.rest_on(rule, "entitled to an official passport", &asserted);
    Ok(Entitlement { rule, member })
}

/// The category named, or the one that the post alone can mean.
fn category(case: &Case<'_>) -> Step<&'static Rule> {
    match (case.facts.word(Fact::Cat), case.facts.word(Fact::Role)) {
        (Some(Word::Art7Item1A), _) => Ok(&OFFICIALS),
        (Some(Word::Art7Item1B), _) => Ok(&INSTITUTIONS),
        (Some(Word::Art7Item2), _) => Ok(&RESIDENT_STAFF),
        (Some(Word::Art7Item3), _) => Ok(&DISPATCHED),
        (Some(Word::Art7Item4), _) => Ok(&ASSISTANTS),
        (Some(Word::Art7Item5), _) => Ok(&HOUSEWORK),
        (Some(Word::Art7Item6), _) => Ok(&SPECIAL),
        (
            _,
            Some(Word::TaekwondoInstructor | Word::TeacherForKoreansAbroad | Word::MedicalStaff),
        ) => Ok(&DISPATCHED),
        (_, Some(Word::PublicOfficial)) => Ok(&OFFICIALS),
        (_, None) if case.facts.has(Fact::Accompanies) => Ok(&HOUSEWORK),
        (_, None) if case.facts.has(Fact::Body) => Ok(&INSTITUTIONS),
        (_, None) => {
            Err(Stop::missing(Fact::Cat, &OFFICIALS).unless_word(Fact::Cat, Word::Art7Item1A))
        }
        (_, Some(_)) => {
            Err(
                Stop::refuse_kind(&OFFICIALS, "the article names no such post", &[Fact::Role])
                    .unless_word(Fact::Cat, Word::Art7Item1A),
            )
        }
    }
}

/// The conditions of the category that the facts deny.
fn conditions(case: &Case<'_>, rule: &'static Rule) -> Step<()> {
    let on_business = [OFFICIALS.id, INSTITUTIONS.id].contains(&rule.id);
    let banks = [INSTITUTIONS.id, RESIDENT_STAFF.id].contains(&rule.id);
    let related = case.facts.has(Fact::Relation);
    let denied = [
        (
            on_business && case.facts.denies(Fact::OfficialBusiness),
            Fact::OfficialBusiness,
            "the travel is not on official business",
        ),
        (
            on_business && related && case.facts.denies(Fact::Recommended),
            Fact::Recommended,
            "the agency does not recommend the relative",
        ),
        (
            rule.id == DISPATCHED.id && case.facts.denies(Fact::DispatchedByGovernment),
            Fact::DispatchedByGovernment,
            "the Government does not send the person",
        ),
        (
            rule.id == HOUSEWORK.id && case.facts.denies(Fact::Accompanying),
            Fact::Accompanying,
            "the person does not accompany the official",
        ),
        (
            rule.id == SPECIAL.id && case.facts.denies(Fact::MinisterDeemsNecessary),
            Fact::MinisterDeemsNecessary,
            "the Minister does not find it necessary",
        ),
    ];
    if let Some((_, fact, effect)) = denied.into_iter().find(|(holds, ..)| *holds) {
        return Err(Stop::refuse_kind(rule, effect, &[Fact::Cat, fact]).unless_flag(fact, true));
    }
    if banks && case.facts.is(Fact::Body, Word::PrivateCompany) {
        let effect = "a private company is not among the institutions";
        return Err(Stop::refuse_kind(rule, effect, &[Fact::Cat, Fact::Body])
            .unless_word(Fact::Body, Word::BankOfKorea));
    }
    if rule.id == HOUSEWORK.id
        && case
            .facts
            .is(Fact::Accompanies, Word::MofatTechnicalServiceStaff)
    {
        let effect = "the technical service is excluded";
        return Err(
            Stop::refuse_kind(rule, effect, &[Fact::Cat, Fact::Accompanies])
                .unless_word(Fact::Accompanies, Word::MofatOfficial),
        );
    }
    Ok(())
}

/// Which relatives the category extends to.
fn family_allowed(case: &Case<'_>, rule: &'static Rule, member: Member) -> Step<()> {
    let none = [HOUSEWORK.id, SPECIAL.id].contains(&rule.id);
    let with_parents = [OFFICIALS.id, INSTITUTIONS.id].contains(&rule.id);
    let outside = match member {
        Member::Principal => false,
        Member::Spouse | Member::Child { .. } => none,
        Member::Parent => !with_parents,
    };
    if outside {
        let effect = "the category does not extend to this relative";
        return Err(
            Stop::refuse_kind(rule, effect, &[Fact::Cat, Fact::Relation]).unless_word(
                Fact::Cat,
                if case.facts.is(Fact::Relation, Word::Parent) {
                    Word::Art7Item1A
                } else {
                    Word::Art7Item2
                },
            ),
        );
    }
    Ok(())
}
