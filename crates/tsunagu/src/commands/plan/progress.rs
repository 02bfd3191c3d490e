//! What is seen while the search runs: a bar on a terminal, plain lines elsewhere. Here, and nowhere else, is the clock
//! read: a limit in minutes stops the search at the next unit of work.

use std::{
    io::IsTerminal,
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressStyle};
use planner::{Patience, Phase, Progress};

use crate::{
    output::{Format, Speaker},
    words,
};

/// Plain lines of one phase are not written more often than this.
const BETWEEN_LINES: Duration = Duration::from_secs(10);

/// The display of a search under way.
pub struct Display {
    speaker: Speaker,
    bar: Option<ProgressBar>,
    began: Instant,
    last_line: Option<(Phase, Instant)>,
    limit: Option<Duration>,
    known_limit: bool,
}

#[expect(
    clippy::disallowed_methods,
    reason = "clock time enters at the front door only, and only to stop and to show"
)]
fn now() -> Instant {
    Instant::now()
}

impl Display {
    /// A display for a search, with its limit in minutes.
    pub fn new(speaker: Speaker, minutes: Option<u64>) -> Self {
        let bar = (speaker.format == Format::Text && std::io::stderr().is_terminal())
            .then(|| bar(minutes.is_some()));
        let limit = minutes.map(|minutes| Duration::from_secs(minutes * 60));
        Self { speaker, bar, began: now(), last_line: None, limit, known_limit: minutes.is_none() }
    }

    /// Shows how far the search is.
    pub fn show(&mut self, seen: &Progress) {
        let limit = self.known_limit.then_some(seen.limit);
        let message = words::progress(seen, limit);
        if let Some(bar) = &self.bar {
            if self.known_limit {
                bar.set_length(seen.limit);
            }
            bar.set_position(seen.work);
            bar.set_message(message.get(self.speaker.lang).to_owned());
        } else if self.is_due(seen.phase) {
            self.last_line = Some((seen.phase, now()));
            self.speaker.remark(&message);
        }
    }

    fn is_due(&self, phase: Phase) -> bool {
        self.last_line.is_none_or(|(last, at)| last != phase || now().duration_since(at) >= BETWEEN_LINES)
    }

    /// How long it is until the minutes are over.
    pub fn patience(&self) -> Option<Patience> {
        let (began, limit) = (self.began, self.limit?);
        Some(Patience::told_by(move || limit.saturating_sub(began.elapsed())))
    }

    /// Whether the minutes are over.
    pub fn out_of_time(&self) -> bool {
        self.limit.is_some_and(|limit| now().duration_since(self.began) >= limit)
    }

    /// Whether the minutes of the regions up to the one at hand are over: they are shared out by people.
    pub fn is_time_of_region_over(&self, seen: &Progress) -> bool {
        self.limit.is_some_and(|limit| now().duration_since(self.began) >= until_here(limit, seen))
    }

    /// Takes the display away.
    pub fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar(open_ended: bool) -> ProgressBar {
    let form =
        if open_ended { "{spinner} {elapsed} {msg}" } else { "{bar:30} {percent:>3}% {elapsed} {msg}" };
    let style = ProgressStyle::with_template(form).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::no_length().with_style(style)
}

/// The part of a time that is for the regions up to the one at hand.
pub fn until_here(whole: Duration, seen: &Progress) -> Duration {
    let count = |people: usize| u32::try_from(people).unwrap_or(u32::MAX).max(1);
    (whole / count(seen.of)).saturating_mul(count(seen.through))
}
