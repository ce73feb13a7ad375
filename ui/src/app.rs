//! The dashboard as a whole: its state, its keys, its three panels.

use yew::prelude::*;

use crate::actions;
use crate::overlays::Overlays;
use crate::state::App;

/// The dashboard's properties.
#[derive(Properties, PartialEq, Default)]
pub struct DashboardProps {
    /// The state to begin with: tests bring their own.
    #[prop_or_default]
    pub app: App,
}

/// The page.
#[component]
pub fn Dashboard(props: &DashboardProps) -> Html {
    // An app of one's own, unless a test brought one: it must outlive every render.
    let app = use_state(|| props.app.clone());
    use_effect_with((*app).clone(), |app| actions::spawn(actions::start::start(app.clone())));
    html! {
        <ContextProvider<App> context={(*app).clone()}>
            <Overlays />
        </ContextProvider<App>>
    }
}
