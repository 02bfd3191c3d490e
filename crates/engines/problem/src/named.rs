//! Workplaces that rules call by name: all others matter to a rule by what the tables say of them alone.

use std::collections::BTreeSet;

use kernel::WorkplaceId;
use serde_json::Value;

use crate::Problem;

impl Problem {
    /// Workplaces that an edition or a waiver names. A text that only looks like a name counts as one.
    pub fn named_by_rules(&self) -> BTreeSet<&WorkplaceId> {
        let waivers = self.people.iter().flat_map(|person| &person.career.waivers);
        let replaced = waivers.flat_map(|waiver| waiver.replaces.0.values());
        let mut named = BTreeSet::new();
        for value in self.editions.values().flat_map(|edition| edition.values()).chain(replaced) {
            self.add_named(value, &mut named);
        }
        named
    }

    fn add_named<'p>(&'p self, value: &Value, named: &mut BTreeSet<&'p WorkplaceId>) {
        match value {
            Value::String(text) => {
                let known = self.tables.workplaces.get_key_value(text.as_str());
                named.extend(known.map(|(id, _)| id));
            }
            Value::Array(all) => all.iter().for_each(|value| self.add_named(value, named)),
            Value::Object(all) => all.values().for_each(|value| self.add_named(value, named)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}
