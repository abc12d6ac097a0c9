use crate::publishing::{FOLDERS, INDEX_PAGE};

/// The name of a file below the public folder: one that such a file can have, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PublicName {
    /// One of the folders for certificates.
    pub(super) folder: Option<&'static str>,
    /// INVARIANT: 1 to 100 of A-Z a-z 0-9 `.` `_` `-`, not beginning with a dot.
    pub(super) file: String,
    media_type: &'static str,
}

/// By the end of the name. The directory file's type is the one in common use; none is registered.
const MEDIA_TYPES: &[(&str, &str)] = &[
    ("cer", "application/pkix-cert"),
    ("crl", "application/pkix-crl"),
    ("ml", "application/cms"),
    ("p7s", "application/pkcs7-signature"),
    ("json", "application/json"),
    ("ldif", "text/x-ldif; charset=utf-8"),
    ("html", "text/html; charset=utf-8"),
];

impl PublicName {
    /// Reads the part of the path after `/pki/`; the empty name is the page for people.
    pub(super) fn parse(path: &str) -> Option<Self> {
        let (folder, file) = match path.split_once('/') {
            None if path.is_empty() => (None, INDEX_PAGE),
            None => (None, path),
            Some((folder, file)) => {
                let known = FOLDERS.into_iter().find(|known| *known == folder)?;
                (Some(known), file)
            }
        };
        let is_plain = (1..=100).contains(&file.len())
            && !file.starts_with('.')
            && file
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
        let (_, ending) = file.rsplit_once('.')?;
        let (_, media_type) = MEDIA_TYPES.iter().find(|(known, _)| *known == ending)?;
        is_plain.then(|| Self {
            folder,
            file: file.to_owned(),
            media_type,
        })
    }

    pub(super) const fn media_type(&self) -> &'static str {
        self.media_type
    }

    /// A certificate's name is its fingerprint, so it never changes; lists may at any time.
    pub(super) const fn cache_control(&self) -> &'static str {
        match self.folder {
            Some(_) => "public, max-age=31536000, immutable, no-transform",
            None => "public, max-age=60, must-revalidate, no-transform",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_published_files() {
        for (path, media_type) in [
            ("", "text/html; charset=utf-8"),
            ("index.html", "text/html; charset=utf-8"),
            ("KOR.crl", "application/pkix-crl"),
            ("KOR.ml", "application/cms"),
            ("ds/00ff.cer", "application/pkix-cert"),
            ("manifest.json.p7s", "application/pkcs7-signature"),
        ] {
            let name = PublicName::parse(path).unwrap();
            assert_eq!(name.media_type(), media_type, "{path}");
        }
    }

    #[test]
    fn nothing_else_is_a_name() {
        let long = format!("{}.cer", "a".repeat(100));
        for path in [
            "../signer/officers.json",
            "ds/../../signer/officers.json",
            "ds/..",
            "..",
            ".hidden.cer",
            "ds/.hidden.cer",
            "ds/",
            "ds//a.cer",
            "ds/a/b.cer",
            "other/a.cer",
            "/etc/passwd",
            "KOR.crl/",
            "KOR.CRL",
            "a.exe",
            "noending",
            "a b.cer",
            "a%2f.cer",
            "a\\b.cer",
            "a\0.cer",
            "여권.cer",
            &long,
        ] {
            assert_eq!(PublicName::parse(path), None, "{path:?}");
        }
    }
}
