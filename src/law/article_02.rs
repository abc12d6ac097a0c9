//! Article 2: size, cover and pages of the book (여권의 규격 등).

use super::case::{Case, Draft, Step, kind_of, use_of};
use super::fact::Fact;
use super::outcome::Outcome;
use super::rule::Rule;
use crate::domain::{PassportKind, PassportUse};

pub(super) const SIZE: Rule = Rule::shall(
    "size",
    "2(1)",
    "A passport or travel certificate is 8.8 cm wide and 12.5 cm high.",
    "여권과 여행증명서의 규격은 가로 8.8센티미터, 세로 12.5센티미터로 한다.",
);
pub(super) const COVER: Rule = Rule::shall(
    "cover",
    "2(2)",
    "The cover carries the State's name and the kind in Korean and English and the national emblem.",
    "표지에는 국명과 여권 등의 종류를 한글과 영문으로 표기하고 나라문장을 표시한다.",
);
pub(super) const CHIP_MARK: Rule = Rule::shall(
    "chip_mark",
    "2(2) proviso",
    "A book with a chip carries the ICAO mark at the foot of its cover.",
    "전자적으로 수록한 여권에는 국제민간항공기구가 정하는 표지를 추가한다.",
);
pub(super) const ORDINARY: Rule = Rule::shall(
    "ordinary_book",
    "2(3)1",
    "An ordinary passport is green: 12 pages for one journey, 48 for many.",
    "일반여권: 녹색(단수여권 12면, 복수여권 48면)",
);
pub(super) const ORDINARY_ATTACHED: Rule = Rule::shall(
    "ordinary_book_attached_photo",
    "2(3)1 proviso",
    "A single-use passport with a photograph attached has 14 pages.",
    "사진을 부착하는 단수여권은 14면으로 한다.",
);
pub(super) const OFFICIAL: Rule = Rule::shall(
    "official_book",
    "2(3)2",
    "An official passport is yellowish brown, 48 pages.",
    "관용여권: 황갈색(48면)",
);
pub(super) const DIPLOMATIC: Rule = Rule::shall(
    "diplomatic_book",
    "2(3)3",
    "A diplomatic passport is indigo, 48 pages.",
    "외교관여권: 남색(48면)",
);
pub(super) const CERTIFICATE: Rule = Rule::shall(
    "travel_certificate_book",
    "2(3)4",
    "A travel certificate is light blue, 8 pages.",
    "여행증명서: 하늘색(8면)",
);
pub(super) const CERTIFICATE_ATTACHED: Rule = Rule::shall(
    "travel_certificate_attached_photo",
    "2(3)4 proviso",
    "A travel certificate with a photograph attached has ten pages.",
    "사진을 부착하는 여행증명서는 10면으로 한다.",
);

/// The rules of this article.
pub(super) const RULES: &[&Rule] = &[
    &SIZE,
    &COVER,
    &CHIP_MARK,
    &ORDINARY,
    &ORDINARY_ATTACHED,
    &OFFICIAL,
    &DIPLOMATIC,
    &CERTIFICATE,
    &CERTIFICATE_ATTACHED,
];

/// A book: its cover and its pages, with the rule that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Book {
    /// The colour of the cover.
    pub cover: &'static str,
    /// How many pages.
    pub pages: u32,
    /// The rule of 2(3).
    pub rule: &'static Rule,
}

/// 2(3): colour and pages by kind and use; a residence passport is an ordinary one (6-2(1)).
pub(super) fn book(case: &Case<'_>, kind: PassportKind, usage: PassportUse) -> Book {
    let numbers = case.numbers;
    let attached = case.facts.says(Fact::PhotoAttached);
    match (kind, usage) {
        (PassportKind::Ordinary | PassportKind::Residence, PassportUse::Multiple) => Book {
            cover: "green",
            pages: numbers.multiple_pages,
            rule: &ORDINARY,
        },
        (PassportKind::Ordinary | PassportKind::Residence, PassportUse::Single) if attached => {
            Book {
                cover: "green",
                pages: numbers.single_pages + numbers.attached_photo_pages,
                rule: &ORDINARY_ATTACHED,
            }
        }
        (PassportKind::Ordinary | PassportKind::Residence, PassportUse::Single) => Book {
            cover: "green",
            pages: numbers.single_pages,
            rule: &ORDINARY,
        },
        (PassportKind::Official, _) => Book {
            cover: "yellowish_brown",
            pages: numbers.multiple_pages,
            rule: &OFFICIAL,
        },
        (PassportKind::Diplomatic, _) => Book {
            cover: "indigo",
            pages: numbers.multiple_pages,
            rule: &DIPLOMATIC,
        },
        (PassportKind::TravelCertificate, _) if attached => Book {
            cover: "light_blue",
            pages: numbers.certificate_pages + numbers.attached_photo_pages,
            rule: &CERTIFICATE_ATTACHED,
        },
        (PassportKind::TravelCertificate, _) => Book {
            cover: "light_blue",
            pages: numbers.certificate_pages,
            rule: &CERTIFICATE,
        },
    }
}

/// Width and height of every book, in millimetres.
const SIZE_MM: (u32, u32) = (88, 125);

/// `format`: size, cover, pages and chip mark.
pub(super) fn format(case: &Case<'_>, draft: &mut Draft) -> Step<()> {
    const LOOKED_AT: &[Fact] = &[Fact::Kind, Fact::Use, Fact::PhotoAttached];
    draft.set("width_mm", SIZE_MM.0);
    draft.set("height_mm", SIZE_MM.1);
    draft.note(&COVER, "name, kind and emblem on the cover", &[]);
    let kind = case.facts.word(Fact::Kind).and_then(kind_of);
    let usage = case.facts.word(Fact::Use).and_then(use_of);
    if kind.is_none() && case.facts.says(Fact::Any) {
        draft.answer(
            Outcome::Spec,
            &SIZE,
            "88 mm wide, 125 mm high",
            &[Fact::Any],
        );
        return Ok(());
    }
    draft.note(&SIZE, "88 mm wide, 125 mm high", &[]);
    let kind = match kind {
        Some(kind) => kind,
        None => kind_of(case.need_word(Fact::Kind, &ORDINARY)?).unwrap_or(PassportKind::Ordinary),
    };
    let usage = usage.unwrap_or(PassportUse::Multiple);
    // 3(2)2. A single-use passport without a chip (3(2)1) is a finding on the person, asserted as `electronic`.
    let chipless = kind == PassportKind::TravelCertificate;
    let electronic = case.facts.flag(Fact::Electronic).unwrap_or(!chipless);
    if electronic {
        draft.note(
            &CHIP_MARK,
            "the chip mark at the foot of the cover",
            &[Fact::Electronic],
        );
    }
    let book = book(case, kind, usage);
    draft.set("chip_mark", electronic);
    draft.set("cover", book.cover);
    draft.set("pages", book.pages);
    draft.answer(
        Outcome::Spec,
        book.rule,
        format!("{} cover, {} pages", book.cover, book.pages),
        LOOKED_AT,
    );
    Ok(())
}
