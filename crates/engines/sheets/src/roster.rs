//! 名簿: the whole workbook as typed rows, one list for each sheet.
//!
//! A roster is read from a file, or made in code and written by [`write_roster`](crate::write_roster):
//!
//! ```
//! use sheets::{Roster, rows::{career::EngagementRow, people::PhysicianRow, places::FacilityRow}};
//!
//! let roster = Roster {
//!     facilities: vec![FacilityRow { id: "F01".into(), name: "例示中央病院".into(), area: "中部".into(), ..Default::default() }],
//!     physicians: vec![PhysicianRow { id: "D01".into(), name: "架空　花子".into(), specialty: "内科".into(), ..Default::default() }],
//!     engagements: vec![EngagementRow {
//!         person: "D01".into(),
//!         workplace: "F01".into(),
//!         department: "内科".into(),
//!         from: "2025-04-01".parse().ok(),
//!         ..Default::default() // no last day: it goes on
//!     }],
//!     ..Default::default()
//! };
//! assert!(sheets::write_roster(&roster, kernel::Lang::Ja).is_ok());
//! ```
//!
//! Cells stay as they were meant: ids and names are texts until the roster becomes a planning problem, where every
//! text that leads nowhere is a finding at its cell. Last days and months are inclusive (まで), as officials write them.
//! A column that a row needs may still be missing here; it is an `Option` or empty.

use std::collections::BTreeMap;

use crate::{
    finding::{CellFinding, Message, address},
    rows::{
        career::{EngagementRow, LeaveRow, NoticeRow, WaiverRow},
        demand::{NeedRow, PatternRow, PinRow, PostRow, PreviousRow},
        people::{CommitmentRow, CoupleRow, PartTimeRow, PhysicianRow, WishRow},
        places::{AreaRow, ClassRow, DesignationRow, FacilityRow, InstructorRow},
        settings::SettingsRow,
        training::{AttestationRow, ComponentRow, ProgrammeRow, SiteRow},
    },
    table::{Column, Record, SheetKey, SheetTable},
    value::{Cell, Written},
};

/// The row of headings in what is written here, from 1.
pub(crate) const HEADER_ROW: u32 = 2;
/// The first row of records in what is written here, from 1.
pub(crate) const FIRST_ROW: u32 = 3;

/// The rows of one sheet, seen as cells.
pub(crate) trait Rows {
    fn count(&self) -> usize;
    fn cell(&self, index: usize, key: &str) -> Written;
    fn row(&self, index: usize) -> u32;
}

impl Rows for SettingsRow {
    fn count(&self) -> usize {
        1
    }
    fn cell(&self, _: usize, key: &str) -> Written {
        self.get(key)
    }
    fn row(&self, _: usize) -> u32 {
        0
    }
}

impl<R: Record> Rows for Vec<R> {
    fn count(&self) -> usize {
        self.len()
    }
    fn cell(&self, index: usize, key: &str) -> Written {
        self.get(index).map_or(Written::Nothing, |row| row.get(key))
    }
    fn row(&self, index: usize) -> u32 {
        self.get(index).map_or(0, Record::row)
    }
}

