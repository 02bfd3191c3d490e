//! 各期の配置: every step is one the person can take then.

use std::collections::BTreeMap;

use kernel::PersonId;
use problem::{Cause, Pin, PinPlace, Post, Problem, Stage, Step};
use rules::Activity;

use crate::{
    report::Finding,
    world::{Main, Placed, Taken, World},
};

pub(crate) fn check(world: &World<'_>, findings: &mut Vec<Finding>) {
    let mut pins: BTreeMap<&PersonId, Vec<&Pin>> = BTreeMap::new();
    for pin in world.problem.pins.iter().filter(|pin| pin.soft_price.is_none()) {
        pins.entry(&pin.person).or_default().push(pin);
    }
    for placed in &world.people {
        let mut person = Person { world, placed, findings: Vec::new() };
        for (period, _) in world.periods() {
            person.step(period);
        }
        person.outside();
        if !placed.impossible {
            let own = pins.get(&placed.plan.person).into_iter().flatten();
            own.for_each(|pin| person.pin(pin));
        }
        findings.append(&mut person.findings);
    }
}

/// What must be, whatever is planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Forced {
    /// 卒業前.
    NotYet,
    /// Away throughout, but not released.
    Leave,
    /// 義務終了.
    Released,
    /// Both: either may be said.
    LeaveOrReleased,
    /// Nothing is forced.
    Free,
}

impl Forced {
    fn accepts(self, step: &Step) -> bool {
        match self {
            Forced::NotYet => *step == Step::NotYet,
            Forced::Leave => *step == Step::Leave,
            Forced::Released => *step == Step::Released,
            Forced::LeaveOrReleased => matches!(step, Step::Leave | Step::Released),
            Forced::Free => !matches!(step, Step::NotYet | Step::Leave | Step::Released),
        }
    }

    /// What must be said, and why.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Forced::NotYet => (
                "まだ卒業していません。「卒業前」としてください。",
                "not yet graduated: the step must be not-yet.",
            ),
            Forced::Leave => (
                "期間を通して休業しています。「休業」としてください。",
                "on leave throughout: the step must be leave.",
            ),
            Forced::Released => (
                "義務はすべて終わっています。「義務終了」としてください。",
                "every obligation is served: the step must be released.",
            ),
            Forced::LeaveOrReleased => (
                "「義務終了」か「休業」としてください。",
                "every obligation is served, and on leave throughout: the step must be released or leave.",
            ),
            Forced::Free => (
                "卒業しており、義務は終わっておらず、期間を通した休業もありません。配置するか「未配置」としてください。",
                "graduated, not released and not on leave throughout: the step must be a posting, or unplaced.",
            ),
        }
    }
}

/// One person under test.
struct Person<'w, 'a> {
    world: &'w World<'a>,
    placed: &'w Placed<'a>,
    findings: Vec<Finding>,
}

impl Person<'_, '_> {
    fn add(&mut self, code: &'static str, period: usize, ja: String, en: String) {
        let name = &self.placed.person.name;
        let span = self.world.problem.horizon[period].span;
        let (from, last) = (span.from, span.until.plus(-1));
        let finding = Finding::new(
            code,
            format!("{name}（{from}～{last}）：{ja}"),
            format!("{name} ({from} to {last}): {en}"),
        );
        self.findings.push(finding.of(&self.placed.plan.person).in_period(period));
    }

    fn forced(&self, period: usize) -> Forced {
        let person = self.placed.person;
        let day = self.world.first_day(period);
        if person.service_start().is_none_or(|start| day < start) {
            return Forced::NotYet;
        }
        let away = person.away_throughout(self.world.problem.horizon[period].span);
        let served = self.placed.released_from.is_some_and(|from| from <= period);
        // An impossible person is not planned at all, so no plan of theirs can end the obligation.
        match (away, served && !self.placed.impossible) {
            (true, true) => Forced::LeaveOrReleased,
            (true, false) => Forced::Leave,
            (false, true) => Forced::Released,
            (false, false) => Forced::Free,
        }
    }

