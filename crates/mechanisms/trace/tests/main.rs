//! What the trace promises, on both databases.

mod altered;
mod office;
mod readings;
mod recorded;
mod roots;
