//! How the library stands with the cloud, in a word and a sign.

use model::SyncStatus;
use yew::prelude::*;

use crate::components::icon::{Icon, Sign};
use crate::state::use_selector;
use crate::testid;
use crate::text::t;

/// The pill's words, sign, colour, and the sentence that explains them.
struct Look {
    words: String,
    icon: Icon,
    tone: &'static str,
    why: String,
}

fn look(status: &SyncStatus) -> Look {
    let waits = |words: String, pending: u64| {
        if pending == 0 { words } else { t!("sync-with-pending", words = words, n = pending) }
    };
    let look = |words, icon, tone, why| Look { words, icon, tone, why };
    match status {
        SyncStatus::LocalOnly => look(t!("sync-local"), Icon::Device, "calm", t!("sync-local-why")),
        SyncStatus::Offline { pending } => {
            look(waits(t!("sync-offline"), *pending), Icon::CloudOff, "calm", t!("sync-offline-why"))
        }
        SyncStatus::Connecting { pending } => {
            look(waits(t!("sync-connecting"), *pending), Icon::Sync, "busy", t!("sync-connecting-why"))
        }
        SyncStatus::Syncing { done, total } => {
            look(t!("sync-syncing", done = *done, total = *total), Icon::Sync, "busy", t!("sync-syncing-why"))
        }
        SyncStatus::Synced { .. } => look(t!("sync-synced"), Icon::Check, "synced", t!("sync-synced-why")),
        SyncStatus::Paused { pending } => {
            look(waits(t!("sync-paused"), *pending), Icon::Pause, "waiting", t!("sync-paused-why"))
        }
        SyncStatus::NeedsSignIn { pending } => {
            look(waits(t!("sync-sign-in"), *pending), Icon::Key, "attention", t!("sync-sign-in-why"))
        }
        SyncStatus::NeedsAttention { refused, .. } => {
            look(t!("sync-refused", n = *refused), Icon::Warning, "attention", t!("sync-refused-why"))
        }
    }
}

/// The pill.
#[component]
pub fn SyncPill() -> Html {
    let status = use_selector(|state| state.status.as_ref().map(|status| status.sync.clone()));
    let Some(status) = status else { return Html::default() };
    let Look { words, icon, tone, why } = look(&status);
    html! {
        <span class={format!("pill tone-{tone}")} role="status" data-testid={testid::SYNC_PILL} title={why}>
            <Sign {icon} size={14} />
            <span class="numbers">{ words }</span>
        </span>
    }
}
