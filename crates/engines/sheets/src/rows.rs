//! The records of every sheet with their columns: each file holds the sheets of one subject.

pub mod career;
pub mod demand;
pub mod people;
pub mod places;
pub mod settings;
pub mod training;
