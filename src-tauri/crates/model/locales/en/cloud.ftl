# Texts of the cloud: its settings, signing in, the keyring. What happened, what it means for the data, what to do.

## Settings
cloud-not-set-up = The cloud is not set up. Everything works without it, on this machine.
cloud-how-to-set-up = To set it up, paste the configuration of your Firebase project in the settings: in the Firebase console, open Project settings, Your apps, SDK setup and configuration.
settings-bad-toml = { $path } can't be read: line { $line }: { $detail }. The cloud stays off until that is put right.
settings-bad-snippet = This holds no settings of a Firebase project. Copy the whole of “const firebaseConfig = …” from the Firebase console, or the JSON file of a Google client.
settings-bad-host = { $variable } must be a host and a port, like 127.0.0.1:9099, not “{ $value }”.
settings-connected = The cloud project answers.

## Talking to the cloud
network-unreachable = The cloud can't be reached. Your work is safe on this machine. Check the connection; nothing has to be done again.
network-timed-out = The cloud did not answer in time. Your work is safe on this machine. Try again in a while.
network-broken = The connection to the cloud broke. Your work is safe on this machine. Try again.
network-no-tls = This system lacks what secure connections need ({ $detail }). Install the system's certificates (ca-certificates), then start the app anew.

## Signing in
auth-wrong-credentials = The e-mail or the password is wrong. Try again, or have the password reset.
auth-wrong-password = The password is wrong. Try again, or have it reset.
auth-unknown-email = There is no account with this e-mail. Check the spelling, or make an account.
auth-bad-email = This is not an e-mail address. It should look like name@example.com.
auth-missing-password = The password is missing. Fill it in.
auth-weak-password = This password is too easy to guess. Take at least 6 characters.
auth-weak-password-why = The project does not take this password: { $reason }
auth-email-in-use = There is an account with this e-mail already. Sign in, or have its password reset.
auth-other-provider = There is an account with this e-mail that signs in another way. Sign in that way.
auth-disabled = This account has been disabled by whoever runs the project. Your work is kept on this machine. Ask them to enable it, then sign in again.
auth-deleted = This account has been deleted. Your work is kept on this machine: export it before you sign out.
auth-too-many = Too many attempts. Wait a few minutes, then try again.
auth-revoked = You have been signed out, maybe because the password was changed. Your work is kept on this machine. Sign in again.
auth-too-old = For this, the sign-in must be a fresh one. Sign in again, then repeat it.
auth-bad-code = This code is not right, or it was used already. Ask for a new one.
auth-expired-code = This code has expired. Ask for a new one.
auth-google-refused = Google's answer was not accepted. Sign in again.
auth-second-factor = This account needs a second factor, which Ghost Gym can't ask for. Nothing was changed.
auth-not-enabled = The cloud project does not allow this way to sign in. Whoever runs it can turn it on in the Firebase console, under Authentication.
auth-bad-api-key = The cloud project does not take the API key. Check it in the settings.
auth-bad-name = This name can't be used. Take a shorter one.
auth-server = The cloud has trouble of its own ({ $status }). Your work is safe on this machine. Try again in a while.
auth-unexpected = The cloud gave an answer that this version does not understand ({ $detail }). Nothing was changed; try again, or install a newer version.
session-signed-out = You have signed out.

## Google
google-not-set-up = Signing in with Google is not set up: the settings name no Google client.
google-no-port = No port on this machine could be opened for the browser's answer ({ $detail }). Sign in with e-mail, or allow it and try again.
google-no-browser = The browser could not be opened ({ $detail }). Sign in with e-mail, or set a default browser and try again.
google-denied = Google was not allowed to sign you in. Nothing was changed.
google-timed-out = Nothing came back from the browser in time. Nothing was changed; try again.
google-cancelled = Signing in was cancelled. Nothing was changed.
google-refused = Google did not take the sign-in: { $detail }. Check the Google client in the settings.
google-no-id-token = Google's answer holds no identity. Nothing was changed; try again.

page-title-done = You are signed in
page-text-done = You can close this page and go back to Ghost Gym.
page-title-failed = That did not work
page-text-failed = You can close this page. Ghost Gym says what to do.
page-title-stray = Nothing is waiting for this
page-text-stray = This page belongs to a sign-in that is over, or to none. You can close it.

## Keyring
vault-none = There is no keyring on this system, so you stay signed in only until Ghost Gym quits. To stay signed in, install one (GNOME Keyring or KWallet) and sign in again.
vault-locked = The keyring is locked, or access to it was denied, so you stay signed in only until Ghost Gym quits. To stay signed in, unlock it and sign in again.
vault-broken = The keyring does not work ({ $detail }), so you stay signed in only until Ghost Gym quits. To stay signed in, repair it and sign in again.
vault-entry = Ghost Gym account

## Profile
profile-refused = The cloud refused the account's profile. Whoever runs the project should install Ghost Gym's rules. Your work is safe on this machine.
profile-no-database = The cloud project has no Firestore database yet. Whoever runs it can make one in the Firebase console.
profile-missing = The account's profile is not in the cloud. Your work is safe on this machine.
profile-exists = The account's profile is in the cloud already.

## Account
account-none = Nobody is signed in. Everything works without it, on this machine.
account-lost = You were signed in only until Ghost Gym quit, or the keyring has forgotten it. Your work is kept on this machine. Sign in again.
account-keyring-locked = The keyring is locked, so Ghost Gym can't show the cloud who you are. Your work is safe on this machine. Unlock it and start Ghost Gym anew, or sign in again.
account-data-left = The account is deleted, but not all it had in the cloud: { $reason } Nobody can reach what is left; whoever runs the project can delete it.
account-discard-later = Another Ghost Gym still had this account's library open, so it is there still. It will be deleted when Ghost Gym starts next.
account-other = { $email } is signed in. Sign out first; their work is kept.
account-unsent = { $n ->
    [one] A change has not reached the cloud yet. Choose whether to keep it on this machine or to discard it.
   *[other] { $n } changes have not reached the cloud yet. Choose whether to keep them on this machine or to discard them.
}
account-confirm = To delete the account for good, type “{ $word }”. Nothing was changed.
account-file-no-uid = it names no account.
