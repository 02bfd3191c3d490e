//! `tsunagu plan`: reads, searches, checks, and only then writes.

mod documents;
mod progress;
mod summary;

use std::path::{Path, PathBuf};

use planner::{Fault, Go, Limits, Planned, Progress, warm::Warm};
use problem::{Certificate, Plan, Problem};

use documents::Reasons;

use crate::{
    cli::PlanRequest,
    commands::{Outcome, check::finding_detail},
    files::{self, Output},
    input,
    interrupt::Interrupt,
    memory::MEBIBYTE,
    output::Speaker,
    trouble::{Code, Trouble},
    words,
};

/// How a search ended.
#[derive(Debug)]
pub struct Searched {
    plan: Plan,
    certificate: Option<Certificate>,
    known: Option<Warm>,
    interrupted: bool,
    out_of_time: bool,
    /// States that rules took.
    sizes: planner::Sizes,
    /// Bytes that the planner counted at most.
    memory: u64,
    /// What the plan of each region costs, and its bound.
    regions: Vec<(i128, Option<i128>)>,
}

/// Makes a plan and writes it.
pub fn run(request: &PlanRequest, speaker: Speaker) -> Result<Outcome, Trouble> {
    let outputs = outputs(request);
    if outputs.is_empty() {
        return Err(Trouble::new(Code::Usage, words::no_output()));
    }
    files::prepare(&inputs(request), &outputs)?;
    let interrupt = Interrupt::listen(speaker)?;
    let read = input::problem(&request.input, request.editions.as_deref())?;
    for note in &read.notes {
        speaker.remark(&note.as_line());
    }
    let before = before(request, &read.problem)?;
    let mut problem = read.problem;
    if let Some((earlier, plan)) = &before {
        problem.previous = earlier.published(plan);
    }
    if interrupt.asked() {
        return Err(Trouble::new(Code::Interrupted, words::interrupted()));
    }
    if !wants_plan(request) {
        let paths = shown(&outputs);
        files::write_all(&problem_document(request, &problem))?;
        speaker.result(words::written(&paths).get(speaker.lang), &summary::files(&paths));
        return Ok(Outcome::Fine);
    }
    let searched = Searched::by(request, &problem, &interrupt, speaker, |limits, watch| {
        planner::planned_and_known(&problem, limits, watch)
    })?;
    let previous = before.as_ref().map(|(earlier, plan)| (earlier, plan));
    let written = searched.write(request, &problem, previous, speaker)?;
    summary::tell(&problem, &written, &shown(&outputs), speaker);
    Ok(Outcome::Fine)
}

/// The plan published before, with the problem that it answers: the one named, else this one where it fits.
fn before(request: &PlanRequest, problem: &Problem) -> Result<Option<(Problem, Plan)>, Trouble> {
    let Some(path) = &request.previous else { return Ok(None) };
    let plan = input::plan(path)?;
    let earlier = match &request.previous_problem {
        Some(path) => input::problem(path, request.editions.as_deref())?.problem,
        None => problem.clone(),
    };
    if plan.problem != earlier.hash() {
        return Err(Trouble::new(Code::OtherProblem, words::other_previous(path)));
    }
    Ok(Some((earlier, plan)))
}

/// Files to be written.
pub fn outputs(request: &PlanRequest) -> Vec<&Path> {
    let asked = [&request.out, &request.json, &request.problem, &request.csv, &request.certificate];
    asked.into_iter().flatten().map(|path| path.as_path()).collect()
}

/// Files that are read.
pub fn inputs(request: &PlanRequest) -> Vec<&Path> {
    let given = [Some(&request.input), request.previous.as_ref(), request.previous_problem.as_ref()];
    given.into_iter().flatten().map(|path| path.as_path()).collect()
}

fn wants_plan(request: &PlanRequest) -> bool {
    let of_plan = [&request.out, &request.json, &request.csv, &request.certificate];
    of_plan.iter().any(|path| path.is_some())
}

/// Paths as they are shown.
pub fn shown(paths: &[&Path]) -> Vec<String> {
    paths.iter().map(|path| path.display().to_string()).collect()
}

