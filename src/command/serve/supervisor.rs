use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::command::CommandError;
use crate::command::child_signer::{ChildSigner, Place};
use crate::config::DataDirectory;

/// How often the child is looked at.
const GLANCE: Duration = Duration::from_millis(200);
/// How long after a death the first new start is tried; doubled each time, up to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// A child that has lived this long died of something new.
const SETTLED: Duration = Duration::from_secs(60);

/// The signing process as a child that is started again when it dies. It ends when this is dropped.
pub(in crate::command) struct Supervisor {
    socket: PathBuf,
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Supervisor {
    /// Starts the child at the directory's well-known socket.
    ///
    /// # Errors
    /// [`CommandError`] with what the child said: what keeps it from starting now would keep it from starting again.
    pub(in crate::command) fn start(directory: &DataDirectory) -> Result<Self, CommandError> {
        let place = Place::well_known(directory)?;
        let child = ChildSigner::start(directory, &place)?;
        let socket = place.socket().to_owned();
        let (stop, stopped) = channel();
        let directory = directory.clone();
        let thread = std::thread::spawn(move || watch(child, &directory, &place, &stopped));
        Ok(Self {
            socket,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// Where it listens.
    pub(in crate::command) fn socket(&self) -> &Path {
        &self.socket
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn watch(first: ChildSigner, directory: &DataDirectory, place: &Place, stopped: &Receiver<()>) {
    let mut child = Some(first);
    let mut since = Instant::now();
    let mut pause = FIRST_PAUSE;
    loop {
        let wait = if child.is_some() { GLANCE } else { pause };
        match stopped.recv_timeout(wait) {
            Err(RecvTimeoutError::Timeout) => {}
            _ => return,
        }
        match &mut child {
            Some(alive) => {
                if let Some(status) = alive.ended() {
                    tracing::error!(%status, "the signer has ended by itself and is started again");
                    child = None;
                    if since.elapsed() > SETTLED {
                        pause = FIRST_PAUSE;
                    }
                }
            }
            None => match ChildSigner::start(directory, place) {
                Ok(new) => {
                    tracing::info!("the signer works again");
                    child = Some(new);
                    since = Instant::now();
                }
                Err(error) => {
                    pause = (pause * 2).min(LONGEST_PAUSE);
                    tracing::error!(%error, "the signer does not start");
                }
            },
        }
    }
}
