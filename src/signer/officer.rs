use std::collections::BTreeMap;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use openssl::bn::BigNumContext;
use openssl::ec::{EcKey, PointConversionForm};
use openssl::nid::Nid;
use openssl::pkey::{PKey, Public};
use openssl::sha::sha256;
use serde::{Deserialize, Serialize};

use crate::domain::{hex, to_canonical_json};

/// The name under which an officer is enrolled.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OfficerId(String);

/// Why a text is no officer's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an officer's identifier has 2 to 40 characters of a-z, 0-9, `.` and `-`")]
pub struct ParseOfficerIdError;

impl OfficerId {
    /// Reads an officer's identifier.
    ///
    /// # Errors
    /// [`ParseOfficerIdError`] when it is too short, too long or holds other characters.
    pub fn parse(text: &str) -> Result<Self, ParseOfficerIdError> {
        let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-');
        if (2..=40).contains(&text.len()) && text.bytes().all(fits) {
            Ok(Self(text.to_owned()))
        } else {
            Err(ParseOfficerIdError)
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OfficerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for OfficerId {
    type Error = ParseOfficerIdError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<OfficerId> for String {
    fn from(id: OfficerId) -> Self {
        id.0
    }
}

/// What an officer's signature stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalRole {
    /// The clerk attests: I saw this person and these papers.
    Intake,
    /// The examiner approves: this person gets this document.
    Approval,
    /// The administrator enrols, changes and shuts out officers; never alone, and never about a document.
    Enrolment,
}

/// One enrolled officer, as it stands in the register's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficerEntry {
    /// The officer.
    pub id: OfficerId,
    /// What the officer may sign for.
    pub roles: Vec<ApprovalRole>,
    /// The officer's P-256 key, a SubjectPublicKeyInfo in base64.
    pub public_key: String,
    /// Whether the officer has been shut out.
    #[serde(default)]
    pub disabled: bool,
}

/// Why the register of officers cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OfficerRegisterError {
    /// The file is not what it should be.
    #[error("the register of officers is not readable: {0}")]
    Malformed(String),
    /// Two entries share a name or a key: four eyes would be two.
    #[error(
        "officers `{first}` and `{second}` share a key or a name: every officer needs a key of their own"
    )]
    Shared {
        /// The earlier entry.
        first: OfficerId,
        /// The later entry.
        second: OfficerId,
    },
    /// A key that is no point on P-256.
    #[error("the key of officer `{id}` is not a usable P-256 key: {reason}")]
    Key {
        /// Whose key.
        id: OfficerId,
        /// What is wrong with it.
        reason: String,
    },
}

/// The public keys of the officers whose signatures count.
///
/// It lies in the signer's own directory: neither the web process nor the database can add an officer.
#[derive(Clone)]
pub struct OfficerRegister {
    officers: BTreeMap<OfficerId, Officer>,
}

/// An enrolled officer with the key ready for use.
#[derive(Clone)]
pub struct Officer {
    /// The entry as enrolled.
    pub entry: OfficerEntry,
    /// The key.
    pub key: PKey<Public>,
}

impl OfficerRegister {
    /// Reads the register: a JSON list of entries.
    ///
    /// # Errors
    /// [`OfficerRegisterError`] for a malformed file, shared names or keys, unusable keys.
    pub fn parse(json: &[u8]) -> Result<Self, OfficerRegisterError> {
        let entries: Vec<OfficerEntry> = serde_json::from_slice(json)
            .map_err(|e| OfficerRegisterError::Malformed(e.to_string()))?;
        Self::from_entries(entries)
    }

    /// Makes the register of these entries.
    ///
    /// # Errors
    /// [`OfficerRegisterError`] for shared names or keys and unusable keys.
    pub fn from_entries(
        entries: impl IntoIterator<Item = OfficerEntry>,
    ) -> Result<Self, OfficerRegisterError> {
        let mut officers: BTreeMap<OfficerId, Officer> = BTreeMap::new();
        for entry in entries {
            let officer = Officer::read(entry)?;
            let shared = officers.values().find(|other| {
                other.entry.id == officer.entry.id || other.key.public_eq(&officer.key)
            });
            if let Some(other) = shared {
                return Err(OfficerRegisterError::Shared {
                    first: other.entry.id.clone(),
                    second: officer.entry.id,
                });
            }
            officers.insert(officer.entry.id.clone(), officer);
        }
        Ok(Self { officers })
    }

    /// The officer of this name, whether shut out or not.
    pub fn find(&self, id: &OfficerId) -> Option<&Officer> {
        self.officers.get(id)
    }

    /// All officers, in the order of their names.
    pub fn all(&self) -> impl Iterator<Item = &Officer> {
        self.officers.values()
    }

    /// The entries as they stand in the file, in the order of the names.
    pub fn entries(&self) -> Vec<OfficerEntry> {
        self.all().map(|officer| officer.entry.clone()).collect()
    }

    /// SHA-256 over the canonical entries in the order of the names, lower-case hexadecimal: two registers with one
    /// digest say the same, however their files are spaced and ordered.
    ///
    /// # Errors
    /// [`OfficerRegisterError::Malformed`]; cannot happen for entries that were read.
    pub fn digest(&self) -> Result<String, OfficerRegisterError> {
        to_canonical_json(&self.entries())
            .map(|bytes| hex(&sha256(&bytes)))
            .map_err(|error| OfficerRegisterError::Malformed(error.to_string()))
    }

