//! What is seen while the search runs: a bar on a terminal, plain lines elsewhere.

use std::{io::IsTerminal, time::Duration};

use indicatif::{ProgressBar, ProgressStyle};
use planner::{Phase, Progress};

use crate::{
    clock::Clock,
    output::{Format, Speaker},
    words,
};

/// Plain lines of one phase are not written more often than this.
const BETWEEN_LINES: Duration = Duration::from_secs(10);

/// The display of a search under way.
pub struct Display {
    speaker: Speaker,
    bar: Option<ProgressBar>,
    /// With the limit in minutes.
    pub clock: Clock,
    last_line: Option<(Phase, Duration)>,
    known_limit: bool,
}

impl Display {
    /// A display for a search, with its limit in minutes.
    pub fn new(speaker: Speaker, minutes: Option<u64>) -> Self {
        let bar = (speaker.format == Format::Text && std::io::stderr().is_terminal())
            .then(|| bar(minutes.is_some()));
        let limit = minutes.map(|minutes| Duration::from_secs(minutes * 60));
        Self { speaker, bar, clock: Clock::start(limit), last_line: None, known_limit: minutes.is_none() }
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
            self.last_line = Some((seen.phase, self.clock.elapsed()));
            self.speaker.remark(&message);
        }
    }

    fn is_due(&self, phase: Phase) -> bool {
        let due = |at| self.clock.elapsed() >= at + BETWEEN_LINES;
        self.last_line.is_none_or(|(last, at)| last != phase || due(at))
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
