use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::protocol::{ProtocolError, Request, Response, read_message, write_message};

/// Why the signing process did not answer.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// Nobody listens.
    #[error("the signer does not answer at {path}: {source}: start it with `yeogwon signer`")]
    Unreachable {
        /// The socket.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The conversation broke.
    #[error("the signer was lost: {0}: look at its log before you repeat the request")]
    Protocol(#[from] ProtocolError),
    /// It hung up without an answer.
    #[error(
        "the signer ended the connection without an answer: look at its log before you repeat the request"
    )]
    NoAnswer,
}

/// A connection to the signing process.
pub struct SignerClient {
    stream: UnixStream,
    path: PathBuf,
    used: Instant,
}

/// The signer hangs up on a caller who is silent for half a minute. Whoever prepared a document for longer than this comes
/// anew before asking: a request that was not sent was certainly not carried out.
const FRESH: Duration = Duration::from_secs(10);

/// Signing takes milliseconds; a minute without an answer means that something is broken.
const PATIENCE: Duration = Duration::from_secs(60);

impl SignerClient {
    /// Connects to the socket.
    ///
    /// # Errors
    /// [`ClientError::Unreachable`] when nobody listens there.
    pub fn connect(path: &Path) -> Result<Self, ClientError> {
        let unreachable = |source| ClientError::Unreachable {
            path: path.to_owned(),
            source,
        };
        let stream = UnixStream::connect(path).map_err(unreachable)?;
        stream
            .set_read_timeout(Some(PATIENCE))
            .map_err(unreachable)?;
        Ok(Self {
            stream,
            path: path.to_owned(),
            used: Instant::now(),
        })
    }

    /// Asks one thing and waits for the answer.
    ///
    /// # Errors
    /// [`ClientError`]; after an error it is not known whether the request was carried out.
    pub fn ask(&mut self, request: &Request) -> Result<Response, ClientError> {
        if self.used.elapsed() > FRESH {
            *self = Self::connect(&self.path)?;
        }
        write_message(&mut self.stream, request)?;
        let answer = read_message(&mut self.stream)?;
        self.used = Instant::now();
        answer.ok_or(ClientError::NoAnswer)
    }
}
