//! What later editions say that the engine does not decide. A question that needs one of these is answered with it:
//! never a date with a wrong citation.

use super::fact::Fact;
use super::facts::Facts;
use super::rule::Rule;
use super::word::Word;

/// A provision that an edition has and the engine has not.
#[derive(Debug)]
pub struct Gap {
    /// The day from which it is in force, `YYYY-MM-DD`; such days sort as text.
    pub from: &'static str,
    /// Where it stands and what it says.
    pub rule: Rule,
    /// The procedures that need it.
    pub procedures: &'static [&'static str],
    /// The facts that need it.
    pub needs: fn(&Facts) -> bool,
}

impl Gap {
    /// Does a question need this provision?
    #[must_use]
    pub fn concerns(&self, procedure: &str, facts: &Facts) -> bool {
        self.procedures.contains(&procedure) && (self.needs)(facts)
    }
}

const fn gap(
    from: &'static str,
    id: &'static str,
    citation: &'static str,
    en: &'static str,
    ko: &'static str,
    procedures: &'static [&'static str],
    needs: fn(&Facts) -> bool,
) -> Gap {
    Gap {
        from,
        rule: Rule::shall(id, citation, en, ko),
        procedures,
        needs,
    }
}

fn always(_: &Facts) -> bool {
    true
}

fn names_spelling_by_sound(facts: &Facts) -> bool {
    facts.is(Fact::Ground, Word::PronunciationObviouslyDifferent)
}

fn extends_sojourn(facts: &Facts) -> bool {
    facts.is(Fact::Change, Word::ExtendDomesticSojourn)
}

fn names_technical_service(facts: &Facts) -> bool {
    facts.is(Fact::Accompanies, Word::MofatTechnicalServiceStaff)
        || facts.is(Fact::Role, Word::MofatTechnicalServiceStaff)
}

fn is_book_of_many_pages(facts: &Facts) -> bool {
    !facts.is(Fact::Use, Word::Single) && !facts.is(Fact::Kind, Word::TravelCertificate)
}

fn is_relative_abroad(facts: &Facts) -> bool {
    !matches!(
        facts.word(Fact::Ground),
        Some(
            Word::AgencyRequestsCancellation
                | Word::MarryForeignerAndLiveTogether
                | Word::MarryKoreanEmigrantAndLiveTogether
                | Word::EmigrationCertificate
                | Word::PermanentResidenceExpected
                | Word::PermanentResidenceObtained
                | Word::LongStayVisaExpected
                | Word::LongStayVisaObtained
                | Word::Tourism
        )
    )
}

fn is_humanitarian_journey(facts: &Facts) -> bool {
    facts.is(Fact::Reason, Word::UrgentHumanitarianActivity)
        || facts.is(Fact::Reason, Word::EquivalentSpeciallyNecessary)
}

fn goes_to_other_subcommittee(facts: &Facts) -> bool {
    facts.is(Fact::Matter, Word::RefusalAct1214) || facts.is(Fact::Matter, Word::OtherMatter)
}

fn is_collection_or_finding(facts: &Facts) -> bool {
    facts.has(Fact::Finding) || facts.is(Fact::Task, Word::CollectPassport)
}

fn is_abroad(facts: &Facts) -> bool {
    facts.is(Fact::Location, Word::Abroad)
}

fn is_residence(facts: &Facts) -> bool {
    facts.is(Fact::Kind, Word::Residence)
        || facts.says(Fact::Emigrant)
        || facts.is(Fact::Passport, Word::Residence)
}

fn is_certificate(facts: &Facts) -> bool {
    facts.is(Fact::Kind, Word::TravelCertificate)
}

fn is_service_passport(facts: &Facts) -> bool {
    facts.is(Fact::Kind, Word::Official) || facts.is(Fact::Kind, Word::Diplomatic)
}

fn is_without_chip(facts: &Facts) -> bool {
    facts.says(Fact::UrgentRecognized)
        || facts.says(Fact::PhotoAttached)
        || facts.denies(Fact::Electronic)
}

