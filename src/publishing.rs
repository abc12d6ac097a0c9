//! What borders fetch: certificates, lists, a directory file, a page for people, and a manifest that holds them together.
//!
//! Here belong the contents of the folder `public/` and the one step in which it is replaced. Keys do not: whoever publishes
//! signs the manifest with a communication signer, on the road of [`yeogwon_pki::issue`]. What the web serves under `/pki/` is
//! this folder and nothing else. Start with [`Publication`].

mod folder;
mod index_page;
mod ldif;
mod manifest;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use yeogwon_pki::read::{Certificate, ReadError, RevocationList};

pub use folder::{read_folder, replace_folder};
pub use manifest::{Manifest, ManifestFault, PublishedFile};

/// The name of the manifest.
pub const MANIFEST: &str = "manifest.json";
/// The name of the signature over the manifest.
pub const MANIFEST_SIGNATURE: &str = "manifest.json.p7s";
/// The name of the page for people.
pub const INDEX_PAGE: &str = "index.html";
/// The name of the directory file.
pub const DIRECTORY_FILE: &str = "pkd.ldif";
/// The folders for certificates, in the order in which they are shown.
pub const FOLDERS: [&str; 3] = ["csca", "link", "ds"];

/// Files by their name below `public/`.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Everything that is published at one time, and by whom it is vouched for.
#[derive(Debug, Clone, Copy)]
pub struct Publication<'a> {
    /// The issuing State, three letters.
    pub state: &'a str,
    /// Whether all of it is a specimen's.
    pub specimen: bool,
    /// Grows with every publication.
    pub sequence: u64,
    /// The moment of publication.
    pub issued_at: DateTime<Utc>,
    /// After this moment another one must be there.
    pub expires_at: DateTime<Utc>,
    /// The self-signed CSCA certificates in DER.
    pub csca: &'a [Vec<u8>],
    /// The link certificates in DER.
    pub link: &'a [Vec<u8>],
    /// The document signers' certificates in DER, also of those that sign no more.
    pub document_signers: &'a [Vec<u8>],
    /// The revocation list in DER.
    pub crl: &'a [u8],
    /// The master list.
    pub master_list: &'a [u8],
    /// The certificate in DER of the signer of the manifest.
    pub communication_signer: &'a [u8],
}

/// Why something cannot be published.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PublishingError {
    /// One of the objects is none of its kind.
    #[error("what is to be published cannot be read: {0}")]
    Unreadable(#[from] ReadError),
    /// The page could not be written.
    #[error("the page of public keys cannot be written: {0}")]
    Page(#[from] askama::Error),
    /// The manifest could not be written.
    #[error("the manifest cannot be written: {0}")]
    Manifest(#[from] serde_json::Error),
}

impl Publication<'_> {
    /// Every file but the signature: that is made over the manifest and put beside it.
    ///
    /// # Errors
    /// [`PublishingError`] when an object is none of its kind.
    pub fn files(&self) -> Result<Files, PublishingError> {
        let parsed = self.parse()?;
        let mut files = Files::new();
        for (folder, certificates) in parsed.certificates() {
            for certificate in certificates {
                files.insert(
                    published_name(folder, certificate),
                    certificate.as_bytes().to_vec(),
                );
            }
        }
        files.insert(self.crl_name(), self.crl.to_vec());
        files.insert(self.master_list_name(), self.master_list.to_vec());
        files.insert(
            DIRECTORY_FILE.to_owned(),
            ldif::write(self, &parsed).into_bytes(),
        );
        files.insert(
            INDEX_PAGE.to_owned(),
            index_page::write(self, &parsed)?.into_bytes(),
        );
        let manifest = Manifest::over(self, &files);
        files.insert(MANIFEST.to_owned(), manifest.to_json()?);
        Ok(files)
    }

    fn crl_name(&self) -> String {
        format!("{}.crl", self.state)
    }

    fn master_list_name(&self) -> String {
        format!("{}.ml", self.state)
    }

    fn parse(&self) -> Result<Parsed, ReadError> {
        let read = |certificates: &[Vec<u8>]| {
            certificates
                .iter()
                .map(|der| Certificate::from_der(der))
                .collect::<Result<Vec<_>, _>>()
        };
        Ok(Parsed {
            csca: read(self.csca)?,
            link: read(self.link)?,
            document_signers: read(self.document_signers)?,
            crl: RevocationList::from_der(self.crl)?,
            communication_signer: Certificate::from_der(self.communication_signer)?,
        })
    }
}

/// What is published, as the inspecting side reads it: what cannot be read is not published.
struct Parsed {
    csca: Vec<Certificate>,
    link: Vec<Certificate>,
    document_signers: Vec<Certificate>,
    crl: RevocationList,
    communication_signer: Certificate,
}

impl Parsed {
    fn certificates(&self) -> [(&'static str, &[Certificate]); 3] {
        let [csca, link, document_signers] = FOLDERS;
        [
            (csca, &self.csca),
            (link, &self.link),
            (document_signers, &self.document_signers),
        ]
    }
}

/// The name under which a certificate is published: its fingerprint, so that no name ever means another certificate.
fn published_name(folder: &str, certificate: &Certificate) -> String {
    format!("{folder}/{}.cer", certificate.fingerprint())
}

#[cfg(test)]
mod tests;
