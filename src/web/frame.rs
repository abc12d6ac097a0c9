use std::fmt::Display;

use actix_web::HttpRequest;
use actix_web::web::{Data, Query};

use super::asset::asset_url;
use super::language::Language;
use super::text::{has_text, text, text_with};
use super::visit::Visit;
use crate::domain::StaffRole;
use crate::service::Deps;
use crate::service::session::Session;

/// What every page shows around its content, and the words for it.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The language.
    pub language: Language,
    /// The title's words.
    pub title: String,
    /// What every form has to carry in its field `csrf`.
    pub csrf: String,
    /// The path of this page, without its query.
    pub path: String,
    /// The path with its query, to come back to.
    pub here: String,
    /// Who is signed in.
    pub officer: Option<Badge>,
    /// Where this officer can go.
    pub nav: Vec<NavItem>,
    /// What concerns this officer alone, and administration: in the officer's menu.
    pub own: Vec<NavItem>,
    /// Whether every document from here is a specimen.
    pub specimen: bool,
    /// What was done just now, in words.
    pub notice: Option<String>,
}

/// Who is signed in, as the page shows it.
#[derive(Debug, Clone)]
pub struct Badge {
    /// The officer's identifier.
    pub id: String,
    /// The officer's name.
    pub name: String,
    /// The post's name.
    pub post: String,
    /// The roles' names.
    pub roles: Vec<String>,
}

/// One entry of the navigation.
#[derive(Debug, Clone)]
pub struct NavItem {
    /// Where it goes.
    pub href: &'static str,
    /// Its words.
    pub label: String,
    /// Whether the page shown is it or below it.
    pub current: bool,
}

impl Frame {
    /// The frame of a page; its title is a key of the locale files.
    pub fn new(request: &HttpRequest, title: &str) -> Self {
        let visit = Visit::of(request);
        let language = visit.language;
        let path = request.path().to_owned();
        let here = match request.query_string() {
            "" => path.clone(),
            query => format!("{path}?{query}"),
        };
        Self {
            language,
            title: text(language, title),
            csrf: visit
                .session
                .as_ref()
                .map(|session| session.csrf.clone())
                .unwrap_or_default(),
            nav: visit
                .session
                .as_ref()
                .map(|session| nav(PLACES, session, language, &path))
                .unwrap_or_default(),
            own: visit
                .session
                .as_ref()
                .map(|session| nav(OWN_PLACES, session, language, &path))
                .unwrap_or_default(),
            officer: visit
                .session
                .as_ref()
                .map(|session| badge(session, language)),
            specimen: request
                .app_data::<Data<Deps>>()
                .is_some_and(|deps| deps.config.installation.specimen),
            notice: notice(request, language),
            path,
            here,
        }
    }

    /// A frame for samples and tests: an officer with every role, in one language.
    pub fn sample(language: Language, title: &str) -> Self {
        Self {
            language,
            title: text(language, title),
            csrf: "0".repeat(64),
            path: "/work".to_owned(),
            here: "/work".to_owned(),
            officer: Some(Badge {
                id: "hong.gildong".to_owned(),
                name: language.pick("홍길동", "HONG GILDONG").to_owned(),
                post: language.pick("주오사카총영사관", "Osaka").to_owned(),
                roles: StaffRole::ALL
                    .into_iter()
                    .map(|role| role_name(language, role))
                    .collect(),
            }),
            nav: items(PLACES, &StaffRole::ALL, language, "/work"),
            own: items(OWN_PLACES, &StaffRole::ALL, language, "/work"),
            specimen: true,
            notice: None,
        }
    }

    /// The text of a key.
    pub fn t(&self, key: &str) -> String {
        text(self.language, key)
    }

    /// The text of a key with one argument.
    pub fn t1(&self, key: &str, name: &'static str, value: impl Display) -> String {
        text_with(self.language, key, &[(name, value.to_string().into())])
    }

    /// The text of a key with two arguments.
    pub fn t2(
        &self,
        key: &str,
        first: &'static str,
        value: impl Display,
        second: &'static str,
        other: impl Display,
    ) -> String {
        let arguments = [
            (first, value.to_string().into()),
            (second, other.to_string().into()),
        ];
        text_with(self.language, key, &arguments)
    }

    /// The text of a key with a number `count`, for languages that tell one from many.
    pub fn count(&self, key: &str, count: impl Display) -> String {
        let number: i64 = count.to_string().parse().unwrap_or_default();
        text_with(self.language, key, &[("count", number.into())])
    }

    /// The name of a role.
    pub fn role(&self, role: &StaffRole) -> String {
        role_name(self.language, *role)
    }

    /// The name of a status, of an application or of a document: the key `status-{word}`.
    pub fn status(&self, word: impl Display) -> String {
        self.t(&format!("status-{word}"))
    }

    /// The name of a kind of passport, by its word: the key `kind-{word}`.
    pub fn kind(&self, word: impl Display) -> String {
        self.t(&format!("kind-{word}").replace('_', "-"))
    }

    /// The name of a use, by its word: the key `use-{word}`.
    pub fn usage(&self, word: impl Display) -> String {
        self.t(&format!("use-{word}"))
    }

    /// The name of a pile on the desk.
    pub(super) fn pile(&self, word: impl Display) -> String {
        self.t(&format!("desk-pile-{word}"))
    }

