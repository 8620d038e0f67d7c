use super::contracts::ContractDraft;
use super::faults::{Faults, Place};
use super::own_rules::OwnContract;
use super::queues::QueueDraft;
use super::requests::find_shift;
use super::shifts::ShiftDraft;
use super::skills::skills_of;
use crate::model::{ShiftLimit, ShiftQuota, Succession};

/// Turns the names by which shifts and contracts refer to each other, and to queues, into indices.
///
/// A name that is not known is a fault of its own: it has no other consequences.
pub(super) fn link(
    shifts: &mut [ShiftDraft],
    contracts: &mut [ContractDraft],
    queues: &[QueueDraft],
    faults: &mut Faults,
) {
    link_contracts(shifts, contracts, faults);
    link_skills(shifts, queues);
    link_successions(shifts, faults);
    link_limits(contracts, shifts, faults);
    link_own_successions(contracts, shifts, faults);
}

/// The contracts that may work a shift.
fn link_contracts(shifts: &mut [ShiftDraft], contracts: &[ContractDraft], faults: &mut Faults) {
    for draft in shifts {
        let Some(names) = &draft.contracts else { continue };
        let mut found = Vec::new();
        let mut are_all_known = true;
        for name in names {
            match contracts.iter().position(|contract| contract.contract.id == *name) {
                Some(contract) => found.push(contract),
                None => {
                    are_all_known = false;
                    let known = contracts.iter().map(|contract| contract.contract.id.as_str());
                    let message = format!("shift `{}`: no contract has this id", draft.template.id);
                    faults.unknown("unknown-contract", &draft.contracts_place, message, name, known);
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        draft.template.contracts = are_all_known.then_some(found);
    }
}

/// The skills that a shift asks for.
fn link_skills(shifts: &mut [ShiftDraft], queues: &[QueueDraft]) {
    let queues: Vec<&str> = queues.iter().map(|queue| queue.id.as_str()).collect();
    for draft in shifts {
        let names: Vec<&str> = draft.skills.iter().map(String::as_str).collect();
        draft.template.skills = skills_of(&names, &queues);
    }
}

/// The shifts that may not follow a shift on the day after.
fn link_successions(shifts: &mut [ShiftDraft], faults: &mut Faults) {
    for index in 0..shifts.len() {
        let draft = &shifts[index];
        let mut found: Vec<usize> = draft
            .not_followed_by
            .iter()
            .filter_map(|name| find_shift(name, shifts, &draft.not_followed_by_place, faults))
            .collect();
        found.sort_unstable();
        found.dedup();
        shifts[index].template.not_followed_by = found;
    }
}

/// The shifts of which a contract allows so many only, or asks for so many.
fn link_limits(contracts: &mut [ContractDraft], shifts: &[ShiftDraft], faults: &mut Faults) {
    for draft in contracts {
        let limit = |shift, most| ShiftLimit { shift, most };
        draft.contract.max_shifts = by_shift(&draft.max_shifts, shifts, limit, |limit| limit.shift, faults);
        let quota = |shift, least| ShiftQuota { shift, least };
        draft.contract.min_shifts = by_shift(&draft.min_shifts, shifts, quota, |quota| quota.shift, faults);
    }
}

/// What a contract lets follow no shift.
fn link_own_successions(contracts: &mut [ContractDraft], shifts: &[ShiftDraft], faults: &mut Faults) {
    for draft in contracts {
        for (name, place, next) in &draft.not_followed_by {
            let shift = find_shift(name, shifts, place, faults);
            let next: Vec<usize> =
                next.iter().filter_map(|name| find_shift(name, shifts, place, faults)).collect();
            let succession = |shift| next.iter().map(move |&next| Succession { shift, next });
            draft.contract.successions.extend(shift.into_iter().flat_map(succession));
        }
    }
}

/// Numbers by a shift's name, as numbers by its index, ascending.
fn by_shift<T>(
    named: &[(String, Place, u32)],
    shifts: &[ShiftDraft],
    make: impl Fn(usize, u32) -> T,
    index: impl Fn(&T) -> usize,
    faults: &mut Faults,
) -> Vec<T> {
    let known = named.iter().filter_map(|(name, place, number)| {
        find_shift(name, shifts, place, faults).map(|shift| make(shift, *number))
    });
    let mut found: Vec<T> = known.collect();
    found.sort_by_key(index);
    found
}

/// Whoever is on a contract with rules of their own may work what the contract may.
pub(super) fn admit_own(shifts: &mut [ShiftDraft], named: usize, own: &[OwnContract]) {
    for contracts in shifts.iter_mut().filter_map(|draft| draft.template.contracts.as_mut()) {
        let admitted = own.iter().enumerate().filter(|(_, own)| contracts.contains(&own.named));
        let admitted: Vec<usize> = admitted.map(|(index, _)| named + index).collect();
        contracts.extend(admitted);
    }
}
