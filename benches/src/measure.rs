//! Seconds and memory, and how they are written.

use std::{
    fs,
    time::{Duration, Instant},
};

/// Time since it was started.
#[derive(Clone, Copy, Debug)]
pub struct Clock(Instant);

impl Clock {
    /// Starts it.
    #[expect(clippy::disallowed_methods, reason = "seconds are what a bench measures")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// What it shows.
    pub fn shows(self) -> Duration {
        self.0.elapsed()
    }
}

/// How long the work took, and what it gave.
pub fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let clock = Clock::start();
    let result = work();
    (clock.shows(), result)
}

/// The median of three timings.
pub fn median(mut work: impl FnMut()) -> Duration {
    let mut taken = [(); 3].map(|()| timed(&mut work).0);
    taken.sort();
    taken[1]
}

/// A duration with two or three digits and the unit that suits it.
pub fn shown(taken: Duration) -> String {
    let micros = taken.as_micros();
    match micros {
        0..1_000 => format!("{micros} µs"),
        1_000..10_000 => format!("{}.{:02} ms", micros / 1_000, micros % 1_000 / 10),
        10_000..1_000_000 => format!("{} ms", micros / 1_000),
        1_000_000..10_000_000 => format!("{}.{:02} s", micros / 1_000_000, micros % 1_000_000 / 10_000),
        10_000_000..100_000_000 => format!("{}.{} s", micros / 1_000_000, micros % 1_000_000 / 100_000),
        _ => format!("{} s", grouped(taken.as_secs())),
    }
}

/// A number with its thousands apart: 12,345.
pub fn grouped(number: impl Into<i128>) -> String {
    let number = number.into();
    let text = kernel::grouped(number.unsigned_abs());
    if number < 0 { format!("−{text}") } else { text }
}

/// The same of a count.
pub fn count(number: usize) -> String {
    grouped(number as i128)
}

/// The most memory that this process ever held, in bytes; none where the system does not tell.
pub fn peak_bytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes * 1_024)
}

/// Memory in MiB.
pub fn mebibytes(bytes: u64) -> String {
    format!("{} MiB", grouped(bytes / 1_048_576))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{grouped, shown};

    #[test]
    fn durations_keep_two_or_three_digits() {
        let cases = [(999, "999 µs"), (1_049, "1.04 ms"), (20_000, "20 ms"), (1_500_000, "1.50 s")];
        for (micros, text) in cases {
            assert_eq!(shown(Duration::from_micros(micros)), text);
        }
        assert_eq!(shown(Duration::from_secs(12)), "12.0 s");
        assert_eq!(shown(Duration::from_secs(1_234)), "1,234 s");
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(grouped(123_456), "123,456");
        assert_eq!(grouped(-1_000), "−1,000");
    }
}