    /// What a pile on the desk holds.
    pub(super) fn pile_hint(&self, word: impl Display) -> String {
        self.t(&format!("desk-hint-{word}"))
    }

    /// The address of a file below `assets/public`.
    pub fn asset(&self, path: &str) -> String {
        asset_url(path)
    }

    /// The other language.
    pub fn other_language(&self) -> Language {
        self.language.other()
    }
}

/// The key of a role's name: `role-intake-clerk`.
pub(in crate::web) fn role_name(language: Language, role: StaffRole) -> String {
    text(
        language,
        &format!("role-{}", role.as_str().replace('_', "-")),
    )
}

fn badge(session: &Session, language: Language) -> Badge {
    Badge {
        id: session.actor.id.as_str().to_owned(),
        name: language.pick(&session.name_ko, &session.name_en).to_owned(),
        post: language.pick(&session.post_ko, &session.post_en).to_owned(),
        roles: session
            .actor
            .roles
            .iter()
            .map(|role| role_name(language, *role))
            .collect(),
    }
}

/// A place in the navigation: path, key of its words, and the roles it is for (none: everybody).
type Place = (&'static str, &'static str, &'static [StaffRole]);

const PLACES: &[Place] = &[
    ("/", "nav-desk", &[]),
    ("/work", "nav-work", &[]),
    ("/apply/new", "nav-apply", &[StaffRole::IntakeClerk]),
    ("/documents", "nav-documents", &[]),
    (
        "/lost",
        "nav-lost",
        &[
            StaffRole::IntakeClerk,
            StaffRole::Examiner,
            StaffRole::Supervisor,
            StaffRole::HandOverClerk,
        ],
    ),
    (
        "/stock",
        "nav-stock",
        &[
            StaffRole::StockKeeper,
            StaffRole::BureauOperator,
            StaffRole::Supervisor,
            StaffRole::Auditor,
        ],
    ),
    (
        "/restrictions",
        "nav-restrictions",
        &[
            StaffRole::Examiner,
            StaffRole::Supervisor,
            StaffRole::Auditor,
        ],
    ),
    ("/law", "nav-law", &[]),
    ("/border", "nav-border", &[]),
    ("/audit", "nav-audit", &[StaffRole::Auditor]),
    ("/admin", "nav-admin", &[StaffRole::PostAdministrator]),
    ("/help", "nav-help", &[]),
];

const OWN_PLACES: &[Place] = &[
    ("/me/key", "nav-key", &[]),
    ("/admin/keys", "nav-keys", &[StaffRole::PostAdministrator]),
];

fn nav(places: &[Place], session: &Session, language: Language, path: &str) -> Vec<NavItem> {
    let roles: Vec<StaffRole> = session.actor.roles.iter().copied().collect();
    items(places, &roles, language, path)
}

fn items(places: &[Place], roles: &[StaffRole], language: Language, path: &str) -> Vec<NavItem> {
    places
        .iter()
        .filter(|(_, _, wanted)| {
            wanted.is_empty() || wanted.iter().any(|role| roles.contains(role))
        })
        .map(|(href, key, _)| NavItem {
            href,
            label: text(language, key),
            current: is_below(path, href),
        })
        .collect()
}

fn is_below(path: &str, href: &str) -> bool {
    path == href
        || (href != "/"
            && path
                .strip_prefix(href)
                .is_some_and(|rest| rest.starts_with('/')))
}

/// What `?done=` names, when it is one of ours: an address made by somebody else cannot put words into the page.
fn notice(request: &HttpRequest, language: Language) -> Option<String> {
    let pairs = Query::<Vec<(String, String)>>::from_query(request.query_string()).ok()?;
    let (_, key) = pairs.iter().find(|(name, _)| name == "done")?;
    (key.starts_with("done-") && has_text(language, key)).then(|| text(language, key))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn the_current_place_is_marked() {
        for (path, href, current) in [
            ("/", "/", true),
            ("/work", "/", false),
            ("/work", "/work", true),
            ("/work/1", "/work", true),
            ("/workers", "/work", false),
        ] {
            assert_eq!(is_below(path, href), current, "{path} {href}");
        }
    }

    #[test]
    fn a_notice_is_one_of_ours_or_none() {
        let with = |uri: &str| {
            notice(
                &TestRequest::with_uri(uri).to_http_request(),
                Language::English,
            )
        };
        assert!(with("/?done=done-signed-out").is_some());
        assert_eq!(with("/?done=done-no-such-thing"), None);
        assert_eq!(with("/?done=sign-in-title"), None);
        assert_eq!(with("/?done=%3Cb%3E"), None);
    }

    #[test]
    fn every_role_has_its_places() {
        let of = |roles: &[StaffRole]| {
            items(PLACES, roles, Language::English, "/")
                .into_iter()
                .map(|item| item.href)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            of(&[StaffRole::IntakeClerk]),
            [
                "/",
                "/work",
                "/apply/new",
                "/documents",
                "/lost",
                "/law",
                "/border",
                "/help"
            ]
        );
        assert_eq!(
            of(&[StaffRole::QualityChecker]),
            ["/", "/work", "/documents", "/law", "/border", "/help"]
        );
        assert_eq!(of(&StaffRole::ALL).len(), PLACES.len());
    }
}
