//! A rule as data: where it stands in the law and what it says in the two languages a reader may want.

use super::fact::Fact;

/// One rule of the Decree or of the Act beneath it.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name in reasons, in snake case.
    pub id: &'static str,
    /// Where it stands: `6(2)3(b)` is Decree article 6, paragraph 2, subparagraph 3, item (b).
    pub citation: &'static str,
    /// Does the text say "may"? Then a grant that rests on it is the officer's to give.
    pub may: bool,
    /// What it says, for a lay reader, in English.
    pub en: &'static str,
    /// The same in Korean.
    pub ko: &'static str,
}

impl Rule {
    /// A rule whose text says "shall".
    #[must_use]
    pub const fn shall(
        id: &'static str,
        citation: &'static str,
        en: &'static str,
        ko: &'static str,
    ) -> Self {
        Self {
            id,
            citation,
            may: false,
            en,
            ko,
        }
    }

    /// A rule whose text says "may".
    #[must_use]
    pub const fn may(
        id: &'static str,
        citation: &'static str,
        en: &'static str,
        ko: &'static str,
    ) -> Self {
        Self {
            id,
            citation,
            may: true,
            en,
            ko,
        }
    }
}

/// Why an answer is what it is: a rule, what it did here, and the facts it looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The rule.
    pub rule: &'static Rule,
    /// What the rule did, such as `ends 2021-10-05`.
    pub effect: String,
    /// The facts it used.
    pub facts: Vec<Fact>,
}

impl serde::Serialize for Reason {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let facts: Vec<&str> = self.facts.iter().map(|fact| fact.as_str()).collect();
        let mut out = serializer.serialize_struct("Reason", 4)?;
        out.serialize_field("citation", self.rule.citation)?;
        out.serialize_field("rule", self.rule.id)?;
        out.serialize_field("effect", &self.effect)?;
        out.serialize_field("facts", &facts)?;
        out.end()
    }
}
