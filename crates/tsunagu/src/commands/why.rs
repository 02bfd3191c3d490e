//! `tsunagu why`: why a plan has somebody where he is.

use kernel::{Bilingual, PersonId, YearMonth};
use planner::explain::{Audience, Explainer, Unexplained, explaining};
use problem::{Plan, Problem};
use serde_json::{Value, json};

use crate::{
    cli::WhyRequest,
    commands::Outcome,
    input,
    output::Speaker,
    trouble::{Code, Trouble},
    words,
};

/// One paragraph for each period asked about.
pub fn run(asked: &WhyRequest, speaker: Speaker) -> Result<Outcome, Trouble> {
    let question = Question::read(asked)?;
    question.ask(asked, speaker, |explainer, person, period| {
        let why = explainer.why(person, period)?.seen_by(question.audience);
        Ok((why.render(question.audience), json!(why)))
    })
}

/// What a question about a plan is put to.
pub struct Question {
    /// The problem.
    pub problem: Problem,
    /// For whom the answer is.
    pub audience: Audience,
    plan: Plan,
    person: PersonId,
    month: Option<YearMonth>,
}

impl Question {
    /// Reads what was named; every plan is recomputed before it is explained.
    pub fn read(asked: &WhyRequest) -> Result<Self, Trouble> {
        let problem = input::problem(&asked.input, asked.editions.as_deref())?.problem;
        let plan = input::plan(&asked.plan)?;
        if plan.problem != problem.hash() {
            return Err(Trouble::new(Code::OtherProblem, words::other_problem(&asked.plan)));
        }
        if !checker::check(&problem, &plan).accepts() {
            return Err(Trouble::new(Code::PlanNotAccepted, words::plan_not_accepted(&asked.plan)));
        }
        let not_there = |message| Trouble::new(Code::NotInProblem, message);
        let known = |id: &PersonId| problem.people.iter().any(|person| person.career.person == *id);
        let person = asked.person.parse().ok().filter(known);
        let person = person.ok_or_else(|| not_there(words::no_such_person(&asked.person)))?;
        let (audience, month) = (audience(asked), month(asked, &problem)?);
        Ok(Self { problem, audience, plan, person, month })
    }

    /// Puts it for each period, and says the answers.
    pub fn ask(
        &self,
        asked: &WhyRequest,
        speaker: Speaker,
        mut answer: impl FnMut(&mut Explainer<'_>, usize, usize) -> Result<(Bilingual, Value), Unexplained>,
    ) -> Result<Outcome, Trouble> {
        let answers = explaining(&self.problem, &self.plan, |explainer| {
            let person = explainer.person(&self.person)?;
            let periods = match self.month {
                Some(month) => vec![explainer.period(month)?],
                None => (0..explainer.periods()).collect(),
            };
            periods.into_iter().map(|period| answer(explainer, person, period)).collect::<Result<Vec<_>, _>>()
        });
        let answers = answers.map_err(|unexplained| trouble(asked, &unexplained))?;
        let text: Vec<&str> = answers.iter().map(|(prose, _)| prose.get(speaker.lang)).collect();
        let values: Vec<Value> =
            answers.iter().map(|(prose, value)| json!({ "text": prose, "facts": value })).collect();
        speaker.result(&text.join("\n\n"), &json!({ "answers": values }));
        Ok(Outcome::Fine)
    }
}

fn audience(asked: &WhyRequest) -> Audience {
    if asked.physician { Audience::Physician } else { Audience::Coordinator }
}

/// The month asked about, if it lies in the horizon.
fn month(asked: &WhyRequest, problem: &Problem) -> Result<Option<YearMonth>, Trouble> {
    let Some(text) = &asked.period else { return Ok(None) };
    let within = |month: &YearMonth| {
        let mut spans = problem.horizon.iter().map(|period| period.span);
        spans.any(|span| span.from <= *month && *month < span.until)
    };
    let month = text.parse().ok().filter(within);
    let end = |of: Option<YearMonth>| of.map_or_else(String::new, |month| month.to_string());
    let from = end(problem.horizon.first().map(|period| period.span.from));
    let until = end(problem.horizon.last().map(|period| period.span.until));
    let missing = || Trouble::new(Code::NotInProblem, words::no_such_period(text, &from, &until));
    month.map(Some).ok_or_else(missing)
}

fn trouble(asked: &WhyRequest, unexplained: &Unexplained) -> Trouble {
    match unexplained {
        Unexplained::Problem(fault) => {
            Trouble::new(Code::EngineFault, words::engine_fault(&fault.to_string()))
        }
        Unexplained::OtherPlan => Trouble::new(Code::OtherProblem, words::other_problem(&asked.plan)),
        Unexplained::NotAllowed(_) | Unexplained::TooFull => {
            Trouble::new(Code::PlanNotAccepted, words::plan_not_accepted(&asked.plan))
        }
        Unexplained::NoSuchPerson(_) => {
            Trouble::new(Code::NotInProblem, words::no_such_person(&asked.person))
        }
        Unexplained::NoSuchPeriod(month) => {
            Trouble::new(Code::NotInProblem, words::no_such_period(&month.to_string(), "", ""))
        }
    }
}
