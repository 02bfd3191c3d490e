//! Under construction in this session's next commits.
