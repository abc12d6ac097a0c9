use chrono::{DateTime, NaiveDate, Utc};
use image::RgbImage;
use openssl::pkey::PKey;
use yeogwon_pki::algorithm::Curve;
use yeogwon_pki::chip_key::ChipKey;
use zeroize::Zeroizing;

use super::officers::{Officers, OfficersError};
use super::portrait::{PhotoReport, portrait};
use crate::config::{Config, DataDirectory};
use crate::document::data_page::{ChipShown, DataPageError, of_record};
use crate::document::portrait::{PORTRAIT_HEIGHT, PORTRAIT_WIDTH, PortraitError};
use crate::domain::{
    Application, ApplicationNumber, DocumentNumber, NumberForm, PassportKind, date_in_seoul, hex,
};
use crate::proposal::{Proposal, ProposalError};
use crate::signer::{
    ApprovalRole, Base64, Blank, ChipKeys, ClientError, Refusal, Released, Request, Response,
    SetUpError, SignDocument, SignerClient, check_names,
};

/// What is to be made.
#[derive(Debug, Clone, Copy)]
pub struct Product<'a> {
    /// The application.
    pub application: &'a Application,
    /// The photo as handed in.
    pub photo: &'a [u8],
    /// Whether the chip gets keys for active and chip authentication.
    pub chip: bool,
}

/// A signed document and what belongs to it.
pub struct Produced {
    /// What the officers approved.
    pub proposal: Proposal,
    /// What the signing process gave out.
    pub released: Released,
    /// How the photo became the portrait.
    pub photo: PhotoReport,
    /// The private keys of the chip, PEM, for a chip or a simulator to take in.
    pub chip_keys: Option<Zeroizing<Vec<u8>>>,
}

