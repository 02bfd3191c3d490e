//! The look: one family of type, calm fills, thin rules, light area tints that survive grey print.

use std::collections::BTreeMap;

use kernel::{AreaId, Lang};
use rules::{Standing, Tables};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatPattern};

/// Text.
pub(crate) const INK: u32 = 0x1A1A1A;
/// Secondary text.
pub(crate) const GREY: u32 = 0x595959;
/// Thin rules.
pub(crate) const RULE: u32 = 0xCCCCCC;
/// The accent: headings, links.
pub(crate) const BLUE: u32 = 0x0017C1;
/// Fill of headings.
pub(crate) const BLUE_50: u32 = 0xE8F1FE;
/// Fill of groups of headings.
pub(crate) const BLUE_100: u32 = 0xD9E6FF;
/// Quiet fill.
pub(crate) const GREY_50: u32 = 0xF2F2F2;
/// Good.
pub(crate) const GREEN_50: u32 = 0xE6F5EC;
/// Good, as text.
pub(crate) const GREEN: u32 = 0x115A36;
/// Attention.
pub(crate) const YELLOW_50: u32 = 0xFFF4CC;
/// Attention, as text.
pub(crate) const AMBER: u32 = 0x6B4400;
/// Bad.
pub(crate) const RED_50: u32 = 0xFDE3E3;
/// Bad, as text.
pub(crate) const RED: u32 = 0xA90000;

/// Light tints that differ in hue and lightness, so that neighbours stay apart for colour-blind eyes and in grey.
const TINTS: [u32; 12] = [
    0xC6DBF2, 0xFBE3B5, 0xBFE5D9, 0xFAD0C4, 0xE1D7F0, 0xE6EBAF, 0xD3F0FB, 0xEFDFCF, 0xFBDCE7, 0xD5DEC4,
    0xDDDDE8, 0xF4F0CF,
];

/// Formats and tints of one workbook.
pub(crate) struct Look {
    /// Body text: the workbook's default.
    pub base: Format,
    areas: BTreeMap<AreaId, usize>,
}

impl Look {
    /// The look for a language and the prefecture's areas.
    pub fn new(lang: Lang, tables: &Tables) -> Self {
        let font = match lang {
            Lang::Ja => "BIZ UDPゴシック",
            Lang::En => "BIZ UDPGothic",
        };
        let base = Format::new()
            .set_font_name(font)
            .set_font_size(10)
            .set_font_family(2)
            .set_font_charset(128)
            .set_font_color(INK)
            .set_align(FormatAlign::VerticalCenter);
        let areas = tables.areas.keys().cloned().enumerate().map(|(place, area)| (area, place)).collect();
        Self { base, areas }
    }

    /// Body text, not in a table.
    pub fn plain(&self) -> Format {
        self.base.clone()
    }

    /// The title of a sheet.
    pub fn title(&self) -> Format {
        self.plain().set_bold().set_font_size(16)
    }

    /// A heading inside a sheet.
    pub fn heading(&self) -> Format {
        self.plain()
            .set_bold()
            .set_font_size(12)
            .set_border_bottom(FormatBorder::Medium)
            .set_border_bottom_color(BLUE)
    }

    /// A line that explains.
    pub fn note(&self) -> Format {
        self.plain().set_font_color(GREY).set_font_size(9)
    }

    /// A link inside the workbook.
    pub fn link(&self) -> Format {
        self.cell().set_font_color(BLUE).set_underline(rust_xlsxwriter::FormatUnderline::Single)
    }

    /// A cell of a table.
    pub fn cell(&self) -> Format {
        self.framed().set_align(FormatAlign::Left).set_indent(1)
    }

    /// The frame and wrapping of every cell of a table.
    fn framed(&self) -> Format {
        self.plain().set_border(FormatBorder::Thin).set_border_color(RULE).set_text_wrap()
    }

    /// A cell in the middle.
    pub fn middle(&self) -> Format {
        self.framed().set_align(FormatAlign::Center)
    }

    /// A figure: to the right, thousands apart.
    pub fn figure(&self) -> Format {
        self.framed().set_align(FormatAlign::Right).set_indent(1).set_num_format("#,##0")
    }

    /// The heading of a column.
    pub fn head(&self) -> Format {
        self.middle()
            .set_bold()
            .set_font_size(9)
            .set_background_color(BLUE_50)
            .set_border_bottom(FormatBorder::Medium)
            .set_border_bottom_color(BLUE)
    }

    /// The heading above several columns.
    pub fn group(&self) -> Format {
        self.middle().set_bold().set_background_color(BLUE_100)
    }

    /// A row that sums up.
    pub fn total(&self, format: Format) -> Format {
        format.set_bold().set_background_color(GREY_50)
    }

    /// The fill of an area.
    pub fn tint(&self, area: Option<&AreaId>) -> Option<Color> {
        let place = self.areas.get(area?)?;
        Some(Color::from(TINTS[place % TINTS.len()]))
    }

    /// A cell at a place of an area.
    pub fn area(&self, area: Option<&AreaId>) -> Format {
        match self.tint(area) {
            Some(tint) => self.middle().set_background_color(tint),
            None => self.middle(),
        }
    }

    /// 休業: hatched.
    pub fn leave(&self) -> Format {
        self.middle()
            .set_pattern(FormatPattern::LightUp)
            .set_background_color(Color::White)
            .set_foreground_color(Color::from(0xBFBFBF))
    }

    /// 県外: a dashed frame.
    pub fn outside(&self) -> Format {
        self.middle().set_border(FormatBorder::Dashed).set_border_color(GREY)
    }

    /// 義務終了 and 在学中: quiet.
    pub fn quiet(&self) -> Format {
        self.middle().set_font_color(GREY).set_background_color(GREY_50)
    }

    /// 未配置: cannot be overlooked.
    pub fn bad(&self) -> Format {
        self.middle().set_bold().set_font_color(RED).set_background_color(RED_50)
    }

    /// Attention.
    pub fn attention(&self) -> Format {
        self.middle().set_font_color(AMBER).set_background_color(YELLOW_50)
    }

    /// Good.
    pub fn good(&self) -> Format {
        self.middle().set_font_color(GREEN).set_background_color(GREEN_50)
    }

    /// The format of a standing.
    pub fn standing(&self, standing: Standing) -> Format {
        match standing {
            Standing::Met => self.good(),
            Standing::OnTrack | Standing::Waived => self.middle(),
            Standing::AtRisk | Standing::CannotBeJudged => self.attention(),
            Standing::Broken => self.bad(),
            Standing::NotApplicable => self.middle().set_font_color(GREY),
        }
    }
}
