//! What a policy asks of relations, as a sum of products: read off its decisions, one for each set of relations.

use std::collections::BTreeSet;

use sea_orm::{
    Condition,
    sea_query::{Expr, ExprTrait},
};

use crate::relation::{Relation, Relations};

/// One way to be allowed: all of some relations, and none of others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Way {
    /// These must hold.
    pub all: Vec<Relation>,
    /// These must not.
    pub none: Vec<Relation>,
}

/// When something is allowed: where any of these ways is open. With none of them never; with one that asks nothing, always.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant(pub Vec<Way>);

impl Grant {
    /// Of these relations, where others change nothing.
    pub(crate) fn of(relations: &[Relation], decide: &dyn Fn(Relations) -> bool) -> Self {
        // A way is a choice of "must", "must not" or "never mind" for each; widest first, so that none holds a part of
        // another.
        let mut open: Vec<Way> = Vec::new();
        let mut covered: BTreeSet<Relations> = BTreeSet::new();
        for way in ways(relations) {
            let held: Vec<Relations> =
                Relations::subsets(relations).filter(|held| way.is_open(*held)).collect();
            let is_new = held.iter().any(|held| !covered.contains(held));
            if is_new && held.iter().all(|held| decide(*held)) {
                covered.extend(held);
                open.push(way);
            }
        }
        open.sort();
        Self(open)
    }

    /// Whether it is allowed to whoever is related so.
    pub fn allows(&self, held: Relations) -> bool {
        self.0.iter().any(|way| way.is_open(held))
    }

    /// Whether nobody is allowed it.
    pub fn is_never(&self) -> bool {
        self.0.is_empty()
    }

    /// The same as a condition of SQL. `related`: that of each relation; none where no record is related so. What such
    /// relations decide is left out, so that the database can look up the rest by its indexes.
    pub fn condition(&self, related: &dyn Fn(Relation) -> Option<Condition>) -> Condition {
        let open: Option<Vec<Condition>> = self
            .0
            .iter()
            .filter_map(|way| way.conditions(related))
            .map(|all| (!all.is_empty()).then(|| of_all(all)))
            .collect();
        match open {
            // One way asks nothing.
            None => Condition::all().add(Expr::cust("1 = 1")),
            Some(open) if open.is_empty() => Condition::all().add(Expr::cust("1 = 0")),
            Some(open) => open.into_iter().fold(Condition::any(), Condition::add),
        }
    }
}

fn of_all(conditions: Vec<Condition>) -> Condition {
    conditions.into_iter().fold(Condition::all(), Condition::add)
}

/// Whether a condition does not hold. What compares with nothing is neither true nor false to SQL, and its contrary is
/// neither, too; but whoever is not known to be related is not related.
fn is_not(condition: Condition) -> Expr {
    Expr::case(condition, 1).finally(0).eq(0)
}

impl Way {
    /// What must hold of a record; none where none can be related so.
    fn conditions(&self, related: &dyn Fn(Relation) -> Option<Condition>) -> Option<Vec<Condition>> {
        let must: Option<Vec<Condition>> = self.all.iter().map(|relation| related(*relation)).collect();
        let must_not = self
            .none
            .iter()
            .filter_map(|relation| related(*relation))
            .map(|is| Condition::all().add(is_not(is)));
        must.map(|must| must.into_iter().chain(must_not).collect())
    }

    fn is_open(&self, held: Relations) -> bool {
        self.all.iter().all(|relation| held.holds(*relation))
            && !self.none.iter().any(|relation| held.holds(*relation))
    }
}

/// All ways, those first that ask least.
fn ways(relations: &[Relation]) -> Vec<Way> {
    let mut ways = vec![Way { all: Vec::new(), none: Vec::new() }];
    for relation in relations {
        let more = |way: &Way| {
            let (mut must, mut must_not) = (way.clone(), way.clone());
            must.all.push(*relation);
            must_not.none.push(*relation);
            [way.clone(), must, must_not]
        };
        ways = ways.iter().flat_map(more).collect();
    }
    ways.sort_by_key(|way| (way.all.len() + way.none.len(), way.none.len()));
    ways
}
