//! Numbers as people read them: thousands set apart.

/// A number without its sign, thousands set apart: 12,345. Which sign stands before it is the page's to say.
pub fn grouped(magnitude: u128) -> String {
    let digits = magnitude.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
