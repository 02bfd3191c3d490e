//! 照合: what other sheets call a person, place or post by: its id, or its name where only one bears it.

use std::collections::{BTreeMap, BTreeSet};

use kernel::SearchKey;

use super::{Build, Guesses};
use crate::{
    Roster,
    finding::{Code, Message},
    nearest::nearest,
    table::SheetKey,
    value::shown,
};

/// The names of one sheet.
#[derive(Debug)]
pub(super) struct Index {
    sheet: SheetKey,
    ids: BTreeMap<String, String>,
    names: BTreeMap<String, BTreeSet<String>>,
    /// As written, for proposals.
    words: Vec<String>,
    guesses: Guesses,
}

/// So many of the ids that share a name are shown; a column pasted wrongly may give one name to everybody.
const MOST_SHOWN: usize = 8;

/// The names of all sheets that others refer to.
#[derive(Debug)]
pub(super) struct Names {
    pub people: Index,
    pub facilities: Index,
    pub areas: Index,
    pub classes: Index,
    pub programmes: Index,
    pub posts: Index,
}

fn folded(text: &str) -> String {
    SearchKey::of(text).folded().to_owned()
}

impl Index {
    fn of<'a>(sheet: SheetKey, rows: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut index = Self {
            sheet,
            ids: BTreeMap::new(),
            names: BTreeMap::new(),
            words: Vec::new(),
            guesses: Guesses::default(),
        };
        for (id, name) in rows.filter(|(id, _)| !id.is_empty()) {
            index.ids.entry(folded(id)).or_insert_with(|| id.to_owned());
            index.words.push(id.to_owned());
            if !name.is_empty() {
                index.names.entry(folded(name)).or_default().insert(id.to_owned());
                index.words.push(name.to_owned());
            }
        }
        index
    }

    /// The id that a text means.
    pub fn find(&self, text: &str) -> Result<String, Message> {
        let key = folded(text);
        if let Some(id) = self.ids.get(&key) {
            return Ok(id.clone());
        }
        let Some(bearers) = self.names.get(&key) else { return Err(self.unknown(text)) };
        match bearers.first() {
            Some(id) if bearers.len() == 1 => Ok(id.clone()),
            _ => Err(self.ambiguous(text, bearers)),
        }
    }

    fn ambiguous(&self, text: &str, several: &BTreeSet<String>) -> Message {
        let table = Roster::table(self.sheet);
        let shown_ids: Vec<&str> = several.iter().take(MOST_SHOWN).map(String::as_str).collect();
        let more = if several.len() > MOST_SHOWN { "…" } else { "" };
        let ids = format!("{}{more}", shown_ids.join("、"));
        Message::new(
            Code::UnknownReference,
            format!(
                "「{}」は「{}」に{}件あります（{ids}）。IDで入力してください。",
                shown(text),
                table.name[0],
                several.len()
            ),
            format!(
                "“{}” stands for {} rows of “{}” ({ids}). Enter the id.",
                shown(text),
                several.len(),
                table.name[1]
            ),
        )
    }

    fn unknown(&self, text: &str) -> Message {
        let table = Roster::table(self.sheet);
        let words = self.words.iter().map(String::as_str);
        let guess = self.guesses.take().then(|| nearest(text, words)).flatten();
        let (ja, en) = guess.map_or_else(
            || ("正しい名前に直すか、".to_owned(), "Correct it, or add it there.".to_owned()),
            |guess| {
                (
                    format!("「{guess}」のことなら直してください。なければ"),
                    format!("If “{guess}” is meant, correct it. Otherwise add it there."),
                )
            },
        );
        Message::new(
            Code::UnknownReference,
            format!("「{}」は「{}」シートにありません。{ja}行を加えてください。", shown(text), table.name[0]),
            format!("“{}” is not in the sheet “{}”. {en}", shown(text), table.name[1]),
        )
    }
}

impl Names {
    pub fn of(roster: &Roster) -> Self {
        let areas: Vec<(&str, &str)> = if roster.areas.is_empty() {
            // Without a sheet of areas, each area that a facility names is one.
            roster.facilities.iter().map(|row| (row.area.as_str(), "")).collect()
        } else {
            roster.areas.iter().map(|row| (row.id.as_str(), row.name.as_str())).collect()
        };
        Self {
            people: Index::of(
                SheetKey::Physicians,
                roster.physicians.iter().map(|row| (row.id.as_str(), row.name.as_str())),
            ),
            facilities: Index::of(
                SheetKey::Facilities,
                roster.facilities.iter().map(|row| (row.id.as_str(), row.name.as_str())),
            ),
            areas: Index::of(SheetKey::Areas, areas.into_iter()),
            classes: Index::of(
                SheetKey::Classes,
                roster.classes.iter().map(|row| (row.id.as_str(), row.name.as_str())),
            ),
            programmes: Index::of(
                SheetKey::Programmes,
                roster.programmes.iter().map(|row| (row.id.as_str(), row.name.as_str())),
            ),
            posts: Index::of(SheetKey::Posts, roster.posts.iter().map(|row| (row.id.as_str(), ""))),
        }
    }
}

impl Build<'_> {
    /// Ids that stand twice in a sheet whose rows others refer to.
    pub fn duplicate_ids(&mut self) {
        let roster = self.roster;
        self.twice(SheetKey::Physicians, roster.physicians.iter().map(|row| (row.row, row.id.as_str())));
        self.twice(SheetKey::Facilities, roster.facilities.iter().map(|row| (row.row, row.id.as_str())));
        self.twice(SheetKey::Areas, roster.areas.iter().map(|row| (row.row, row.id.as_str())));
        self.twice(SheetKey::Classes, roster.classes.iter().map(|row| (row.row, row.id.as_str())));
        self.twice(SheetKey::Programmes, roster.programmes.iter().map(|row| (row.row, row.id.as_str())));
        self.twice(SheetKey::Posts, roster.posts.iter().map(|row| (row.row, row.id.as_str())));
        self.twice(SheetKey::Needs, roster.needs.iter().map(|row| (row.row, row.id.as_str())));
        self.twice(SheetKey::Engagements, roster.engagements.iter().map(|row| (row.row, row.id.as_str())));
    }

    fn twice<'b>(&mut self, sheet: SheetKey, ids: impl Iterator<Item = (u32, &'b str)>) {
        let mut seen: BTreeMap<String, u32> = BTreeMap::new();
        for (row, id) in ids.filter(|(_, id)| !id.is_empty()) {
            if let Some(first) = seen.insert(folded(id), row) {
                let message = Message::new(
                    Code::Duplicate,
                    format!("「{id}」は{first}行目にもあります。IDは一度だけ使えます。"),
                    format!("“{id}” stands in row {first} as well. An id can be used once."),
                );
                self.error((sheet, row, "id"), id, message);
            }
        }
    }
}
