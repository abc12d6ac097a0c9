//! Articles 31 to 36 and Act 18: the Passport Policy Deliberation Committee.
//!
//! 31 names its members; nothing in it can be asked: the chair and vice-chair hold by office, the others by appointment.

use super::case::{Case, Draft, Need, Step};
use super::fact::Fact;
use super::facts::Value;
use super::outcome::Outcome;
use super::rule::Rule;
use super::word::Word;

pub(super) const TERM: Rule = Rule::shall(
    "member_term",
    "32",
    "Members serve two years.",
    "위원의 임기는 2년으로 한다.",
);
pub(super) const OFFICIAL_TERM: Rule = Rule::shall(
    "official_member_term",
    "32 proviso",
    "Members who are officials serve while they hold their post.",
    "공무원인 위원의 임기는 그 직위에 재직하는 기간으로 한다.",
);
pub(super) const ADMINISTRATION: Rule = Rule::shall(
    "administration_subcommittee",
    "33(1)1",
    "The Administration Subcommittee takes fees, equipment, privacy, refusals under Act 12(1)4 and other matters.",
    "여권행정분과위원회: 법 제18조제1항제1호부터 제3호까지 및 제6호의 사항",
);
pub(super) const USE_POLICY: Rule = Rule::shall(
    "use_policy_subcommittee",
    "33(1)2",
    "The Use Policy Subcommittee takes restrictions, their lifting and permits.",
    "여권사용정책분과위원회: 법 제18조제1항제4호 및 제5호의 사항",
);
pub(super) const SIZE: Rule = Rule::shall(
    "subcommittee_size",
    "33(2)",
    "A subcommittee has at most eleven members, chair and vice-chair included.",
    "분과위원회는 위원장과 부위원장 각 1명을 포함한 11명 이내의 위원으로 구성한다.",
);
pub(super) const SAME_CHAIR: Rule = Rule::shall(
    "subcommittee_chair",
    "33(3)",
    "The Committee's chair and vice-chair hold the same posts in each subcommittee.",
    "위원회의 위원장과 부위원장은 각 분과위원회의 위원장과 부위원장을 겸임한다.",
);
pub(super) const DEPUTY: Rule = Rule::shall(
    "acting_chair",
    "34(2)",
    "The vice-chair acts when the chair unavoidably cannot.",
    "위원장이 부득이한 사유로 직무를 수행할 수 없을 때에는 부위원장이 그 직무를 대행한다.",
);
pub(super) const IN_WRITING: Rule = Rule::may(
    "written_deliberation",
    "35(1) proviso",
    "Without time to meet, or where the chair finds it specially necessary, deliberation may be in writing.",
    "회의를 소집할 시간적 여유가 없거나 위원장이 특히 필요하다고 인정하면 서면으로 심의할 수 있다.",
);
pub(super) const QUORUM: Rule = Rule::shall(
    "quorum",
    "35(3)",
    "More than half of the members in office open a meeting, more than half of those present decide.",
    "재적위원 과반수의 출석으로 개의하고 출석위원 과반수의 찬성으로 의결한다.",
);
pub(super) const STRICTER: Rule = Rule::may(
    "stricter_quorum",
    "35(3) proviso",
    "The Committee may raise the bar by its own resolution, not lower it.",
    "위원회의 의결로 의사정족수와 의결정족수를 강화할 수 있다.",
);
pub(super) const ALLOWANCE: Rule = Rule::may(
    "allowance",
    "36",
    "Members may be paid within the budget.",
    "회의에 출석한 위원에게는 예산의 범위에서 수당 등을 지급할 수 있다.",
);
pub(super) const OWN_DUTY: Rule = Rule::shall(
    "no_allowance_on_duty",
    "36 proviso",
    "Officials at a meeting that belongs to their duty are not paid.",
    "공무원인 위원이 소관 업무와 직접 관련되어 출석하는 경우에는 지급하지 아니한다.",
);

/// The rules of these articles.
pub(super) const RULES: &[&Rule] = &[
    &TERM,
    &OFFICIAL_TERM,
    &ADMINISTRATION,
    &USE_POLICY,
    &SIZE,
    &SAME_CHAIR,
    &DEPUTY,
    &IN_WRITING,
    &QUORUM,
    &STRICTER,
    &ALLOWANCE,
    &OWN_DUTY,
];

/// 32: how long does a member serve?
pub(super) fn member_term(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    if case.need_word(Fact::Type, &TERM)? == Word::PublicOfficial {
        draft.answer(
            Outcome::WhileInPost,
            &OFFICIAL_TERM,
            "while in post",
            &[Fact::Type],
        );
    } else {
        draft.answer(Outcome::TwoYears, &TERM, "two years", &[Fact::Type]);
    }
    Ok(())
}

/// 33(1) and Act 18(1): which subcommittee takes the matter?
pub(super) fn route(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    match case.need_word(Fact::Matter, &ADMINISTRATION)? {
        Word::RestrictionOnUse | Word::LiftingOfRestriction | Word::UsePermit => {
            draft.answer(
                Outcome::PassportUsePolicySubcommittee,
                &USE_POLICY,
                "a matter of use",
                &[Fact::Matter],
            );
        }
        _ => draft.answer(
            Outcome::PassportAdministrationSubcommittee,
            &ADMINISTRATION,
            "a matter of administration",
            &[Fact::Matter],
        ),
    }
    Ok(())
}

