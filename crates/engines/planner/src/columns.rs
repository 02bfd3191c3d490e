//! Column generation: a column is one person's whole career, and what joins people are rows. Charges for the rows make
//! everybody a problem of his own; good charges prove a bound and lead to good plans.

pub mod around;
pub mod blocks;
mod blockwise;
pub mod branch;
pub mod certificate;
pub mod column;
pub mod decided;
pub mod dive;
pub mod generate;
mod improve;
mod joint;
pub mod master;
pub mod names;
mod narrow;
pub mod neighbourhood;
pub mod pricing;
pub mod proof;
pub mod rows;
pub(crate) mod search;
pub mod shares;
pub mod volume;
mod whole;
