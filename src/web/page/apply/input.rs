use crate::law::{Fact, Shape, words};
use crate::web::fault::Faults;
use crate::web::frame::Frame;
use crate::web::language::Language;

/// One field of a form, ready to print.
#[derive(Debug, Clone, Default)]
pub(super) struct Input {
    /// Name and id.
    pub name: String,
    /// The label.
    pub label: String,
    /// What helps to fill it in.
    pub hint: String,
    /// What is in it.
    pub value: String,
    /// `text`, `date`, `select` or `radio`.
    pub kind: &'static str,
    /// What can be chosen: value and words.
    pub choices: Vec<(String, String)>,
    /// What is wrong with it.
    pub error: String,
    /// Where its content comes from, in words.
    pub origin: String,
    /// The language of what is entered, where it is another than the page's.
    pub lang: &'static str,
    /// `short`, `medium` or nothing.
    pub width: &'static str,
    /// The name that browsers know the field by.
    pub focus: bool,
}

impl Input {
    /// A line of text.
    pub(super) fn text(frame: &Frame, faults: &Faults, name: &str, value: &str) -> Self {
        let key = name.replace(['_', '.'], "-");
        Self {
            name: name.to_owned(),
            label: frame.t(&format!("apply-field-{key}")),
            hint: hint(frame, &format!("apply-hint-{key}")),
            value: value.to_owned(),
            kind: "text",
            error: faults.of(name).to_owned(),
            ..Self::default()
        }
    }

    /// A choice of a few.
    pub(super) fn choice(
        frame: &Frame,
        faults: &Faults,
        name: &str,
        value: &str,
        choices: Vec<(String, String)>,
    ) -> Self {
        Self {
            kind: if choices.len() > 6 { "select" } else { "radio" },
            choices,
            ..Self::text(frame, faults, name, value)
        }
    }

    /// A fact of the law, asked in the law's own words.
    pub(super) fn fact(frame: &Frame, faults: &Faults, fact: Fact, value: &str) -> Self {
        let language = law_language(frame.language);
        let name = format!("facts.{}", fact.as_str());
        let shape = fact.shapes().first();
        let mut choices: Vec<(String, String)> = fact
            .words()
            .iter()
            .map(|word| (word.as_str().to_owned(), words::word(*word, language)))
            .collect();
        if shape == Some(&Shape::Flag) {
            choices.push(("yes".to_owned(), frame.t("apply-yes")));
            choices.push(("no".to_owned(), frame.t("apply-no")));
        }
        let kind = if choices.is_empty() { "text" } else { "select" };
        if kind == "select" {
            choices.insert(0, (String::new(), frame.t("apply-not-said")));
        }
        let hint_key = match shape {
            Some(Shape::Date) => "apply-hint-date",
            Some(Shape::Period) => "apply-hint-period",
            Some(Shape::Integer) => "apply-hint-number",
            _ => "",
        };
        Self {
            label: words::fact(fact, language),
            hint: hint(frame, hint_key),
            value: value.to_owned(),
            kind,
            choices,
            error: faults.of(&name).to_owned(),
            width: if kind == "text" { "short" } else { "" },
            name,
            ..Self::default()
        }
    }

    /// With the words for where its content comes from.
    pub(super) fn from(mut self, frame: &Frame, origin: Option<&String>) -> Self {
        if let Some(origin) = origin {
            self.origin = frame.t(&format!("apply-origin-{}", origin.replace('_', "-")));
        }
        self
    }

    /// With what is entered in another language than the page's.
    pub(super) fn in_language(mut self, lang: &'static str) -> Self {
        self.lang = lang;
        self
    }

    /// With another width.
    pub(super) fn wide(mut self, width: &'static str) -> Self {
        self.width = width;
        self
    }

    /// Where the cursor is at first.
    pub(super) fn focused(mut self) -> Self {
        self.focus = true;
        self
    }
}

fn hint(frame: &Frame, key: &str) -> String {
    if crate::web::text::has_text(frame.language, key) {
        frame.t(key)
    } else {
        String::new()
    }
}

/// The law's name for a page's language.
pub(super) const fn law_language(language: Language) -> words::Language {
    match language {
        Language::Korean => words::Language::Ko,
        Language::English => words::Language::En,
    }
}
