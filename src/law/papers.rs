//! Articles 5, 8, 11, 14, 17 and 18(1): which papers belong to an application, and how many photographs.
//!
//! The articles list the same papers with small differences, so they stand together.

use super::case::{Case, Draft, Step, kind_of};
use super::fact::Fact;
use super::outcome::Outcome;
use super::rule::Rule;
use super::word::Word;
use crate::domain::PassportKind;

pub(super) const ORDINARY: Rule = Rule::shall(
    "papers_ordinary",
    "5",
    "An application form, a photograph and the papers an ordinance names.",
    "여권발급신청서, 여권용 사진, 그 밖에 외교통상부령으로 정하는 서류",
);
pub(super) const OFFICIAL: Rule = Rule::shall(
    "papers_official",
    "8",
    "The form, proof of falling under Article 7, a photograph, other papers.",
    "여권발급신청서, 제7조에 해당함을 증명하는 서류, 사진, 그 밖의 서류",
);
pub(super) const DIPLOMATIC: Rule = Rule::shall(
    "papers_diplomatic",
    "11",
    "As for an official passport, with proof of falling under Article 10.",
    "제8조를 준용하되 제10조에 해당함을 증명하는 서류",
);
pub(super) const SINGLE: Rule = Rule::shall(
    "papers_single_use",
    "14",
    "The form, proof of the ground unless the applicant asks for it, a photograph, other papers.",
    "여권발급신청서, 단수여권 발급대상임을 증명하는 서류(본인이 요청하는 경우는 제외), 사진, 그 밖의 서류",
);
pub(super) const CERTIFICATE: Rule = Rule::shall(
    "papers_travel_certificate",
    "17",
    "As for an ordinary passport.",
    "여행증명서의 발급신청에는 제5조를 준용한다.",
);
pub(super) const REISSUE: Rule = Rule::shall(
    "papers_reissue",
    "18(1)",
    "The form for a reissue, a statement of reasons, the old passport unless lost, a photograph, other papers.",
    "여권재발급신청서, 재발급사유서, 종전 여권(분실한 경우는 제외), 사진, 그 밖의 서류",
);
pub(super) const TWO_PHOTOS: Rule = Rule::shall(
    "two_photographs",
    "5(2) proviso",
    "A document without a chip under 3(2) needs two copies of the photograph.",
    "제3조제2항 각 호의 여권 등은 같은 사진 2장을 제출한다.",
);
pub(super) const PHOTO: Rule = Rule::shall(
    "photograph",
    "5(2)",
    "One photograph of 3.5 by 4.5 cm, in colour, without hat, from the front, face 2.5 to 3.5 cm, taken within six months.",
    "6개월 이내에 촬영한 3.5×4.5센티미터의 천연색 탈모 정면 상반신 사진(얼굴 길이 2.5~3.5센티미터) 1장",
);

/// The rules of these articles.
pub(super) const RULES: &[&Rule] = &[
    &ORDINARY,
    &PHOTO,
    &TWO_PHOTOS,
    &OFFICIAL,
    &DIPLOMATIC,
    &SINGLE,
    &CERTIFICATE,
    &REISSUE,
];

/// Why a document is applied for, as far as the papers care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Occasion {
    /// A first or further passport for many journeys, or a travel certificate.
    Issue,
    /// A single-use passport that the applicant asks for.
    SingleAskedFor,
    /// A single-use passport on another ground.
    SingleOnGround,
    /// A reissue; was the old passport lost?
    Reissue {
        /// Then it cannot be handed in.
        lost: bool,
    },
}

/// The papers of an application, with the rule that lists them.
pub(super) fn papers(
    kind: PassportKind,
    occasion: Occasion,
    two_photos: bool,
) -> (&'static Rule, Vec<&'static str>) {
    let photo = if two_photos { "photo:2" } else { "photo:1" };
    let other = "other_ministry_documents";
    match (occasion, kind) {
        (Occasion::Reissue { lost: true }, _) => (
            &REISSUE,
            vec!["reissue_application", "statement_of_reasons", photo, other],
        ),
        (Occasion::Reissue { lost: false }, _) => (
            &REISSUE,
            vec![
                "reissue_application",
                "statement_of_reasons",
                "previous_passport",
                photo,
                other,
            ],
        ),
        (_, PassportKind::Official) => (
            &OFFICIAL,
            vec!["application", "proof_of_entitlement_art7", photo, other],
        ),
        (_, PassportKind::Diplomatic) => (
            &DIPLOMATIC,
            vec!["application", "proof_of_entitlement_art10", photo, other],
        ),
        (_, PassportKind::TravelCertificate) => (&CERTIFICATE, vec!["application", photo, other]),
        (Occasion::SingleOnGround, _) => (
            &SINGLE,
            vec!["application", "proof_of_entitlement", photo, other],
        ),
        (Occasion::SingleAskedFor, _) => (&SINGLE, vec!["application", photo, other]),
        (Occasion::Issue, _) => (&ORDINARY, vec!["application", photo, other]),
    }
}

/// `documents`: the papers of an application.
pub(super) fn documents(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[
        Fact::Procedure,
        Fact::Kind,
        Fact::Ground,
        Fact::SingleGround,
        Fact::Electronic,
        Fact::UrgentSingleNonelectronic,
    ];
    let procedure = case.need_word(Fact::Procedure, &ORDINARY)?;
    let kind = case
        .facts
        .word(Fact::Kind)
        .and_then(kind_of)
        .unwrap_or(PassportKind::Ordinary);
    let occasion = match procedure {
        Word::Reissue => Occasion::Reissue {
            lost: case.facts.is(Fact::Ground, Word::Loss),
        },
        Word::Single => match case.need_word(Fact::SingleGround, &SINGLE)? {
            Word::ApplicantRequest => Occasion::SingleAskedFor,
            _ => Occasion::SingleOnGround,
        },
        _ => Occasion::Issue,
    };
    let two_photos = kind == PassportKind::TravelCertificate
        || case.facts.denies(Fact::Electronic)
        || case.facts.says(Fact::UrgentSingleNonelectronic);
    let (rule, list) = papers(kind, occasion, two_photos);
    let photo = if two_photos { &TWO_PHOTOS } else { &PHOTO };
    draft.note(photo, "the photograph", LOOKED_AT);
    draft.answer(
        Outcome::List,
        rule,
        format!("{} papers", list.len()),
        LOOKED_AT,
    );
    draft.set("items", list);
    Ok(())
}
