# Texts of moving what was planned without an account into one.

change-migrate = Moved into your account
change-take-back = Taken back out of your account

## Why not
migration-nothing = There is nothing on this machine that your account doesn't have.
migration-unheard = What your account has is not known on this machine yet. Go online, and try again when everything is synced.
migration-under-way = Your data is being moved already.
migration-elsewhere = Another Ghost Gym on this machine is moving your data already.
migration-no-run = There is no migration { $run } in this account on this machine.
migration-over = No migration is under way.
migration-not-finished = Only what a finished migration has verified can be cleared from this machine.
migration-not-written = There is nothing to take back: this migration wrote nothing, or was taken back already.
migration-nothing-to-clear = Nothing of what is on this machine without an account is verified to be in the cloud, so nothing is cleared.

## What a run waits for
migration-waits-sending = The cloud takes its time. Nothing is lost; it goes on when it is asked to again.
migration-waits-offline = It goes on as soon as there is a connection.
migration-waits-sign-in = Your session has ended. It goes on when you have signed in again.
migration-waits-paused = Sync is paused. It goes on when sync is resumed.

## How a record compared
migration-verdict-identical = Your account has it already, just so.
migration-verdict-differing = Your account has another version: both are merged, and what gives way is kept in its history.
migration-verdict-moved_before = It was moved before. What became of it in your account since, stays.
migration-namesake = Your account has another one called “{ $name }”. Both are kept.

## What has become of a record
migration-fate-changed = It arrived, and was changed since.
migration-fate-deleted = It arrived, and was deleted since.
migration-fate-refused = The cloud refused it. It is safe on this machine.
migration-fate-mismatched = The cloud has something else than was sent. Your copy on this machine is untouched.
migration-fate-kept_changed = It was changed since, so it stays in your account.
migration-fate-kept_used = Something that stays in your account uses it, so it stays too.

## How a run stands
migration-summary-begun = Getting ready
migration-summary-backed_up = Backed up, about to move
migration-summary-copied = { $done } of { $total } in the cloud
migration-summary-uploaded = { $done } of { $total } verified
migration-summary-finished = { $n ->
    [0] Finished
    [one] Finished, 1 needs attention
   *[other] Finished, { $n } need attention
}
migration-summary-rolling_back = Taking back: { $done } of { $total } done
migration-summary-rolled_back = Taken back
migration-summary-cancelled = Cancelled before anything was moved

## What to do
migration-advice-not-authenticated-1 = Sign in to have your workouts and programs on every device.
migration-advice-not-authenticated-2 = Until then everything stays on this machine.
migration-advice-no-data-1 = There is nothing on this machine to move.
migration-advice-no-data-2 = What you plan now is in your account from the start.
migration-advice-pending-1 = What you planned without an account can move into it.
migration-advice-pending-2 = A backup is made first, and nothing is cleared from this machine unless you ask for it.
migration-advice-partial-1 = A part of what is on this machine is in your account already.
migration-advice-partial-2 = Moving again brings only what is new; nothing is doubled.
migration-advice-completed-1 = Everything from this machine is in your account.
migration-advice-completed-2 = You can clear this machine's copy, or keep it.
migration-advice-error-1 = How your data stands can't be told now.
migration-advice-error-2 = Nothing was changed; try again in a moment.
