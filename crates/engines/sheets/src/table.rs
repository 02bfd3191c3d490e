//! 様式: one table for each sheet, from which the template, the reader, the writer and the messages all derive.
//!
//! A sheet's table is written once, by `sheet!` in `rows/`: the record's fields are its columns. A field's type says
//! what its cells hold, see [`Value`](crate::value::Value).

use kernel::Lang;

use crate::{
    finding::Message,
    value::{Cell, Kind, Written},
};

/// The sheets, in the order of the workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is described by its table")]
pub enum SheetKey {
    Settings,
    Physicians,
    Commitments,
    Engagements,
    Leaves,
    PartTime,
    Wishes,
    Couples,
    Waivers,
    Notices,
    Programmes,
    Components,
    Sites,
    Attestations,
    Areas,
    Facilities,
    Classes,
    Designations,
    Instructors,
    Posts,
    Needs,
    Patterns,
    Pins,
    Previous,
}

/// 様式: what a sheet is called, what one row of it is, and its columns.
#[derive(Debug)]
pub struct SheetTable {
    /// Which.
    pub key: SheetKey,
    /// Its name: Japanese, English.
    pub name: [&'static str; 2],
    /// Other names it is known by.
    pub other: &'static [&'static str],
    /// What one row is: Japanese, English.
    pub about: [&'static str; 2],
    /// Its columns, in the order of the template.
    pub columns: &'static [Column],
}

/// A column.
#[derive(Debug)]
pub struct Column {
    /// The record's field.
    pub key: &'static str,
    /// Heading: Japanese, English.
    pub heading: [&'static str; 2],
    /// Other headings it is known by.
    pub other: &'static [&'static str],
    /// What its cells hold.
    pub kind: Kind,
    /// Whether a row needs it.
    pub need: Need,
    /// What is offered to choose from.
    pub offer: Offer,
    /// What to write: Japanese, English.
    pub note: [&'static str; 2],
}

/// Whether a row needs a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// No row without it.
    Required,
    /// May be left empty.
    Optional,
}

/// What a cell's drop-down offers, beside the choices of its own kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// Nothing.
    Nothing,
    /// The first column of another sheet. Its names are accepted as well.
    Of(SheetKey),
    /// 診療科・基本領域.
    Departments,
    /// 休業の種類.
    LeaveKinds,
    /// Schemes of classes.
    Schemes,
}

/// A row of a sheet, as a value that code can build.
pub trait Record: Default {
    /// Its sheet.
    fn table() -> &'static SheetTable;
    /// Its row in the file, from 1; 0 if made in code.
    fn row(&self) -> u32;
    /// Notes from where it was read.
    fn set_row(&mut self, row: u32);
    /// Takes over a cell of the column with this key; gives back what was odd about it.
    fn set(&mut self, key: &str, cell: &Cell) -> Result<Option<Message>, Message>;
    /// What the column's cell is to hold.
    fn get(&self, key: &str) -> Written;
}

impl SheetTable {
    /// The column with this key. Asking for one that is not there is a slip in our code, found by the tests.
    pub fn column(&self, key: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.key == key)
    }

    /// Where the column stands in the template, from 0.
    pub fn place(&self, key: &str) -> Option<u32> {
        self.columns.iter().position(|column| column.key == key).and_then(|place| u32::try_from(place).ok())
    }

    /// Its name in a language.
    pub fn name_in(&self, lang: Lang) -> &'static str {
        one(self.name, lang)
    }
}

impl Column {
    /// Its heading in a language.
    pub fn heading_in(&self, lang: Lang) -> &'static str {
        one(self.heading, lang)
    }

    /// Whether no row may go without it.
    pub fn required(&self) -> bool {
        self.need == Need::Required
    }
}

/// The one in the language of a Japanese and an English text.
pub(crate) fn one(both: [&'static str; 2], lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => both[0],
        Lang::En => both[1],
    }
}

/// Declares a sheet: its record, and the table of its columns.
macro_rules! sheet {
    (
        $(#[$meta:meta])*
        $name:ident in $key:ident = $ja:literal | $en:literal [$($other:literal),*],
            $about_ja:literal | $about_en:literal;
        $(
            $field:ident: $type:ty = $heading_ja:literal | $heading_en:literal [$($alias:literal),*]
                $need:ident $offer:expr, $note_ja:literal | $note_en:literal;
        )*
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct $name {
            /// Its row in the file, from 1; 0 for one made in code.
            pub row: u32,
            $(
                #[doc = concat!($heading_ja, ": ", $note_en)]
                pub $field: $type,
            )*
        }

        impl $crate::table::Record for $name {
            fn table() -> &'static $crate::table::SheetTable {
                static TABLE: $crate::table::SheetTable = $crate::table::SheetTable {
                    key: $crate::table::SheetKey::$key,
                    name: [$ja, $en],
                    other: &[$($other),*],
                    about: [$about_ja, $about_en],
                    columns: &[$($crate::table::Column {
                        key: stringify!($field),
                        heading: [$heading_ja, $heading_en],
                        other: &[$($alias),*],
                        kind: <$type as $crate::value::Value>::KIND,
                        need: $crate::table::Need::$need,
                        offer: $offer,
                        note: [$note_ja, $note_en],
                    }),*],
                };
                &TABLE
            }
            fn row(&self) -> u32 {
                self.row
            }
            fn set_row(&mut self, row: u32) {
                self.row = row;
            }
            fn set(
                &mut self,
                key: &str,
                cell: &$crate::value::Cell,
            ) -> Result<Option<$crate::finding::Message>, $crate::finding::Message> {
                match key {
                    $(stringify!($field) => {
                        let (value, odd) = <$type as $crate::value::Value>::read(cell)?;
                        self.$field = value;
                        Ok(odd)
                    })*
                    _ => Ok(None),
                }
            }
            fn get(&self, key: &str) -> $crate::value::Written {
                match key {
                    $(stringify!($field) => $crate::value::Value::written(&self.$field),)*
                    _ => $crate::value::Written::Nothing,
                }
            }
        }
    };
}

pub(crate) use sheet;
