//! 設定: the frame of the problem: dates, horizon, exchange rates, editions.

use std::collections::BTreeMap;

use kernel::{AsOf, EditionId, MonthSpan, Months, YearMonth};
use problem::{PROBLEM_SCHEMA, PlanPeriod, Problem, Rates, Resolution, ShareStep};
use rules::Tables;
use serde_json::{Map, Value};

use super::Build;
use crate::{
    finding::{Code, Message},
    nearest::nearest,
    table::SheetKey::{Commitments, Settings},
    value::{Cell, whole_number},
};

/// Most months a plan spans.
const LONGEST: i64 = 480;

impl Build<'_> {
    /// The problem without places and people; none if the settings do not say when.
    pub fn frame(&mut self) -> Option<Problem> {
        let settings = &self.roster.settings;
        let valid_on = settings.valid_on;
        let first = settings.horizon_from;
        let rates = self.rates();
        let horizon = self.periods(first?)?;
        let as_of = AsOf { valid_on: valid_on?, known_on: settings.known_on.or(valid_on)? };
        if let Some(first) = first.filter(|first| first.last_day() < as_of.valid_on) {
            let message = Message::new(
                Code::OutOfTime,
                "計画開始月が時点より前です。これから来る月を入力してください。",
                "The first month planned lies before the valid-on day. Enter a month to come.",
            );
            self.error((Settings, 0, "horizon_from"), &first.to_string(), message);
        }
        self.horizon = horizon
            .first()
            .zip(horizon.last())
            .map(|(first, last)| MonthSpan { from: first.span.from, until: last.span.until });
        Some(Problem {
            schema: PROBLEM_SCHEMA.to_owned(),
            title: settings.title.clone(),
            fictitious: settings.fictitious,
            as_of,
            horizon,
            editions: BTreeMap::new(),
            tables: Tables::default(),
            people: Vec::new(),
            posts: Vec::new(),
            patterns: Vec::new(),
            needs: Vec::new(),
            place_limits: Vec::new(),
            trainees_per_instructor: settings.trainees_per_instructor,
            reach: Vec::new(),
            couples: Vec::new(),
            pins: Vec::new(),
            rates,
            previous: Vec::new(),
        })
    }

    fn periods(&mut self, first: YearMonth) -> Option<Vec<PlanPeriod>> {
        let settings = &self.roster.settings;
        let near = (settings.near_periods.unwrap_or(6), settings.near_months.unwrap_or(Months(6)));
        let far = (settings.far_periods.unwrap_or(7), settings.far_months.unwrap_or(Months(12)));
        let months = |(periods, months): (u32, Months)| i64::from(periods) * i64::from(months.0);
        for ((periods, length), column) in [(near, "near_months"), (far, "far_months")] {
            if periods > 0 && length.0 < 1 {
                self.error((Settings, 0, column), &length.to_string(), no_length());
                return None;
            }
        }
        if !(1..=LONGEST).contains(&(months(near) + months(far))) {
            self.error((Settings, 0, "near_periods"), &near.0.to_string(), no_horizon());
            return None;
        }
        let mut from = first;
        let mut periods = Vec::new();
        for ((count, length), resolution) in [(near, Resolution::Facility), (far, Resolution::Zone)] {
            for _ in 0..count {
                let until = from.plus(length.0);
                periods.push(PlanPeriod { span: MonthSpan { from, until }, resolution });
                from = until;
            }
        }
        Some(periods)
    }

    fn rates(&mut self) -> Rates {
        let settings = &self.roster.settings;
        let standard = Rates::standard();
        let mut ranks = Vec::new();
        for text in &settings.wish_ranks {
            match whole_number(&Cell::Text(text.clone())) {
                Ok(price) => ranks.push(price),
                Err(message) => self.error((Settings, 0, "wish_ranks"), text, message),
            }
        }
        let share_steps = self.share_steps();
        Rates {
            unplaced: settings.unplaced.unwrap_or(standard.unplaced),
            wish_ranks: if ranks.is_empty() { standard.wish_ranks } else { ranks },
            wish_unlisted: settings.wish_unlisted.unwrap_or(standard.wish_unlisted),
            window: settings.window.unwrap_or(standard.window),
            move_workplace: settings.move_workplace.unwrap_or(standard.move_workplace),
            move_area: settings.move_area.unwrap_or(standard.move_area),
            outside_unmet: settings.outside_unmet.unwrap_or(standard.outside_unmet),
            change: settings.change.unwrap_or(standard.change),
            couple_apart: settings.couple_apart.unwrap_or(standard.couple_apart),
            worst_share: settings.worst_share.unwrap_or(standard.worst_share),
            share_steps,
        }
    }

    /// 不足率の段階, in the order written.
    fn share_steps(&mut self) -> Vec<ShareStep> {
        let mut steps = Vec::new();
        for text in &self.roster.settings.share_steps {
            match share_step(text) {
                Ok(step) => steps.push(step),
                Err(message) => self.error((Settings, 0, "share_steps"), text, message),
            }
        }
        steps
    }

    /// The documents of the editions that the settings or a commitment name.
    pub fn editions_used(&mut self) -> BTreeMap<EditionId, Map<String, Value>> {
        let mut used = BTreeMap::new();
        let named = self.roster.settings.editions.iter().map(|text| ((Settings, 0, "editions"), text));
        let bound =
            self.roster.commitments.iter().map(|row| ((Commitments, row.row, "edition"), &row.edition));
        for (at, text) in named.chain(bound).filter(|(_, text)| !text.is_empty()) {
            match self.editions.get(text.as_str()) {
                Some(edition) => {
                    used.insert(edition.id.clone(), edition.document.clone());
                }
                None => {
                    let message = unknown_edition(text, self.editions.keys().map(EditionId::as_str));
                    self.error(at, text, message);
                }
            }
        }
        used
    }
}

