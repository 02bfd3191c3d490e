//! 権限: who may do what. Whoever acts does so in one role, with its scope.
//!
//! The one [`Policy`] is read from files that an auditor can read. It knows a role, an action, the class of a record, and how
//! whoever asks is related to that record; nothing else. Relations are a closed list, and for each table of records each of
//! them is one condition of SQL ([`Protected`]). So a list is narrowed in the database by the same words by which a single
//! record is decided on, and the two cannot disagree: what of relations a policy asks for is read off the policy itself
//! ([`Grant`]), not written down a second time.
//!
//! Accounts come by [`invite`]; whoever was invited chooses a password, and [`sign_in`] makes a [`Session`], complete once
//! the second factor is given where a role needs one. Of every secret the database knows a hash only, but for that of the
//! second factor, which it must compute with.

mod accounts;
mod action;
mod class;
mod decide;
mod grant;
mod invitation;
mod password;
mod policy;
mod refused;
mod relation;
mod role;
mod second_factor;
mod secret;
mod session;
mod sign_in;
mod who;

pub use accounts::{Account, Assignment, BadAssignment, ROOM, assign, assignments_of, close};
pub use action::Action;
pub use class::Class;
pub use decide::{Protected, allowed, may};
pub use grant::{Grant, Way};
pub use invitation::{Invited, accept, invite};
pub use password::{Weakness, weakness};
pub use policy::{BadPolicy, Policy};
pub use refused::{Refused, Trouble};
pub use relation::{Relation, Relations};
pub use role::{Group, Role};
pub use second_factor::{Enrolment, confirm, enrol, second_factor};
pub use secret::Secret;
pub use session::{Browser, Session, end, end_others, session, sessions_of};
pub use sign_in::{Given, needs_second_factor, sign_in};
pub use who::{Scope, Who};
