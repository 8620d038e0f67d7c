//! Linear and integer programs: the one door to the solvers.
