//! Intake: the files of a planner become one validated scenario, or all their faults at once.
