//! What a solver says of an instance, ours and the peers' alike.

use std::time::Duration;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::gap::gap;

/// The one line that a solver prints.
#[derive(Debug, Deserialize)]
pub struct Answer {
    /// As the solver says it; ours only.
    #[serde(default)]
    pub status: String,
    /// The plan's price; none without a plan.
    pub objective: Option<i128>,
    /// What no plan can be cheaper than.
    pub bound: Option<i128>,
    /// The bound in exact integers.
    pub certified: Option<i128>,
    /// When there was a plan.
    #[serde(rename = "first_plan_seconds", default, deserialize_with = "some_seconds")]
    pub first_plan: Option<Duration>,
    /// The whole run.
    #[serde(alias = "wall_s", rename = "seconds", deserialize_with = "seconds")]
    pub taken: Duration,
    /// The most memory held.
    rss_mb: u64,
    /// Why there is no plan.
    #[serde(default)]
    pub conflict: Vec<Value>,
    /// Who it was, with the version; peers only.
    #[serde(default)]
    solver: String,
}

impl Answer {
    /// How far the plan is from the bound.
    pub fn gap(&self) -> Option<u64> {
        gap(self.objective, self.bound)
    }

    /// Whether no plan is better.
    pub fn is_proven(&self) -> bool {
        self.objective.is_some() && self.objective == self.bound
    }

    /// Of a peer.
    pub fn version(&self) -> &str {
        self.solver.rsplit(' ').next().unwrap_or_default()
    }

    /// The most memory held, in bytes.
    pub fn bytes(&self) -> u64 {
        self.rss_mb << 20
    }
}

fn seconds<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
    Duration::try_from_secs_f64(f64::deserialize(from)?).map_err(serde::de::Error::custom)
}

fn some_seconds<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Duration>, D::Error> {
    let seconds = Option::<f64>::deserialize(from)?;
    seconds.map(Duration::try_from_secs_f64).transpose().map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::Answer;

    #[test]
    fn our_line_and_a_peers_are_read_alike() {
        let ours = r#"{"status":"feasible","objective":200,"bound":199,"certified":198,"gap":0.005,
            "seconds":1.5,"first_plan_seconds":0.2,"rss_mb":23,"conflict":[]}"#;
        let ours: Answer = serde_json::from_str(ours).unwrap();
        assert_eq!((ours.gap(), ours.taken.as_millis(), ours.bytes()), (Some(5_000), 1_500, 23 << 20));
        let peer = r#"{"solver":"highs 1","instance":"M-1","status":"x","bound":null,"wall_s":2.0,"rss_mb":1,
            "objective":null}"#;
        let peer: Answer = serde_json::from_str(peer).unwrap();
        assert_eq!((peer.gap(), peer.is_proven(), peer.first_plan), (None, false, None));
    }
}
