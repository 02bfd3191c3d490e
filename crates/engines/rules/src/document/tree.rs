//! The tree that an edition's TOML and its JSON share, each node with its place in the text.

use std::collections::BTreeMap;

use kernel::Bilingual;
use serde_json::{Map, Number};
use toml::de::{DeArray, DeTable, DeValue};

/// Where a node stands in a text, both counted from 1; columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub line: u32,
    pub column: u32,
}

/// A value and its place. JSON has no places.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub value: Tree,
    pub spot: Option<Spot>,
}

/// Keys in their own order: a document's meaning does not depend on the order of its keys.
pub(super) type Table = BTreeMap<String, Node>;

/// A value of either form. Dates are their texts; decimals keep the digits as written, so that 1.5 stays exact.
#[derive(Clone, Debug)]
pub(super) enum Tree {
    Null,
    Bool(bool),
    Integer(i64),
    Decimal(String),
    Text(String),
    List(Vec<Node>),
    Table(Table),
}

/// The document is nested deeper than it may be.
pub(super) struct TooDeep(pub Option<Spot>);

/// The starts of a text's lines, to turn byte offsets into lines and columns.
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub fn of(text: &'t str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(0).chain(breaks).collect() }
    }

    pub fn spot(&self, offset: usize) -> Spot {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts[line - 1];
        let before = self.text.get(start..offset).map_or(0, |text| text.chars().count());
        Spot { line: line as u32, column: before as u32 + 1 }
    }
}

impl Node {
    /// The tree of a parsed TOML table.
    pub fn from_toml(table: &DeTable<'_>, lines: &Lines<'_>, depth: usize) -> Result<Node, TooDeep> {
        let value = toml_table(table, lines, depth)?;
        Ok(Node { value: Tree::Table(value), spot: None })
    }

    /// The tree of a JSON object.
    pub fn from_json(map: &Map<String, serde_json::Value>, depth: usize) -> Result<Node, TooDeep> {
        Ok(Node { value: Tree::Table(json_table(map, depth)?), spot: None })
    }

    /// The node as a table, if it is one.
    pub fn table(&self) -> Option<&Table> {
        match &self.value {
            Tree::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The node under a key of a table.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.table()?.get(key)
    }

    /// The node as a text.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Tree::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The nodes of a list; a single node stands for a list of one.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Tree::List(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    /// What was read, shortly, to be repeated in a message.
    pub fn shown(&self) -> Bilingual {
        let same = |text: String| Bilingual::new(text.clone(), text);
        match &self.value {
            Tree::Null => same("null".to_owned()),
            Tree::Bool(value) => same(value.to_string()),
            Tree::Integer(value) => same(value.to_string()),
            Tree::Decimal(text) => same(text.clone()),
            Tree::Text(text) => Bilingual::new(format!("「{}」", short(text)), format!("“{}”", short(text))),
            Tree::List(items) => {
                Bilingual::new(format!("{}件の一覧", items.len()), format!("a list of {}", items.len()))
            }
            Tree::Table(table) => {
                let keys: Vec<_> = table.keys().take(4).map(|key| short(key)).collect();
                let more = if table.len() > 4 { ", …" } else { "" };
                let keys = format!("{{ {}{more} }}", keys.join(", "));
                Bilingual::new(format!("表 {keys}"), format!("a table {keys}"))
            }
        }
    }

    /// The same value as JSON: what an edition keeps of its document.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Tree::Null => serde_json::Value::Null,
            Tree::Bool(value) => (*value).into(),
            Tree::Integer(value) => (*value).into(),
            Tree::Decimal(text) => {
                text.parse().ok().and_then(Number::from_f64).map_or_else(|| text.clone().into(), Into::into)
            }
            Tree::Text(text) => text.clone().into(),
            Tree::List(items) => items.iter().map(Node::to_json).collect(),
            Tree::Table(table) => json_map(table).into(),
        }
    }
}

/// A table as a JSON object.
pub(super) fn json_map(table: &Table) -> Map<String, serde_json::Value> {
    table.iter().map(|(key, node)| (key.clone(), node.to_json())).collect()
}

/// A text cut to what fits in a message.
pub(super) fn short(text: &str) -> String {
    cut(text, 40)
}

/// A text on one line, cut to so many characters.
pub(super) fn cut(text: &str, longest: usize) -> String {
    let one_line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match one_line.char_indices().nth(longest) {
        Some((cut, _)) => format!("{}…", &one_line[..cut]),
        None => one_line,
    }
}

fn toml_table(table: &DeTable<'_>, lines: &Lines<'_>, depth: usize) -> Result<Table, TooDeep> {
    let entry = |(key, value): (&toml::Spanned<_>, &toml::Spanned<_>)| {
        let key: &toml::Spanned<std::borrow::Cow<'_, str>> = key;
        let spot = lines.spot(key.span().start);
        let mut node = toml_node(value, lines, depth)?;
        // A key says better than its value where an official has to look, above all for tables over many lines.
        node.spot = Some(spot);
        Ok((key.get_ref().to_string(), node))
    };
    table.iter().map(entry).collect()
}

fn toml_node(value: &toml::Spanned<DeValue<'_>>, lines: &Lines<'_>, depth: usize) -> Result<Node, TooDeep> {
    let spot = Some(lines.spot(value.span().start));
    let inner = depth.checked_sub(1).ok_or(TooDeep(spot));
    let value = match value.get_ref() {
        DeValue::String(text) => Tree::Text(text.to_string()),
        DeValue::Boolean(value) => Tree::Bool(*value),
        DeValue::Datetime(date) => Tree::Text(date.to_string()),
        DeValue::Float(number) => Tree::Decimal(number.as_str().to_owned()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(value) => Tree::Integer(value),
            Err(_) => Tree::Decimal(number.as_str().to_owned()),
        },
        DeValue::Array(items) => Tree::List(toml_list(items, lines, inner?)?),
        DeValue::Table(table) => Tree::Table(toml_table(table, lines, inner?)?),
    };
    Ok(Node { value, spot })
}

fn toml_list(items: &DeArray<'_>, lines: &Lines<'_>, depth: usize) -> Result<Vec<Node>, TooDeep> {
    items.iter().map(|item| toml_node(item, lines, depth)).collect()
}

fn json_table(map: &Map<String, serde_json::Value>, depth: usize) -> Result<Table, TooDeep> {
    map.iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(key, value)| Ok((key.clone(), json_node(value, depth)?)))
        .collect()
}

fn json_node(value: &serde_json::Value, depth: usize) -> Result<Node, TooDeep> {
    use serde_json::Value;
    let inner = depth.checked_sub(1).ok_or(TooDeep(None));
    let value = match value {
        Value::Null => Tree::Null,
        Value::Bool(value) => Tree::Bool(*value),
        Value::Number(number) => match number.as_i64() {
            Some(value) => Tree::Integer(value),
            None => Tree::Decimal(number.to_string()),
        },
        Value::String(text) => Tree::Text(text.clone()),
        Value::Array(items) => {
            let depth = inner?;
            Tree::List(items.iter().map(|item| json_node(item, depth)).collect::<Result<_, _>>()?)
        }
        Value::Object(map) => Tree::Table(json_table(map, inner?)?),
    };
    Ok(Node { value, spot: None })
}
