//! The header: the mark, the way to everything (Ctrl+K), the sync state, the menu.

use model::ipc::Theme;
use yew::prelude::*;

use crate::components::button::icon_button;
use crate::components::icon::{Icon, sign};
use crate::components::mark::mark;
use crate::components::menu::{Item, Line, Menu};
use crate::intent::Intent;
use crate::keys;
use crate::panels::account::account_menu;
use crate::panels::sync_pill::SyncPill;
use crate::state::{Action, App, AppState};
use crate::testid;
use crate::text::t;

/// The header.
pub fn header(app: &App, state: &AppState) -> Html {
    let lines = lines(app, state);
    let drawer = state.drawer;
    let drawer_label = if drawer { t!("drawer-close") } else { t!("drawer-open") };
    let palette = {
        let app = app.clone();
        Callback::from(move |_| Intent::Palette.run(&app))
    };
    let draw = {
        let app = app.clone();
        Callback::from(move |_| app.dispatch(Action::Drawer(!drawer)))
    };
    html! {
        <header class="header">
            <h1 class="brand">
                { mark(24) }
                { t!("app-name") }
            </h1>
            <button type="button" class="search-everything" data-testid={testid::SEARCH} onclick={palette}>
                { sign(Icon::Search) }
                <span>{ t!("search-everything") }</span>
                { caps(Intent::Palette) }
            </button>
            <div class="header-end">
                <SyncPill />
                { account_menu(app, state) }
                <div class="only-narrow">{ icon_button(drawer_label, Icon::Library, testid::DRAWER, draw) }</div>
                <Menu label={t!("menu")} testid={testid::MENU} class="icon-button" {lines}>
                    { sign(Icon::Menu) }
                </Menu>
            </div>
        </header>
    }
}

/// The keys that do the same.
fn caps(intent: Intent) -> Html {
    let caps = keys::hint(intent).unwrap_or_default();
    html! { <span class="caps">{ for caps.into_iter().map(|cap| html! { <kbd>{ cap }</kbd> }) }</span> }
}

fn lines(app: &App, state: &AppState) -> Vec<Line> {
    let chosen = state.setting("appearance.theme");
    let item = |intent: Intent| {
        let app = app.clone();
        let choose = Callback::from(move |()| intent.run(&app));
        let hint = keys::hint(intent).map(|caps| caps.join(" "));
        let theme = matches!(intent, Intent::Theme(_));
        Line::Item(Item {
            icon: Some(intent.icon()),
            hint,
            checked: theme.then(|| intent.key().strip_prefix("theme-") == chosen.as_str()),
            disabled: !intent.is_possible(state),
            ..Item::new(intent.label(state), format!("menu-{}", intent.key()), choose)
        })
    };
    vec![
        item(Intent::Undo),
        item(Intent::Redo),
        Line::Rule,
        item(Intent::Import),
        item(Intent::Export),
        item(Intent::Backup),
        item(Intent::Restore),
        Line::Rule,
        item(Intent::Deleted),
        item(Intent::Stats),
        Line::Rule,
        Line::Heading(t!("menu-appearance")),
        item(Intent::Theme(Theme::System)),
        item(Intent::Theme(Theme::Light)),
        item(Intent::Theme(Theme::Dark)),
        Line::Rule,
        item(Intent::Update),
        item(Intent::Shortcuts),
    ]
}
