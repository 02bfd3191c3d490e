//! Search keys: what makes ｱｲﾀﾞ, あいだ and アイダ one search, while the text itself stays as it was written.

use unicode_normalization::UnicodeNormalization;

use crate::names::katakana;

/// A text and beside it the folded form that searches compare.
///
/// Folded are width and compatibility forms (NFKC), case, hiragana and katakana, small ヶ and ヵ, blanks (left out),
/// variation selectors (left out), and the characters that the code pages of Japanese systems swap: ～ and 〜, － − ― and
/// ‐, ー after a kana, ¥ and \.
///
/// ```
/// use kernel::SearchKey;
///
/// let ward = SearchKey::of("霞ヶ関センター〜Ａ");
/// assert_eq!(ward.original(), "霞ヶ関センター〜Ａ");
/// assert!(ward.contains(&SearchKey::of("せんたｰ～a")));
/// ```
#[derive(Clone, Debug)]
pub struct SearchKey {
    original: String,
    folded: String,
}

impl SearchKey {
    /// The text with its folded form.
    pub fn of(text: &str) -> Self {
        Self { original: text.to_owned(), folded: fold(text) }
    }

    /// The text as it was.
    pub fn original(&self) -> &str {
        &self.original
    }

    /// The form that searches and sorts compare; never shown.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// Whether both are the same to a search.
    pub fn matches(&self, other: &SearchKey) -> bool {
        self.folded == other.folded
    }

    /// Whether the other text lies within this one; an empty one lies in all.
    pub fn contains(&self, other: &SearchKey) -> bool {
        self.folded.contains(&other.folded)
    }
}

/// Folds until nothing changes: ẞ becomes ß becomes ss, and a mark freed of its blank joins the letter before.
fn fold(text: &str) -> String {
    let mut folded = fold_once(text);
    for _ in 0..8 {
        let again = fold_once(&folded);
        if again == folded {
            break;
        }
        folded = again;
    }
    folded
}

fn fold_once(text: &str) -> String {
    let one_width =
        text.chars().map(spacing_mark).nfkc().flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    let mut folded = String::with_capacity(text.len());
    let mut after_kana = false;
    for c in one_width.nfkc().filter(|c| !is_left_out(*c)).map(katakana).map(one_form) {
        let c = if matches!(c, '-' | 'ー') { if after_kana { 'ー' } else { '-' } } else { c };
        after_kana = matches!(c, '\u{30A1}'..='\u{30FA}' | 'ー');
        folded.push(c);
    }
    folded
}

/// ゛ and ゜ typed as characters of their own join the kana before them.
fn spacing_mark(c: char) -> char {
    match c {
        '゛' => '\u{3099}',
        '゜' => '\u{309A}',
        _ => c,
    }
}

/// Of characters that systems swap for one another, the one that stands for all.
fn one_form(c: char) -> char {
    match c {
        '\u{301C}' | '\u{223C}' => '~',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' => '-',
        '\\' => '¥',
        'ヶ' => 'ケ',
        'ヵ' => 'カ',
        _ => c,
    }
}

fn is_left_out(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200B}'..='\u{200D}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}
