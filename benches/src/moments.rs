//! How a run went on: its plans, and what was proven by then.

use std::time::Duration;

use crate::gap::gap;

/// A plan at some time of the run, and what was proven by then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Since the run began.
    pub at: Duration,
    /// The best plan's price.
    pub objective: i128,
    /// What no plan can be cheaper than.
    pub bound: Option<i128>,
}

impl Moment {
    /// How far the plan was from what was proven then.
    pub fn gap(&self) -> Option<u64> {
        gap(Some(self.objective), self.bound)
    }

    /// A line that tells of a plan: `0.218 s: … objective 21620, proven bound 5415`.
    fn read(line: &str) -> Option<Self> {
        let (seconds, said) = line.split_once(" s: ")?;
        let at = Duration::try_from_secs_f64(seconds.parse().ok()?).ok()?;
        let objective = number_after(said, "objective ")?;
        Some(Self { at, objective, bound: number_after(said, "proven bound ") })
    }
}

/// All that the lines of progress of `tsunagu bench ppp` tell of plans.
pub fn read(progress: &str) -> Vec<Moment> {
    progress.lines().filter_map(Moment::read).collect()
}

/// The first moment with a gap of at most so many millionths.
pub fn within(moments: &[Moment], millionths: u64) -> Option<Duration> {
    moments.iter().find(|moment| moment.gap().is_some_and(|gap| gap <= millionths)).map(|moment| moment.at)
}

/// The last moment until then.
pub fn until(moments: &[Moment], then: Duration) -> Option<&Moment> {
    moments.iter().rfind(|moment| moment.at <= then)
}

fn number_after(text: &str, words: &str) -> Option<i128> {
    let (_, rest) = text.split_once(words)?;
    rest.split(|sign: char| !sign.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{read, until, within};

    #[test]
    fn lines_without_a_plan_are_passed_over() {
        let told = "0.010 s: compiling each person's rules (24 people)\n\
                    0.218 s: improving (work 40, objective 21620, no bound yet, people with a gap 0)\n\
                    0.300 s: weighing seats and needs (work 72, objective 21620, proven bound 5415)\n\
                    0.400 s: making a plan of the mix (work 7660, proven bound 20320)\n\
                    0.500 s: improving (work 7676, objective 20345, proven bound 20320, people with a gap 0)\n";
        let moments = read(told);
        let objectives: Vec<i128> = moments.iter().map(|moment| moment.objective).collect();
        assert_eq!(objectives, [21_620, 21_620, 20_345]);
        assert_eq!(moments[0].gap(), None);
        assert_eq!(within(&moments, 10_000), Some(Duration::from_millis(500)));
        assert_eq!(until(&moments, Duration::from_millis(499)), Some(&moments[1]));
    }
}
