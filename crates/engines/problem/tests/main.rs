//! Tests of the documents: how they are read and refused, what a plan means as facts, how far years are coarsened.

mod document;
mod office;
mod reading;
mod stages;
mod validation;
mod zones;
