//! Malformed input gets exactly its fault.

use std::path::Path;

#[test]
fn the_good_plan_has_no_fault() {
    let read = callboard::intake::read(Path::new("data/malformed/base"), &[]).expect("the base is good");
    assert_eq!(read.warnings, []);
    assert_eq!(read.scenario.agents.len(), 4);
}

#[test]
fn the_example_plans_have_no_fault() {
    for plan in ["data/small-desk", "data/helpdesk"] {
        let read = callboard::intake::read(Path::new(plan), &[]).unwrap_or_else(|error| panic!("{error:?}"));
        assert_eq!(read.warnings, []);
    }
}
