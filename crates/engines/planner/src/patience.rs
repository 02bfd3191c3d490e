//! How long somebody still waits for an answer. An engine looks at no clock: whoever asks may, and tells.

use std::{fmt, sync::Arc, time::Duration};

/// Tells how much longer somebody waits.
#[derive(Clone)]
pub struct Patience(Arc<dyn Fn() -> Duration + Send + Sync>);

impl Patience {
    /// As the front door's clock tells.
    pub fn told_by(left: impl Fn() -> Duration + Send + Sync + 'static) -> Self {
        Self(Arc::new(left))
    }

    /// How much longer.
    pub fn left(&self) -> Duration {
        (self.0)()
    }

    /// Whether nobody waits any more.
    pub fn is_over(&self) -> bool {
        self.left().is_zero()
    }

    /// A part of what is left now: so many of so many.
    #[must_use]
    pub fn part(&self, own: usize, of: usize) -> Self {
        let (whole, now) = (self.clone(), self.left());
        let beyond = now.saturating_sub(share(now, own, of));
        Self::told_by(move || whole.left().saturating_sub(beyond))
    }
}

/// Something done piece by piece in the time that is left.
#[derive(Clone, Debug)]
pub struct Pace<'p> {
    patience: Option<&'p Patience>,
    whole: Duration,
    pieces: usize,
}

impl<'p> Pace<'p> {
    /// So many pieces in all the time that is left.
    pub fn of(patience: Option<&'p Patience>, pieces: usize) -> Self {
        Self { patience, whole: patience.map(Patience::left).unwrap_or_default(), pieces }
    }

    /// Whether less of the time is left than of the pieces, so many of which are.
    pub fn is_late(&self, pieces: usize) -> bool {
        let due = share(self.whole, pieces.max(1), self.pieces);
        self.patience.is_some_and(|patience| patience.left() < due)
    }
}

/// So many of so many parts of a time.
fn share(whole: Duration, own: usize, of: usize) -> Duration {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    (whole / number(of).max(1)).saturating_mul(number(own))
}

impl PartialEq for Patience {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Patience {}

impl fmt::Debug for Patience {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_tuple("Patience").field(&self.left()).finish()
    }
}
