//! A desktop's panel, as far as the tray is concerned: a `StatusNotifierWatcher` on the desktop's bus, which reads the
//! icon's properties and menu as a panel does, and clicks.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use zbus::blocking::{Connection, Proxy, connection::Builder};
use zbus::message::Header;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Structure, Value};
use zbus::{fdo, interface};

use crate::{Desktop, Failure, Result, until};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";

/// A panel. It vanishes when this is dropped.
#[derive(Debug)]
pub struct Panel {
    bus: Connection,
    items: Items,
}

/// Who has registered an icon: its name on the bus.
type Items = Arc<Mutex<Vec<String>>>;

struct Watcher(Items);

#[expect(clippy::needless_pass_by_value, clippy::unused_self, reason = "as zbus has it")]
#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(
        &self,
        service: &str,
        #[zbus(header)] header: Header<'_>,
    ) -> fdo::Result<()> {
        let sender = header.sender().ok_or_else(|| fdo::Error::Failed("nobody".to_owned()))?;
        // Some say only where their icon is.
        let name = if service.starts_with('/') { sender.as_str() } else { service };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(name.to_owned());
        Ok(())
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }
}

/// What a panel knows of an icon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What is said when it is pointed at.
    pub tooltip: String,
    /// The picture: width, height, and bytes in the order alpha, red, green, blue.
    pub picture: (i32, i32, Vec<u8>),
    /// The menu; what can't be chosen begins with `-`, and a line between others is `=`.
    pub menu: Vec<String>,
}

type Pixmap = (i32, i32, Vec<u8>);

/// A node of a menu as it crosses the bus: its id, what it has, its children.
type Node = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

impl Panel {
    /// Starts a panel on `desktop`.
    pub fn start(desktop: &Desktop) -> Result<Self> {
        let items = Items::default();
        let watcher = Watcher(Arc::clone(&items));
        let address = desktop.bus();
        let bus = apart(move || {
            Builder::address(address)?.serve_at("/StatusNotifierWatcher", watcher)?.name(WATCHER)?.build()
        })?;
        Ok(Self { bus, items })
    }

    /// Waits until an icon is registered.
    pub async fn has_icon(&self) -> Result {
        let items = async || Ok(self.items.lock().unwrap_or_else(PoisonError::into_inner).len());
        until("an icon in the tray", items, |count| *count > 0).await.map(drop)
    }

    /// Waits until the icon is shown so that `is_so`.
    pub async fn shows(&self, what: &str, is_so: impl Fn(&Shown) -> bool) -> Result<Shown> {
        until(&format!("the tray to show {what}"), async || self.shown(), is_so).await
    }

    /// Clicks the icon.
    pub fn click(&self) -> Result {
        let item = self.item()?;
        apart(|| {
            Proxy::new(&self.bus, item, "/StatusNotifierItem", ITEM)?
                .call::<_, _, ()>("Activate", &(0_i32, 0_i32))
        })
    }

    /// Chooses the line `words` of the menu.
    pub fn choose(&self, words: &str) -> Result {
        let lines = self.lines()?;
        let line = lines.into_iter().find(|(_, said)| said == words);
        let (id, _) = line.ok_or_else(|| Failure::Unexpected(format!("no {words:?} in the tray's menu")))?;
        let (item, menu) = (self.item()?, self.menu()?);
        apart(|| {
            let data = Value::from(0_i32);
            Proxy::new(&self.bus, item, menu, MENU)?.call::<_, _, ()>("Event", &(id, "clicked", data, 0_u32))
        })
    }

    fn shown(&self) -> Result<Shown> {
        let item = self.item()?;
        let (tooltip, pictures) = apart(|| {
            // Made anew each time: it knows nothing of before.
            let item = Proxy::new(&self.bus, item, "/StatusNotifierItem", ITEM)?;
            let (_, _, _, tooltip): (String, Vec<Pixmap>, String, String) = item.get_property("ToolTip")?;
            Ok((tooltip, item.get_property::<Vec<Pixmap>>("IconPixmap")?))
        })?;
        let picture = pictures.into_iter().next();
        let picture = picture.ok_or_else(|| Failure::Unexpected("an icon without a picture".to_owned()))?;
        let menu = self.lines()?.into_iter().map(|(_, said)| said).collect();
        Ok(Shown { tooltip, picture, menu })
    }

    fn item(&self) -> Result<String> {
        let items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        items.last().cloned().ok_or_else(|| Failure::Unexpected("no icon in the tray".to_owned()))
    }

    /// Where the menu is.
    fn menu(&self) -> Result<OwnedObjectPath> {
        let item = self.item()?;
        apart(|| Proxy::new(&self.bus, item, "/StatusNotifierItem", ITEM)?.get_property("Menu"))
    }

    /// The ids and words of the menu's lines.
    fn lines(&self) -> Result<Vec<(i32, String)>> {
        let (item, menu) = (self.item()?, self.menu()?);
        apart(|| {
            let none: Vec<String> = Vec::new();
            let menu = Proxy::new(&self.bus, item, menu, MENU)?;
            let (_, root): (u32, Node) = menu.call("GetLayout", &(0_i32, -1_i32, none))?;
            root.2.into_iter().map(line).collect()
        })
    }
}

fn line(node: OwnedValue) -> zbus::Result<(i32, String)> {
    let (id, has, _): Node = Structure::try_from(node)?.try_into()?;
    let text =
        |name: &str| has.get(name).and_then(|value| value.downcast_ref::<&str>().ok()).unwrap_or_default();
    if text("type") == "separator" {
        return Ok((id, "=".to_owned()));
    }
    let enabled = has.get("enabled").and_then(|value| value.downcast_ref::<bool>().ok()).unwrap_or(true);
    Ok((id, format!("{}{}", if enabled { "" } else { "-" }, text("label").replace("__", "_"))))
}

/// Speaks to the bus on a thread of its own: a test's must not be blocked on by what may have a runtime itself.
fn apart<T: Send>(speak: impl FnOnce() -> zbus::Result<T> + Send) -> Result<T> {
    let spoken = std::thread::scope(|scope| scope.spawn(speak).join());
    match spoken {
        Ok(spoken) => spoken.map_err(Failure::program("the session bus")),
        Err(_) => Err(Failure::Unexpected("speaking to the session bus panicked".to_owned())),
    }
}