/// The gaps, oldest first.
pub const GAPS: &[Gap] = &[
    gap(
        "2012-09-07",
        "name_statistics",
        "3-2(1)1 proviso",
        "A spelling that many holders use is not plainly different.",
        "통계상 기준 이상의 사람이 사용하는 영문성명은 제외한다.",
        &["name_change"],
        names_spelling_by_sound,
    ),
    gap(
        "2012-09-07",
        "no_sojourn_entry",
        "22(1)",
        "A longer stay at home is no change of entries any more.",
        "국내 체류기간의 연장은 기재사항변경에서 제외되었다.",
        &["change_entries"],
        extends_sojourn,
    ),
    gap(
        "2013-12-12",
        "technical_service",
        "7(5)",
        "The technical service is no longer excluded.",
        "기능직공무원 제외 규정이 삭제되었다.",
        &["issue", "reissue"],
        names_technical_service,
    ),
    gap(
        "2014-04-01",
        "photo_head",
        "5(2)",
        "The photograph is measured by the head, 3.2 to 3.6 cm.",
        "머리 길이 3.2센티미터 이상 3.6센티미터 이하의 사진",
        &["photo"],
        always,
    ),
    gap(
        "2014-04-01",
        "books_of_24_pages",
        "2(3)",
        "Books have 24 or 48 pages.",
        "복수여권은 24면 또는 48면으로 한다.",
        &["format"],
        is_book_of_many_pages,
    ),
    gap(
        "2015-01-12",
        "delegation_oversight",
        "37",
        "Direct collection left the list; the Minister may order correction.",
        "직접 회수가 삭제되고 시정명령이 신설되었다.",
        &["delegate"],
        is_collection_or_finding,
    ),
    gap(
        "2016-05-13",
        "humanitarian_exception",
        "26-2",
        "The humanitarian exception has an article of its own with the spouse's relatives.",
        "긴급한 인도적 사유에 따른 예외적 여권 발급",
        &["lift"],
        is_relative_abroad,
    ),
    gap(
        "2016-05-13",
        "use_for_relatives",
        "29(1)3",
        "Urgent humanitarian work gave way to the death or illness of relatives.",
        "가족의 사망 또는 중대한 질병·사고",
        &["use_permit"],
        is_humanitarian_journey,
    ),
    gap(
        "2016-05-13",
        "subcommittee_matters",
        "33(1)",
        "The subcommittees' matters were shared out anew.",
        "분과위원회의 소관 사항이 변경되었다.",
        &["route"],
        goes_to_other_subcommittee,
    ),
    gap(
        "2017-06-22",
        "flight",
        "Act 12(1)1",
        "Being abroad with prosecution suspended or a warrant is enough.",
        "국외에 체류 중인 기소중지자 등",
        &["refusal_check"],
        always,
    ),
    gap(
        "2017-06-27",
        "report_voids",
        "20(2)",
        "A report of a loss voids the passport; recovery does not bring it back.",
        "분실신고로 효력이 상실되며 회복되지 아니한다.",
        &["recover", "loss_report"],
        always,
    ),
    gap(
        "2017-06-27",
        "longer_grace",
        "Rule 10(1)",
        "The grace abroad is longer for study or treatment.",
        "학업·질병 치료의 경우 유예기간이 6개월이다.",
        &["status_loss"],
        is_abroad,
    ),
    gap(
        "2017-12-21",
        "no_residence_passport",
        "6-2",
        "There are no residence passports any more.",
        "거주여권 제도가 폐지되었다.",
        &["issue", "reissue", "format", "change_entries"],
        is_residence,
    ),
    gap(
        "2018-04-03",
        "name_grounds",
        "3-2(1)",
        "There are more grounds for another spelling.",
        "로마자성명의 변경 사유가 추가되었다.",
        &["name_change"],
        always,
    ),
    gap(
        "2018-04-03",
        "certificate_after_refusal",
        "16(5-2)",
        "People refused a passport or expelled abroad may receive a travel certificate to return.",
        "여권 발급이 거부·제한되거나 외국에서 강제퇴거된 사람",
        &["issue"],
        is_certificate,
    ),
    gap(
        "2018-04-03",
        "loss_information_changed",
        "20(3)",
        "What may be told of a passport that lost its effect changed.",
        "효력이 상실된 여권의 정보 제공",
        &["share_loss"],
        always,
    ),
    gap(
        "2018-04-03",
        "entries_changed",
        "22",
        "Which entries may be changed, and how, changed.",
        "기재사항변경의 대상과 절차가 변경되었다.",
        &["change_entries"],
        always,
    ),
    gap(
        "2020-03-03",
        "chipless_pages",
        "2(3)",
        "Books without a chip have other pages.",
        "비전자 단수여권 14면, 여행증명서 10면",
        &["format", "issue", "reissue"],
        |facts| is_without_chip(facts) || is_certificate(facts),
    ),
    gap(
        "2020-12-21",
        "service_passports",
        "7, 9, 10",
        "Who may hold an official or diplomatic passport, and for how long, changed.",
        "관용여권·외교관여권의 발급대상과 유효기간이 변경되었다.",
        &["issue", "reissue"],
        is_service_passport,
    ),
    gap(
        "2020-12-21",
        "new_books",
        "2, 5, 18",
        "New books; one photograph; other papers.",
        "여권의 규격, 사진 및 제출 서류가 변경되었다.",
        &["format", "documents", "photo_copies", "reissue_content"],
        always,
    ),
    gap(
        "2021-07-06",
        "emergency_passport",
        "3(2)",
        "The emergency passport took the place of books without a chip.",
        "긴급여권이 신설되었다.",
        &["electronic"],
        always,
    ),
    gap(
        "2021-07-06",
        "emergency_single",
        "2(3)4",
        "The emergency passport took the place of urgent single-use passports.",
        "긴급여권이 신설되었다.",
        &["issue", "reissue"],
        is_without_chip,
    ),
    gap(
        "2021-07-06",
        "waivers_and_damage",
        "21, 37, 38(2)",
        "Damage, delegation and waivers changed.",
        "훼손, 대행 및 수수료 면제 규정이 변경되었다.",
        &["check_ground", "delegate", "exempt", "use_event"],
        always,
    ),
    gap(
        "2023-09-29",
        "council",
        "31-36",
        "A council of officials took the Committee's place.",
        "여권정책협의회로 변경되었다.",
        &[
            "vote",
            "set_quorum",
            "written_deliberation",
            "subcommittee_size",
            "member_term",
            "route",
            "act_for_chair",
            "allowance",
            "subcommittee_chair",
            "use_permit",
        ],
        always,
    ),
    gap(
        "2024-02-09",
        "name_article",
        "3-2",
        "Names have a new article and the Act's own grounds.",
        "로마자성명 규정이 전부 변경되었다.",
        &["name_note"],
        always,
    ),
    gap(
        "2025-03-25",
        "requests_and_fingerprints",
        "4(2), 23",
        "Fingerprints and agency requests were written anew.",
        "지문 제공의 예외와 거부·제한 요청 규정이 변경되었다.",
        &[
            "fingerprint",
            "agency_request",
            "agency_result",
            "agency_rerequest",
            "agency_duty",
            "examine_request",
            "lift",
            "serve_return_decision",
        ],
        always,
    ),
];
