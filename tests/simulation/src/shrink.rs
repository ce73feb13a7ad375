//! Making a failing schedule small: steps are left out, many at a time and then one by one, as long as it still fails.

use crate::plan::Plan;

/// Runs of the schedule at most; what is reached by then is small enough to read.
const RUNS: usize = 600;

/// The smallest schedule found that `fails`.
pub fn shrink(mut plan: Plan, mut fails: impl FnMut(&Plan) -> bool) -> Plan {
    let mut runs = 0;
    let mut chunk = plan.steps.len().div_ceil(2);
    while chunk > 0 && runs < RUNS {
        let mut smaller = false;
        let mut start = 0;
        while start < plan.steps.len() && runs < RUNS {
            let mut candidate = plan.clone();
            candidate.steps.drain(start..(start + chunk).min(plan.steps.len()));
            runs += 1;
            if fails(&candidate) {
                plan = candidate;
                smaller = true;
            } else {
                start += chunk;
            }
        }
        if !smaller || chunk > 1 {
            chunk /= 2;
        }
    }
    plan
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_matter_is_left_out() {
        let plan = Plan::draw(7);
        let needed = [plan.steps[3], plan.steps[11]];
        let small = shrink(plan, |plan| needed.iter().all(|step| plan.steps.contains(step)));
        assert_eq!(small.steps, needed);
    }
}
