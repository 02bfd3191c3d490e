//! 権限: who may do what. Whoever acts does so in one role, with its scope.
//!
//! The one [`Policy`] is read from files that an auditor can read. It knows a role, an action, the class of a record, and how
//! whoever asks is related to that record; nothing else. Relations are a closed list, and for each table of records each of
//! them is one condition of SQL ([`Protected`]). So a list is narrowed in the database by the same words by which a single
//! record is decided on, and the two cannot disagree: what of relations a policy asks for is read off the policy itself
//! ([`Grant`]), not written down a second time.

mod action;
mod class;
mod decide;
mod grant;
mod policy;
mod relation;
mod role;
mod who;

pub use action::Action;
pub use class::Class;
pub use decide::{Protected, allowed, may};
pub use grant::{Grant, Way};
pub use policy::{BadPolicy, Policy};
pub use relation::{Relation, Relations};
pub use role::{Group, Role};
pub use who::{Scope, Who};
