//! Builders for tests; the only way to solve in a test also audits.
