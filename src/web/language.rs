use actix_web::HttpRequest;
use actix_web::cookie::Cookie;
use actix_web::http::header::ACCEPT_LANGUAGE;
use actix_web::web::Query;

/// The language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// Korean, the language of the law and of the service.
    Korean,
    /// English.
    English,
}

impl Language {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Korean, Self::English];

    /// The code for `lang` and for the store.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Korean => "ko",
            Self::English => "en",
        }
    }

    /// What the language calls itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Korean => "한국어",
            Self::English => "English",
        }
    }

    /// The other one.
    pub const fn other(self) -> Self {
        match self {
            Self::Korean => Self::English,
            Self::English => Self::Korean,
        }
    }

    /// The same language as the law's own words have it.
    pub const fn of_law(self) -> crate::law::words::Language {
        match self {
            Self::Korean => crate::law::words::Language::Ko,
            Self::English => crate::law::words::Language::En,
        }
    }

    /// The language of a code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|language| language.code() == code)
    }

    /// One of two texts.
    pub const fn pick<'a>(self, korean: &'a str, english: &'a str) -> &'a str {
        match self {
            Self::Korean => korean,
            Self::English => english,
        }
    }

    /// The language of a request: asked for in the address, the officer's own, chosen before, the browser's.
    pub(super) fn of(request: &HttpRequest, officer: Option<&str>) -> Self {
        asked(request)
            .or_else(|| officer.and_then(Self::parse))
            .or_else(|| {
                let cookie = request.cookie(COOKIE)?;
                Self::parse(cookie.value())
            })
            .or_else(|| accepted(request))
            .unwrap_or(Self::Korean)
    }

    /// The cookie that keeps the choice of somebody who is not signed in.
    pub(super) fn cookie(self, secure: bool) -> Cookie<'static> {
        Cookie::build(COOKIE, self.code())
            .path("/")
            .http_only(true)
            .secure(secure)
            .same_site(actix_web::cookie::SameSite::Lax)
            .max_age(actix_web::cookie::time::Duration::days(365))
            .finish()
    }
}

const COOKIE: &str = "language";

fn asked(request: &HttpRequest) -> Option<Language> {
    let pairs = Query::<Vec<(String, String)>>::from_query(request.query_string()).ok()?;
    let (_, code) = pairs.iter().find(|(name, _)| name == "lang")?;
    Language::parse(code)
}

/// The better liked of our languages in `Accept-Language`.
fn accepted(request: &HttpRequest) -> Option<Language> {
    let header = request.headers().get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(f32, Language)> = None;
    for part in header.split(',') {
        let mut pieces = part.split(';');
        let tag = pieces.next().unwrap_or_default().trim();
        let primary = tag.split('-').next().unwrap_or_default();
        let Some(language) = Language::parse(&primary.to_ascii_lowercase()) else {
            continue;
        };
        let weight = pieces
            .find_map(|piece| piece.trim().strip_prefix("q="))
            .map_or(Some(1.0), |q| q.parse::<f32>().ok())
            .unwrap_or(0.0);
        if weight > 0.0 && best.is_none_or(|(liked, _)| weight > liked) {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_language_is_found_in_the_order_of_nearness() {
        let with = |query: &str, officer: Option<&str>, cookie: Option<&str>, header: &str| {
            let mut request = TestRequest::with_uri(&format!("/x{query}"))
                .insert_header((ACCEPT_LANGUAGE, header));
            if let Some(code) = cookie {
                request = request.cookie(Cookie::new(COOKIE, code.to_owned()));
            }
            Language::of(&request.to_http_request(), officer).code()
        };
        assert_eq!(with("?lang=en", Some("ko"), Some("ko"), "ko"), "en");
        assert_eq!(with("?lang=fr", Some("en"), Some("ko"), "ko"), "en");
        assert_eq!(with("", None, Some("en"), "ko"), "en");
        assert_eq!(
            with("", None, Some("xx"), "ja, en-GB;q=0.8, ko;q=0.5"),
            "en"
        );
        assert_eq!(with("", None, None, "en;q=0.3, ko-KR"), "ko");
        assert_eq!(with("", None, None, "en;q=0"), "ko");
        assert_eq!(with("", None, None, "ja"), "ko");
    }
}
