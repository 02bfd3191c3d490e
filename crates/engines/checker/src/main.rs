//! `tsunagu-checker`: waits for the verdicts of `rules`.

fn main() {}
