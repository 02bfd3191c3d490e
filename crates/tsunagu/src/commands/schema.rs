//! `tsunagu schema`: the published schemas.

use crate::{commands::Outcome, output::Speaker, output::pretty, trouble::Trouble};

/// Prints the JSON Schema of a problem, a plan, a certificate or an edition.
pub fn run(of: &str, speaker: Speaker) -> Result<Outcome, Trouble> {
    let schema: serde_json::Value = match of {
        "problem" => problem::problem_schema().into(),
        "plan" => problem::plan_schema().into(),
        "certificate" => problem::certificate_schema().into(),
        _ => rules::edition_schema(),
    };
    speaker.document(&pretty(&schema));
    Ok(Outcome::Fine)
}
