//! The policy over records: narrowing a list, deciding on one.

use sea_orm::{
    Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait},
};
use store::{Fault, View};

use crate::{
    action::Action,
    class::Class,
    policy::Policy,
    relation::{Relation, Relations},
    who::Who,
};

/// A table of records that the policy guards.
pub trait Protected: EntityTrait {
    /// The class of its records, but for columns that are kept from more people.
    const CLASS: Class;

    /// Which of its records are related so to whoever asks; none where none ever is.
    fn related(relation: Relation, who: &Who) -> Option<Condition>;
}

/// Which records whoever asks may do something with: for the list.
pub fn allowed<R: Protected>(policy: &Policy, who: &Who, action: Action, class: Class) -> Condition {
    policy.grant(who.role, action, class).condition(&|relation| R::related(relation, who))
}

/// Whether he may do it with the one record that is `it`. No record is as good as one that he may know nothing of.
pub async fn may<R: Protected>(
    (policy, view): (&Policy, &View),
    who: &Who,
    (action, class): (Action, Class),
    it: Condition,
) -> Result<bool, Fault> {
    let mut question = R::find().select_only().filter(it);
    let mut asked = Vec::new();
    for relation in Relation::ALL {
        if let Some(condition) = R::related(relation, who) {
            let held = Expr::case(condition, 1).finally(0).cast_as("integer");
            question = question.expr_as(held, relation.name());
            asked.push(relation);
        }
    }
    // There must be something to select.
    question = question.expr_as(Expr::value(1).cast_as("integer"), "there");
    let Some(row) = view.query_one(question.as_query()).await? else { return Ok(false) };
    let mut held = Relations::default();
    for relation in asked {
        let is: i32 = row.try_get("", relation.name())?;
        held = if is == 1 { held.with(relation) } else { held };
    }
    Ok(policy.decide(who.role, action, class, held))
}