/// Why no document came out.
#[derive(Debug, thiserror::Error)]
pub enum ProduceError {
    /// The photo.
    #[error("the photo cannot be used: {0}")]
    Photo(#[from] PortraitError),
    /// The names or the nationality cannot be written in the machine readable zone.
    #[error("{0}")]
    Names(String),
    /// The data page.
    #[error("the data page cannot be drawn: {0}")]
    Page(#[from] DataPageError),
    /// The law, or the facts it was asked with.
    #[error(transparent)]
    Proposal(#[from] ProposalError),
    /// The officers' keys cannot be opened.
    #[error(transparent)]
    OfficerKeys(#[from] SetUpError),
    /// An officer could not sign.
    #[error(transparent)]
    Officers(#[from] OfficersError),
    /// The signing process did not answer. Its connection is spent: whoever goes on makes a new one.
    #[error(
        "{source}: it is not known whether document {number} was signed, and it was not handed out: the signer's log tells whether the number is used; the application can be handed in again, it gets another number"
    )]
    Signer {
        /// The number that was to be signed.
        number: DocumentNumber,
        /// What went wrong on the way.
        source: ClientError,
    },
    /// The signing process refused by rule.
    #[error("the signer refused: {message}")]
    Refused {
        /// Why.
        refusal: Refusal,
        /// The same for people.
        message: String,
    },
    /// Something is broken.
    #[error("{0}")]
    Failed(String),
}

/// Someone who can speak with the signing process.
pub trait SignerCall {
    /// Asks one thing and waits for the answer.
    ///
    /// # Errors
    /// [`ClientError`] when there is no answer.
    fn call(&mut self, request: &Request) -> Result<Response, ClientError>;
}

impl SignerCall for SignerClient {
    fn call(&mut self, request: &Request) -> Result<Response, ClientError> {
        self.ask(request)
    }
}

/// Takes one application from the law through both officers to the signing process.
///
/// # Errors
/// [`ProduceError`]; nothing was signed, but for [`ProduceError::Signer`], after which the signer's log tells.
pub fn produce(
    product: Product<'_>,
    directory: &DataDirectory,
    config: &Config,
    signer: &mut dyn SignerCall,
    now: DateTime<Utc>,
) -> Result<Produced, ProduceError> {
    let (proposal, photo) = propose(product, config, now)?;
    let issue_date = date_in_seoul(now);
    let officers = Officers::open(directory)?;
    let approvals = [ApprovalRole::Intake, ApprovalRole::Approval]
        .into_iter()
        .map(|role| officers.approve(role, &proposal.record, now))
        .collect::<Result<Vec<_>, _>>()?;
    let keys = if product.chip {
        Some(ChipKeyPairs::generate()?)
    } else {
        None
    };
    let record = &proposal.record;
    let request = SignDocument {
        record: Base64(record.to_canonical().map_err(failed)?),
        approvals,
        photo: Base64(photo.image.clone()),
        number: DocumentNumber::from_random(
            record.kind,
            record.usage,
            NumberForm::on(issue_date),
            random()?,
        ),
        blank: Blank {
            serial: format!("SPECIMEN-{}", hex(&random::<6>()?).to_uppercase()),
            kind: record.kind.booklet(),
        },
        chip: keys.as_ref().map(ChipKeyPairs::public),
    };
    let number = request.number.clone();
    let response = signer
        .call(&Request::SignDocument(Box::new(request)))
        .map_err(|source| ProduceError::Signer { number, source })?;
    match response {
        Response::Released(released) => Ok(Produced {
            proposal,
            released: *released,
            photo,
            chip_keys: keys.map(|keys| keys.to_pem()).transpose()?,
        }),
        Response::Refused { refusal, message } => Err(ProduceError::Refused { refusal, message }),
        Response::Failed { message } => Err(ProduceError::Failed(message)),
        Response::Status(_)
        | Response::Spoiled { .. }
        | Response::Officers { .. }
        | Response::Witnessed { .. }
        | Response::WitnessedHeads { .. } => Err(ProduceError::Failed(
            "the signer answered another question than it was asked".into(),
        )),
    }
}

/// Everything before the officers: names, law, portrait, and a data page that can be drawn. Nothing is written.
///
/// # Errors
/// [`ProduceError`]: whatever stands against the document as far as can be known before anybody signs.
pub fn propose(
    product: Product<'_>,
    config: &Config,
    now: DateTime<Utc>,
) -> Result<(Proposal, PhotoReport), ProduceError> {
    let application = product.application;
    check_names(&application.holder).map_err(ProduceError::Names)?;
    // The law before the photo: a refusal should not wait for a face to be found.
    let number = ApplicationNumber::from_random(application.date, random()?);
    let issue_date = date_in_seoul(now);
    Proposal::make(application, number.clone(), &[], config, issue_date)?;
    let photo = portrait(product.photo)?;
    let proposal = Proposal::make(application, number, &photo.image, config, issue_date)?;
    rehearse_page(&proposal, issue_date)?;
    Ok((proposal, photo))
}

/// Draws the data page with what is known before the signature, so that no signed document has a page that cannot be
/// printed.
fn rehearse_page(proposal: &Proposal, issue_date: NaiveDate) -> Result<(), ProduceError> {
    let record = &proposal.record;
    let number = DocumentNumber::from_random(
        record.kind,
        record.usage,
        NumberForm::on(issue_date),
        random()?,
    );
    let width = match record.kind {
        PassportKind::TravelCertificate => 36,
        _ => 44,
    };
    let line = "<".repeat(width);
    let portrait = RgbImage::new(PORTRAIT_WIDTH, PORTRAIT_HEIGHT);
    of_record(
        record,
        &number,
        issue_date,
        proposal.answer.valid_until.unwrap_or(issue_date),
        ChipShown {
            portrait,
            mrz_lines: [line.clone(), line],
        },
        true,
    )
    .to_svg()?;
    Ok(())
}

/// More than two keys in PEM need; a P-256 key takes about 250 bytes.
const PEM_ROOM_BYTES: usize = 4096;

/// The keys of one chip.
struct ChipKeyPairs {
    active_authentication: ChipKey,
    chip_authentication: ChipKey,
}

impl ChipKeyPairs {
    fn generate() -> Result<Self, ProduceError> {
        Ok(Self {
            active_authentication: ChipKey::generate(Curve::P256).map_err(failed)?,
            chip_authentication: ChipKey::generate(Curve::P256).map_err(failed)?,
        })
    }

    fn public(&self) -> ChipKeys {
        let point = |key: &ChipKey| Base64(key.public().bits().to_vec());
        ChipKeys {
            active_authentication: point(&self.active_authentication),
            chip_authentication: point(&self.chip_authentication),
        }
    }

    /// Both private keys as PKCS#8 in PEM, each with a line that names it.
    fn to_pem(&self) -> Result<Zeroizing<Vec<u8>>, ProduceError> {
        // Room for both at once: a vector that grows leaves copies of the keys behind.
        let mut text = Zeroizing::new(Vec::with_capacity(PEM_ROOM_BYTES));
        for (name, key) in [
            (
                "active authentication (EF.DG15)",
                &self.active_authentication,
            ),
            ("chip authentication (EF.DG14)", &self.chip_authentication),
        ] {
            let der = key.private_pkcs8().map_err(failed)?;
            let key = PKey::private_key_from_der(&der).map_err(failed)?;
            let pem = Zeroizing::new(key.private_key_to_pem_pkcs8().map_err(failed)?);
            text.extend_from_slice(format!("{name}\n").as_bytes());
            text.extend_from_slice(&pem);
        }
        Ok(text)
    }
}

fn failed(error: impl std::fmt::Display) -> ProduceError {
    ProduceError::Failed(error.to_string())
}

fn random<const N: usize>() -> Result<[u8; N], ProduceError> {
    let mut bytes = [0; N];
    openssl::rand::rand_bytes(&mut bytes).map_err(failed)?;
    Ok(bytes)
}
