//! The times that came out, and what they are held against.

use std::fmt;

use super::operations::{HASH, Operation, SIGN, VERIFY};

/// Everything that was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// How often each operation had its turn.
    pub rounds: usize,
    /// One figure for each operation.
    pub operations: Vec<Figure>,
}

/// The time of one operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The name for programs.
    pub id: &'static str,
    /// The name for people.
    pub name: &'static str,
    /// Nanoseconds for one operation in the best round: the machine undisturbed.
    pub best_ns: f64,
    /// Nanoseconds for one operation in the median round.
    pub median_ns: f64,
    /// What the time is held against, for those operations that have a target.
    pub target: Option<Target>,
    /// The yardstick's time by this time, both from their best rounds; 1 when nothing is spent beside the cryptography.
    pub ratio: Option<f64>,
    /// The median over the rounds of the yardstick's time by this time, both of one round.
    pub ratio_median: Option<f64>,
}

/// The least share that the bare cryptography should have in the time of an operation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// The bare cryptography.
    pub yardstick: Yardstick,
    /// The share, from 0 to 1.
    pub share: f64,
}

/// So many bare signatures, verifications and hashes of all data groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Yardstick {
    /// Signatures.
    pub sign: u8,
    /// Verifications.
    pub verify: u8,
    /// Hashes of all data groups.
    pub hash: u8,
}

impl Figures {
    /// Works the figures out of the nanoseconds by operation and round.
    pub(super) fn of(operations: &[Operation<'_>], times: &[Vec<f64>]) -> Self {
        let times_of = |id: &str| {
            let mut pairs = operations.iter().zip(times);
            let found = pairs.find(|(operation, _)| operation.id == id);
            found.map_or(&[][..], |(_, times)| times.as_slice())
        };
        let raw = [times_of(SIGN), times_of(VERIFY), times_of(HASH)];
        let figure = |(operation, own): (&Operation<'_>, &Vec<f64>)| {
            let yardstick = operation.target.map(|target| target.yardstick);
            let best_ns = best(own);
            Figure {
                id: operation.id,
                name: operation.name,
                best_ns,
                median_ns: median(own.clone()),
                target: operation.target,
                ratio: yardstick.map(|yardstick| yardstick.time(raw.map(best)) / best_ns),
                ratio_median: yardstick.map(|yardstick| {
                    let rounds = own.iter().enumerate().map(|(round, own)| {
                        let bare = raw.map(|times| times.get(round).copied().unwrap_or_default());
                        yardstick.time(bare) / own
                    });
                    median(rounds.collect())
                }),
            }
        };
        Self {
            rounds: times.first().map_or(0, Vec::len),
            operations: operations.iter().zip(times).map(figure).collect(),
        }
    }
}

impl Figure {
    /// Operations in a second, by the best round.
    #[must_use]
    pub fn per_second(&self) -> f64 {
        1e9 / self.best_ns
    }
}

impl Yardstick {
    /// The time of this much cryptography, when signature, verification and hash take so long each.
    fn time(self, [sign, verify, hash]: [f64; 3]) -> f64 {
        f64::from(self.sign) * sign + f64::from(self.verify) * verify + f64::from(self.hash) * hash
    }
}

impl fmt::Display for Yardstick {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [
            (self.sign, "sign"),
            (self.verify, "verify"),
            (self.hash, "hash"),
        ];
        let parts: Vec<String> = parts
            .into_iter()
            .filter_map(|(count, name)| match count {
                0 => None,
                1 => Some(name.to_owned()),
                _ => Some(format!("{count} {name}")),
            })
            .collect();
        f.write_str(&parts.join(" + "))
    }
}

fn best(times: &[f64]) -> f64 {
    times.iter().copied().fold(f64::INFINITY, f64::min)
}

/// The middle one; the upper of the two middle ones of an even number.
fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation(id: &'static str, target: Option<Target>) -> Operation<'static> {
        Operation {
            id,
            name: id,
            target,
            run: Box::new(|| Ok(())),
        }
    }

    #[test]
    fn ratios_are_of_the_best_rounds_and_round_by_round() {
        let yardstick = Yardstick {
            sign: 1,
            verify: 1,
            hash: 2,
        };
        let share = 0.85;
        let operations = [
            operation(SIGN, None),
            operation(VERIFY, None),
            operation(HASH, None),
            operation("own", Some(Target { yardstick, share })),
        ];
        let times = [
            vec![20.0, 22.0, 40.0],
            vec![50.0, 50.0, 100.0],
            vec![10.0, 14.0, 20.0],
            vec![120.0, 100.0, 200.0],
        ];
        let figures = Figures::of(&operations, &times);
        assert_eq!(figures.rounds, 3);
        let own = figures.operations.last().unwrap();
        assert_eq!((own.best_ns, own.median_ns), (100.0, 120.0));
        assert_eq!(own.ratio, Some(0.9));
        // 90/120, 100/100, 180/200
        assert_eq!(own.ratio_median, Some(0.9));
        assert_eq!(own.per_second(), 1e7);
        assert_eq!(figures.operations.first().unwrap().ratio, None);
    }

    #[test]
    fn a_yardstick_is_written_as_a_sum() {
        for (counts, expected) in [
            ([1, 0, 1], "sign + hash"),
            ([1, 1, 2], "sign + verify + 2 hash"),
            ([0, 1, 1], "verify + hash"),
        ] {
            let [sign, verify, hash] = counts;
            assert_eq!(Yardstick { sign, verify, hash }.to_string(), expected);
        }
    }
}
