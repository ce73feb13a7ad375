# Texts of the window around the dashboard: the command line it is started with, file dialogs, what keeps it from opening.

shell-title = Ghost Gym
shell-about = Plan workouts and training programs.
shell-help-data-dir = The folder that holds your library, instead of the usual one
shell-help-hidden = Starts in the tray, without a window

## The tray
tray-tooltip = Ghost Gym: { $status }
tray-open = Open Ghost Gym
tray-sync-now = Sync now
tray-pause = Pause sync
tray-resume = Resume sync
tray-check = Check for updates
tray-install = Install the new version
tray-quit = Quit
tray-explain-title = Ghost Gym stays in the tray
tray-explain = The window closes, and Ghost Gym goes on syncing in the tray. Click its icon to open it again, or choose Quit in its menu to end it. You can change this in the settings.
tray-explain-stay = Stay in the tray
tray-explain-quit = Quit this time

## Starting at login
login-comment = Starts Ghost Gym in the tray
error-start-at-login = Ghost Gym couldn't change whether it starts at login, because { $path } couldn't be written. Nothing was changed. What the system said: { $detail }
error-start-at-login-system = Ghost Gym couldn't change whether it starts at login. Nothing was changed. What the system said: { $detail }

## File dialogs
shell-import-title = Import workouts and programs
shell-export-title = Export to a file
shell-backup-title = Save a backup
shell-restore-title = Restore a backup
shell-diagnostics-title = Save diagnostics
shell-filter-json = JSON files
shell-filter-zip = ZIP files
shell-filter-all = All files
shell-export-file = ghost-gym-{ $date }.json
shell-export-workouts-file = ghost-gym-workouts-{ $date }.json
shell-export-programs-file = ghost-gym-programs-{ $date }.json
shell-report-file = ghost-gym-migration-{ $date }.json
shell-refused-file = ghost-gym-refused-{ $date }.json
shell-diagnostics-file = ghost-gym-diagnostics-{ $date }.zip
shell-backup-file = ghost-gym-backup-{ $date }.json

## When it can't open, or something breaks
shell-refused-title = Ghost Gym can't open
shell-no-display = Ghost Gym found no desktop to open its window on. Nothing was changed. Start it from a desktop session, or use ghost-gym-cli in a terminal.
shell-no-window = Ghost Gym couldn't open its window. Nothing was changed. Restart your computer and try again. What the system said: { $detail }
shell-panicked = Something went wrong inside Ghost Gym. What was saved before is safe. Try again; if it happens again, send the report in { $path } to the developers.
shell-panicked-unreported = Something went wrong inside Ghost Gym. What was saved before is safe. Try again, or restart the app.
