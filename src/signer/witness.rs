use std::collections::{HashMap, VecDeque};
use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::intent_log::{Entry, Event};
use super::refusal::Refusal;
use crate::domain::unhex;

/// Whose end is witnessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WitnessSource {
    /// The journal of the service.
    Journal,
}

impl fmt::Display for WitnessSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Journal => "journal",
        })
    }
}

/// The end of another journal as it was shown to the signer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WitnessedHead {
    /// When the signer wrote it down.
    pub at: DateTime<Utc>,
    /// The last entry's place.
    pub sequence: u64,
    /// The last entry's digest, lower-case hexadecimal.
    pub digest: String,
}

/// So many heads are kept in memory; all of them are in the log.
pub const MOST_WITNESSED: usize = 1000;

/// The heads witnessed so far, read from the signer's log.
#[derive(Debug, Default)]
pub(super) struct Witnesses(HashMap<WitnessSource, VecDeque<WitnessedHead>>);

impl Witnesses {
    /// Takes in one entry of the log.
    pub(super) fn take_in(&mut self, entry: &Entry) {
        let Event::Witnessed {
            source,
            entry: sequence,
            digest,
        } = &entry.event
        else {
            return;
        };
        let heads = self.0.entry(*source).or_default();
        heads.push_back(WitnessedHead {
            at: entry.at,
            sequence: *sequence,
            digest: digest.clone(),
        });
        if heads.len() > MOST_WITNESSED {
            heads.pop_front();
        }
    }

    /// The last heads of a source, oldest first.
    pub(super) fn last(&self, source: WitnessSource, count: usize) -> Vec<WitnessedHead> {
        let heads = self.0.get(&source);
        let skipped = heads.map_or(0, |heads| heads.len().saturating_sub(count));
        heads.into_iter().flatten().skip(skipped).cloned().collect()
    }

    /// Whether a head goes on from what was witnessed. `false` when it is the very head witnessed last, which needs no
    /// second line.
    ///
    /// # Errors
    /// [`Refusal::WitnessBackwards`] and [`Refusal::WitnessDiffers`], both alarms; [`Refusal::DigestMalformed`].
    pub(super) fn is_new(
        &self,
        source: WitnessSource,
        sequence: u64,
        digest: &str,
    ) -> Result<bool, Refusal> {
        if unhex(digest).is_none_or(|bytes| bytes.len() != 32) {
            return Err(Refusal::DigestMalformed);
        }
        let Some(last) = self.0.get(&source).and_then(VecDeque::back) else {
            return Ok(true);
        };
        if sequence < last.sequence {
            return Err(Refusal::WitnessBackwards {
                witness: source,
                witnessed: last.sequence,
                given: sequence,
            });
        }
        if sequence == last.sequence && digest != last.digest {
            return Err(Refusal::WitnessDiffers {
                witness: source,
                sequence,
            });
        }
        Ok(sequence > last.sequence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(sequence: u64, digit: char) -> Entry {
        Entry {
            sequence: 0,
            at: DateTime::default(),
            previous: String::new(),
            event: Event::Witnessed {
                source: WitnessSource::Journal,
                entry: sequence,
                digest: digit.to_string().repeat(64),
            },
        }
    }

    #[test]
    fn heads_go_forward_only() {
        let mut witnesses = Witnesses::default();
        let ask = |witnesses: &Witnesses, sequence, digit: &str| {
            witnesses
                .is_new(WitnessSource::Journal, sequence, &digit.repeat(64))
                .map_err(|refusal| refusal.tag())
        };
        assert_eq!(ask(&witnesses, 0, "a"), Ok(true));
        witnesses.take_in(&head(7, 'a'));
        for (sequence, digit, expected) in [
            (8, "b", Ok(true)),
            (7, "a", Ok(false)),
            (7, "b", Err("witness_differs")),
            (6, "a", Err("witness_backwards")),
            (0, "a", Err("witness_backwards")),
            (8, "A", Err("digest_malformed")),
            (8, "", Err("digest_malformed")),
            (8, "aa", Err("digest_malformed")),
        ] {
            assert_eq!(
                ask(&witnesses, sequence, digit),
                expected.map_err(str::to_owned),
                "{sequence} {digit}"
            );
        }
    }

    #[test]
    fn the_last_heads_are_given_oldest_first_and_memory_is_bounded() {
        let mut witnesses = Witnesses::default();
        for sequence in 1..=(MOST_WITNESSED as u64 + 5) {
            witnesses.take_in(&head(sequence, 'a'));
        }
        let last = |count| -> Vec<u64> {
            witnesses
                .last(WitnessSource::Journal, count)
                .iter()
                .map(|head| head.sequence)
                .collect()
        };
        assert_eq!(last(2), [1004, 1005]);
        assert_eq!(last(0), [0_u64; 0]);
        assert_eq!(last(usize::MAX).len(), MOST_WITNESSED);
    }
}
