//! もしかして: the nearest of some words to one that leads nowhere.

use kernel::SearchKey;

/// The nearest word, if it is near enough to be what was meant: one that holds the other, or at most a third of its
/// characters away.
pub(crate) fn nearest<'a>(text: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = SearchKey::of(text).folded().chars().take(40).collect();
    let mut best: Option<(usize, &str)> = None;
    for word in words {
        let other: Vec<char> = SearchKey::of(word).folded().chars().take(40).collect();
        let steps = distance(&wanted, &other);
        let allowed = wanted.len().max(other.len()).div_ceil(3);
        if steps <= allowed && best.is_none_or(|(least, _)| steps < least) {
            best = Some((steps, word));
        }
    }
    best.map(|(_, word)| word)
}

/// Characters to add, drop or change to come from one text to the other.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let change = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = change.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[other.len()]
}
