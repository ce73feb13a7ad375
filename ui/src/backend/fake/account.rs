//! Accounts and a cloud in memory: who can sign in, whose library is open, how the cloud is set up.

use std::cell::{Cell, RefCell};

use model::ipc::*;
use model::{CommandError, ErrorCode, Event, Secret};

use super::library::{Library, Reply};

/// The least that a password may have.
const PASSWORD: usize = 6;

/// Who can sign in, and to what.
#[derive(Debug, Default)]
pub struct Cloud {
    /// Every account with its password.
    pub accounts: RefCell<Vec<(Account, Secret)>>,
    /// Who is signed in.
    pub signed_in: RefCell<Option<Account>>,
    /// How the session stands while somebody is.
    pub standing: Cell<Standing>,
    /// What the person should know.
    pub notice: RefCell<Option<String>>,
    /// The settings in force; without a project the cloud is not set up.
    pub settings: RefCell<CloudSettings>,
    /// The environment says them.
    pub from_environment: bool,
    /// Nothing of it is real.
    pub emulated: bool,
    /// Signing out has to say what becomes of changes that were not sent.
    pub unsent: bool,
    /// Who has signed in by another process meanwhile.
    pub other: Option<&'static str>,
    /// Where the person is with the browser.
    pub browser: Cell<Browser>,
    /// Mails that were sent.
    pub mails: Cell<u32>,
}

/// How far a sign-in in the browser is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Browser {
    /// It answers at once.
    #[default]
    Quick,
    /// The person takes their time.
    Waiting,
    /// The waiting was ended from here.
    Cancelled,
}

/// An error at a field.
fn wrong(field: &str, message: &str) -> CommandError {
    CommandError { field: Some(field.into()), ..CommandError::new(ErrorCode::Invalid, message) }
}

/// An address, if it looks like one.
pub(super) fn address(typed: &str) -> Reply<String> {
    let typed = typed.trim();
    match typed.split_once('@') {
        Some((name, host)) if !name.is_empty() && host.contains('.') => Ok(typed.to_lowercase()),
        _ => Err(wrong("email", "This is not an e-mail address. It should look like name@example.com.")),
    }
}

/// The settings in what was copied from a console.
pub(super) fn read(source: &str) -> Reply<CloudSettings> {
    let value = |name: &str| {
        let rest = source.split_once(name)?.1;
        rest.split(['"', '\'']).find(|part| part.chars().any(char::is_alphanumeric)).map(str::to_owned)
    };
    let project_id = value("projectId").ok_or_else(|| {
        wrong("snippet", "This holds no settings of a Firebase project. Copy the whole of “const firebaseConfig = …” from the Firebase console.")
    })?;
    Ok(CloudSettings {
        project_id,
        api_key: value("apiKey").unwrap_or_default(),
        auth_domain: value("authDomain").unwrap_or_default(),
        ..CloudSettings::default()
    })
}

/// Whether settings can be those of a project.
pub(super) fn valid(settings: &CloudSettings) -> Reply<()> {
    if settings.project_id.trim().is_empty() {
        return Err(wrong("project_id", "Project id is missing. Fill it in."));
    }
    if settings.project_id.contains(|c: char| c.is_uppercase() || c.is_whitespace()) {
        return Err(wrong("project_id", "Project id is not right: it should look like “my-project-1a2b3”."));
    }
    if settings.api_key.trim().is_empty() {
        return Err(wrong("api_key", "API key is missing. Fill it in."));
    }
    Ok(())
}

impl Library {
    pub(super) fn account_state(&self) -> AccountState {
        let account = self.cloud.signed_in.borrow().clone();
        let settings = self.cloud.settings.borrow();
        AccountState {
            standing: if account.is_some() { self.cloud.standing.get() } else { Standing::SignedOut },
            account,
            project_id: Some(settings.project_id.clone()).filter(|id| !id.is_empty()),
            google: !settings.google_client_id.is_empty(),
            emulated: self.cloud.emulated,
            notice: self.cloud.notice.borrow().clone(),
        }
    }

    /// Whoever is signed in has a verified address once they were asked again after a mail.
    pub(super) fn check(&self) -> Reply<AccountState> {
        if self.cloud.mails.get() > 0 {
            self.amend(|account| account.email_verified = true)?;
        }
        Ok(self.account_state())
    }

    pub(super) fn make_account(&self, args: SignUp) -> Reply<AccountState> {
        let email = address(&args.email)?;
        if args.password.reveal().len() < PASSWORD {
            return Err(wrong("password", "This password is too easy to guess. Take at least 6 characters."));
        }
        if self.cloud.accounts.borrow().iter().any(|(account, _)| account.email == email) {
            return Err(wrong(
                "email",
                "There is an account with this e-mail already. Sign in, or have its password reset.",
            ));
        }
        let account = Account {
            uid: format!("uid-{email}"),
            email,
            name: args.name.filter(|name| !name.trim().is_empty()),
            has_password: true,
            ..Account::default()
        };
        self.cloud.accounts.borrow_mut().push((account.clone(), args.password));
        Ok(self.open(Some(account)))
    }

    pub(super) fn enter(&self, args: &SignIn) -> Reply<AccountState> {
        let email = address(&args.email)?;
        let found = self.cloud.accounts.borrow().iter().find(|(account, _)| account.email == email).cloned();
        match found {
            Some((account, password)) if password == args.password => Ok(self.open(Some(account))),
            _ => Err(wrong(
                "password",
                "The e-mail or the password is wrong. Try again, or have the password reset.",
            )),
        }
    }

