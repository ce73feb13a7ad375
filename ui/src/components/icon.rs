//! The signs of the dashboard: one set, drawn on a grid of 24 with one line width, coloured by the text they stand in.

use model::Kind;
use yew::prelude::*;

macro_rules! icons {
    ($($Name:ident = $path:literal;)*) => {
        /// A sign.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Icon {
            $(#[doc = stringify!($Name)] $Name,)*
        }

        impl Icon {
            /// Its line.
            const fn path(self) -> &'static str {
                match self {
                    $(Self::$Name => $path,)*
                }
            }
        }
    };
}

icons! {
    Archive = "M4 8v11a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1V8M3 4h18v4H3zM10 12h4";
    Calendar = "M5 5h14a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1zM4 10h16M8 3v4M16 3v4";
    Chart = "M4 20h16M7 16v-5M12 16V5M17 16V9";
    Check = "M5 12.5l4.5 4.5L19 7.5";
    ChevronDown = "M6 9.5l6 6 6-6";
    ChevronRight = "M9.5 6l6 6-6 6";
    Clock = "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.5l3 1.8";
    Close = "M6.5 6.5l11 11M17.5 6.5l-11 11";
    CloudOff = "M9.4 6.2a5.6 5.6 0 0 1 8 5.4 3.5 3.5 0 0 1 2.2 5.2M16.5 18.5H7a4 4 0 0 1-.4-8M4 4l16 16";
    Cloud = "M7 18.5a4 4 0 0 1-.4-8 5.6 5.6 0 0 1 10.8 1.1 3.5 3.5 0 0 1-.4 6.9z";
    Command = "M9 9h6v6H9zM9 9H6.5A2.5 2.5 0 1 1 9 6.5zM15 9V6.5A2.5 2.5 0 1 1 17.5 9zM15 15h2.5a2.5 2.5 0 1 1-2.5 2.5zM9 15v2.5A2.5 2.5 0 1 1 6.5 15z";
    Copy = "M9 9h10a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1zM5 15a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1h9a1 1 0 0 1 1 1";
    Device = "M5 5h14a1 1 0 0 1 1 1v9H4V6a1 1 0 0 1 1-1zM2.5 19h19";
    Dumbbell = "M3 10v4M6 7.5v9M6 12h12M18 7.5v9M21 10v4";
    Export = "M12 15V4M7.5 8.5L12 4l4.5 4.5M5 15v4a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1v-4";
    Filter = "M4 6h16M7.5 12h9M10.5 18h3";
    Google = "M12.5 12H20a8 8 0 1 1-2.3-5.7";
    Grip = "M9.5 6h.01M14.5 6h.01M9.5 12h.01M14.5 12h.01M9.5 18h.01M14.5 18h.01";
    Import = "M12 4v11M7.5 10.5L12 15l4.5-4.5M5 15v4a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1v-4";
    Info = "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 11.5v4.5M12 8.2h.01";
    Key = "M14.5 13.5a4.5 4.5 0 1 0-4-4L4 16v4h4v-2.5h2.5V15z";
    Keyboard = "M4 6h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1zM7 10h.01M10.5 10h.01M14 10h.01M17.5 10h.01M8 14h8";
    Leave = "M14 8V5a1 1 0 0 0-1-1H6a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h7a1 1 0 0 0 1-1v-3M10 12h10.5M17 8.5l3.5 3.5-3.5 3.5";
    Library = "M5 4v16M9.5 4v16M14 4.5l4.5 15";
    Menu = "M4 7h16M4 12h16M4 17h16";
    Monitor = "M4 5h16a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1zM9 20h6M12 16v4";
    Merge = "M5.5 4v2.5A6.5 6.5 0 0 0 12 13v7M18.5 4v2.5A6.5 6.5 0 0 1 12 13";
    Moon = "M20 14.2A8 8 0 1 1 9.8 4a6.5 6.5 0 0 0 10.2 10.2z";
    Pause = "M8.5 6v12M15.5 6v12";
    Pencil = "M4.5 19.5l1-4.2L16 4.8a1.5 1.5 0 0 1 2.1 0l1.1 1.1a1.5 1.5 0 0 1 0 2.1L8.7 18.5zM14 7l3 3";
    Person = "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5a7.5 7.5 0 0 1 15 0";
    Play = "M8 5.5v13l10.5-6.5z";
    Plus = "M12 5v14M5 12h14";
    Redo = "M20 10H9.5a5 5 0 0 0 0 10H13M16 6l4 4-4 4";
    Restore = "M4.5 9.5A8 8 0 1 1 4 12.5M4 4.5v5h5";
    Search = "M11 4.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM16 16l4 4";
    Sort = "M8 5v14M4.5 8.5L8 5l3.5 3.5M16 19V5M12.5 15.5L16 19l3.5-3.5";
    Sun = "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4";
    Sync = "M19.5 10A8 8 0 0 0 5.2 7.5M4.5 14a8 8 0 0 0 14.3 2.5M5 3.5v4.2h4.2M19 20.5v-4.2h-4.2";
    Trash = "M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.8 12.5h9.4L17.5 7M10 11v5M14 11v5";
    Undo = "M4 10h10.5a5 5 0 0 1 0 10H11M8 6l-4 4 4 4";
    Unsent = "M7 18.5a4 4 0 0 1-.4-8 5.6 5.6 0 0 1 10.8 1.1 3.5 3.5 0 0 1-.4 6.9M12 20v-7M9 15.5l3-3 3 3";
    Warning = "M12 4.5L21 19.5H3zM12 10.5v4M12 17h.01";
}

impl Icon {
    /// The sign of records of a kind.
    pub const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Workout => Self::Dumbbell,
            Kind::Program => Self::Calendar,
        }
    }
}

/// A sign; it says nothing to screen readers, the word beside it does.
pub fn sign(icon: Icon) -> Html {
    sized(icon, 16)
}

/// A sign of another size than usual, in pixels.
pub fn sized(icon: Icon, size: u8) -> Html {
    let size = size.to_string();
    html! {
        <svg class="icon" width={size.clone()} height={size} viewBox="0 0 24 24" aria-hidden="true">
            <path d={icon.path()} />
        </svg>
    }
}
