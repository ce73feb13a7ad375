//! The settings of the cloud: which Firebase project it is, and how to find that out.

use std::rc::Rc;

use model::Secret;
use model::ipc::{
    CloudSettings, CloudState, GetCloud, Nothing, ReadSnippet, SetCloud, SettingsPlace, Snippet, TestCloud,
};
use yew::prelude::*;

use super::form::{Field, Form, Stand, act, field, on_submit, submit, use_form};
use crate::components::icon::{Icon, sized};
use crate::overlays::parts::dialog::Dialog;
use crate::overlays::parts::heading::heading;
use crate::overlays::parts::load::{Load, use_load};
use crate::overlays::parts::notice::{loading, loading_failed, notice};
use crate::state::{App, use_app};
use crate::text::t;
use crate::{actions, backend};

/// The fields, as the core calls them, and their names for tests.
const FIELDS: [(&str, &str); 5] = [
    ("project_id", "cloud-project-id"),
    ("api_key", "cloud-api-key"),
    ("auth_domain", "cloud-auth-domain"),
    ("google_client_id", "cloud-google-id"),
    ("google_client_secret", "cloud-google-secret"),
];

/// See [`Cloud`].
#[derive(Properties, PartialEq)]
pub struct CloudProps {
    /// The way out.
    pub on_close: Callback<()>,
}

/// The dialog with the settings of the cloud.
#[component]
pub fn Cloud(props: &CloudProps) -> Html {
    let app = use_app();
    let (load, retry) = use_load::<GetCloud>(Nothing {}, 0);
    let form = use_form();
    let body = match load {
        Load::Asked => loading(&t!("loading")),
        Load::Failed(error) => loading_failed(&error.message, &retry),
        Load::Here(state) => settings(&app, &state, &form, &props.on_close),
    };
    html! {
        <Dialog class="box" label={t!("intent-cloud")} testid="cloud-dialog" decides=true on_close={&props.on_close}>
            { heading(&t!("cloud-title"), &t!("cloud-about"), &props.on_close) }
            <div class="account-parts" tabindex="-1" autofocus=true>{ body }</div>
        </Dialog>
    }
}

/// The settings as they stand in the fields.
fn typed(form: &Form) -> CloudSettings {
    let secret = form.value("google_client_secret");
    CloudSettings {
        project_id: form.value("project_id"),
        api_key: form.value("api_key"),
        auth_domain: form.value("auth_domain"),
        google_client_id: form.value("google_client_id"),
        google_client_secret: Some(secret).filter(|secret| !secret.is_empty()).map(Secret::new),
    }
}

/// What the field called `name` holds.
fn of<'a>(settings: &'a CloudSettings, name: &str) -> &'a str {
    match name {
        "project_id" => &settings.project_id,
        "api_key" => &settings.api_key,
        "auth_domain" => &settings.auth_domain,
        "google_client_id" => &settings.google_client_id,
        // What is saved never comes here; what was read from a snippet does.
        _ => settings.google_client_secret.as_ref().map(Secret::reveal).unwrap_or_default(),
    }
}