    pub(super) fn enter_with_google(&self) -> Reply<AccountState> {
        if self.cloud.browser.get() == Browser::Cancelled {
            return Err(CommandError::new(
                ErrorCode::Cancelled,
                "Signing in was cancelled. Nothing was changed.",
            ));
        }
        let account = Account {
            uid: "uid-google".into(),
            email: "you@gmail.example".into(),
            email_verified: true,
            name: Some("You".into()),
            has_password: false,
        };
        Ok(self.open(Some(account)))
    }

    pub(super) fn leave(&self, then: Option<OnSignOut>) -> Reply<Farewell> {
        if let Some(other) = self.cloud.other {
            let message = format!("{other} is signed in. Sign out first; their work is kept.");
            return Err(CommandError::new(ErrorCode::Conflict, message));
        }
        if self.cloud.unsent && then.is_none() {
            let message = "2 changes have not reached the cloud yet. Choose whether to keep them on this machine or to discard them. Nothing was changed.";
            return Err(CommandError::new(ErrorCode::Unsent, message));
        }
        if then == Some(OnSignOut::Sync) && self.sync.is_offline() {
            let message = "The cloud can't be reached. Your changes are safe on this machine and are sent when there is a connection.";
            return Err(CommandError::new(ErrorCode::Offline, message));
        }
        let left = self.owner();
        self.open(None);
        if then == Some(OnSignOut::Discard) {
            self.discard(&left);
        }
        Ok(Farewell::default())
    }

    pub(super) fn rename(&self, name: String) -> Reply<AccountState> {
        if name.chars().count() > 100 {
            return Err(wrong("name", "This name can't be used. Take a shorter one."));
        }
        self.amend(|account| account.name = Some(name).filter(|name| !name.trim().is_empty()))?;
        Ok(self.account_state())
    }

    pub(super) fn change_password(&self, args: &PasswordChange) -> Reply<AccountState> {
        let uid = self.owner();
        let mut accounts = self.cloud.accounts.borrow_mut();
        let own =
            accounts.iter_mut().find(|(account, password)| account.uid == uid && *password == args.current);
        let (_, password) =
            own.ok_or_else(|| wrong("current", "The password is wrong. Try again, or have it reset."))?;
        if args.password.reveal().len() < PASSWORD {
            return Err(wrong("password", "This password is too easy to guess. Take at least 6 characters."));
        }
        password.clone_from(&args.password);
        drop(accounts);
        Ok(self.account_state())
    }

    pub(super) fn delete_account(&self, args: &AccountDelete) -> Reply<Farewell> {
        if !args.confirm.trim().eq_ignore_ascii_case("delete") {
            return Err(wrong(
                "confirm",
                "To delete the account for good, type “delete”. Nothing was changed.",
            ));
        }
        let uid = self.owner();
        let refused = |(account, password): &(Account, Secret)| {
            account.uid == uid && account.has_password && args.password.as_ref() != Some(password)
        };
        if self.cloud.accounts.borrow().iter().any(refused) {
            return Err(wrong("password", "The password is wrong. Try again, or have it reset."));
        }
        self.cloud.accounts.borrow_mut().retain(|(account, _)| account.uid != uid);
        self.open(None);
        if args.discard {
            self.discard(&uid);
        }
        Ok(Farewell::default())
    }

    pub(super) fn cloud_state(&self) -> CloudState {
        let settings = CloudSettings { google_client_secret: None, ..self.cloud.settings.borrow().clone() };
        let place =
            if self.cloud.from_environment { SettingsPlace::Environment } else { SettingsPlace::Page };
        CloudState {
            has_google_client_secret: self.cloud.settings.borrow().google_client_secret.is_some(),
            project_from: (!settings.project_id.is_empty()).then_some(place),
            google_from: (!settings.google_client_id.is_empty()).then_some(place),
            file: "/home/you/.config/ghost-gym/firebase.toml".into(),
            trouble: None,
            settings,
        }
    }

    pub(super) fn set_up(&self, settings: CloudSettings) -> Reply<CloudState> {
        if settings != CloudSettings::default() {
            valid(&settings)?;
        }
        self.cloud.settings.replace(settings);
        super::tell(&Event::AccountChanged);
        Ok(self.cloud_state())
    }

    /// Whose library is open; empty for nobody's.
    fn owner(&self) -> String {
        self.cloud.signed_in.borrow().as_ref().map(|account| account.uid.clone()).unwrap_or_default()
    }

    fn open(&self, account: Option<Account>) -> AccountState {
        let from = self.owner();
        self.cloud.standing.set(Standing::SignedIn);
        self.cloud.notice.replace(None);
        self.cloud.signed_in.replace(account);
        if from != self.owner() {
            self.switch(&from, &self.owner());
        }
        super::tell(&Event::AccountChanged);
        self.account_state()
    }

    fn amend(&self, change: impl FnOnce(&mut Account)) -> Reply<()> {
        let mut signed_in = self.cloud.signed_in.borrow_mut();
        let nobody = || CommandError::new(ErrorCode::NeedsSignIn, "Nobody is signed in.");
        let account = signed_in.as_mut().ok_or_else(nobody)?;
        change(account);
        let mut accounts = self.cloud.accounts.borrow_mut();
        if let Some((own, _)) = accounts.iter_mut().find(|(own, _)| own.uid == account.uid) {
            own.clone_from(account);
        }
        Ok(())
    }
}
