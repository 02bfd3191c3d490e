//! Curves as one picture: panels side by side, both axes logarithmic, readable on a light page and on a dark one.

use std::fmt::Write;

/// A field with its axes.
pub struct Panel {
    /// What it shows.
    pub title: &'static str,
    /// The axis from left to right.
    pub across: Axis,
    /// The axis upwards.
    pub up: Axis,
    /// Its curves.
    pub curves: Vec<Curve>,
}

/// An axis: what it is of, and how many of the points' units make one of the text's.
#[derive(Clone, Copy)]
pub struct Axis {
    /// What it is of, with the unit.
    pub text: &'static str,
    /// Units of the points in one of the text.
    pub unit: u64,
}

/// Points joined by lines; a single one is a dot.
pub struct Curve {
    /// What stands beside its end.
    pub name: String,
    /// Curves of one colour belong together.
    pub colour: usize,
    /// Its points, across and up.
    pub points: Vec<(u64, u64)>,
}

/// From one power of ten to another.
#[derive(Clone, Copy)]
struct Range {
    from: u64,
    to: u64,
}

/// Colours that are told apart on white and on black.
const COLOURS: [&str; 6] = ["#0f83d6", "#d9480f", "#2b9348", "#9c4dcc", "#c2255c", "#a07800"];

const WIDE: u32 = 250;
const HIGH: u32 = 220;
/// Left of a panel and above it; on the right there is room for names, below for the axis.
const MARGIN: (u32, u32) = (62, 58);
const AROUND: (u32, u32) = (MARGIN.0 + 68, MARGIN.1 + 52);

const STYLE: &str = ".ground{fill:#fff}text{fill:#1f2328}.rule{stroke:#d0d7de}\
    @media(prefers-color-scheme:dark){.ground{fill:#0d1117}text{fill:#e6edf3}.rule{stroke:#3d444d}}\
    text{font:11px sans-serif}.title{font-weight:bold;font-size:13px}.middle{text-anchor:middle}\
    .end{text-anchor:end}.curve{fill:none;stroke-width:1.8}";

/// Along the axis upwards, at its middle.
const UPWARDS: &str = r#"class="middle" transform="translate(-46,110) rotate(-90)""#;

/// How wide and high a name is.
const NAME: (u32, u32) = (36, 12);

/// The picture as SVG.
pub fn picture(title: &str, panels: &[Panel]) -> String {
    let count = u32::try_from(panels.len()).unwrap_or(1);
    let (wide, high) = ((WIDE + AROUND.0) * count, HIGH + AROUND.1);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {high}\" width=\"{wide}\" height=\"{high}\" \
         role=\"img\">\n<title>{title}</title>\n<style>{STYLE}</style>\n\
         <rect class=\"ground\" width=\"{wide}\" height=\"{high}\"/>\n"
    );
    write_text(&mut svg, (wide / 2, 20), r#"class="title middle""#, title);
    for (number, panel) in (0..).zip(panels) {
        let left = (WIDE + AROUND.0) * number;
        let _ = writeln!(svg, "<g transform=\"translate({},{})\">", left + MARGIN.0, MARGIN.1);
        panel.draw(&mut svg);
        svg.push_str("</g>\n");
    }
    svg + "</svg>\n"
}

