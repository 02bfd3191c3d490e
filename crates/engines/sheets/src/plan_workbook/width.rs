//! How wide Japanese text is in a cell, and how high its row must be.

/// Half-width columns that a text takes: a kanji two, a letter one.
pub(crate) fn columns(text: &str) -> usize {
    text.chars().map(width).sum()
}

fn width(character: char) -> usize {
    match character {
        '\u{0}'..='\u{2FF}' | '\u{FF61}'..='\u{FF9F}' | '–' | '—' | '’' | '“' | '”' => 1,
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' | '\u{200B}' => 0,
        _ => 2,
    }
}

/// Lines that a text takes when wrapped at so many half-width columns.
pub(crate) fn lines(text: &str, at: usize) -> usize {
    text.split('\n').map(|line| columns(line).div_ceil(at.max(2)).max(1)).sum()
}

/// Texts in a list, broken between them and never inside one, as far as each fits the width.
pub(crate) fn listed(texts: &[String], comma: &str, at: usize) -> String {
    let mut list = String::new();
    let mut filled = 0;
    for (place, text) in texts.iter().enumerate() {
        if place > 0 {
            list.push_str(comma.trim_end());
            filled += columns(comma);
            if filled + columns(text) + 2 > at {
                list.push('\n');
                filled = 0;
            } else if comma.ends_with(' ') {
                list.push(' ');
            }
        }
        list.push_str(text);
        filled += columns(text);
    }
    list
}

/// The most lines a row can show; Excel's rows end at 409 points.
const MOST_LINES: usize = 28;

/// Points of row height for so many lines of body text.
pub(crate) fn height(lines: usize) -> f64 {
    let lines = lines.clamp(1, MOST_LINES);
    f64::from(u32::try_from(lines * 14 + 5).unwrap_or(400))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_breaks_between_names_only() {
        let names = ["佐々木 蒼", "阿部 新", "岡田 隼人"].map(str::to_owned);
        assert_eq!(listed(&names, "、", 21), "佐々木 蒼、阿部 新、\n岡田 隼人");
        assert_eq!(listed(&names, ", ", 60), "佐々木 蒼, 阿部 新, 岡田 隼人");
    }

    #[test]
    fn a_kanji_is_two_wide_and_a_selector_nothing() {
        assert_eq!(columns("葛󠄀A"), 3);
        assert_eq!(lines("あいうえお\nA", 4), 4);
    }
}