/// 「250=600」: the share per mille, and what a head beyond it costs.
fn share_step(text: &str) -> Result<ShareStep, Message> {
    let (permille, price) = text.split_once(['=', '＝', ':', '：']).ok_or_else(no_step)?;
    let number = |text: &str| whole_number(&Cell::Text(text.trim().to_owned()));
    let permille = u32::try_from(number(permille)?).ok().filter(|permille| *permille <= 1_000);
    Ok(ShareStep { permille: permille.ok_or_else(no_step)?, price: number(price)? })
}

fn no_step() -> Message {
    Message::new(
        Code::CellNumber,
        "「千分率=点数」の形で入力してください（250=600 など）。千分率は0から1000までです。",
        "Enter per mille=points, such as 250=600; per mille from 0 to 1000.",
    )
}

fn unknown_edition<'a>(text: &str, ids: impl Iterator<Item = &'a str> + Clone) -> Message {
    let guess = nearest(text, ids.clone());
    let (ja, en) = guess.map_or_else(Default::default, |guess| {
        (format!("「{guess}」のことなら直してください。"), format!(" If “{guess}” is meant, correct it."))
    });
    let list: Vec<&str> = ids.collect();
    Message::new(
        Code::UnknownEdition,
        format!("版「{text}」がありません。{ja}使える版は {} です。", list.join("、")),
        format!("There is no edition “{text}”.{en} At hand: {}.", list.join(", ")),
    )
}

fn no_length() -> Message {
    Message::new(
        Code::OutOfOrder,
        "期間の月数は1以上で入力してください。",
        "A planning period has at least one month.",
    )
}

fn no_horizon() -> Message {
    Message::new(
        Code::OutOfOrder,
        format!("計画期間は合わせて1か月以上{LONGEST}か月以下にしてください。"),
        format!("The plan must span 1 to {LONGEST} months in all."),
    )
}