impl Panel {
    fn draw(&self, svg: &mut String) {
        let points = || self.curves.iter().flat_map(|curve| &curve.points);
        let across = Range::around(points().map(|point| point.0));
        let up = Range::around(points().map(|point| point.1));
        write_text(svg, (WIDE / 2, 0), r#"class="title middle" dy="-12""#, self.title);
        for (value, at) in across.powers(WIDE) {
            let _ = writeln!(svg, "<path class=\"rule\" d=\"M{at},0V{HIGH}\"/>");
            write_text(svg, (at, HIGH + 16), r#"class="middle""#, &decimal(value, self.across.unit));
        }
        for (value, at) in up.powers(HIGH) {
            let at = HIGH - at;
            let _ = writeln!(svg, "<path class=\"rule\" d=\"M0,{at}H{WIDE}\"/>");
            write_text(svg, (0, at), r#"class="end" dx="-5" dy="4""#, &decimal(value, self.up.unit));
        }
        write_text(svg, (WIDE / 2, HIGH + 36), r#"class="middle""#, self.across.text);
        write_text(svg, (0, 0), UPWARDS, self.up.text);
        let mut named = Vec::new();
        for curve in &self.curves {
            let place = |&(x, y): &(u64, u64)| (across.along(x, WIDE), HIGH - up.along(y, HIGH));
            curve.draw(svg, &curve.points.iter().map(place).collect::<Vec<_>>(), &mut named);
        }
    }
}

impl Curve {
    /// `named`: where names stand already; one that would lie upon another goes below it.
    fn draw(&self, svg: &mut String, places: &[(u32, u32)], named: &mut Vec<(u32, u32)>) {
        let Some((x, y)) = places.last() else { return };
        let colour = COLOURS[self.colour % COLOURS.len()];
        if places.len() > 1 {
            let line: Vec<String> = places.iter().map(|(x, y)| format!("{x},{y}")).collect();
            let line = line.join(" ");
            let _ = writeln!(svg, "<polyline class=\"curve\" stroke=\"{colour}\" points=\"{line}\"/>");
        }
        let _ = writeln!(svg, "<circle cx=\"{x}\" cy=\"{y}\" r=\"3\" fill=\"{colour}\"/>");
        let looks = format!(r#"dx="6" dy="4" style="fill:{colour}""#);
        let lies_on = |at: u32| {
            named.iter().any(|(across, up)| across.abs_diff(*x) < NAME.0 && up.abs_diff(at) < NAME.1)
        };
        let at = (0..).map(|lines| y + lines * NAME.1).find(|at| !lies_on(*at)).unwrap_or(*y);
        named.push((*x, at));
        write_text(svg, (*x, at), &looks, &self.name);
    }
}

impl Range {
    /// The powers of ten around all values, at least one power apart.
    fn around(values: impl Iterator<Item = u64> + Clone) -> Self {
        let power = |value: u64| 10_u64.saturating_pow(value.max(1).ilog10());
        let from = power(values.clone().min().unwrap_or(1));
        let most = values.max().unwrap_or(1);
        let to = if power(most) == most { most } else { power(most).saturating_mul(10) };
        Self { from, to: to.max(from.saturating_mul(10)) }
    }

    /// Each power of ten in it, and where it lies on an axis of that length.
    fn powers(self, length: u32) -> impl Iterator<Item = (u64, u32)> {
        let next = |value: &u64| value.checked_mul(10);
        std::iter::successors(Some(self.from), next)
            .take_while(move |value| *value <= self.to)
            .map(move |value| (value, self.along(value, length)))
    }

    #[expect(clippy::float_arithmetic, reason = "a place in a picture is no sum of anybody's")]
    fn along(self, value: u64, length: u32) -> u32 {
        let above = |value: u64| (value.clamp(self.from, self.to) as f64 / self.from as f64).ln();
        (f64::from(length) * above(value) / above(self.to)).round() as u32
    }
}

/// A power of ten in other units: 0.01 of 10 in thousandths.
fn decimal(value: u64, unit: u64) -> String {
    if value >= unit {
        return crate::measure::grouped(value / unit);
    }
    let digits = (unit / value.max(1)).ilog10() as usize;
    format!("0.{}1", "0".repeat(digits.saturating_sub(1)))
}

fn write_text(svg: &mut String, (x, y): (u32, u32), looks: &str, text: &str) {
    let _ = writeln!(svg, "<text x=\"{x}\" y=\"{y}\" {looks}>{text}</text>");
}

#[cfg(test)]
mod tests {
    use super::{Range, decimal};

    #[test]
    fn an_axis_goes_from_power_to_power_and_equal_ratios_are_equally_long() {
        let range = Range::around([24, 400].into_iter());
        assert_eq!((range.from, range.to), (10, 1_000));
        assert_eq!(range.powers(200).collect::<Vec<_>>(), [(10, 0), (100, 100), (1_000, 200)]);
        assert_eq!(range.along(5_000, 200), 200);
    }

    #[test]
    fn powers_of_ten_are_written_in_the_unit_of_the_axis() {
        let written = [1, 10, 100, 1_000, 10_000_000].map(|value| decimal(value, 1_000));
        assert_eq!(written, ["0.001", "0.01", "0.1", "1", "10,000"]);
    }
}
