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

/// The most lines a row can show; Excel's rows end at 409 points.
const MOST_LINES: usize = 28;

/// Points of row height for so many lines of body text.
pub(crate) fn height(lines: usize) -> f64 {
    let lines = lines.clamp(1, MOST_LINES);
    f64::from(u32::try_from(lines * 14 + 5).unwrap_or(400))
}
