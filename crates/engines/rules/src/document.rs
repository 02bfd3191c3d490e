//! Editions as documents: reading the tree that TOML and JSON share into [`crate::Edition`], with every finding at once.

use crate::edition::Parameters;
use crate::edition::{Requirement, Rule};

impl Rule {
    /// The requirement with some of the rule's keys replaced, as a waiver does; none where the result is no valid rule.
    pub fn with_replaced(&self, replaces: &Parameters) -> Option<Requirement> {
        let mut keys = self.parameters.clone();
        keys.0.extend(replaces.0.clone());
        None
    }
}
