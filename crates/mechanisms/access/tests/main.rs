//! What access promises.

mod matrix;
mod pairs;
mod policy;
mod sign_in;
