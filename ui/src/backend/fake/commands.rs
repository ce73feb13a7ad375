//! The commands: what each of them does to the library in memory.

use std::collections::BTreeMap;

use model::ipc::*;
use model::update::{Licences, UpdateInstall, UpdateStatus};
use model::{CommandError, EntryId, ErrorCode, Kind, body, workout};
use serde_json::{Value, json};

use super::account::Browser;
use super::data;
use super::library::{Library, Reply};
use super::records::{not_found, program_row};

impl Commands for Library {
    fn status(&self, _: Nothing) -> Reply<Status> {
        Ok(Status {
            version: "0.1.0".into(),
            data_dir: "/fake".into(),
            sync: self.sync_detail().status,
            workouts: self.count(Kind::Workout),
            programs: self.count(Kind::Program),
            undo: self.undo.borrow().last().map(|step| step.label.clone()),
            redo: self.redo.borrow().last().map(|step| step.label.clone()),
            salvaged: None,
        })
    }

    fn window_ready(&self, _: Nothing) -> Reply<Nothing> {
        Ok(Nothing {})
    }

    fn workout_list(&self, query: ListQuery) -> Reply<Page<WorkoutRow>> {
        Ok(self.records.borrow().page(Kind::Workout, &query, |body| self.workout_row(body)))
    }

    fn workout_get(&self, args: WorkoutRef) -> Reply<WorkoutDetail> {
        self.records.borrow().workout(args.id.as_str())
    }

    fn workout_create(&self, args: Create) -> Reply<WorkoutDetail> {
        let id = self.create(Kind::Workout, args.changes)?;
        self.records.borrow().workout(&id)
    }

    fn workout_update(&self, args: WorkoutUpdate) -> Reply<WorkoutDetail> {
        self.update(Kind::Workout, args.id.as_str(), args.changes, args.before.as_ref(), "Edited")?;
        self.records.borrow().workout(args.id.as_str())
    }

    fn workout_delete(&self, args: WorkoutDelete) -> Reply<Nothing> {
        let id = args.id.as_str();
        let detail = self.records.borrow().workout(id)?;
        if !detail.used_by.is_empty() && args.entries.is_none() {
            return Err(CommandError::new(ErrorCode::InUse, "Programs use it."));
        }
        let label = format!("Deleted “{}”", detail.workout.name);
        self.transact(label, Kind::Workout, id, |records, now| {
            records.take(id);
            if args.entries != Some(EntryFate::Remove) {
                return;
            }
            for used in &detail.used_by {
                let Some(mut program) = records.take(used.id.as_str()).map(|body| (*body).clone()) else {
                    continue;
                };
                if let Some(Value::Array(entries)) = program.get_mut("workouts") {
                    entries.retain(|entry| entry["workout_id"] != id);
                }
                records.put(program, now);
            }
        });
        Ok(Nothing {})
    }

    fn workout_duplicate(&self, args: WorkoutDuplicate) -> Reply<WorkoutDetail> {
        let id = self.duplicate(Kind::Workout, args.id.as_str(), args.name)?;
        self.records.borrow().workout(&id)
    }

    fn program_list(&self, query: ListQuery) -> Reply<Page<ProgramRow>> {
        Ok(self.records.borrow().page(Kind::Program, &query, |body| self.program_row(body)))
    }

    fn program_get(&self, args: ProgramRef) -> Reply<ProgramDetail> {
        self.records.borrow().program(args.id.as_str())
    }

    fn program_create(&self, args: Create) -> Reply<ProgramDetail> {
        let id = self.create(Kind::Program, args.changes)?;
        self.records.borrow().program(&id)
    }

    fn program_update(&self, args: ProgramUpdate) -> Reply<ProgramDetail> {
        self.update(Kind::Program, args.id.as_str(), args.changes, args.before.as_ref(), "Edited")?;
        self.records.borrow().program(args.id.as_str())
    }

    fn program_delete(&self, args: ProgramRef) -> Reply<Nothing> {
        let id = args.id.as_str();
        let name = self.records.borrow().program(id)?.program.name;
        self.transact(format!("Deleted “{name}”"), Kind::Program, id, |records, _| {
            records.take(id);
        });
        Ok(Nothing {})
    }

    fn program_duplicate(&self, args: ProgramDuplicate) -> Reply<ProgramDetail> {
        let id = self.duplicate(Kind::Program, args.id.as_str(), args.name)?;
        self.records.borrow().program(&id)
    }

    fn entry_add(&self, args: EntryAdd) -> Reply<ProgramDetail> {
        self.records.borrow().get(Kind::Workout, args.workout_id.as_str())?;
        let entry = json!({
            "entry_id": EntryId::from_uuid(self.ticks.uuid()), "workout_id": args.workout_id,
            "custom_name": args.custom_name, "custom_date": args.custom_date,
        });
        self.entries(&args.id, |entries| {
            let at = args.at.map_or(entries.len(), |at| at as usize).min(entries.len());
            entries.insert(at, entry);
            Ok(())
        })
    }

