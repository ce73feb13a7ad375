//! The backups in the data folder: when, how much, and the way back to each.

use model::ipc::{BackupKind, BackupRow, ListBackups, Nothing};
use yew::prelude::*;

use crate::actions;
use crate::components::button::{Weight, button};
use crate::components::icon::{Icon, sign};
use crate::overlays::parts::load::{Load, use_load};
use crate::overlays::parts::notice::{loading, loading_failed, notice};
use crate::overlays::when;
use crate::state::{App, use_app, use_selector};
use crate::text::t;

/// The list.
#[component]
pub fn Backups() -> Html {
    let app = use_app();
    let revision = use_selector(|state| state.revision);
    let (list, again) = use_load::<ListBackups>(Nothing {}, revision);
    let now = {
        let (app, again) = (app.clone(), again.clone());
        Callback::from(move |()| {
            let (app, again) = (app.clone(), again.clone());
            actions::spawn(async move {
                if actions::settings::back_up(&app).await {
                    again.emit(());
                }
            });
        })
    };
    let shown = match list {
        Load::Asked => loading(&t!("loading")),
        Load::Failed(error) => loading_failed(&error.message, &again),
        Load::Here(list) => html! {
            <>
                if let Some(trouble) = &list.trouble { { notice("attention", Icon::Warning, trouble, &[], "backup-trouble") } }
                if list.items.is_empty() {
                    <p class="hint">{ t!("backups-none") }</p>
                } else {
                    <ul class="records backups">{ for list.items.iter().map(|item| row(&app, item)) }</ul>
                }
            </>
        },
    };
    html! {
        <>
            <div class="setting">
                <span class="setting-words"><span>{ t!("backups-title") }</span></span>
                { button(t!("backups-now"), Weight::Secondary, Some(Icon::Archive), "backup-now", &now) }
            </div>
            { shown }
        </>
    }
}

fn row(app: &App, row: &BackupRow) -> Html {
    let restore = {
        let (app, name) = (app.clone(), row.name.clone());
        Callback::from(move |()| actions::spawn(actions::settings::restore(app.clone(), name.clone())))
    };
    let made = match row.kind {
        BackupKind::Daily => t!("backup-daily"),
        BackupKind::Own => t!("backup-own"),
        BackupKind::BeforeRestore => t!("backup-before-restore"),
        BackupKind::BeforeMigration => t!("backup-before-migration"),
    };
    let held = match (row.workouts, row.programs) {
        (Some(workouts), Some(programs)) => {
            format!("{} \u{b7} {}", t!("count-workouts", n = workouts), t!("count-programs", n = programs))
        }
        _ => t!("backup-unreadable"),
    };
    let size = t!("backup-size", n = row.size.div_ceil(1024));
    html! {
        <li key={row.name.clone()} class="record" data-testid="backup-row" data-id={row.name.clone()}>
            { sign(Icon::Archive) }
            <span class="record-words">
                <span class="record-name">{ when(row.at) }</span>
                <span class="record-meta">{ format!("{made} \u{b7} {held} \u{b7} {size}") }</span>
            </span>
            { button(t!("backup-restore"), Weight::Secondary, None, "backup-restore", &restore) }
        </li>
    }
}
