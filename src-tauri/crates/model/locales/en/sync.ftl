# Texts of sync: what stands in its way, why the cloud refused something, what merges decided.

error-no-change = Nothing of { $id } waits to be sent.

## What stands in the way
sync-unreachable = The cloud can't be reached. Your changes are safe on this machine and are sent when there is a connection.
sync-needs-sign-in = Your session has ended. Your changes are safe on this machine. Sign in again to sync them.
sync-is-paused = Sync is paused. Your changes are safe on this machine; resume sync to send them.
sync-trouble-denied = The cloud does not let this account in. Your changes are safe on this machine. Sign in again; if that does not help, whoever runs the project should install Ghost Gym's rules.
sync-trouble-quota = The cloud has had enough for now: its daily limit is used up, or too much was asked at once. Nothing is lost; it goes on by itself.
sync-trouble-server = The cloud has trouble of its own. Nothing is lost; it goes on by itself.
sync-trouble-library = The library on this machine can't take part now. { $reason }
sync-trouble-restart = Sync ran into a defect of Ghost Gym and begins again. Nothing is lost.

## Why the cloud refused a change, and what helps
refusal-denied = The cloud's rules don't allow it. It stays on this machine. Change it and it is sent again, or try again once the rules are different.
refusal-invalid = The cloud can't store it as it is. It stays on this machine. Change what is unusual in it, and it is sent again.
refusal-too-large = It is larger than the cloud takes, which is 1 MiB. It stays on this machine. Make it shorter, or make two of it.
refusal-unreadable = What the cloud has of it can't be read here; maybe another program wrote it. “Try again” puts yours in its place, “discard” keeps what the cloud has.

## What gave way in a merge
conflict-value-ours = { $field }: “{ $value }”, from this device, gave way
conflict-value-theirs = { $field }: “{ $value }”, from another device, gave way
conflict-emptied-ours = { $field }: emptied on this device, but changed elsewhere
conflict-emptied-theirs = { $field }: emptied on another device, but changed here
conflict-removed-ours = { $field }: removed on this device, but changed elsewhere
conflict-removed-theirs = { $field }: removed on another device, but changed here
conflict-order-ours = { $field }: the order from this device gave way
conflict-order-theirs = { $field }: the order from another device gave way
conflict-deleted-ours = Deleted on this device, but changed elsewhere: it stays
conflict-deleted-theirs = Deleted on another device, but changed here: it stays

## Putting it back
change-restore-lost = Put back what gave way in “{ $name }”
error-no-conflict = There is nothing of it to put back, or somebody has looked at it already. Nothing was changed. Earlier versions are in the history.
error-lost-record = “{ $name }” was deleted meanwhile, so what gave way can't be put back. Nothing was changed. Restore it from Recently deleted first.
error-lost-place = What gave way can't be put back, as its place is gone: { $place }. Nothing was changed. Earlier versions are in the history.
error-lost-nothing = “{ $name }” has what gave way already. Nothing was changed.
