//! Audit: the judge of rules. It shares no code with what it judges.
