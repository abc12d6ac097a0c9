//! What the fields are called.

/// One field's name: for error messages, and as printed in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) name: &'static str,
    pub(super) ko: &'static str,
    pub(super) en: &'static str,
}

const fn label(name: &'static str, ko: &'static str, en: &'static str) -> Label {
    Label { name, ko, en }
}

pub(super) const TYPE: Label = label("type", "종류", "Type");
pub(super) const STATE: Label = label("issuing State", "발행국", "Issuing State");
pub(super) const PASSPORT_NUMBER: Label = label("document number", "여권번호", "Passport No.");
pub(super) const DOCUMENT_NUMBER: Label = label("document number", "문서번호", "Document No.");
pub(super) const SURNAME: Label = label("surname", "성", "Surname");
pub(super) const GIVEN_NAMES: Label = label("given names", "이름", "Given names");
pub(super) const HANGUL_NAME: Label = label("Hangul name", "한글성명", "Name in Hangul");
pub(super) const NATIONALITY: Label = label("nationality", "국적", "Nationality");
pub(super) const BIRTH: Label = label("date of birth", "생년월일", "Date of birth");
pub(super) const SEX: Label = label("sex", "성별", "Sex");
pub(super) const PERSONAL_NUMBER: Label = label("personal number", "개인번호", "Personal No.");
pub(super) const BIRTHPLACE: Label = label("place of birth", "출생지", "Place of birth");
pub(super) const ISSUE: Label = label("date of issue", "발급일", "Date of issue");
pub(super) const EXPIRY: Label = label("date of expiry", "기간만료일", "Date of expiry");
pub(super) const AUTHORITY: Label = label("authority", "발행관청", "Authority");