    fn entry_update(&self, args: EntryUpdate) -> Reply<ProgramDetail> {
        self.entries(&args.id, |entries| {
            let id = args.entry_id.as_str();
            let entry =
                entries.iter_mut().find(|entry| entry["entry_id"] == id).ok_or_else(|| not_found(id))?;
            entry["custom_name"] = json!(args.custom_name);
            entry["custom_date"] = json!(args.custom_date);
            Ok(())
        })
    }

    fn entry_remove(&self, args: EntryRemove) -> Reply<ProgramDetail> {
        self.entries(&args.id, |entries| {
            entries.retain(|entry| entry["entry_id"] != args.entry_id.as_str());
            Ok(())
        })
    }

    fn entry_reorder(&self, args: Reorder) -> Reply<ProgramDetail> {
        self.entries(&args.id, |entries| {
            if entries.len() != args.entry_ids.len() {
                return Err(CommandError::new(ErrorCode::Invalid, "Every entry must be named once."));
            }
            let place = |entry: &Value| args.entry_ids.iter().position(|id| entry["entry_id"] == id.as_str());
            entries.sort_by_key(place);
            Ok(())
        })
    }

    fn undo(&self, _: Nothing) -> Reply<Reverted> {
        self.step(&self.undo, &self.redo)
    }

    fn redo(&self, _: Nothing) -> Reply<Reverted> {
        self.step(&self.redo, &self.undo)
    }

    fn history_list(&self, args: RecordRef) -> Reply<Vec<Version>> {
        Ok(self.versions.borrow().iter().filter(|version| version.id == args.id).cloned().collect())
    }

    fn history_deleted(&self, _: Nothing) -> Reply<Vec<Version>> {
        let records = self.records.borrow();
        let gone =
            |version: &&Version| version.body.is_some() && records.get(version.kind, &version.id).is_err();
        Ok(self.versions.borrow().iter().filter(gone).cloned().collect())
    }

    fn history_restore(&self, args: VersionRef) -> Reply<RecordRef> {
        let version =
            self.versions.borrow().iter().find(|version| version.history_id == args.history_id).cloned();
        let Some(Version { kind, id, name, body: Some(document), .. }) = version else {
            return Err(not_found("version"));
        };
        self.transact(format!("Restored “{name}”"), kind, &id, |records, now| records.put(document, now));
        Ok(RecordRef { kind, id })
    }

    fn stats(&self, _: Nothing) -> Reply<Stats> {
        let records = self.records.borrow();
        let mut exercises = BTreeMap::<String, u64>::new();
        for document in records.of(Kind::Workout) {
            for name in workout::exercise_names(document) {
                *exercises.entry(name.into()).or_default() += 1;
            }
        }
        let programs: Vec<_> = records.of(Kind::Program).map(|body| program_row(body)).collect();
        Ok(Stats {
            workouts: self.count(Kind::Workout),
            programs: self.count(Kind::Program),
            exercises: exercises.len() as u64,
            entries: programs.iter().map(|row| u64::from(row.workouts)).sum(),
            weeks: programs.iter().filter_map(|row| row.duration_weeks).sum(),
            tags: self.workout_tags(Nothing {})?,
            top_exercises: counts(exercises).into_iter().take(20).collect(),
        })
    }

    fn workout_tags(&self, _: Nothing) -> Reply<Vec<Count>> {
        let mut tags = BTreeMap::<String, u64>::new();
        for document in self.records.borrow().of(Kind::Workout) {
            for tag in body::texts(document, "tags") {
                *tags.entry(tag.into()).or_default() += 1;
            }
        }
        Ok(counts(tags))
    }

    fn exercise_names(&self, args: Prefix) -> Reply<Vec<String>> {
        let prefix = args.prefix.to_lowercase();
        let top = self.stats(Nothing {})?.top_exercises;
        Ok(top
            .into_iter()
            .map(|count| count.word)
            .filter(|word| word.to_lowercase().starts_with(&prefix))
            .collect())
    }

    fn starter_list(&self, _: Nothing) -> Reply<Vec<Starter>> {
        Ok(self.starters.iter().map(|(starter, _)| starter.clone()).collect())
    }

    fn starter_add(&self, args: StarterRef) -> Reply<ProgramDetail> {
        let found = self.starters.iter().find(|(starter, _)| starter.key == args.key);
        let (starter, documents) = found.ok_or_else(|| not_found(&args.key))?;
        let id = format!("program-{}", args.key);
        self.transact(format!("Added “{}”", starter.name), Kind::Program, &id, |records, now| {
            for document in documents {
                records.put(document.clone(), now);
            }
        });
        self.records.borrow().program(&id)
    }

