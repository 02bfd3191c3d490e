//! `tsunagu bench`: public benchmarks, each run as its own page says. One JSON line on standard output; progress on
//! standard error.

use std::time::Duration;

use kernel::Bilingual;
use planner::{Go, Limits, Phase, Progress};
use problem::{Plan, Problem};

use crate::{
    cli::BenchRequest,
    clock::Clock,
    commands::{Outcome, check::finding_detail, plan::certified},
    files::{self, Output},
    interrupt::Interrupt,
    memory::{MEBIBYTE, most_held},
    output::{Speaker, pretty},
    ppp::{self, Answer, Status},
    trouble::{Code, Trouble},
    words,
};

/// Lines of progress lie further apart the longer a run takes, so that they show as much of its first second as of its
/// last minutes: at least this, and a twentieth of the time so far.
const BETWEEN_LINES: Duration = Duration::from_millis(20);

/// Work of a plan that is only to be had or not.
const LITTLE: u64 = 1_000;

/// How many relaxations of a conflict are tried on the whole instance.
const TRIALS: usize = 6;

/// Runs an instance of `ppp-1`. Whatever goes wrong is told and ends as "neither a plan nor a proof", for another exit
/// code would say that there is no plan.
pub fn ppp(request: &BenchRequest, speaker: Speaker) -> Outcome {
    match run(request, speaker) {
        Ok(outcome) => outcome,
        Err(trouble) => {
            speaker.trouble(&trouble);
            Outcome::Findings
        }
    }
}

fn run(request: &BenchRequest, speaker: Speaker) -> Result<Outcome, Trouble> {
    files::prepare(&[&request.instance], &[&request.out])?;
    if let Some(threads) = request.threads {
        planner::use_threads(usize::try_from(threads).unwrap_or(usize::MAX));
    }
    let interrupt = Interrupt::listen(speaker)?;
    let mut watch = Watch::new(request, speaker);
    let instance = ppp::read(&files::read(&request.instance)?).map_err(|details| {
        let path = &request.instance;
        Trouble::new(Code::ProblemFindings, words::problem_findings(path, details.len()))
            .with_details(details)
    })?;
    let problem = ppp::problem(&instance);
    let planner::Planned { plan, certificate, memory, regions, .. } =
        search(request, &problem, &interrupt, &mut watch)?;
    words::regions(&regions).iter().for_each(|said| speaker.remark(said));
    let answer = ppp::assignment(&instance, &plan);
    let checked = answer.is_some().then(|| recomputed(&problem, &plan)).transpose()?;
    let conflict = match checked {
        Some(_) => Vec::new(),
        None => ppp::conflict(&instance, &problem, &plan, &mut has_plan_in(TRIALS)),
    };
    let certificate = certificate.map(|certificate| watch.clock.affordable(certificate));
    let certified = certified(&problem, certificate).map_or(0, |certificate| certificate.bound);
    let seconds = watch.clock.elapsed().as_secs_f64();
    let status = match checked {
        Some(objective) if plan.bound == Some(objective) => Status::Optimal,
        Some(_) => Status::Feasible,
        None if !conflict.is_empty() => Status::Infeasible,
        // Whoever is unplaced costs more than everything else together.
        None if plan.bound.is_some_and(|bound| bound >= i128::from(problem.rates.unplaced)) => {
            Status::Infeasible
        }
        None => Status::Unknown,
    };
    let bound = plan.bound.unwrap_or(0);
    let line = ppp::Outcome {
        status,
        objective: checked,
        bound,
        certified,
        gap: checked.and_then(|objective| ppp::Outcome::gap(objective, bound)),
        seconds,
        first_plan_seconds: watch.first_plan.filter(|_| answer.is_some()).map(|after| after.as_secs_f64()),
        rss_mb: most_held().unwrap_or(0),
        counted_mb: memory.div_ceil(MEBIBYTE),
        conflict,
    };
    if let Some(answer) = answer {
        files::write_all(&[document(request, &answer)])?;
    }
    speaker.document(&serde_json::to_string(&line).map_err(|fault| engine_fault(&fault))?);
    Ok(match status {
        Status::Optimal | Status::Feasible => Outcome::Fine,
        Status::Infeasible => Outcome::Impossible,
        Status::Unknown => Outcome::Findings,
    })
}

