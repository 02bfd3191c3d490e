//! Programmes small enough to solve in the head.

mod programmes;
