//! Explanations as prose.
