use std::path::{Path, PathBuf};

use crate::signer::{ClientError, Request, Response, SignerClient};

/// The way to the signing process: a socket, a new conversation for every question.
#[derive(Debug, Clone)]
pub struct SignerGate {
    socket: PathBuf,
}

/// Why the signing process did not answer. Whether it acted is then not known.
#[derive(Debug, thiserror::Error)]
pub enum SignerGateError {
    /// The conversation.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The thread that waits for it.
    #[error("the question to the signer was broken off: {0}")]
    BrokenOff(String),
}

impl SignerGate {
    /// The signing process behind a socket.
    pub fn new(socket: &Path) -> Self {
        Self {
            socket: socket.to_owned(),
        }
    }

    /// Asks one thing and waits for the answer, without holding up other work.
    ///
    /// # Errors
    /// [`SignerGateError`]; after an error it is not known whether the request was carried out.
    pub async fn ask(&self, request: Request) -> Result<Response, SignerGateError> {
        let socket = self.socket.clone();
        tokio::task::spawn_blocking(move || SignerClient::connect(&socket)?.ask(&request))
            .await
            .map_err(|error| SignerGateError::BrokenOff(error.to_string()))?
            .map_err(SignerGateError::Client)
    }
}
