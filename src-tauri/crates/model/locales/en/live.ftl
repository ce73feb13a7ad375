# Texts of sync that the dashboard shows: the state, what waits or was refused, what merges decided.

## Sync state
sync-local = On this device
sync-local-why = Everything is saved on this device. Nothing leaves it.
sync-offline = Offline
sync-offline-why = You can go on working. Your changes are safe here and will be sent when you're back online.
sync-connecting = Connecting
sync-connecting-why = Reaching the cloud. Your changes are safe here meanwhile.
sync-syncing = Syncing { $done } of { $total }
sync-syncing-why = Your changes are being sent.
sync-synced = Synced
sync-synced-why = Everything here is in the cloud too.
sync-paused = Paused
sync-paused-why = Nothing is sent or fetched until you resume. Your changes are safe here.
sync-sign-in = Sign in again
sync-sign-in-why = Your session has ended. Your changes are safe here and will be sent once you've signed in.
sync-refused = { $n ->
    [one] { $n } change refused
   *[other] { $n } changes refused
}
sync-refused-why = The cloud did not take everything. Your changes are safe here; look at what was refused.
sync-with-pending = { $n ->
    [one] { $words } · { $n } change waits
   *[other] { $words } · { $n } changes wait
}

## In detail
sync-fact-pending = Waiting to be sent
sync-fact-refused = Refused
sync-fact-synced = Last synced
sync-fact-next = Next try
sync-in-seconds = in { $n } s
sync-in-minutes = in { $n } min
sync-elsewhere = Another Ghost Gym on this machine is syncing this library.
intent-sync-now = Sync now
intent-sync-pause = Pause sync
intent-sync-resume = Resume sync
intent-unsent = Unsent changes
intent-conflicts = Merged changes

## What is not in the cloud yet
unsent-waiting = Waits to be sent
unsent-refused = Refused by the cloud
unsent-about = Everything here is safe on this device.
unsent-empty = Everything is in the cloud
unsent-empty-text = Nothing waits to be sent, and nothing was refused.
unsent-deleted = Deleted here
unsent-tries = { $n ->
    [one] tried once
   *[other] tried { $n } times
}
unsent-more = { $n ->
    [one] and one more
   *[other] and { $n } more
}
unsent-retry = Try again
unsent-edit = Edit
unsent-export = Export
unsent-export-all = Export refused changes
unsent-discard = Discard
unsent-retried = “{ $name }” is sent again
unsent-discarded = “{ $name }” is as in the cloud again

## What merges decided
conflicts-about = Changed on two devices at once. Whatever gave way is kept.
conflicts-empty = Nothing to look at
conflicts-empty-text = When changes of two devices meet in the same place, you find here what gave way.
conflicts-one = “{ $name }” was changed on two devices at once. What gave way is kept.
conflicts-one-deleted = “{ $name }” was deleted on one device and changed on another. It stays.
conflicts-many = { $n } changes from two devices met in the same places. What gave way is kept.
conflicts-see = See
conflicts-other = Restore the other
conflicts-ours = Restore this device’s
conflicts-theirs = Restore the other device’s
conflicts-delete = Delete it after all
conflicts-restored = What gave way in “{ $name }” is back
conflicts-history = History
conflicts-done = Got it

## Another device
program-news = This program has just been changed elsewhere. You see the latest; what you type is merged when it is saved.
program-gone = “{ $name }” was deleted elsewhere. You find it under Recently deleted.