    fn import_pick(&self, _: Nothing) -> Reply<Option<Preview>> {
        Ok(Some(self.preview()))
    }

    fn import_apply(&self, _: ImportApply) -> Reply<ImportReport> {
        Ok(data::report())
    }

    fn export_pick(&self, _: ExportAsk) -> Reply<Option<Written>> {
        self.backup_pick(Nothing {})
    }

    fn backup_pick(&self, _: Nothing) -> Reply<Option<Written>> {
        let (workouts, programs) = (self.count(Kind::Workout), self.count(Kind::Program));
        Ok(Some(Written { path: "/home/you/Ghost Gym.json".into(), workouts, programs }))
    }

    fn diagnostics_pick(&self, _: DiagnosticsAsk) -> Reply<Option<DiagnosticsWritten>> {
        Ok(Some(DiagnosticsWritten {
            path: "/home/you/Ghost Gym.zip".into(),
            files: vec!["about.json".into()],
        }))
    }

    fn panic_report(&self, _: Nothing) -> Reply<Option<PanicReport>> {
        Ok(None)
    }

    fn panic_report_seen(&self, _: Nothing) -> Reply<Nothing> {
        Ok(Nothing {})
    }

    fn restore_pick(&self, _: Nothing) -> Reply<Option<Preview>> {
        Ok(Some(Preview { missing: 2, ..self.preview() }))
    }

    fn restore_apply(&self, _: PreviewRef) -> Reply<ImportReport> {
        Ok(data::report())
    }

    fn preview_drop(&self, _: PreviewRef) -> Reply<Nothing> {
        Ok(Nothing {})
    }

    fn backup_make(&self, _: Nothing) -> Reply<Written> {
        let (workouts, programs) = (self.count(Kind::Workout), self.count(Kind::Program));
        Ok(Written { path: "/fake/backups/ghost-gym-backup.json".into(), workouts, programs })
    }

    fn backup_list(&self, _: Nothing) -> Reply<BackupList> {
        Ok(data::backups())
    }

    fn backup_preview(&self, args: BackupRef) -> Reply<Preview> {
        Ok(Preview { missing: 2, file: args.name, ..self.preview() })
    }

    fn folder_open(&self, _: Nothing) -> Reply<Nothing> {
        Ok(Nothing {})
    }

    fn settings_get(&self, _: Nothing) -> Reply<SettingsState> {
        let values = self.settings.borrow().all();
        Ok(SettingsState { values, file: "/fake/settings.toml".into(), troubles: Vec::new() })
    }

    fn settings_set(&self, args: SettingChange) -> Reply<SettingsState> {
        let set = self.settings.borrow_mut().set(&args.key, args.value);
        set.map_err(|error| CommandError::new(ErrorCode::Invalid, error.to_string()))?;
        self.settings_get(Nothing {})
    }

    fn preferences_get(&self, _: Nothing) -> Reply<Preferences> {
        Ok(self.preferences.borrow().clone())
    }

    fn preferences_set(&self, preferences: Preferences) -> Reply<Nothing> {
        self.preferences.replace(preferences);
        Ok(Nothing {})
    }

    fn account(&self, _: Nothing) -> Reply<AccountState> {
        Ok(self.account_state())
    }

    fn account_check(&self, _: Nothing) -> Reply<AccountState> {
        self.check()
    }

    fn sign_up(&self, args: SignUp) -> Reply<AccountState> {
        self.make_account(args)
    }

    fn sign_in(&self, args: SignIn) -> Reply<AccountState> {
        self.enter(&args)
    }

    fn google_sign_in(&self, _: Nothing) -> Reply<AccountState> {
        self.enter_with_google()
    }

    fn google_cancel(&self, _: Nothing) -> Reply<Nothing> {
        self.cloud.browser.set(Browser::Cancelled);
        Ok(Nothing {})
    }

    fn sign_out(&self, args: SignOut) -> Reply<Farewell> {
        self.leave(args.then)
    }

    fn password_reset(&self, args: PasswordReset) -> Reply<Nothing> {
        super::account::address(&args.email).map(|_| Nothing {})
    }

    fn verification_send(&self, _: Nothing) -> Reply<Nothing> {
        self.cloud.mails.set(self.cloud.mails.get() + 1);
        Ok(Nothing {})
    }

    fn account_rename(&self, args: AccountRename) -> Reply<AccountState> {
        self.rename(args.name)
    }

    fn password_change(&self, args: PasswordChange) -> Reply<AccountState> {
        self.change_password(&args)
    }

    fn account_delete(&self, args: AccountDelete) -> Reply<Farewell> {
        self.delete_account(&args)
    }

    fn cloud_get(&self, _: Nothing) -> Reply<CloudState> {
        Ok(self.cloud_state())
    }

