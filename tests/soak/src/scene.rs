//! Where it all happens: both emulators with the rules on, the proxy with a line for each device, and an account.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use emulators::{Auth, Firestore, Method};
use proxy::{Config, Down, Order, Proxy, Report};
use serde_json::json;
use tokio::runtime::Runtime;

use crate::error::{Error, Result};
use crate::library::Hosts;

/// The line that a proxy has from the start: the first device's.
const FIRST: &str = "main";

/// The account of all devices.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) uid: String,
    pub(crate) email: String,
    pub(crate) password: String,
}

/// Emulators, proxy and account.
pub(crate) struct Scene {
    auth: &'static Auth,
    /// One of our own, to be stopped and started again; none while it is down.
    firestore: RefCell<Option<Firestore>>,
    address: String,
    folder: PathBuf,
    restarts: RefCell<u64>,
    pub(crate) account: Account,
    /// The proxy's tasks run on it.
    pub(crate) runtime: Runtime,
    proxy: Proxy,
    addresses: Vec<String>,
}

impl Scene {
    /// Uses the Auth emulator that the environment names, or starts one, and starts Firestore, which keeps what
    /// it has between two starts in `folder`; opens a line for each of so many devices.
    pub(crate) fn new(devices: u8, folder: &Path) -> Result<Self> {
        let auth = Auth::shared().ok_or(Error::NoEmulators)?;
        let firestore = Firestore::start(None)?;
        let address = firestore.address().to_owned();
        let runtime = Runtime::new().map_err(Error::file(Path::new("the proxy's runtime")))?;
        let proxy = runtime.block_on(Proxy::start(Config::new(&*address)))?;
        let mut addresses = vec![proxy.address().to_string()];
        for device in 2..=devices {
            addresses.push(runtime.block_on(proxy.line(&line(device)))?.to_string());
        }
        let account = sign_up(auth)?;
        Ok(Self {
            auth,
            firestore: RefCell::new(Some(firestore)),
            address,
            folder: folder.to_owned(),
            restarts: RefCell::default(),
            account,
            runtime,
            proxy,
            addresses,
        })
    }

    /// Has the proxy do something.
    pub(crate) fn obey(&self, order: Order) -> Result {
        Ok(self.runtime.block_on(self.proxy.obey(order))?)
    }

    /// Stops the server, and starts it again with what it had. What its connections and streams knew is gone.
    pub(crate) fn restart(&self) -> Result {
        self.obey(Order::Down { line: None, how: Down::Refusing })?;
        *self.restarts.borrow_mut() += 1;
        let folder = self.folder.join(format!("server-{}", self.restarts.borrow()));
        std::fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
        let stopped = self.firestore.borrow_mut().take();
        if let Some(stopped) = stopped {
            stopped.export(&folder)?;
        }
        let port = self.address.rsplit_once(':').and_then(|(_, port)| port.parse().ok());
        let port = port.ok_or_else(|| Error::Cloud(format!("{} has no port", self.address)))?;
        *self.firestore.borrow_mut() = Some(Firestore::start_from(port, &folder)?);
        std::fs::remove_dir_all(&folder).map_err(Error::file(&folder))?;
        self.obey(Order::ForgetResumeTokens)?;
        self.obey(Order::Up { line: None })
    }

    /// How the proxy is.
    pub(crate) fn report(&self) -> Report {
        self.proxy.report()
    }

    /// Where the emulator itself is.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Where a device, from 1, finds the cloud.
    pub(crate) fn hosts(&self, device: u8) -> Hosts {
        let firestore = self.addresses.get(usize::from(device) - 1).cloned().unwrap_or_default();
        Hosts { auth: self.auth.address().to_owned(), firestore }
    }
}

/// The name of a device's line.
pub(crate) fn line(device: u8) -> String {
    if device == 1 { FIRST.to_owned() } else { format!("device-{device}") }
}

fn sign_up(auth: &Auth) -> Result<Account> {
    let nanos = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    let (email, password) = (format!("soak{nanos}@example.com"), "hunter22 is not it".to_owned());
    let ask = json!({ "email": email, "password": password, "returnSecureToken": true });
    let path = "/identitytoolkit.googleapis.com/v1/accounts:signUp?key=key";
    let answer = auth.ask(&Method::POST, path, None, Some(&ask))?;
    match answer.body["localId"].as_str() {
        Some(uid) => Ok(Account { uid: uid.to_owned(), email, password }),
        None => Err(Error::Cloud(format!("signing up: {} {}", answer.status, answer.body))),
    }
}
