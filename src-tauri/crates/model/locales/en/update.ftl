# Texts of new versions of the app: what the dashboard shows, and why one could not be had or installed.

intent-update = Check for updates
intent-licences = Licences of others' work
update-title = Updates
update-current = You have Ghost Gym { $version }.
update-offered = Ghost Gym { $version } is available
update-ready-line = Ghost Gym { $version } is ready to install
update-failed-line = No update: see why
update-unknown = Nobody has looked for a newer version yet.
update-checking = Looking for a newer version
update-up-to-date = You have the latest version.
update-available = Ghost Gym { $version } is available. Nothing is downloaded until you say so.
update-downloading = Downloading Ghost Gym { $version }
update-ready = Ghost Gym { $version } is here, and its signature is right.
update-on-quit = Ghost Gym { $version } will be installed when you quit.
update-installing = Saving everything and installing Ghost Gym { $version }. It opens again in a moment.
update-not-set-up = This copy of Ghost Gym doesn't look for newer versions: nobody has set up where they are. Get new versions from where you got this one.
update-skipped = You chose to skip this version. It is not offered any more.
update-notes = What's new
update-no-notes = Its makers wrote nothing about it.
update-megabytes = { $done } of { $total } MB
update-megabytes-so-far = { $done } MB so far
update-check = Check now
update-download = Download
update-cancel = Cancel the download
update-install = Install and restart
update-install-on-quit = Install when I quit
update-not-on-quit = Don't install when I quit
update-skip = Skip this version
update-later = Later

## Why not
update-failed-unreachable = Couldn't reach the place where new versions are. The version you have goes on working; it is tried again tomorrow, or when you choose "Check now".
update-failed-broken = What came from the place where new versions are can't be read, so nothing was installed. The version you have goes on working. Try again later.
update-failed-download = The download was cut off, so nothing was installed. The version you have goes on working. Try again when your connection is better.
update-failed-signature = The download isn't what the makers of Ghost Gym signed, so it was thrown away. The version you have goes on working, and your data is untouched. Try again later; if it happens again, tell the makers.
update-failed-platform = There is no such version for this kind of computer yet. The version you have goes on working.
update-failed-disk-full = There isn't enough room on the disk to install it. The version you have goes on working. Make room and try again.
update-failed-permission = The system didn't allow it to be installed. The version you have goes on working. Try again with an account that may install programs, or install the package yourself.
update-failed-unsaved = What you changed last couldn't be put safely on the disk, so nothing was installed. The version you have goes on working. Make room on the disk and try again. What happened: { $detail }
update-failed-other = It couldn't be installed. The version you have goes on working, and your data is untouched. What the system said: { $detail }
update-failed-gone = There is nothing to install. Check for updates first.

## What others made
licences-title = Licences
licences-about = Ghost Gym stands on the work of others. These are their names and terms.
licences-missing = The list of licences comes with the packages of Ghost Gym. This copy was started from its sources, so it is in Cargo.lock there.
