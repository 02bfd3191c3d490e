//! All careers of one person that cost little more than the cheapest, written down.

use crate::{
    graph::{DEAD, NEVER},
    reinsert::{Bench, Found, Prices, Taken, in_parts},
    way::{Scope, Standing, Way},
};

impl Way {
    /// All careers that cost at most so much more than the cheapest, but no more than `most` of them: none if there are
    /// more.
    pub fn all_within(
        &self,
        above: i64,
        most: usize,
        parts: i64,
        prices: &[Prices],
        bench: &mut Bench,
    ) -> Option<Vec<Found>> {
        if self.graph.start == DEAD {
            return Some(Vec::new());
        }
        self.fill(Scope::Posted, parts, prices, bench);
        if self.value_of_start(bench).saturating_add(above) >= self.least_unposted(parts, prices) {
            self.fill(Scope::All, parts, prices, bench);
        }
        let start = self.start();
        let cheapest = self.value_of_start(bench);
        if cheapest >= NEVER {
            return Some(Vec::new());
        }
        let mut within =
            Within { way: self, parts, prices, bench, limit: cheapest + above, most, found: vec![] };
        let mut taken = Vec::with_capacity(prices.len());
        within.walk(start, 0, &mut taken).then_some(within.found)
    }
}

/// A walk over all careers that cost no more than a limit.
struct Within<'w> {
    way: &'w Way,
    parts: i64,
    prices: &'w [Prices],
    bench: &'w Bench,
    limit: i64,
    most: usize,
    found: Vec<Found>,
}

impl Within<'_> {
    /// All careers that go on from here; false if there are too many.
    fn walk(&mut self, at: Standing, price: i64, taken: &mut Vec<Taken>) -> bool {
        let period = taken.len();
        let way = self.way;
        let ended = match way.graph.layers.get(period) {
            Some(layer) => layer.ended[at.node as usize],
            None => Some(way.graph.ends[at.node as usize]),
        };
        if let Some(end) = ended {
            let mut taken = taken.clone();
            taken.resize(way.graph.layers.len(), Taken { choice: None, trainee: false });
            self.found.push(Found { price: price + in_parts(end, self.parts), taken });
            return self.found.len() <= self.most;
        }
        let width = way.terrain.places.footings.len();
        let trainee = way.trainee(period, at);
        for (choice, own) in self.prices[period].choice.iter().enumerate() {
            let own = own[usize::from(trainee)];
            let Some((next, moved)) = way.follow(period, at, choice).filter(|_| own < NEVER) else {
                continue;
            };
            let here = price + own + moved * self.parts;
            let rest = self.bench.values(period + 1)[next.node as usize * width + next.footing];
            if rest < NEVER && here + rest <= self.limit {
                taken.push(Taken { choice: Some(choice), trainee });
                let goes_on = self.walk(next, here, taken);
                taken.pop();
                if !goes_on {
                    return false;
                }
            }
        }
        true
    }
}
