use std::io::{self, Read};
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};

use super::process::SigningProcess;
use super::protocol::{ProtocolError, Request, read_message, write_message};

/// A caller that has not said a whole message after this time is dropped, also one that says a byte now and then.
const PATIENCE: Duration = Duration::from_secs(30);

/// Callers served at the same time; each costs a thread and at most one message.
const MOST_CALLERS: usize = 32;

/// So often in a row may the listener fail, with a pause each time, before the process gives up.
const MOST_FAILURES: u32 = 200;

/// The longest path a socket can have on Linux, in bytes.
const LONGEST_SOCKET_PATH: usize = 107;

/// Why the socket cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// The path does not fit into a socket address.
    #[error(
        "the socket path {path} is longer than {LONGEST_SOCKET_PATH} bytes: give a shorter one with --socket"
    )]
    PathTooLong {
        /// The path.
        path: PathBuf,
    },
    /// Something that is no socket lies there, or the socket of another signer that answers.
    #[error(
        "{path} is in the way of the socket: end what uses it, move it, or give another path with --socket"
    )]
    InTheWay {
        /// The path.
        path: PathBuf,
    },
    /// The system refused.
    #[error("the socket {path} cannot be opened: {source}")]
    Io {
        /// The path.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Whether a path can be a socket's.
pub fn fits_socket(path: &Path) -> bool {
    path.as_os_str().len() <= LONGEST_SOCKET_PATH
}

/// Opens the socket, readable and writable for the owner alone, replacing the leftover of a dead process.
///
/// A socket at which somebody answers is left alone.
///
/// # Errors
/// [`ListenError`].
pub fn listen(path: &Path) -> Result<UnixListener, ListenError> {
    let io = |source| ListenError::Io {
        path: path.to_owned(),
        source,
    };
    if !fits_socket(path) {
        return Err(ListenError::PathTooLong {
            path: path.to_owned(),
        });
    }
    match std::fs::symlink_metadata(path) {
        // The leftover of a dead process, unless somebody answers there.
        Ok(found) if found.file_type().is_socket() && UnixStream::connect(path).is_err() => {
            std::fs::remove_file(path).map_err(io)?;
        }
        Ok(_) => {
            return Err(ListenError::InTheWay {
                path: path.to_owned(),
            });
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(io(error)),
    }
    let listener = UnixListener::bind(path).map_err(io)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).map_err(io)?;
    Ok(listener)
}

/// Serves callers until the listener fails. One thread a caller; the process itself handles one request at a time.
///
/// # Errors
/// What `accept` said, when it fails for good.
pub fn serve(
    listener: &UnixListener,
    process: SigningProcess,
    clock: fn() -> DateTime<Utc>,
) -> io::Result<()> {
    let process = Arc::new(Mutex::new(process));
    let callers = Arc::new(AtomicUsize::new(0));
    let mut failures = 0;
    loop {
        let stream = match listener.accept() {
            Ok((stream, _)) => stream,
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::Interrupted | io::ErrorKind::ConnectionAborted
                ) =>
            {
                continue;
            }
            // Out of file descriptors, most likely: a caller that leaves gives some back.
            Err(error) if failures < MOST_FAILURES => {
                failures += 1;
                let _ = error;
                std::thread::sleep(Duration::from_millis(50));
                continue;
            }
            Err(error) => return Err(error),
        };
        failures = 0;
        let seat = Seat::take(&callers);
        if seat.0.load(Ordering::SeqCst) > MOST_CALLERS {
            continue;
        }
        let process = Arc::clone(&process);
        // A caller that breaks off or talks nonsense, or for whom there is no thread, loses its connection and
        // nothing else.
        let _ = std::thread::Builder::new().spawn(move || {
            let _seat = seat;
            let _ = converse(stream, &process, clock);
        });
    }
}

/// One caller's place; given back however the conversation ends.
struct Seat(Arc<AtomicUsize>);

impl Seat {
    fn take(callers: &Arc<AtomicUsize>) -> Self {
        callers.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(callers))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A stream that must have given everything by a deadline, however slowly it gives.
struct Until<'a>(&'a UnixStream, Instant);

impl Read for Until<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.1.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.0.set_read_timeout(Some(left))?;
        (&mut &*self.0).read(buffer)
    }
}

fn converse(
    mut stream: UnixStream,
    process: &Mutex<SigningProcess>,
    clock: fn() -> DateTime<Utc>,
) -> Result<(), ProtocolError> {
    stream.set_write_timeout(Some(PATIENCE))?;
    loop {
        let mut reader = Until(&stream, Instant::now() + PATIENCE);
        let request = match read_message::<Request>(&mut reader) {
            Ok(Some(request)) => request,
            Ok(None) => return Ok(()),
            Err(ProtocolError::Malformed(_)) => {
                let response = locked(process).refuse_unreadable(clock());
                return write_message(&mut stream, &response);
            }
            Err(error) => return Err(error),
        };
        let response = locked(process).handle(request, clock());
        write_message(&mut stream, &response)?;
    }
}

/// The process, unless a request panicked in it: then what is in memory may lag behind what is on the disk, and
/// going on could sign twice. Ending is safe at any moment, and the next start reads the state from the disk.
fn locked(process: &Mutex<SigningProcess>) -> MutexGuard<'_, SigningProcess> {
    process.lock().unwrap_or_else(|_| std::process::abort())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_caller_that_drips_is_dropped_at_the_deadline() {
        let (ours, mut theirs) = UnixStream::pair().unwrap();
        let dripping = std::thread::spawn(move || {
            // Announces a message of nine bytes and gives one now and then.
            let _ = theirs.write_all(&[0, 0, 0, 9]);
            for _ in 0..100 {
                if theirs.write_all(b" ").is_err() {
                    return;
                }
                std::thread::sleep(Duration::from_millis(60));
            }
        });
        let begin = Instant::now();
        let mut reader = Until(&ours, begin + Duration::from_millis(200));
        assert!(matches!(
            read_message::<Request>(&mut reader),
            Err(ProtocolError::Io(_))
        ));
        assert!(begin.elapsed() < Duration::from_millis(500));
        drop(ours);
        dripping.join().unwrap();
    }

    #[test]
    fn a_seat_is_given_back_when_a_conversation_panics() {
        let callers = Arc::new(AtomicUsize::new(0));
        let seat = Seat::take(&callers);
        assert_eq!(callers.load(Ordering::SeqCst), 1);
        let ended = std::thread::spawn(move || {
            let _seat = seat;
            panic!("as a conversation might");
        });
        assert!(ended.join().is_err());
        assert_eq!(callers.load(Ordering::SeqCst), 0);
    }
}
