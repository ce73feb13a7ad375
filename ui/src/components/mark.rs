//! The mark: a friendly ghost with a dumbbell overhead; the shapes are those of icons/icon.svg.

use yew::prelude::*;

const GHOST: &str = "M256 176C282 176 304 185 320 200C320 176 314 156 308 138C300 112 338 100 348 126C362 166 372 216 \
    362 270C356 304 358 346 368 388C376 424 350 442 324 422C308 410 298 412 288 426C272 446 240 446 224 426C214 412 \
    204 410 188 422C162 442 136 424 144 388C154 346 156 304 150 270C140 216 150 166 164 126C174 100 212 112 204 \
    138C198 156 192 176 192 200C208 185 230 176 256 176Z";

const DUMBBELL: &str = "M79 115h354v26h-354ZM60 108a15 15 0 0 1 15-15h4a15 15 0 0 1 15 15v40a15 15 0 0 1-15 15h-4a15 \
    15 0 0 1-15-15ZM98 91a17 17 0 0 1 17-17h6a17 17 0 0 1 17 17v74a17 17 0 0 1-17 17h-6a17 17 0 0 1-17-17ZM374 91a17 \
    17 0 0 1 17-17h6a17 17 0 0 1 17 17v74a17 17 0 0 1-17 17h-6a17 17 0 0 1-17-17ZM418 108a15 15 0 0 1 15-15h4a15 15 0 \
    0 1 15 15v40a15 15 0 0 1-15 15h-4a15 15 0 0 1-15-15Z";

/// From this size on the ghost smiles, in pixels.
const SMILES_FROM: u16 = 40;

/// The mark's properties.
#[derive(Properties, PartialEq)]
pub struct MarkProps {
    /// Its size in pixels.
    pub size: u16,
}

/// The mark; the app's name stands beside it, so it says nothing itself.
#[component]
pub fn Mark(props: &MarkProps) -> Html {
    let size = props.size.to_string();
    html! {
        <svg class="mark" width={size.clone()} height={size} viewBox="48 60 416 390" aria-hidden="true">
            <path class="mark-bar" d={DUMBBELL} />
            <path class="mark-ghost" d={GHOST} />
            <ellipse class="mark-face" cx="222" cy="264" rx="17" ry="23" />
            <ellipse class="mark-face" cx="290" cy="264" rx="17" ry="23" />
            if props.size >= SMILES_FROM {
                <path class="mark-smile" d="M236 304Q256 324 276 304" />
            }
        </svg>
    }
}
