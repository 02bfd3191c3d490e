//! Who records something, and when.

use chrono::{DateTime, Utc};
use kernel::AccountId;

/// Who records something, and when. Every row of a fact bears one, so that it can be said later what was known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// When: the clock of the front door.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: AccountId,
}
