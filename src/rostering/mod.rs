//! Rostering: from requirements and agents to a legal roster, its cost and the proof of its cost.
