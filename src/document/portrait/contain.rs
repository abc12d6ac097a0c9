use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static IS_CONTAINED: Cell<bool> = const { Cell::new(false) };
}

/// Runs other people's code on foreign bytes. `None` if it panicked; whoever calls reports that as a broken picture.
///
/// The program's panic hook asks [`is_contained`] and then says nothing, since nothing is wrong with the program.
pub(super) fn contained<T>(work: impl FnOnce() -> T) -> Option<T> {
    let before = IS_CONTAINED.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    IS_CONTAINED.set(before);
    outcome.ok()
}

/// Whether a panic of this thread, now, would be contained and reported as a broken picture.
#[must_use]
pub fn is_contained() -> bool {
    // A thread that ends has no flag any more, and contains nothing.
    IS_CONTAINED.try_with(Cell::get).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_inside_gives_nothing_and_is_known_as_contained() {
        assert!(!is_contained());
        assert_eq!(contained(is_contained), Some(true));
        assert_eq!(contained(|| -> u8 { panic!("as a decoder might") }), None);
        assert!(!is_contained(), "also after a panic");
    }
}
