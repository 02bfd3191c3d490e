//! The word that was probably meant.

/// The nearest of the words, if it is near: at most a third of its letters differ. `-`, `_`, blanks and case are alike.
pub(super) fn nearest<'w>(read: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    const LONGEST: usize = 60;
    let plain = |text: &str| -> Vec<char> {
        text.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
    };
    let read = plain(read);
    if read.is_empty() || read.len() > LONGEST {
        return None;
    }
    words
        .into_iter()
        .filter_map(|word| {
            let letters = plain(word);
            let apart = distance(&read, &letters);
            (apart * 3 <= letters.len().max(3)).then_some((apart, word))
        })
        .min_by_key(|(apart, _)| *apart)
        .map(|(_, word)| word)
}

/// Letters to insert, delete, replace or swap with their neighbour to make one of the other.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut cost = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            cost[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let replaced = cost[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                let swap = if swapped { cost[i - 2][j - 2] + 1 } else { usize::MAX };
                replaced.min(cost[i - 1][j] + 1).min(cost[i][j - 1] + 1).min(swap)
            };
        }
    }
    cost[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_pen_finds_its_word() {
        let words = ["read-on", "months", "least"];
        assert_eq!(nearest("read_on", words), Some("read-on"));
        assert_eq!(nearest("leats", words), Some("least"));
        assert_eq!(nearest("mouths", words), Some("months"));
        assert_eq!(nearest("colour", words), None);
        assert_eq!(nearest("", words), None);
    }
}
