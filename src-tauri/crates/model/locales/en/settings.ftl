# The settings, page by page.

intent-settings = Settings

settings-account = Account and cloud
settings-sync = Sync and window
settings-appearance = Appearance
settings-units = Units
settings-data = Data and backups
settings-updates = Updates
settings-notifications = Notifications
settings-diagnostics = Diagnostics
settings-about = About

settings-no-account = Everything works without one. With one, your devices share what you plan.

## Sync and window
set-sync-pause-on-metered = Wait on metered networks
set-sync-pause-on-metered-about = While your connection is paid by volume, changes stay here. You can sync anyway at any time.
set-window-start-at-login = Start when you log in
set-window-start-at-login-about = Without its window, in the tray: your changes from elsewhere are there when you open it.
set-window-close-to-tray = Keep running in the tray
set-window-close-to-tray-about = Closing the window leaves sync at work. Without a tray, closing quits.

## Appearance
set-appearance-theme = Theme
set-appearance-theme-system = System
set-appearance-theme-dark = Dark
set-appearance-theme-light = Light
set-appearance-text-size = Text size
set-appearance-text-size-small = Small
set-appearance-text-size-normal = Normal
set-appearance-text-size-large = Large
set-appearance-text-size-larger = Larger
set-appearance-motion = Motion
set-appearance-motion-about = Reduced: nothing slides or fades, whatever your desktop says.
set-appearance-motion-system = System
set-appearance-motion-reduced = Reduced

## Units
set-units-weight = Weight
set-units-weight-about = What the weights of new exercises are in. Those that you have stay as they are.
set-units-weight-kilograms = Kilograms
set-units-weight-pounds = Pounds

## Data and backups
settings-folder = Your data is in
settings-show = Show folder
set-backups-daily = Back up every day
set-backups-daily-about = On days on which something changed. All of the last 7 days are kept, then one a week for 2 months, one a month for a year. Backups of your own are never touched.
backups-title = Backups
backups-now = Back up now
backups-none = There are none yet. The first is made today, as soon as there is something to keep.
backup-daily = Daily
backup-own = Yours
backup-before-restore = Before a restore
backup-before-migration = Before moving to an account
backup-unreadable = can't be read
backup-size = { $n } KB
backup-restore = Restore

## Updates
set-updates-check = Look for new versions
set-updates-check-about = At start and once a day. Nothing is ever installed unasked.
settings-skipped = You skip version { $version }
settings-skipped-about = It isn't offered any more. Later versions are.
settings-offer = Offer it again

## Notifications
set-notifications-refused = When the cloud refuses a change
set-notifications-merged = When a merge needs a look
set-notifications-migrated = When moving to an account is finished
set-notifications-updates = When a new version is ready

## Diagnostics
settings-logs = Logs and reports
settings-logs-about = In the folders logs and reports beside your data. No training data, no passwords.

## About
settings-version = Version { $version }
settings-licence = Ghost Gym is free software under MIT or Apache-2.0. The Inter typeface is under the SIL Open Font License.
