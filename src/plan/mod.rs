//! The plan: the stages in order, and what-if beside what is.