/// 33(2): is this a lawful number of members? Chair and vice-chair are two of them.
pub(super) fn subcommittee_size(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    let members = case.need_integer(Fact::Members, &SIZE)?;
    let most = case.numbers.subcommittee_members;
    if (2..=most).contains(&members) {
        draft.answer(
            Outcome::Valid,
            &SIZE,
            format!("{members} members"),
            &[Fact::Members],
        );
    } else {
        draft.answer(
            Outcome::Invalid,
            &SIZE,
            format!("not 2 to {most} members"),
            &[Fact::Members],
        );
        draft.helps.push(super::case::Help {
            fact: Fact::Members,
            need: Need::Is(Value::Integer(most)),
        });
    }
    Ok(())
}

/// 33(3): who chairs a subcommittee?
pub(super) fn subcommittee_chair(_: &Case<'_>, draft: &mut Draft) -> Step<()> {
    draft.answer(
        Outcome::CommitteeChair,
        &SAME_CHAIR,
        "the Committee's own chair",
        &[],
    );
    Ok(())
}

/// 34(2): who acts?
pub(super) fn act_for_chair(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    if case.need_word(Fact::Chair, &DEPUTY)? == Word::Unable {
        draft.answer(
            Outcome::ViceChair,
            &DEPUTY,
            "the vice-chair acts",
            &[Fact::Chair],
        );
    } else {
        draft.answer(
            Outcome::CommitteeChair,
            &DEPUTY,
            "the chair acts",
            &[Fact::Chair],
        );
    }
    Ok(())
}

/// 35(1) proviso: may the Committee deliberate in writing?
pub(super) fn written_deliberation(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[Fact::NoTimeToConvene, Fact::ChairDeemsSpeciallyNecessary];
    if LOOKED_AT.iter().any(|fact| case.facts.says(*fact)) {
        draft.answer(Outcome::Allowed, &IN_WRITING, "in writing", LOOKED_AT);
    } else {
        draft.answer(
            Outcome::NotAllowed,
            &IN_WRITING,
            "neither ground of the proviso",
            LOOKED_AT,
        );
    }
    Ok(())
}

/// 35(3): is the motion carried?
pub(super) fn vote(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[
        Fact::Incumbent,
        Fact::Present,
        Fact::Favour,
        Fact::QuorumRule,
    ];
    let incumbent = case.need_integer(Fact::Incumbent, &QUORUM)?;
    let present = case.need_integer(Fact::Present, &QUORUM)?;
    let needed = case
        .facts
        .word(Fact::QuorumRule)
        .map_or(incumbent / 2 + 1, |rule| members_needed(rule, incumbent));
    if present < needed {
        draft.answer(
            Outcome::NoQuorum,
            &QUORUM,
            format!("{present} present, {needed} needed"),
            LOOKED_AT,
        );
        draft.helps.push(super::case::Help {
            fact: Fact::Present,
            need: Need::Is(Value::Integer(needed)),
        });
        return Ok(());
    }
    let favour = case.need_integer(Fact::Favour, &QUORUM)?;
    let carrying = present / 2 + 1;
    if favour >= carrying {
        draft.answer(
            Outcome::Passed,
            &QUORUM,
            format!("{favour} of {present} in favour"),
            LOOKED_AT,
        );
    } else {
        draft.answer(
            Outcome::Rejected,
            &QUORUM,
            format!("{favour} of {present} in favour, {carrying} needed"),
            LOOKED_AT,
        );
        draft.helps.push(super::case::Help {
            fact: Fact::Favour,
            need: Need::Is(Value::Integer(carrying)),
        });
    }
    Ok(())
}

/// The members who must be present under a rule of the Committee's own; never fewer than the Decree wants.
fn members_needed(rule: Word, incumbent: i64) -> i64 {
    match rule {
        // Two thirds and three quarters of nobody are nobody, but nobody decides nothing.
        Word::TwoThirds => ((incumbent * 2 + 2) / 3).max(1),
        Word::ThreeQuarters => ((incumbent * 3 + 3) / 4).max(1),
        _ => incumbent / 2 + 1,
    }
}

/// 35(3) proviso: may the Committee set this quorum?
pub(super) fn set_quorum(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[Fact::Rule, Fact::By];
    let raises = matches!(
        case.need_word(Fact::Rule, &STRICTER)?,
        Word::TwoThirds | Word::ThreeQuarters
    );
    let resolved = !case.facts.is(Fact::By, Word::ChairAlone);
    if raises && resolved {
        draft.answer(
            Outcome::Valid,
            &STRICTER,
            "a higher bar by resolution",
            LOOKED_AT,
        );
        return Ok(());
    }
    let effect = if raises {
        "only by the Committee's resolution"
    } else {
        "the bar may only be raised"
    };
    draft.answer(Outcome::Invalid, &STRICTER, effect, LOOKED_AT);
    draft.unless_word(Fact::Rule, Word::TwoThirds);
    draft.unless_word(Fact::By, Word::CommitteeResolution);
    Ok(())
}

/// 36: is the attendance paid?
pub(super) fn allowance(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[Fact::Attendee, Fact::DirectlyRelatedToDuties];
    let official = case.need_word(Fact::Attendee, &ALLOWANCE)? == Word::PublicOfficial;
    if official && case.need_flag(Fact::DirectlyRelatedToDuties, &OWN_DUTY)? {
        draft.answer(
            Outcome::NotPaid,
            &OWN_DUTY,
            "part of the official's duty",
            LOOKED_AT,
        );
    } else {
        draft.answer(
            Outcome::PayableWithinBudget,
            &ALLOWANCE,
            "payable within the budget",
            LOOKED_AT,
        );
    }
    Ok(())
}