pub(super) fn settings(app: &App, state: &Rc<CloudState>, form: &Form, on_close: &Callback<()>) -> Html {
    let stand = form.stand();
    let fixed = |name: &str| {
        let from = if name.starts_with("google") { state.google_from } else { state.project_from };
        from == Some(SettingsPlace::Environment)
    };
    let read_only = fixed("project_id") && fixed("google");
    let control = |(name, testid): (&'static str, &'static str)| {
        let kept = name == "google_client_secret" && state.has_google_client_secret;
        field(
            stand,
            Field {
                name,
                label: model::text::field_name(name),
                kind: if name == "google_client_secret" { "password" } else { "text" },
                autocomplete: "off",
                testid,
                value: of(&state.settings, name).to_owned(),
                placeholder: if kept { t!("cloud-secret-kept") } else { String::new() },
                first: false,
                fixed: fixed(name),
            },
        )
    };
    let onsubmit = {
        let (app, form, on_close) = (app.clone(), form.clone(), on_close.clone());
        on_submit(move || {
            let (app, settings, on_close) = (app.clone(), typed(&form), on_close.clone());
            let said =
                if settings.project_id.trim().is_empty() { t!("cloud-removed") } else { t!("cloud-saved") };
            form.run(
                "save",
                Box::pin(async move {
                    backend::call_for_anyone::<SetCloud>(settings).await?;
                    actions::account::ask(app.clone()).await;
                    on_close.emit(());
                    actions::done(&app, said, false);
                    Ok(None)
                }),
            );
        })
    };
    let test = {
        let form = form.clone();
        Callback::from(move |()| {
            let settings = typed(&form);
            form.run(
                "test",
                Box::pin(async move {
                    backend::call_for_anyone::<TestCloud>(settings).await?;
                    Ok(Some(t!("cloud-answers")))
                }),
            );
        })
    };
    html! {
        <form class="account-form account-wide scroll" ref={form.node.clone()} {onsubmit} novalidate=true>
            if let Some(trouble) = &state.trouble { { notice("attention", Icon::Warning, trouble, &[], "cloud-trouble") } }
            if fixed("project_id") || fixed("google") {
                { notice("busy", Icon::Info, &t!("cloud-environment"), &[], "cloud-environment") }
            }
            if !read_only { { how_to(form, state.project_from.is_none()) } }
            <div class="field-grid">{ for FIELDS[..3].iter().copied().map(control) }</div>
            <details class="account-more" open={!state.settings.google_client_id.is_empty()}>
                <summary>{ sized(Icon::ChevronRight, 14) }{ t!("cloud-google") }</summary>
                <div class="field-grid">{ for FIELDS[3..].iter().copied().map(control) }</div>
            </details>
            if !read_only { <p class="hint">{ t!("cloud-file", file = state.file.as_str()) }</p> }
            <div class="account-acts">
                <div class="account-said">
            { stand.note(&["project_id", "api_key", "auth_domain", "google_client_id", "google_client_secret", "snippet"],
                "cloud-note", "cloud-note") }
                </div>
                <button type="button" class="button button-quiet" data-testid="cloud-test" onclick={test.reform(|_: MouseEvent| ())}
                    aria-busy={(*stand == Stand::Busy("test")).to_string()}>
                    if *stand == Stand::Busy("test") { <span class="spinner" aria-hidden="true"></span> }
                    { t!("cloud-test") }
                </button>
                <span class="spacer"></span>
                { act(model::text::get(if read_only { "close" } else { "cancel" }), "button button-secondary", "cancel", on_close) }
                if !read_only {
                    { submit(t!("cloud-save"), "button-primary", "cloud-save", *stand == Stand::Busy("save")) }
                }
            </div>
        </form>
    }
}

/// Where the settings are found, and the field that takes them as they are found there.
fn how_to(form: &Form, open: bool) -> Html {
    let read = {
        let form = form.clone();
        Callback::from(move |()| {
            let source = Secret::new(form.value("snippet"));
            let fields = form.clone();
            form.run(
                "read",
                Box::pin(async move {
                    let settings = backend::call_for_anyone::<ReadSnippet>(Snippet { source }).await?;
                    // A project and a client for Google are copied from two places: what one says nothing of stays.
                    for (name, _) in FIELDS.iter().filter(|(name, _)| !of(&settings, name).is_empty()) {
                        fields.fill(name, of(&settings, name));
                    }
                    Ok(Some(t!("cloud-read-done")))
                }),
            );
        })
    };
    html! {
        <details class="account-more" {open}>
            <summary>{ sized(Icon::ChevronRight, 14) }{ t!("cloud-how") }</summary>
            <ol class="steps">
                <li>{ t!("cloud-how-project") }</li>
                <li>{ t!("cloud-how-auth") }</li>
                <li>{ t!("cloud-how-copy") }</li>
            </ol>
            { field(form.stand(), Field { name: "snippet", label: t!("cloud-snippet"), kind: "textarea", testid: "cloud-snippet",
                placeholder: "const firebaseConfig = { apiKey: \"…\", projectId: \"…\" };".to_owned(), ..Field::default() }) }
            { act(t!("cloud-read"), "button button-secondary", "cloud-read", &read) }
        </details>
    }
}
