//! A file's sheets as sparse cells, whatever the file was: only cells that hold something, with their places.

use std::collections::BTreeMap;

use crate::{finding::Message, value::Cell};

/// One sheet: cells by row and column, both from 0.
#[derive(Debug, Default)]
pub(crate) struct RawSheet {
    /// Its name in the file.
    pub name: String,
    /// Whether the file hides it.
    pub hidden: bool,
    /// Cells that hold something.
    pub cells: BTreeMap<u32, BTreeMap<u32, Cell>>,
    /// Merged regions.
    pub merged: Vec<Merged>,
    /// Why it could not be read to its end.
    pub cut: Option<Message>,
}

/// A merged region, all ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Merged {
    pub rows: (u32, u32),
    pub columns: (u32, u32),
}

impl RawSheet {
    pub fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        self.cells.get(&row)?.get(&column)
    }

    /// Keeps a cell that holds more than blanks.
    pub fn put(&mut self, row: u32, column: u32, cell: Cell) {
        if !matches!(&cell, Cell::Text(text) if text.trim().is_empty()) {
            self.cells.entry(row).or_default().insert(column, cell);
        }
    }

    /// Gives the value of a region merged across rows to those of its rows that hold something else as well.
    pub fn spread_merged(&mut self) {
        let merged = std::mem::take(&mut self.merged);
        // Regions that lie over each other could ask for more rows than there are.
        let mut left = 200_000_usize;
        for region in merged.iter().filter(|region| region.rows.0 < region.rows.1) {
            let Some(cell) = self.cell(region.rows.0, region.columns.0).cloned() else { continue };
            for (_, row) in self.cells.range_mut(region.rows.0 + 1..=region.rows.1).take(left) {
                left -= 1;
                row.entry(region.columns.0).or_insert_with(|| cell.clone());
            }
        }
        self.merged = merged;
    }

    /// The text above a cell: its own region's, or that of the region spread over its column.
    pub fn merged_text(&self, row: u32, column: u32) -> Option<String> {
        let within = |(first, last): (u32, u32), place: u32| (first..=last).contains(&place);
        let region =
            self.merged.iter().find(|region| within(region.rows, row) && within(region.columns, column));
        let (row, column) = region.map_or((row, column), |region| (region.rows.0, region.columns.0));
        self.cell(row, column).map(Cell::text)
    }
}
