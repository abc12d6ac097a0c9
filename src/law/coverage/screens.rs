//! Which page shows the answers of which procedure. A new page that shows an answer adds a row here; a test beside the
//! table looks for the template.

/// A page that shows answers of the law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// The template, below `templates/`.
    pub template: &'static str,
    /// The procedures whose answers it shows.
    pub procedures: &'static [&'static str],
}

/// The pages, in the order of a case's way.
pub const SCREENS: &[Screen] = &[
    Screen {
        template: "page/apply/law.html",
        procedures: &["issue"],
    },
    Screen {
        template: "page/case/law.html",
        procedures: &["issue"],
    },
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::law::PROCEDURES;

    #[test]
    fn every_screen_has_its_template_and_asks_known_procedures() {
        for screen in SCREENS {
            let path = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("templates")
                .join(screen.template);
            assert!(path.is_file(), "there is no template {}", path.display());
            for name in screen.procedures {
                let known = PROCEDURES.iter().any(|procedure| procedure.name == *name);
                assert!(known, "{} shows {name}", screen.template);
            }
        }
    }
}
