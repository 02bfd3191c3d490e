//! What a certificate says of a plan: how much any plan costs at least, and how far this one is from that.

use kernel::Lang;
use problem::{Certificate, Problem};
use serde::Serialize;

use crate::{
    bound::{Bound, bound},
    report::{Finding, Report},
};

/// A certificate held against a plan's report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certified {
    /// It proves a bound.
    Proven {
        /// The bound.
        bound: Bound,
        /// How much the plan costs beyond it.
        gap: i128,
    },
    /// It proves nothing, or less than it claims.
    Refused(Vec<Finding>),
}

impl Certified {
    /// Recomputes a certificate's bound and holds it against the objective of a plan.
    pub fn of(problem: &Problem, report: &Report, certificate: &Certificate) -> Self {
        match bound(problem, certificate) {
            Ok(bound) => {
                let gap = report.objective.total.saturating_sub(bound.certified);
                Self::Proven { bound, gap }
            }
            Err(findings) => Self::Refused(findings),
        }
    }

    /// Whether the certificate proves what it claims.
    pub fn accepts(&self) -> bool {
        matches!(self, Self::Proven { .. })
    }

    /// For people: the bound and the gap in points and hundredths of a percent, or every finding.
    pub fn prose(&self, lang: Lang) -> String {
        match self {
            Self::Proven { bound, gap } => {
                let certified = bound.certified;
                let share = percent(*gap, certified.saturating_add(*gap));
                match lang {
                    Lang::Ja => format!("証明された下界 {certified}、差 {gap}（{share}）"),
                    Lang::En => format!("Certified bound {certified}, gap {gap} ({share})"),
                }
            }
            Self::Refused(findings) => {
                findings.iter().map(|finding| finding.line(lang)).collect::<Vec<_>>().join("\n")
            }
        }
    }
}

/// A share in hundredths of a percent, rounded up: `0.31%`.
fn percent(part: i128, whole: i128) -> String {
    let Some(hundredths) = part.checked_mul(10_000).filter(|_| whole > 0 && part >= 0) else {
        return "–".to_owned();
    };
    let hundredths = -((-hundredths).div_euclid(whole));
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}