fn search(
    request: &BenchRequest,
    problem: &Problem,
    interrupt: &Interrupt,
    watch: &mut Watch,
) -> Result<planner::Planned, Trouble> {
    let work = match (request.work, request.seconds) {
        (Some(work), _) => work,
        (None, Some(_)) => u64::MAX,
        (None, None) => Limits::default().work,
    };
    let memory = request.memory.map(|mebibytes| mebibytes.saturating_mul(MEBIBYTE));
    let limits =
        Limits { work, seed: request.seed, patience: watch.clock.patience(), memory, ..Limits::default() };
    let planned = planner::planned(problem, &limits, &mut |seen| {
        watch.see(seen);
        watch.clock.leave_room_to_check(problem, seen);
        watch.clock.says(interrupt.asked())
    });
    planned.map_err(|fault| engine_fault(&fault))
}

/// Whether there is a plan, as far as little work tells, of no more than so many instances.
fn has_plan_in(mut trials: usize) -> impl FnMut(&ppp::Instance) -> bool {
    let limits = Limits { work: LITTLE, ..Limits::default() };
    move |instance| {
        let tried = trials.checked_sub(1).map(|left| trials = left);
        let planned = tried.map(|()| planner::plan(&ppp::problem(instance), &limits, &mut |_| Go::On));
        planned.is_some_and(|plan| plan.is_ok_and(|plan| ppp::assignment(instance, &plan).is_some()))
    }
}

/// The objective as the checker finds it; no plan is believed.
fn recomputed(problem: &Problem, plan: &Plan) -> Result<i128, Trouble> {
    let report = checker::check(problem, plan);
    if report.accepts() {
        return Ok(report.objective.total);
    }
    let details = report.findings.iter().map(|finding| finding_detail(problem, finding)).collect();
    Err(Trouble::new(Code::PlanFailsCheck, words::plan_fails_check()).with_details(details))
}

fn document(request: &BenchRequest, answer: &Answer) -> Output {
    let text = pretty(&serde_json::json!({ "schema": "ppp-1-plan", "assign": answer.assign }));
    Output { path: request.out.clone(), bytes: (text + "\n").into_bytes() }
}

fn engine_fault(fault: &dyn std::fmt::Display) -> Trouble {
    Trouble::new(Code::EngineFault, words::engine_fault(&fault.to_string()))
}

/// The clock of a run, and what is told on the way.
struct Watch {
    speaker: Speaker,
    clock: Clock,
    first_plan: Option<Duration>,
    told: Option<(Phase, Duration)>,
}

impl Watch {
    fn new(request: &BenchRequest, speaker: Speaker) -> Self {
        let limit = request.seconds.map(Duration::from_secs);
        Self { speaker, clock: Clock::start(limit), first_plan: None, told: None }
    }

    fn see(&mut self, seen: &Progress) {
        let after = self.clock.elapsed();
        if seen.phase == Phase::Improve && seen.unplaced == 0 {
            self.first_plan = self.first_plan.or(Some(after));
        }
        let due = self
            .told
            .is_none_or(|(phase, told)| phase != seen.phase || after >= told + told / 20 + BETWEEN_LINES);
        if due {
            self.told = Some((seen.phase, after));
            let (seconds, said) = (after.as_secs_f64(), words::progress(seen, None));
            self.speaker.remark(&Bilingual::new(
                format!("{seconds:.3}秒: {}", said.ja),
                format!("{seconds:.3} s: {}", said.en),
            ));
        }
    }
}