impl Searched {
    /// Searches until the limit of work or time, or until Ctrl-C.
    pub fn by(
        request: &PlanRequest,
        problem: &Problem,
        interrupt: &Interrupt,
        speaker: Speaker,
        search: impl FnOnce(&Limits, &mut dyn FnMut(&Progress) -> Go) -> Result<(Planned, Option<Warm>), Fault>,
    ) -> Result<Self, Trouble> {
        let work = match (request.work, request.minutes) {
            (Some(work), _) => work,
            (None, Some(_)) => u64::MAX,
            (None, None) => Limits::default().work,
        };
        let mut display = progress::Display::new(speaker, request.minutes);
        let (mut interrupted, mut out_of_time) = (false, false);
        let memory = request.memory.map(|mebibytes| mebibytes.saturating_mul(MEBIBYTE));
        let limits = Limits {
            work,
            seed: request.seed,
            patience: display.clock.patience(),
            memory,
            ..Limits::default()
        };
        let planned = search(&limits, &mut |seen| {
            display.show(seen);
            display.clock.leave_room_to_check(problem, seen);
            interrupted |= interrupt.asked();
            out_of_time |= display.clock.out_of_time();
            display.clock.says(interrupted || out_of_time)
        });
        let clock = display.clock.clone();
        display.finish();
        let (planned, known) = planned
            .map_err(|fault| Trouble::new(Code::EngineFault, words::engine_fault(&fault.to_string())))?;
        let Planned { plan, certificate, sizes, memory, regions } = planned;
        let certificate = certificate.map(|certificate| clock.affordable(certificate));
        Ok(Self { plan, certificate, known, interrupted, out_of_time, sizes, memory, regions })
    }

    /// Writes all that was asked for, once the checker accepts the plan; answers the same with what its certificate
    /// proves.
    pub fn write(
        mut self,
        request: &PlanRequest,
        problem: &Problem,
        previous: Option<(&Problem, &Plan)>,
        speaker: Speaker,
    ) -> Result<Self, Trouble> {
        let report = passes_checker(problem, &self.plan)?;
        let mut written = problem_document(request, problem);
        written.extend(certificate_document(request, problem, &mut self)?);
        let reasons = self.reasons(request, problem, speaker);
        let (plan, reasons) = (&self.plan, reasons.as_ref());
        written.extend(documents::of(request, problem, plan, &report, previous, reasons, speaker.lang)?);
        files::write_all(&written)?;
        Ok(self)
    }

    /// Why everybody is where he is, for the workbook. A plan is written all the same where that cannot be told.
    fn reasons(&self, request: &PlanRequest, problem: &Problem, speaker: Speaker) -> Option<Reasons> {
        request.out.as_ref()?;
        speaker.remark(&words::explaining());
        let reasons = documents::reasons(problem, &self.plan, self.known.as_ref());
        reasons.map_err(|cause| speaker.remark(&words::unexplained(&cause.to_string()))).ok()
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }
}

/// The certificate with the bound that the checker finds in it; none where there is none.
pub fn certified(problem: &Problem, certificate: Option<Certificate>) -> Option<Certificate> {
    let certificate = certificate?;
    let divisor = checker::divisor(problem, certificate.divisor);
    let certificate = Certificate { bound: i128::MIN, divisor, ..certificate };
    let bound = checker::bound(problem, &certificate).ok()?.certified;
    Some(Certificate { bound, ..certificate })
}

/// The certificate as a document, if asked for.
fn certificate_document(
    request: &PlanRequest,
    problem: &Problem,
    ended: &mut Searched,
) -> Result<Option<Output>, Trouble> {
    let Some(path) = &request.certificate else {
        // Nothing is told of one that was not recomputed.
        ended.certificate = None;
        return Ok(None);
    };
    ended.certificate = certified(problem, ended.certificate.take());
    match &ended.certificate {
        Some(certificate) => Ok(Some(Output { path: path.clone(), bytes: certificate.to_json() })),
        None => Err(Trouble::new(Code::NoCertificate, words::no_certificate())),
    }
}

/// Every plan is recomputed before anybody sees it.
fn passes_checker(problem: &Problem, plan: &Plan) -> Result<checker::Report, Trouble> {
    let report = checker::check(problem, plan);
    if report.accepts() {
        return Ok(report);
    }
    let details = report.findings.iter().map(|finding| finding_detail(problem, finding)).collect();
    Err(Trouble::new(Code::PlanFailsCheck, words::plan_fails_check()).with_details(details))
}

fn problem_document(request: &PlanRequest, problem: &Problem) -> Vec<Output> {
    let document = |path: &PathBuf| Output { path: path.clone(), bytes: problem.to_json() };
    request.problem.iter().map(document).collect()
}
