//! Simulation: the judge of service. It shares no code with what it judges.
