//! Signing in and out as a person does it in the window.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use model::text;
use serde_json::Value;

use crate::find::at;
use crate::{App, Desktop, Result, until};

/// Somebody with an address and a password that nobody else has, in no test and no earlier run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// What they are called.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their password.
    pub password: String,
}

impl Person {
    /// Somebody called `name`.
    #[must_use]
    pub fn called(name: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        let number = format!("{now:x}{}", NEXT.fetch_add(1, Ordering::Relaxed));
        Self {
            name: name.to_owned(),
            email: format!("{}.{number}@example.com", name.to_lowercase()),
            password: format!("Horse&{number}+staple"),
        }
    }
}

impl App<'_> {
    /// Makes an account for `person`.
    pub async fn sign_up(&self, person: &Person) -> Result {
        self.account_menu("account-sign-up").await?;
        self.see(&at("sign-in-dialog")).await?;
        self.fill(&at("sign-in-name"), &person.name).await?;
        self.send_credentials(&person.email, &person.password).await?;
        self.signed_in(person).await
    }

    /// Signs `person` in.
    pub async fn sign_in(&self, person: &Person) -> Result {
        self.account_menu("account-sign-in").await?;
        // By keys alone, as those do it who do it often.
        self.focused(&at("sign-in-email")).await?;
        self.press(&["ctrl", "a"]).await?;
        self.type_text(&person.email).await?;
        self.press(&["Tab"]).await?;
        self.focused(&at("sign-in-password")).await?;
        self.type_text(&person.password).await?;
        self.press(&["Enter"]).await?;
        self.signed_in(person).await
    }

    /// Fills in the open dialog and sends it.
    pub async fn send_credentials(&self, email: &str, password: &str) -> Result {
        self.fill(&at("sign-in-email"), email).await?;
        self.fill(&at("sign-in-password"), password).await?;
        self.click(&at("sign-in-submit")).await
    }

    /// Waits until the window and the truth agree that `person` is signed in.
    pub async fn signed_in(&self, person: &Person) -> Result {
        self.see_no(&at("sign-in-dialog")).await?;
        self.desktop.standing("signed_in", Some(person)).await?;
        self.click(&at("account-button")).await?;
        self.read(&at("account-menu"), &person.email).await?;
        self.press_until_gone("Escape", &at("account-menu")).await
    }

    /// Makes a workout called `name`, and waits until it is saved.
    pub async fn new_workout(&self, name: &str) -> Result {
        self.click(&at("new-workout")).await?;
        self.fill(&at("sheet-name"), name).await?;
        self.read(&at("saving"), &text::get("sheet-status-saved")).await?;
        self.press_until_gone("Escape", &at("workout-sheet")).await
    }

    /// Signs out, by `choice` if there is a question.
    pub async fn sign_out(&self, choice: Option<&str>) -> Result {
        self.account_menu("account-sign-out").await?;
        if let Some(choice) = choice {
            self.click(&at(choice)).await?;
        }
        self.see_no(&at("sign-out-dialog")).await?;
        self.desktop.standing("signed_out", None).await?;
        self.nobody_signed_in().await
    }

    /// Waits until the window knows that nobody is signed in.
    pub async fn nobody_signed_in(&self) -> Result {
        let button = format!("{}[aria-label=\"{}\"]", at("account-button"), text::get("account"));
        self.see(&button).await.map(drop)
    }

    /// Chooses `item` in the menu of the account.
    pub async fn account_menu(&self, item: &str) -> Result {
        self.click(&at("account-button")).await?;
        self.click(&at(item)).await?;
        self.see_no(&at("account-menu")).await
    }
}

impl Desktop {
    /// Waits until the session stands so, and is that of `person`.
    pub async fn standing(&self, standing: &str, person: Option<&Person>) -> Result {
        let email = person.map(|person| person.email.as_str());
        let holds =
            |state: &Value| state["standing"] == standing && state["account"]["email"].as_str() == email;
        until(&format!("{standing} as {email:?}"), async || self.cli(&["account"]), holds).await.map(drop)
    }
}
