//! Report: a plan as CSV, JSON, text and HTML.
