//! The pages, one folder an area, one file a page.

pub mod admin;
pub mod apply;
pub mod audit;
pub mod border;
pub mod case;
pub mod desk;
pub mod document;
pub mod error;
pub mod help;
pub mod law;
pub mod officer_key;
pub mod production;
pub mod restriction;
pub mod sign_in;
pub mod stock;
pub mod work;

use actix_web::web::ServiceConfig;

use super::error::WebError;
use super::language::Language;
use super::render::html;

/// Every page's routes.
pub fn routes(cfg: &mut ServiceConfig) {
    sign_in::routes(cfg);
    desk::routes(cfg);
    case::routes(cfg);
    officer_key::routes(cfg);
    restriction::routes(cfg);
    work::routes(cfg);
    apply::routes(cfg);
    admin::routes(cfg);
    audit::routes(cfg);
    law::routes(cfg);
    border::routes(cfg);
    help::routes(cfg);
    production::routes(cfg);
    document::routes(cfg);
    stock::routes(cfg);
}

/// Every view of every page, as text, in one language: what tests render and audits look at.
///
/// # Errors
/// [`WebError::Failed`] when a template cannot be rendered.
pub fn samples(language: Language) -> Result<Vec<(&'static str, String)>, WebError> {
    let mut rendered = Vec::new();
    macro_rules! all_of {
        ($($view:ty),* $(,)?) => {$(
            for view in <$view>::samples(language) {
                rendered.push((stringify!($view), html(&view)?));
            }
        )*};
    }
    all_of![
        case::ConflictView,
        case::DocumentsView,
        case::HistoryView,
        case::PeopleView,
        desk::DeskView,
        error::ErrorView,
        help::HelpView,
        help::SearchView,
        restriction::RestrictionsView,
        sign_in::SignInView,
        sign_in::SessionEndedView,
        sign_in::ResendView,
        work::WorkView,
        production::MakeView,
        production::HandOverView,
        document::FindView,
        document::DocumentView,
        document::LostView,
        document::UncollectedView,
        stock::StockView,
        admin::AdminView,
        admin::AdmittedView,
        audit::JournalView,
        audit::ProofView,
        audit::BooksView,
        law::ArticlesView,
        law::AskView,
        border::BorderView,
        border::ReportView,
    ];
    Ok(rendered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_is_rendered_twice_alike_with_nothing_unescaped() {
        for language in Language::ALL {
            let (first, second) = (samples(language).unwrap(), samples(language).unwrap());
            assert_eq!(first, second);
            for (view, page) in first {
                let told = format!("{view} in {}:\n{page}", language.code());
                assert!(
                    page.contains(&format!("<html lang=\"{}\">", language.code())),
                    "{told}"
                );
                assert_eq!(page.matches("<h1").count(), 1, "{told}");
                for markup in ["<script>", "<b>", "style=", "onclick=", "javascript:"] {
                    assert!(!page.contains(markup), "{markup} in {told}");
                }
                for (at, _) in page.match_indices("method=\"post\"") {
                    let end = page[at..].find("</form>").unwrap();
                    let open = ["action=\"/sign-in\"", "action=\"/language\""];
                    let form = &page[at..at + end];
                    let is_open = open.iter().any(|action| form.contains(action));
                    assert!(is_open || form.contains("name=\"csrf\""), "{form}");
                }
            }
        }
    }

    /// Views of a whole case, or of bytes to sign: `tests/integration/web` shows them with what the service answers.
    const SHOWN_WITH_A_CASE: &[&str] = &[
        "ActView",
        "AttestView",
        "CheckView",
        "DecisionPage",
        "EnrolView",
        "FactsView",
        "KeyView",
        "PapersView",
        "PendingView",
        "PersonView",
        "PhotoView",
        "ReceiptView",
        "StartView",
        "SummaryView",
        "TasksView",
        "WithdrawView",
    ];

    #[test]
    fn every_template_of_a_page_is_in_the_samples() {
        let source = include_str!("page.rs");
        let mut open = vec![std::path::PathBuf::from(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/src/web/page"
        ))];
        let mut missing = Vec::new();
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap();
                for (at, _) in text.match_indices("#[template(path") {
                    let rest = &text[at..];
                    let name = rest[rest.find("struct ").unwrap() + 7..]
                        .split(|c: char| !c.is_alphanumeric())
                        .next()
                        .unwrap();
                    let is_sample = source.contains(&format!("::{name},"));
                    if !is_sample && !SHOWN_WITH_A_CASE.contains(&name) {
                        missing.push(format!("{}: {name}", path.display()));
                    }
                }
            }
        }
        assert!(missing.is_empty(), "{}", missing.join("\n"));
    }
}