/// What taking over one cell came to: which column, and what was wrong or odd about it.
pub(crate) type Taken = Vec<(&'static Column, Result<Message, Message>)>;

fn take<R: Record>(row: u32, cells: &[(&'static Column, Cell)]) -> (R, Taken) {
    let mut record = R::default();
    record.set_row(row);
    let mut taken = Vec::new();
    for (column, cell) in cells {
        match record.set(column.key, cell) {
            Ok(None) => {}
            Ok(Some(odd)) => taken.push((*column, Ok(odd))),
            Err(wrong) => taken.push((*column, Err(wrong))),
        }
    }
    (record, taken)
}

macro_rules! roster {
    ($($(#[$doc:meta])* $field:ident: $type:ident in $key:ident,)*) => {
        /// 名簿: see the head of this module.
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct Roster {
            /// 設定.
            pub settings: SettingsRow,
            $($(#[$doc])* pub $field: Vec<$type>,)*
            /// Where the file had its sheets and columns; empty for a roster made in code.
            pub origin: Origin,
            /// What was odd in the file but could be read.
            pub notes: Vec<CellFinding>,
        }

        impl Roster {
            /// The tables of all sheets, in the order of the workbook.
            pub fn tables() -> Vec<&'static SheetTable> {
                let mut tables = vec![SettingsRow::table(), $($type::table()),*];
                tables.sort_by_key(|table| table.key);
                tables
            }

            pub(crate) fn rows(&self, key: SheetKey) -> &dyn Rows {
                match key {
                    SheetKey::Settings => &self.settings,
                    $(SheetKey::$key => &self.$field,)*
                }
            }

            /// Takes over one row of a sheet.
            pub(crate) fn take(&mut self, key: SheetKey, row: u32, cells: &[(&'static Column, Cell)]) -> Taken {
                match key {
                    SheetKey::Settings => {
                        let (settings, taken) = take(row, cells);
                        self.settings = settings;
                        taken
                    }
                    $(SheetKey::$key => {
                        let (record, taken) = take(row, cells);
                        self.$field.push(record);
                        taken
                    })*
                }
            }

            /// The same roster with a row number on every record: those made in code stand where they would be written.
            pub(crate) fn numbered(&self) -> Roster {
                let mut roster = self.clone();
                $(for (row, record) in (FIRST_ROW..).zip(&mut roster.$field) {
                    if record.row == 0 {
                        record.row = row;
                    }
                })*
                roster
            }
        }
    };
}

roster! {
    /// 医師.
    physicians: PhysicianRow in Physicians,
    /// 義務・約束.
    commitments: CommitmentRow in Commitments,
    /// 勤務歴.
    engagements: EngagementRow in Engagements,
    /// 休業.
    leaves: LeaveRow in Leaves,
    /// 時短勤務.
    part_time: PartTimeRow in PartTime,
    /// 希望.
    wishes: WishRow in Wishes,
    /// 世帯.
    couples: CoupleRow in Couples,
    /// 個別特例.
    waivers: WaiverRow in Waivers,
    /// 異動の通知.
    notices: NoticeRow in Notices,
    /// 研修プログラム.
    programmes: ProgrammeRow in Programmes,
    /// 研修要件.
    components: ComponentRow in Components,
    /// 研修施設.
    sites: SiteRow in Sites,
    /// プログラムの確認.
    attestations: AttestationRow in Attestations,
    /// 圏域.
    areas: AreaRow in Areas,
    /// 医療機関.
    facilities: FacilityRow in Facilities,
    /// 区分.
    classes: ClassRow in Classes,
    /// 区域・指定.
    designations: DesignationRow in Designations,
    /// 指導医.
    instructors: InstructorRow in Instructors,
    /// ポスト.
    posts: PostRow in Posts,
    /// 必要数.
    needs: NeedRow in Needs,
    /// 勤務の型.
    patterns: PatternRow in Patterns,
    /// 固定.
    pins: PinRow in Pins,
    /// 前回計画.
    previous: PreviousRow in Previous,
}

/// Where a file had its sheets and columns, so that a finding can name the cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin(BTreeMap<SheetKey, SheetOrigin>);

/// Where a file had one sheet's columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SheetOrigin {
    /// The sheet as the file calls it.
    pub name: String,
    /// Column by key, from 0. Of the settings, which lie on their side: row by key, from 1.
    pub places: BTreeMap<&'static str, u32>,
    /// Of the settings: the column of the values.
    pub values: u32,
}

impl Origin {
    pub(crate) fn note(&mut self, key: SheetKey, origin: SheetOrigin) {
        self.0.insert(key, origin);
    }

    /// Whether the file had a sheet of this name.
    pub(crate) fn has(&self, sheet: &str) -> bool {
        self.0.values().any(|origin| origin.name == sheet)
    }
}

impl Roster {
    /// The table of a sheet.
    pub fn table(key: SheetKey) -> &'static SheetTable {
        Self::tables().into_iter().find(|table| table.key == key).unwrap_or_else(SettingsRow::table)
    }

    /// A finding at the cell of a record.
    pub(crate) fn finding(
        &self,
        sheet: SheetKey,
        row: u32,
        column: &str,
        read: impl Into<String>,
        message: Message,
    ) -> CellFinding {
        let table = Self::table(sheet);
        let origin = self.origin.0.get(&sheet);
        let place = match origin {
            Some(origin) => origin.places.get(column).copied(),
            None if sheet == SheetKey::Settings => table.place(column).map(|place| place + FIRST_ROW),
            None => table.place(column),
        };
        let cell = place.map(|place| match sheet {
            SheetKey::Settings => address(origin.map_or(1, |origin| origin.values), place),
            _ => address(place, row),
        });
        CellFinding {
            code: message.code,
            sheet: Some(origin.map_or_else(|| table.name[0].to_owned(), |origin| origin.name.clone())),
            cell,
            read: read.into(),
            message: message.text,
        }
    }
}
