//! Time by the wall clock, in short turns.

use std::time::{Duration, Instant};

use super::BenchError;
use super::operations::Operation;

/// A turn is shorter than the time a scheduler gives to anybody, so that most turns are not interrupted; and long enough
/// for an operation to find its code and data in the caches.
const TURN: Duration = Duration::from_millis(1);

/// The nanoseconds of each operation, by operation and round.
pub(super) fn interleaved(
    rounds: u32,
    operations: &mut [Operation<'_>],
) -> Result<Vec<Vec<f64>>, BenchError> {
    let mut repeats = Vec::with_capacity(operations.len());
    for operation in operations.iter_mut() {
        repeats.push(calibrate(operation)?);
    }
    let mut times = vec![Vec::new(); operations.len()];
    for _ in 0..rounds {
        let turns = operations.iter_mut().zip(&repeats).zip(&mut times);
        for ((operation, &repeats), times) in turns {
            times.push(turn(operation, repeats)?.as_secs_f64() * 1e9 / f64::from(repeats));
        }
    }
    Ok(times)
}

/// How often an operation fits into a turn, at least once.
fn calibrate(operation: &mut Operation<'_>) -> Result<u32, BenchError> {
    let mut repeats = 1;
    while repeats < 1 << 20 && turn(operation, repeats)? < TURN / 2 {
        repeats *= 2;
    }
    Ok(repeats)
}

fn turn(operation: &mut Operation<'_>, repeats: u32) -> Result<Duration, BenchError> {
    let start = Instant::now();
    for _ in 0..repeats {
        (operation.run)()?;
    }
    Ok(start.elapsed())
}
