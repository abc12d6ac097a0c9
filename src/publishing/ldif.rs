//! The directory file: the same objects as entries of the ICAO public key directory.
//!
//! Source: rfc2849:2; the tree and the attributes as the directory's own download files have them

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use yeogwon_pki::read::{Certificate, ldap_escaped};

use super::{Parsed, Publication};

/// Where the directory keeps what conforms to Doc 9303.
const BASE: &str = "dc=data,dc=download,dc=pkd,dc=icao,dc=int";
/// The longest line, the line break not counted.
const LINE_BYTES: usize = 76;

pub(super) fn write(publication: &Publication<'_>, parsed: &Parsed) -> String {
    // The directory writes the two letters of the certificates, not the three of the machine readable zone.
    let country = parsed
        .csca
        .iter()
        .find_map(Certificate::country)
        .unwrap_or_default();
    let version = publication.sequence.to_string();
    let mut file = File(String::from("version: 1"));
    file.containers(country);
    for certificate in &parsed.document_signers {
        let issuer = certificate.issuer().ldap();
        let serial = certificate.serial_text();
        file.begin(&format!(
            "cn={}+sn={serial},o=dsc,c={country},{BASE}",
            ldap_escaped(issuer)
        ));
        file.texts("objectClass", DOCUMENT_SIGNER_CLASSES);
        file.text("cn", issuer);
        file.text("sn", &serial);
        file.text("pkdVersion", &version);
        file.binary("userCertificate;binary", certificate.as_bytes());
    }
    let issuer = parsed.crl.issuer().ldap();
    file.begin(&format!(
        "cn={},o=crl,c={country},{BASE}",
        ldap_escaped(issuer)
    ));
    file.texts("objectClass", &["top", "cRLDistributionPoint"]);
    file.text("cn", issuer);
    file.binary("certificateRevocationList;binary", publication.crl);
    file.begin(&format!(
        "cn={},o=ml,c={country},{BASE}",
        ldap_escaped(issuer)
    ));
    file.texts("objectClass", MASTER_LIST_CLASSES);
    file.text("cn", issuer);
    file.text("sn", "1");
    file.text("pkdVersion", &version);
    file.binary("pkdMasterListContent", publication.master_list);
    file.0
}

struct File(String);

impl File {
    /// The entries above the objects, so that the file can be read into an empty directory.
    fn containers(&mut self, country: &str) {
        self.begin(BASE);
        self.texts("objectClass", &["top", "domain"]);
        self.text("dc", "data");
        self.begin(&format!("c={country},{BASE}"));
        self.texts("objectClass", &["top", "country"]);
        self.text("c", country);
        for organization in ["dsc", "crl", "ml"] {
            self.begin(&format!("o={organization},c={country},{BASE}"));
            self.texts("objectClass", &["top", "organization"]);
            self.text("o", organization);
        }
    }

    /// Begins an entry.
    fn begin(&mut self, name: &str) {
        self.0.push('\n');
        self.text("dn", name);
    }

    fn texts(&mut self, attribute: &str, values: &[&str]) {
        for value in values {
            self.text(attribute, value);
        }
    }

    fn text(&mut self, attribute: &str, value: &str) {
        if is_safe(value) {
            self.line(&format!("{attribute}: {value}"));
        } else {
            self.binary(attribute, value.as_bytes());
        }
    }

    fn binary(&mut self, attribute: &str, value: &[u8]) {
        self.line(&format!("{attribute}:: {}", BASE64.encode(value)));
    }

    /// Writes a line, folded: every further piece begins with one space. All of it is ASCII.
    fn line(&mut self, line: &str) {
        let mut room = LINE_BYTES;
        for (place, character) in line.chars().enumerate() {
            if place > 0 && room == 0 {
                self.0.push_str("\n ");
                room = LINE_BYTES - 1;
            }
            self.0.push(character);
            room -= 1;
        }
        self.0.push('\n');
    }
}

/// Whether a value may stand as it is.
///
/// ```text
/// SAFE-CHAR = %x01-09 / %x0B-0C / %x0E-7F, SAFE-INIT-CHAR = the same but space, ":" and "<"; no space at the end
/// ```
/// Source: rfc2849:2
fn is_safe(value: &str) -> bool {
    let is_safe = |byte: u8| (0x01..=0x7f).contains(&byte) && byte != b'\n' && byte != b'\r';
    value.bytes().all(is_safe) && !value.starts_with([' ', ':', '<']) && !value.ends_with(' ')
}

const DOCUMENT_SIGNER_CLASSES: &[&str] = &[
    "top",
    "person",
    "organizationalPerson",
    "inetOrgPerson",
    "pkdDownload",
];
const MASTER_LIST_CLASSES: &[&str] = &["top", "person", "pkdMasterList", "pkdDownload"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_and_come_back_whole() {
        let mut file = File(String::new());
        let value = "x".repeat(500);
        file.text("cn", &value);
        assert!(file.0.lines().all(|line| line.len() <= LINE_BYTES));
        assert_eq!(file.0.replace("\n ", ""), format!("cn: {value}\n"));
    }

    #[test]
    fn what_is_not_plain_is_base64() {
        for (value, is_plain) in [
            ("CN=CSCA,C=KR", true),
            ("여권", false),
            (" a", false),
            (":a", false),
            ("<a", false),
            ("a ", false),
            ("a\nb", false),
            ("", true),
        ] {
            assert_eq!(is_safe(value), is_plain, "{value:?}");
        }
        let mut file = File(String::new());
        file.text("cn", "여권");
        assert_eq!(file.0, "cn:: 7Jes6raM\n");
    }
}
