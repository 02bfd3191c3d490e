//! The page that holds the figures: prose by people, and blocks between marks that a run replaces.

/// A page of Markdown.
pub struct Page(String);

impl Page {
    /// A page.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// Its text.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The page with other figures in a block; none if it has no such block.
    pub fn with(&self, name: &str, figures: &str) -> Option<Self> {
        let (before, rest) = self.0.split_once(&begin(name))?;
        let (_, after) = rest.split_once(END)?;
        Some(Self(format!("{before}{}{after}", block(name, figures))))
    }
}

/// A block's figures, and the pictures that they show.
pub struct Figures {
    /// Markdown.
    pub text: String,
    /// Files, named from the folder of the page.
    pub pictures: Vec<(&'static str, String)>,
}

impl From<String> for Figures {
    fn from(text: String) -> Self {
        Self { text, pictures: Vec::new() }
    }
}

/// Figures between their marks.
pub fn block(name: &str, figures: &str) -> String {
    format!("{}\n\n{}\n\n{END}", begin(name), figures.trim())
}

fn begin(name: &str) -> String {
    format!("<!-- figures: {name} -->")
}

const END: &str = "<!-- end of figures -->";

#[cfg(test)]
mod tests {
    use super::{Page, block};

    fn page() -> Page {
        let blocks = [block("one", "| 1 |"), block("two", "| 2 |")];
        Page::new(format!("# Figures\n\n{}\n\nProse.\n\n{}\n\nMore prose.\n", blocks[0], blocks[1]))
    }

    #[test]
    fn only_the_named_block_is_replaced() {
        let after = page().with("one", "| 10 |").unwrap();
        assert_eq!(after.text(), page().text().replace("| 1 |", "| 10 |"));
    }

    #[test]
    fn replacing_twice_is_replacing_once() {
        let once = page().with("two", "| 20 |").unwrap();
        assert_eq!(once.with("two", "| 20 |").unwrap().text(), once.text());
    }

    #[test]
    fn a_page_without_the_block_is_left_alone() {
        assert!(page().with("three", "| 3 |").is_none());
    }
}
