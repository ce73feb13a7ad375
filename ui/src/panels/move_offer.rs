//! The offer to move what was planned without an account into it: small, made once, and put away with "not now".

use model::migration::RecordCounts;
use yew::prelude::*;

use crate::actions;
use crate::components::icon::{Icon, sign};
use crate::intent::Intent;
use crate::overlays::counted;
use crate::state::App;
use crate::text::t;

/// The offer.
pub fn move_offer(app: &App, counts: RecordCounts) -> Html {
    let see = {
        let app = app.clone();
        Callback::from(move |_: MouseEvent| Intent::Migrate.run(&app))
    };
    let later = {
        let app = app.clone();
        Callback::from(move |_: MouseEvent| actions::spawn(actions::migration::put_off(app.clone())))
    };
    html! {
        <aside class="local-only" data-testid="move-offer">
            { sign(Icon::Device) }
            <p>
                { t!("move-offer", what = counted(counts)) }{ " " }
                <button type="button" class="link" data-testid="move-offer-see" onclick={see}>{ t!("move-offer-see") }</button>
                { " \u{b7} " }
                <button type="button" class="link" data-testid="move-offer-later" onclick={later}>{ t!("migrate-later") }</button>
            </p>
        </aside>
    }
}
