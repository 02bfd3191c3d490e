//! The one policy, as it is read from files: `policy/*.cedar`, and what they may name, `policy/words.cedarschema`.

use std::{
    collections::{BTreeMap, HashSet},
    str::FromStr,
    sync::{Arc, Mutex, PoisonError},
};

use cedar_policy::{
    ActionConstraint, Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid,
    PolicySet, PrincipalConstraint, Request, ResourceConstraint, RestrictedExpression, Schema,
    ValidationMode, Validator,
};
use thiserror::Error;

use crate::{
    action::Action,
    class::Class,
    grant::Grant,
    relation::{Relation, Relations},
    role::{Group, Role},
};

/// What is wrong with the files of a policy.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadPolicy {
    /// The words cannot be read.
    #[error("words.cedarschema: {0}")]
    Words(String),
    /// A file cannot be read.
    #[error("{file}: {reason}")]
    File {
        /// Which.
        file: String,
        /// Why.
        reason: String,
    },
    /// Two policies have one id, or one has none.
    #[error("{file}: each policy needs an @id of its own: {id}")]
    Id {
        /// Where.
        file: String,
        /// The id, if there is one.
        id: String,
    },
    /// Policies use what they may not.
    #[error("what policies say does not fit the words: {0}")]
    Unfit(String),
}

/// The one policy: denied by default, and whatever is forbidden is so even where it is permitted, too.
#[derive(Debug)]
pub struct Policy {
    policies: PolicySet,
    entities: Entities,
    /// What was asked before: reading it off takes up to some milliseconds.
    grants: Mutex<BTreeMap<(Role, Action, Class), Arc<Grant>>>,
}

/// The files of the product's own policy.
const WORDS: &str = include_str!("../../../../policy/words.cedarschema");
const FILES: [(&str, &str); 5] = [
    ("policy/everybody.cedar", include_str!("../../../../policy/everybody.cedar")),
    ("policy/centre.cedar", include_str!("../../../../policy/centre.cedar")),
    ("policy/partners.cedar", include_str!("../../../../policy/partners.cedar")),
    ("policy/oneself.cedar", include_str!("../../../../policy/oneself.cedar")),
    ("policy/oversight.cedar", include_str!("../../../../policy/oversight.cedar")),
];

impl Policy {
    /// The product's own.
    pub fn own() -> Result<Self, BadPolicy> {
        Self::read(WORDS, &FILES)
    }

    /// From the words and from files with their names.
    pub fn read(words: &str, files: &[(&str, &str)]) -> Result<Self, BadPolicy> {
        let words = Schema::from_cedarschema_str(words).map_err(|fault| BadPolicy::Words(fault.to_string()));
        let (schema, _) = words?;
        let mut policies = PolicySet::new();
        for (file, text) in files {
            let wrong = |reason: String| BadPolicy::File { file: (*file).to_owned(), reason };
            let read = PolicySet::from_str(text).map_err(|fault| wrong(fault.to_string()))?;
            for policy in read.policies() {
                let id = policy.annotation("id").unwrap_or_default().to_owned();
                let bad = || BadPolicy::Id { file: (*file).to_owned(), id: id.clone() };
                let named = if id.is_empty() {
                    Err(bad())
                } else {
                    Ok(policy.new_id(cedar_policy::PolicyId::new(&id)))
                };
                policies.add(named?).map_err(|_| bad())?;
            }
        }
        let unfit = |fault: String| BadPolicy::Unfit(fault);
        let checked = Validator::new(schema.clone()).validate(&policies, ValidationMode::Strict);
        if !checked.validation_passed() {
            let faults: Vec<String> = checked.validation_errors().map(ToString::to_string).collect();
            return Err(unfit(faults.join("\n")));
        }
        let groups = Group::ALL.map(|group| Entity::new_no_attrs(uid("Group", group.name()), HashSet::new()));
        let roles = Role::ALL.map(|role| {
            let groups = role.groups().into_iter().map(|group| uid("Group", group.name()));
            Entity::new_no_attrs(uid("Role", role.name()), groups.collect())
        });
        let entities = Entities::from_entities(groups.into_iter().chain(roles), Some(&schema));
        let entities = entities.map_err(|fault| unfit(fault.to_string()))?;
        Ok(Self { policies, entities, grants: Mutex::default() })
    }

    /// Whether a role may do something with a record of a class to which whoever asks is related so.
    pub fn decide(&self, role: Role, action: Action, class: Class, held: Relations) -> bool {
        let relations =
            held.iter().map(|relation| RestrictedExpression::new_string(relation.name().to_owned()));
        let relations = RestrictedExpression::new_set(relations);
        let context = Context::from_pairs([("relations".to_owned(), relations)]);
        let asked = context.ok().and_then(|context| {
            let (role, action) = (uid("Role", role.name()), uid("Action", action.name()));
            Request::new(role, action, uid("Class", class.name()), context, None).ok()
        });
        // What cannot even be asked is denied, and so is what a policy cannot answer.
        asked.is_some_and(|asked| {
            let said = Authorizer::new().is_authorized(&asked, &self.policies, &self.entities);
            said.decision() == Decision::Allow && said.diagnostics().errors().next().is_none()
        })
    }

    /// What must hold of a record for a role to do something with it.
    pub fn grant(&self, role: Role, action: Action, class: Class) -> Arc<Grant> {
        let mut grants = self.grants.lock().unwrap_or_else(PoisonError::into_inner);
        let read_off = || {
            let decide = |held| self.decide(role, action, class, held);
            Arc::new(Grant::of(&self.asked_for(role, action, class), &decide))
        };
        Arc::clone(grants.entry((role, action, class)).or_insert_with(read_off))
    }

    /// The relations that any policy asks for which applies to a role, an action and a class.
    fn asked_for(&self, role: Role, action: Action, class: Class) -> Vec<Relation> {
        let applies = |policy: &&cedar_policy::Policy| {
            let groups = role.groups().into_iter().map(|group| uid("Group", group.name()));
            let own: Vec<EntityUid> = groups.chain([uid("Role", role.name())]).collect();
            let to_role = match policy.principal_constraint() {
                PrincipalConstraint::Eq(of) | PrincipalConstraint::In(of) => own.contains(&of),
                _ => true,
            };
            let to_action = match policy.action_constraint() {
                ActionConstraint::Eq(of) => of == uid("Action", action.name()),
                ActionConstraint::In(of) => of.contains(&uid("Action", action.name())),
                ActionConstraint::Any => true,
            };
            let to_class = match policy.resource_constraint() {
                ResourceConstraint::Eq(of) | ResourceConstraint::In(of) => of == uid("Class", class.name()),
                _ => true,
            };
            to_role && to_action && to_class
        };
        let texts: Vec<String> = self.policies.policies().filter(applies).map(ToString::to_string).collect();
        let asks = |relation: &Relation| {
            let named = format!("\"{}\"", relation.name());
            texts.iter().any(|text| text.contains(&named))
        };
        Relation::ALL.into_iter().filter(asks).collect()
    }
}

/// An entity of Cedar.
fn uid(of: &str, name: &str) -> EntityUid {
    let of = EntityTypeName::from_str(of).expect("Role, Group, Action and Class are names");
    EntityUid::from_type_name_and_id(of, EntityId::new(name))
}
