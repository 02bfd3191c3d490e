//! 勤務割合: a share of full time.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A share of full time, in whole percent from 1 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "u8", into = "u8")]
#[schemars(with = "u8", extend("minimum" = 1, "maximum" = 100))]
pub struct Share(u8);

/// A percentage that is no share of full time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a share of full time is 1 to 100 percent, not {0}")]
pub struct BadShare(pub u8);

impl Share {
    /// 常勤.
    pub const FULL: Share = Share(100);

    /// A share of full time in whole percent.
    pub fn percent(percent: u8) -> Result<Self, BadShare> {
        if (1..=100).contains(&percent) { Ok(Self(percent)) } else { Err(BadShare(percent)) }
    }

    /// Whole percent, 1 to 100.
    pub fn as_percent(self) -> u8 {
        self.0
    }
}

impl Default for Share {
    fn default() -> Self {
        Self::FULL
    }
}

impl TryFrom<u8> for Share {
    type Error = BadShare;
    fn try_from(percent: u8) -> Result<Self, BadShare> {
        Self::percent(percent)
    }
}

impl From<Share> for u8 {
    fn from(share: Share) -> u8 {
        share.0
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", self.0)
    }
}
