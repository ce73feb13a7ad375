//! The process is killed, by SIGKILL, at every named point of the journal of account migrations: what a run writes and
//! what the journal says of it are both there or neither.

use model::Kind;
use model::migration::{Fate, Migrated, Step};
use store::{Library, StoreError};

use crate::cloud::key;
use crate::crash_steps::Script;
use crate::journal::{changed, moved, run};
use crate::support::workout;

const POINTS: [&str; 6] = ["begun", "journal.run", "journal.migrated", "journal.fate", "commit", "committed"];

const SCRIPT: Script = Script { child: "crash_journal::child", steps: 120, step };

/// The records of each run.
const RECORDS: u64 = 4;

/// Each run takes six steps, a transaction each. Taken again at once, it changes nothing.
fn step(library: &Library, number: u64) -> Result<(), StoreError> {
    let (run_number, now) = (number / 6, i64::try_from(number).unwrap());
    let (name, detail) = (format!("run {run_number}"), run(&format!("step {number}")).detail);
    let ids: Vec<String> = (0..RECORDS).map(|record| format!("w{run_number}-{record}")).collect();
    library.transact("migrate", now, |tx| {
        match number % 6 {
            0 => match tx.begin_run(&run(&name)) {
                Err(StoreError::RunExists(_)) => {}
                begun => begun?,
            },
            1 => tx.set_run(&name, Step::BackedUp, &detail)?,
            2 => {
                for id in &ids {
                    tx.put(Kind::Workout, id, workout(id, &name, 1))?;
                    tx.put_migrated(&name, &moved(id))?;
                }
                // One that is noted a second time.
                let noted = changed(&ids[0], workout(&ids[0], "Before", 1));
                tx.put_migrated(&name, &Migrated { fate: Fate::Skipped, ..noted })?;
                tx.set_run(&name, Step::Copied, &detail)?;
            }
            3 => {
                for id in &ids {
                    assert!(tx.set_fate(&name, &key(id), Fate::Verified)?);
                }
                tx.set_run(&name, Step::Finished, &detail)?;
            }
            4 => {
                assert!(tx.set_fate(&name, &key(&ids[1]), Fate::TakenBack)?);
                tx.delete(Kind::Workout, &ids[1])?;
                tx.set_run(&name, Step::RollingBack, &detail)?;
            }
            _ => tx.set_run(&name, Step::RolledBack, &detail)?,
        }
        Ok(())
    })
}

/// The child.
#[test]
#[ignore = "run by the other test of this module as its child"]
fn child() {
    SCRIPT.child();
}

#[test]
fn a_kill_at_any_named_point_leaves_a_run_and_its_records_in_step() {
    SCRIPT.try_points(&POINTS);
}
