# Texts of the account and the settings of the cloud in the dashboard. What the cloud itself answers is in cloud.ftl.

field-email = E-mail
field-password = Password
field-display-name = Name
field-project-id = Project id
field-api-key = API key
field-auth-domain = Auth domain
field-google-client-id = Google client id
field-google-client-secret = Google client secret
field-snippet = Snippet

intent-sign-in = Sign in
intent-sign-up = Create account
intent-profile = Profile
intent-cloud = Cloud settings
intent-sign-out = Sign out

## Menu
account = Account
account-of = Account of { $name }
account-none-title = Not signed in
account-none-text = Everything is on this machine.
account-offline = No connection
account-unverified = E-mail not verified
account-emulated = Emulator
local-only = Your work is only on this machine.
local-only-sign-up = Create an account
local-only-hide = Don't show this again

## Signing in
sign-in-title = Sign in
sign-up-title = Create your account
sign-in-about = An account has a library of its own. What is here now stays on this machine.
sign-in-submit = Sign in
sign-up-submit = Create account
sign-in-forgot = Forgot it?
sign-in-or = or
sign-in-google = Continue with Google
sign-in-instead = I have an account
sign-up-instead = Create an account
sign-in-later = Continue without account
sign-up-name-hint = If you like
google-waiting = Go on in your browser
google-waiting-text = Choose your Google account there. This window follows by itself.
password-show = Show
password-hide = Hide
password-caps = Caps Lock is on
reset-title = Reset your password
reset-about = You get a mail with a link to set a new one.
reset-submit = Send the mail
reset-done = If { $email } has an account here, a mail is on its way. Follow its link, then sign in.
reset-back = Back to sign in
signed-in = Signed in as { $email }
signed-in-left = Signed in as { $email }. Your work without account is kept here; you see it when you sign out.
signed-out = You have signed out

## Profile
profile-title = Profile
profile-save = Save
profile-saved = Saved
verify-about = This address is not verified yet.
verify-send = Send a mail
verify-sent = A mail is on its way to { $email }. Follow its link, then come back.
verify-check = I have verified it
verify-done = Your address is verified
verify-not-yet = Not verified yet. It can take a minute; look among unwanted mail too.
password-change = Change password
password-current = Current password
password-new = New password
password-submit = Change password
password-changed = Your password is changed
password-none = You sign in with Google. This account has no password.
delete-account = Delete…
delete-account-title = Delete account
delete-account-about = For good, with everything it has in the cloud.
delete-account-ask = Delete your account for good?
delete-account-goes = This goes
delete-account-goes-login = The account { $email }
delete-account-goes-cloud = Everything it has in the cloud
delete-account-library = Its library on this machine: { $programs }, { $workouts }
delete-account-stays = This stays
delete-account-stays-others = Your work without account
delete-account-discard = Delete its library on this machine too
delete-account-export = The library can't be opened without the account.
delete-account-word = Type “{ $word }” to go on
delete-account-submit = Delete account
account-delete-word = delete
account-deleted = The account { $email } is deleted

## Signing out with changes that were not sent
sign-out-title = Sign out?
sign-out-about = { $n ->
    [0] Some changes have
    [one] A change has
   *[other] { $n } changes have
} not reached the cloud yet.
sign-out-sync = Sync first
sign-out-sync-text = The changes are sent, then you are signed out.
sign-out-syncing = Sending your changes
sign-out-keep = Keep on this machine
sign-out-keep-text = Everything is here again when you sign in.
sign-out-export = Export first
sign-out-export-text = Save everything to a file; then choose again.
exported-to = Saved to { $path }
sign-out-discard = Discard
sign-out-discard-text = This account's library on this machine is deleted for good.

## Settings of the cloud
cloud-none = The cloud is not set up
cloud-none-text = Everything works without it, on this machine.
cloud-title = Cloud settings
cloud-about = The Firebase project that holds your account.
cloud-how = How to set it up
cloud-how-project = Make a project at console.firebase.google.com, with a web app and a Firestore database.
cloud-how-auth = Turn on e-mail and password under Authentication.
cloud-how-copy = Copy the configuration from Project settings, Your apps, and paste it here.
cloud-snippet = From the console
cloud-read = Read it
cloud-read-done = Read. Test it, then save.
cloud-google = Sign in with Google
cloud-secret-kept = Saved; type to replace it
cloud-environment = Environment variables say which cloud it is. They can't be changed here.
cloud-file = They can be set in { $file } too.
cloud-test = Test connection
cloud-answers = The project answers
cloud-save = Save
cloud-saved = The cloud is set up
cloud-removed = The cloud is not set up any more