    fn cloud_set(&self, settings: CloudSettings) -> Reply<CloudState> {
        self.set_up(settings)
    }

    fn cloud_snippet(&self, args: Snippet) -> Reply<CloudSettings> {
        super::account::read(args.source.reveal())
    }

    fn cloud_test(&self, settings: CloudSettings) -> Reply<Nothing> {
        super::account::valid(&settings).map(|()| Nothing {})
    }

    fn sync(&self, _: Nothing) -> Reply<SyncDetail> {
        Ok(self.sync_detail())
    }

    fn sync_now(&self, _: Nothing) -> Reply<SyncDetail> {
        self.hurry()
    }

    fn sync_pause(&self, _: Nothing) -> Reply<SyncDetail> {
        Ok(self.pause(true))
    }

    fn sync_resume(&self, _: Nothing) -> Reply<SyncDetail> {
        Ok(self.pause(false))
    }

    fn queue_list(&self, query: QueueQuery) -> Reply<Queue> {
        Ok(self.queued(query))
    }

    fn queue_retry(&self, record: RecordRef) -> Reply<Nothing> {
        self.retry(&record)
    }

    fn queue_discard(&self, record: RecordRef) -> Reply<Nothing> {
        self.give_up(&record)
    }

    fn queue_export_pick(&self, args: QueueExport) -> Reply<Option<Written>> {
        let refused = self.queued(QueueQuery { refused: true, limit: u32::MAX }).items;
        let wanted = |change: &&QueuedChange| args.only.as_ref().is_none_or(|only| only.id == change.id);
        let workouts = refused.iter().filter(wanted).filter(|change| !change.deleted).count() as u64;
        let written = Written { path: "/home/you/Refused changes.json".into(), workouts, programs: 0 };
        Ok((workouts > 0).then_some(written))
    }

    fn conflict_list(&self, _: Nothing) -> Reply<Vec<Conflict>> {
        Ok(self.sync.conflicts.borrow().clone())
    }

    fn conflict_restore(&self, args: ConflictRestore) -> Reply<RecordRef> {
        self.put_back(args)
    }

    fn conflict_seen(&self, args: ConflictsSeen) -> Reply<Nothing> {
        self.seen(&args);
        Ok(Nothing {})
    }

    fn migration(&self, _: Nothing) -> Reply<MigrationStatus> {
        Ok(self.moving_status())
    }

    fn migration_preview(&self, _: Nothing) -> Reply<MigrationPreview> {
        Ok(self.moving_preview())
    }

    fn migration_run(&self, _: Nothing) -> Reply<MigrationRun> {
        self.moving_begin()
    }

    fn migration_cancel(&self, _: Nothing) -> Reply<MigrationRun> {
        self.moving_back()
    }

    fn migration_later(&self, _: Nothing) -> Reply<Nothing> {
        self.moving.later.replace(true);
        Ok(Nothing {})
    }

    fn migration_list(&self, _: Nothing) -> Reply<Vec<MigrationRun>> {
        Ok(self.moving.run.borrow().iter().cloned().collect())
    }

    fn migration_report(&self, _: RunRef) -> Reply<MigrationReport> {
        self.moving_report()
    }

    fn migration_export_pick(&self, _: RunRef) -> Reply<Option<Written>> {
        Ok(self
            .moving_report()?
            .backup
            .map(|backup| Written { path: "/home/you/report.json".into(), ..backup }))
    }

    fn migration_roll_back(&self, _: RunRef) -> Reply<MigrationRun> {
        self.moving_back()
    }

    fn migration_clear(&self, _: RunRef) -> Reply<MigrationRun> {
        self.moving_clear()
    }

    fn update(&self, _: Nothing) -> Reply<UpdateStatus> {
        Ok(self.update_now())
    }

    fn update_check(&self, _: Nothing) -> Reply<UpdateStatus> {
        Ok(self.update_looked())
    }

    fn update_download(&self, _: Nothing) -> Reply<UpdateStatus> {
        Ok(self.update_fetched())
    }

    fn update_cancel(&self, _: Nothing) -> Reply<UpdateStatus> {
        Ok(self.update_not())
    }

    fn update_install(&self, ask: UpdateInstall) -> Reply<UpdateStatus> {
        self.update_put_in(ask)
    }

    fn update_skip(&self, _: Nothing) -> Reply<UpdateStatus> {
        Ok(self.update_skipped())
    }

    fn licences(&self, _: Nothing) -> Reply<Licences> {
        Ok(Licences { text: "yew 0.23.0, MIT OR Apache-2.0".into() })
    }
}

/// The most frequent first.
fn counts(words: BTreeMap<String, u64>) -> Vec<Count> {
    let mut counts: Vec<_> = words.into_iter().map(|(word, count)| Count { word, count }).collect();
    counts.sort_by_key(|count| std::cmp::Reverse(count.count));
    counts
}
