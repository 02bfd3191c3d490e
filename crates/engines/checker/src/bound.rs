//! 証明: recomputes the bound that a certificate claims, in whole numbers, without any solver.
//!
//! At the duals of a leaf everything that people share has a price, so no plan of the leaf can cost less than the
//! cheapest career of each person by itself and what the duals come to by themselves. The careers tried are all that
//! the rules allow, and perhaps more: what is not modelled allows everything.

mod alike;
mod blocks;
mod career;
mod cheapest;
mod choices;
mod divisor;
mod duty;
mod ground;
mod lists;
mod prices;
mod rows;
mod rulebook;
mod schooling;
mod service;
mod shares;
mod states;
mod sweep;
mod tree;
mod value;
mod watch;
mod way;

use std::collections::BTreeMap;

use problem::{CERTIFICATE_SCHEMA, Certificate, FINEST_SCALE, Person, Problem, for_months};
use serde::Serialize;

use self::{ground::Ground, rows::Rows, value::Valuing};
use crate::report::Finding;

/// A bound that is proven.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bound {
    /// No plan that the checker accepts costs less. At least what the certificate claims.
    pub certified: i128,
    /// How many leaves prove it, those of parts too.
    pub leaves: usize,
}

/// Recomputes the bound of a certificate; every finding at once if it proves nothing, or less than it claims.
pub fn bound(problem: &Problem, certificate: &Certificate) -> Result<Bound, Vec<Finding>> {
    let mut findings = heading(problem, certificate);
    let editions = problem.editions().unwrap_or_else(|wrong| {
        findings.extend(wrong.into_iter().map(Finding::of_document));
        BTreeMap::new()
    });
    if !findings.is_empty() {
        return Err(findings);
    }
    let ground = Ground::new(problem, editions);
    let rows = Rows::new(&ground, certificate.scale);
    let (value, leaves) = Valuing::new(&rows, certificate).least()?;
    let certified = rounded(value, certificate);
    if certificate.bound > certified {
        return Err(vec![Finding::new(
            "certificate-bound",
            format!(
                "下界が {} とされていますが、証明されるのは {certified} までです。{certified} 以下にしてください。",
                certificate.bound
            ),
            format!(
                "A bound of {} is claimed, and {certified} is proven. Claim no more than that.",
                certificate.bound
            ),
        )]);
    }
    Ok(Bound { certified, leaves })
}

/// The greatest divisor of all prices that divides a number, too: up to it a bound may be rounded.
pub fn divisor(problem: &Problem, of: i64) -> i64 {
    divisor::with(divisor::common(problem), of)
}

/// What is wrong before anything is computed.
fn heading(problem: &Problem, certificate: &Certificate) -> Vec<Finding> {
    let mut findings = Vec::new();
    if certificate.schema != CERTIFICATE_SCHEMA {
        let schema = &certificate.schema;
        findings.push(Finding::new(
            "certificate-schema",
            format!("証明書の書式が「{schema}」です。読めるのは「{CERTIFICATE_SCHEMA}」です。"),
            format!("The certificate's schema is `{schema}`; `{CERTIFICATE_SCHEMA}` is needed."),
        ));
    }
    let (hash, named) = (problem.hash(), &certificate.problem);
    if *named != hash {
        findings.push(Finding::new(
            "certificate-other-problem",
            format!(
                "この証明書は別の問題（{named}）に対するものです。この問題（{hash}）から作り直してください。"
            ),
            format!(
                "This certificate is about another problem ({named}). Make it anew from this one ({hash})."
            ),
        ));
    }
    if !(1..=FINEST_SCALE).contains(&certificate.scale) {
        findings.push(Finding::new(
            "certificate-scale",
            format!("scale が {} です。1 から {FINEST_SCALE} までにしてください。", certificate.scale),
            format!("The scale is {}. It must be 1 to {FINEST_SCALE}.", certificate.scale),
        ));
    }
    let (divisor, common) = (certificate.divisor, divisor::common(problem));
    if divisor < 1 || common % divisor != 0 {
        findings.push(Finding::new(
            "certificate-divisor",
            format!("divisor が {divisor} ですが、すべての価格を割り切る数は {common} の約数です。1 はいつでも使えます。"),
            format!("The divisor is {divisor}; what divides all prices are divisors of {common}. 1 can always be taken."),
        ));
    }
    let heads: u64 = problem.needs.iter().map(|need| u64::from(need.heads)).sum();
    let fits = |price: i64| {
        let dearest = problem.horizon.iter().map(|period| for_months(price, period.span.length())).max();
        i128::from(dearest.unwrap_or(0)) * i128::from(heads) <= i128::from(i64::MAX)
            && heads <= u64::from(u32::MAX) / 100
    };
    let lines = problem.needs.iter().filter(|need| !fits(need.price));
    findings.extend(lines.map(|need| too_large_for(&format!("needs.{}", need.id))));
    if problem.rates.share_steps.iter().any(|step| !fits(step.price)) {
        findings.push(too_large_for("rates.share_steps"));
    }
    findings
}

fn too_large_for(at: &str) -> Finding {
    Finding::new(
        "certificate-too-large",
        format!("{at}：数が大きすぎて下界を計算できません。価格か双対値を小さくしてください。"),
        format!("{at}: the numbers are too large for a bound. Use smaller prices or duals."),
    )
}

/// In whole points, rounded up, and up again to the common divisor.
fn rounded(value: i128, certificate: &Certificate) -> i128 {
    let up = |value: i128, to: i64| -((-value).div_euclid(i128::from(to)));
    let divisor = i128::from(certificate.divisor);
    up(up(value, certificate.scale), certificate.divisor) * divisor
}

fn of_person_too_large(person: &Person) -> Finding {
    too_large_for(&format!("people.{}", person.career.person))
}
