//! The states of a career period by period, found from its first on; then those that lead to the same are made one, and
//! those that lead nowhere none.

use problem::Person;

use super::{
    career::{Career, Scratch, Settling, Stage},
    choices::Classes,
    ground::Ground,
    lists::Lists,
    way::Asked,
};

/// Most states of one period; a person whose rules tell more careers apart is bounded without them.
const MOST_STATES: usize = 20_000;

/// A state when a period begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub stage: Stage,
    pub stays: bool,
    /// Whether the career may go on.
    pub goes_on: bool,
    /// What is still to be paid if it ends here; none: it cannot.
    pub end: Option<i128>,
    /// The next state without work.
    pub idle: Next,
}

/// A state of the next period, if there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Next(u32);

impl Next {
    pub const NONE: Self = Self(u32::MAX);

    /// Its position.
    pub fn get(self) -> Option<usize> {
        (self != Self::NONE).then_some(self.0 as usize)
    }

    /// The same by other numbers.
    fn renumbered(self, numbers: &[Self]) -> Self {
        self.get().map_or(Self::NONE, |number| numbers[number])
    }
}

/// All states of a period, and where they lead.
#[derive(Debug, Default)]
pub(super) struct Layer {
    pub nodes: Vec<Node>,
    /// By state and class of choice: the next state if the work is begun anew, and if it goes on at the place of the stay.
    next: Vec<[Next; 2]>,
    classes: usize,
}

impl Layer {
    /// Where work leads from a state, by class.
    pub fn next(&self, node: usize) -> &[[Next; 2]] {
        &self.next[node * self.classes..][..self.classes]
    }
}

/// The states of each period and where they lead; none if there are too many.
pub(super) fn explore(
    (ground, person): (&Ground<'_>, &Person),
    career: &Career<'_>,
    asked: &[Asked],
    classes: &[Classes],
) -> Option<Vec<Layer>> {
    let mut layers: Vec<Layer> = Vec::new();
    let settling = Settling::new(career, classes);
    let mut scratch = Scratch::of(career.start());
    settling.settle(&mut scratch, 0);
    let mut states = Lists::default();
    states.number(&scratch.state);
    for (period, classes) in classes.iter().enumerate() {
        let mut later = Lists::default();
        let mut layer = Layer { classes: classes.effects.len(), ..Layer::default() };
        let settled = |later: &mut Lists, scratch: &mut Scratch| {
            settling.settle(scratch, period + 1);
            Next(later.number(&scratch.state))
        };
        let away = person.away_throughout(ground.problem.horizon[period].span);
        for state in states.iter() {
            let (certain, possible) = career.released(state, period);
            let doomed = career.is_doomed(state, period);
            let mut node = Node {
                stage: career.stage(state, period),
                stays: career.stays(state),
                goes_on: !certain && !doomed,
                end: if possible && !doomed { career.end(state, period) } else { None },
                idle: Next::NONE,
            };
            let leave = node.goes_on && career.may_leave(state);
            if node.goes_on && asked[period] == Asked::Free {
                for (effect, open) in classes.effects.iter().zip(&classes.open) {
                    let mut reach = |may: bool, goes_on: bool| {
                        let may = may && open[node.stage as usize];
                        let kept = may && career.step(state, effect, goes_on, &mut scratch);
                        if kept { settled(&mut later, &mut scratch) } else { Next::NONE }
                    };
                    layer.next.push([reach(leave, false), reach(node.stays, true)]);
                }
            } else {
                layer.next.extend(classes.effects.iter().map(|_| [Next::NONE; 2]));
            }
            if node.goes_on && asked[period] != Asked::Free && away {
                scratch.set(state);
                node.idle = settled(&mut later, &mut scratch);
            } else if leave {
                career.without_stay(state, &mut scratch);
                node.idle = settled(&mut later, &mut scratch);
            }
            layer.nodes.push(node);
            if later.len() > MOST_STATES {
                return None;
            }
        }
        layers.push(layer);
        states = later;
    }
    layers.push(last(career, &states, ground.periods()));
    Some(merged(layers))
}

/// The states at the end of the horizon.
fn last(career: &Career<'_>, states: &Lists, periods: usize) -> Layer {
    let node = |state: &[i64]| Node {
        end: if career.is_doomed(state, periods) { None } else { career.end(state, periods) },
        ..Node::OVER
    };
    Layer { nodes: states.iter().map(node).collect(), ..Layer::default() }
}

impl Node {
    /// A career that does not go on.
    const OVER: Self =
        Self { stage: Stage::Independent, stays: false, goes_on: false, end: None, idle: Next::NONE };

    /// As a list of numbers.
    fn told(&self, next: &[[Next; 2]], list: &mut Vec<i64>) {
        let end = self.end.unwrap_or(i128::MIN);
        let low = (end & i128::from(u64::MAX)) as u64;
        list.clear();
        list.extend([self.stage as i64, i64::from(self.stays), i64::from(self.goes_on)]);
        list.extend([(end >> 64) as i64, low.cast_signed(), i64::from(self.idle.0)]);
        list.extend(next.iter().map(|[anew, on]| i64::from(anew.0) << 32 | i64::from(on.0)));
    }
}

/// States of a period that lead to the same, at the same prices, made one; a state from which no end is reached is none.
fn merged(layers: Vec<Layer>) -> Vec<Layer> {
    let mut fewer: Vec<Layer> = Vec::with_capacity(layers.len());
    let mut numbers: Vec<Next> = Vec::new();
    for layer in layers.into_iter().rev() {
        let mut of = Layer { classes: layer.classes, ..Layer::default() };
        let mut told = Vec::new();
        let mut known = Lists::default();
        let later = std::mem::take(&mut numbers);
        for (number, node) in layer.nodes.iter().enumerate() {
            let mut node = Node { idle: node.idle.renumbered(&later), ..*node };
            let next: Vec<[Next; 2]> =
                layer.next(number).iter().map(|both| both.map(|next| next.renumbered(&later))).collect();
            let works = next.iter().any(|both| *both != [Next::NONE; 2]);
            if !works && node.idle == Next::NONE {
                node = Node { end: node.end, ..Node::OVER };
            } else if !works {
                (node.stage, node.stays) = (Node::OVER.stage, false);
            }
            if !node.goes_on && node.end.is_none() {
                numbers.push(Next::NONE);
                continue;
            }
            node.told(&next, &mut told);
            let new = known.number(&told);
            if new as usize == of.nodes.len() {
                of.nodes.push(node);
                of.next.extend(next);
            }
            numbers.push(Next(new));
        }
        fewer.push(of);
    }
    fewer.reverse();
    fewer
}
