//! `tsunagu why-not`: what it would take to have somebody elsewhere.

use kernel::WorkplaceId;
use problem::{PinPlace, Problem};
use serde_json::json;

use crate::{
    cli::WhyRequest,
    commands::{Outcome, why::Question},
    output::Speaker,
    trouble::{Code, Trouble},
    words,
};

/// The answer for one period.
pub fn run(asked: &WhyRequest, at: &str, speaker: Speaker) -> Result<Outcome, Trouble> {
    let question = Question::read(asked)?;
    let at = place(&question.problem, at)?;
    question.ask(asked, speaker, |explainer, person, period| {
        let why_not = explainer.why_not(person, &at, period)?.seen_by(question.audience);
        Ok((why_not.render(question.audience), json!(why_not)))
    })
}

fn place(problem: &Problem, at: &str) -> Result<PinPlace, Trouble> {
    if at == "outside" {
        return Ok(PinPlace::Outside);
    }
    let known = |id: &WorkplaceId| problem.tables.workplaces.contains_key(id);
    let id = at.parse().ok().filter(known).map(PinPlace::Workplace);
    id.ok_or_else(|| Trouble::new(Code::NotInProblem, words::no_such_workplace(at)))
}