    /// How many officers are enrolled.
    pub fn len(&self) -> usize {
        self.officers.len()
    }

    /// Whether nobody is enrolled.
    pub fn is_empty(&self) -> bool {
        self.officers.is_empty()
    }
}

impl Officer {
    /// Makes an entry's key ready for use.
    ///
    /// # Errors
    /// [`OfficerRegisterError::Key`] when it is no point on P-256.
    pub(super) fn read(entry: OfficerEntry) -> Result<Self, OfficerRegisterError> {
        let key = read_key(&entry)?;
        Ok(Self { entry, key })
    }

    /// The key as one byte string, however its entry spells it.
    ///
    /// # Errors
    /// [`OfficerRegisterError::Key`]; cannot happen for a key that was read.
    pub(super) fn point(&self) -> Result<Vec<u8>, OfficerRegisterError> {
        let point = || {
            let (ec, mut context) = (self.key.ec_key()?, BigNumContext::new()?);
            ec.public_key()
                .to_bytes(ec.group(), PointConversionForm::UNCOMPRESSED, &mut context)
        };
        point().map_err(
            |error: openssl::error::ErrorStack| OfficerRegisterError::Key {
                id: self.entry.id.clone(),
                reason: error.to_string(),
            },
        )
    }

    /// Whether this officer may sign for a role now.
    pub(super) fn may(&self, role: ApprovalRole) -> bool {
        !self.entry.disabled && self.entry.roles.contains(&role)
    }
}

fn read_key(entry: &OfficerEntry) -> Result<PKey<Public>, OfficerRegisterError> {
    let wrong = |reason: String| OfficerRegisterError::Key {
        id: entry.id.clone(),
        reason,
    };
    let der = BASE64
        .decode(&entry.public_key)
        .map_err(|e| wrong(e.to_string()))?;
    let key =
        PKey::public_key_from_der(&der).map_err(|_| wrong("no SubjectPublicKeyInfo".into()))?;
    let ec: EcKey<Public> = key
        .ec_key()
        .map_err(|_| wrong("not an elliptic curve key".into()))?;
    if ec.group().curve_name() != Some(Nid::X9_62_PRIME256V1) {
        return Err(wrong("another curve than P-256".into()));
    }
    ec.check_key()
        .map_err(|_| wrong("the point is not on the curve".into()))?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use openssl::ec::EcGroup;

    fn key(curve: Nid) -> String {
        let group = EcGroup::from_curve_name(curve).unwrap();
        let key = PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap();
        BASE64.encode(key.public_key_to_der().unwrap())
    }

    fn entry(id: &str, public_key: &str) -> OfficerEntry {
        OfficerEntry {
            id: OfficerId::parse(id).unwrap(),
            roles: vec![ApprovalRole::Intake],
            public_key: public_key.to_owned(),
            disabled: false,
        }
    }

    fn parse(entries: &[OfficerEntry]) -> Result<OfficerRegister, OfficerRegisterError> {
        OfficerRegister::parse(&serde_json::to_vec(entries).unwrap())
    }

    #[test]
    fn officers_are_found_by_name() {
        let register = parse(&[entry("clerk", &key(Nid::X9_62_PRIME256V1))]).unwrap();
        assert!(register.find(&OfficerId::parse("clerk").unwrap()).is_some());
        assert!(register.find(&OfficerId::parse("other").unwrap()).is_none());
        assert_eq!(register.len(), 1);
    }

    #[test]
    fn two_names_with_one_key_and_one_name_twice_are_refused() {
        let (one, other) = (key(Nid::X9_62_PRIME256V1), key(Nid::X9_62_PRIME256V1));
        for entries in [
            [entry("clerk", &one), entry("examiner", &one)],
            [entry("clerk", &one), entry("clerk", &other)],
        ] {
            assert!(matches!(
                parse(&entries),
                Err(OfficerRegisterError::Shared { .. })
            ));
        }
        assert!(parse(&[entry("clerk", &one), entry("examiner", &other)]).is_ok());
    }

    #[test]
    fn other_curves_and_nonsense_are_no_keys() {
        for wrong in [
            key(Nid::SECP384R1),
            "AAAA".to_owned(),
            "not base64!".to_owned(),
        ] {
            assert!(matches!(
                parse(&[entry("clerk", &wrong)]),
                Err(OfficerRegisterError::Key { .. })
            ));
        }
        let json = br#"[{"id":"clerk","roles":["intake"],"public_key":"","colour":"red"}]"#;
        assert!(matches!(
            OfficerRegister::parse(json),
            Err(OfficerRegisterError::Malformed(_))
        ));
    }

    #[test]
    fn identifiers_are_short_plain_texts() {
        for good in ["ab", "kim.minjun", "post-12"] {
            assert_eq!(OfficerId::parse(good).unwrap().as_str(), good);
        }
        for bad in ["a", "Clerk", "a b", "김", &"a".repeat(41)] {
            assert!(OfficerId::parse(bad).is_err(), "{bad}");
        }
    }
}
