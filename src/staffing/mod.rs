//! Staffing: from the demand of a queue to its requirement.
