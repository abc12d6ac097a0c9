//! Who works in the demo country, and where. Nobody of these people exists.

use crate::domain::StaffRole;

/// A post.
pub(super) struct Post {
    pub(super) id: &'static str,
    pub(super) name_ko: &'static str,
    pub(super) name_en: &'static str,
    pub(super) kind: &'static str,
    pub(super) country: &'static str,
}

/// A member of staff.
pub(super) struct Player {
    pub(super) id: &'static str,
    pub(super) name_ko: &'static str,
    pub(super) name_en: &'static str,
    pub(super) post: &'static str,
    pub(super) roles: &'static [StaffRole],
    pub(super) language: &'static str,
}

pub(super) const MINISTRY: &str = "mofa";

pub(super) const POSTS: [Post; 4] = [
    Post {
        id: MINISTRY,
        name_ko: "외교부 여권과",
        name_en: "Passport Division, Ministry of Foreign Affairs",
        kind: "ministry",
        country: "KOR",
    },
    Post {
        id: "jongno",
        name_ko: "종로구청",
        name_en: "Jongno-gu Office",
        kind: "local_government",
        country: "KOR",
    },
    Post {
        id: "london",
        name_ko: "주영국 대사관",
        name_en: "Embassy in the United Kingdom",
        kind: "mission",
        country: "GBR",
    },
    Post {
        id: "los-angeles",
        name_ko: "주로스앤젤레스 총영사관",
        name_en: "Consulate General in Los Angeles",
        kind: "mission",
        country: "USA",
    },
];

const COUNTER: &[StaffRole] = &[StaffRole::IntakeClerk, StaffRole::HandOverClerk];
const EXAMINER: &[StaffRole] = &[StaffRole::Examiner];
const KEEPER: &[StaffRole] = &[StaffRole::StockKeeper];
const ADMINISTRATOR: &[StaffRole] = &[StaffRole::PostAdministrator];

const fn player(
    id: &'static str,
    names: (&'static str, &'static str),
    post: &'static str,
    roles: &'static [StaffRole],
    language: &'static str,
) -> Player {
    Player {
        id,
        name_ko: names.0,
        name_en: names.1,
        post,
        roles,
        language,
    }
}

pub(super) const PLAYERS: [Player; 15] = [
    player(
        "jongno-clerk",
        ("나은결", "NA EUNGYEOL"),
        "jongno",
        COUNTER,
        "ko",
    ),
    player(
        "jongno-examiner",
        ("여도담", "YEO DODAM"),
        "jongno",
        EXAMINER,
        "ko",
    ),
    player(
        "london-clerk",
        ("설하람", "SEOL HARAM"),
        "london",
        COUNTER,
        "ko",
    ),
    player(
        "london-examiner",
        ("금솔", "GEUM SOL"),
        "london",
        EXAMINER,
        "en",
    ),
    player(
        "la-clerk",
        ("도가온", "DO GAON"),
        "los-angeles",
        COUNTER,
        "en",
    ),
    player(
        "la-examiner",
        ("소라온", "SO RAON"),
        "los-angeles",
        EXAMINER,
        "ko",
    ),
    player(
        "mofa-clerk",
        ("추나래", "CHU NARAE"),
        MINISTRY,
        COUNTER,
        "ko",
    ),
    player(
        "mofa-supervisor",
        ("마루한", "MA RUHAN"),
        MINISTRY,
        &[StaffRole::Supervisor],
        "ko",
    ),
    player(
        "mofa-operator",
        ("길다솜", "GIL DASOM"),
        MINISTRY,
        &[StaffRole::BureauOperator],
        "ko",
    ),
    player(
        "mofa-checker",
        ("석이든", "SEOK IDEUN"),
        MINISTRY,
        &[StaffRole::QualityChecker],
        "ko",
    ),
    player(
        "mofa-stock-1",
        ("변새롬", "BYEON SAEROM"),
        MINISTRY,
        KEEPER,
        "ko",
    ),
    player(
        "mofa-stock-2",
        ("염보담", "YEOM BODAM"),
        MINISTRY,
        KEEPER,
        "ko",
    ),
    player(
        "mofa-auditor",
        ("현누리", "HYEON NURI"),
        MINISTRY,
        &[StaffRole::Auditor],
        "ko",
    ),
    player(
        "mofa-admin-1",
        ("공다온", "GONG DAON"),
        MINISTRY,
        ADMINISTRATOR,
        "ko",
    ),
    player(
        "mofa-admin-2",
        ("함초롱", "HAM CHORONG"),
        MINISTRY,
        ADMINISTRATOR,
        "en",
    ),
];

impl Player {
    /// Whoever works at a post in a role.
    pub(super) fn at(post: &str, role: StaffRole) -> Option<&'static Self> {
        static PLAYERS: [Player; 15] = self::PLAYERS;
        PLAYERS
            .iter()
            .find(|player| player.post == post && player.roles.contains(&role))
    }
}
