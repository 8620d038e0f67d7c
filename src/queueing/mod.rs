//! Queueing: Erlang B, C and A, finite lines, required agents, offered load over time.