    fn step(&mut self, period: usize) {
        let forced = self.forced(period);
        let step = self.placed.step(period);
        if !forced.accepts(step) {
            let (ja, en) = forced.words();
            self.add("step-forced", period, ja.to_owned(), en.to_owned());
            return;
        }
        let unplanned = *step == Step::Unplaced(Cause::Impossible);
        if forced == Forced::Free && self.placed.impossible != unplanned {
            self.add(
                "step-impossible",
                period,
                "規則をすべては満たせない人として挙げられている人だけが、その理由で全期間未配置になります。"
                    .to_owned(),
                "a person is unplaced as impossible throughout if and only if listed as such.".to_owned(),
            );
        }
        if self.placed.is_posted(period) && self.placed.taken[period].is_empty() {
            self.add(
                "pattern-not-offered",
                period,
                "この勤務の型は、この期間の月数に合いません。".to_owned(),
                "this pattern does not fill the months of the period.".to_owned(),
            );
        }
        if self.placed.is_posted(period) {
            for taken in &self.placed.taken[period] {
                self.part(period, taken);
            }
        }
    }

    fn part(&mut self, period: usize, taken: &Taken<'_>) {
        let problem = self.world.problem;
        let Some(post) = taken.post.and_then(|id| self.world.posts.get(id)) else { return };
        let name = self.world.name(&post.workplace);
        if !problem.offers(post, &problem.horizon[period]) {
            self.add(
                "post-not-offered",
                period,
                format!(
                    "{name} のポスト「{}」はこの期間にはありません。別のポストを選んでください。",
                    post.id
                ),
                format!("the post `{}` at {name} is not offered in this period. Choose another.", post.id),
            );
        }
        if problem.excludes(self.placed.person, &post.workplace) {
            self.add(
                "place-excluded",
                period,
                format!("{name} には配置できません（配置除外）。"),
                format!("{name} is a place the person cannot be sent to."),
            );
        }
        self.training(period, post, name);
    }

    fn training(&mut self, period: usize, post: &Post, name: &str) {
        let stage = self.placed.stages[period];
        let path = &self.placed.person.paths[self.placed.plan.path];
        let initial = post.activity == Activity::InitialTraining;
        let department = &post.department;
        if initial != (stage == Stage::InitialTraining) {
            self.add(
                "initial-training",
                period,
                format!("{name}：初期臨床研修のポストには、初期臨床研修中の人だけが、その間だけ就きます。"),
                format!(
                    "{name}: posts of initial training are for those in it, and those in it take no other."
                ),
            );
        } else if !initial
            && path.specialty != *department
            && !stage.has_component_at(post, self.world.first_day(period))
        {
            self.add(
                "department",
                period,
                format!(
                    "{name} の {department} は、この人の基本領域でも、研修プログラムの関連科でもありません。"
                ),
                format!("{department} at {name} is neither the person's specialty nor part of the training."),
            );
        }
    }

    fn outside(&mut self) {
        let mut given = 0;
        let wish = self.placed.person.outside.as_ref();
        for (period, planned) in self.world.periods() {
            if *self.placed.step(period) != Step::Outside {
                continue;
            }
            given += planned.span.length().0;
            let wanted = wish.filter(|wish| wish.span.is_none_or(|span| span.covers(planned.span)));
            let most = wish.map_or(0, |wish| wish.months.0);
            if wanted.is_none() {
                self.add(
                    "outside-not-wanted",
                    period,
                    "この期間の県外勤務は希望されていません。".to_owned(),
                    "work outside the prefecture is not wanted then.".to_owned(),
                );
            } else if given > most {
                self.add(
                    "outside-too-long",
                    period,
                    format!("県外勤務が計 {given} か月になります。希望は {most} か月までです。"),
                    format!("comes to {given} months outside the prefecture; {most} are wanted at most."),
                );
            }
        }
    }

    fn pin(&mut self, pin: &Pin) {
        for (period, planned) in self.world.periods() {
            let binds = pin.span.overlaps(planned.span) && self.forced(period) == Forced::Free;
            if binds && !follows(self.world.problem, self.placed.main(period), &pin.at) {
                let why = &pin.why;
                self.add(
                    "pin-not-kept",
                    period,
                    format!("決まっている配置（{why}）と違います。"),
                    format!("differs from what is already decided ({why})."),
                );
            }
        }
    }
}

/// Whether somebody's main work is where a pin holds it.
pub(crate) fn follows(problem: &Problem, main: Option<Main<'_>>, at: &PinPlace) -> bool {
    main.is_some_and(|main| match at {
        PinPlace::Outside => main.post.is_none(),
        PinPlace::Post(id) => main.post == Some(id),
        PinPlace::Workplace(id) => {
            let zone = || problem.tables.workplaces.get(main.workplace);
            main.post.is_some()
                && (main.workplace == id || zone().is_some_and(|zone| zone.stands_for.contains(id)))
        }
    })
}
