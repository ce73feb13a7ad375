//! The token: asked for anew once, when the server rejects it.

/// How the session's token stands. Requests and streams are named by numbers that grow, so that a rejection of the
/// token before the last is told from one of the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Session {
    /// It is good, as far as is known.
    #[default]
    Good,
    /// A new one is asked for.
    Refreshing,
    /// A new one couldn't be asked for; a timer runs.
    Waiting,
    /// It is new, from after this request on, and has not yet been accepted.
    Fresh {
        /// The last request made with the one before.
        after: u64,
    },
}

/// What a rejected token means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rejection {
    /// It was an old token's, or a new one is asked for already.
    Known,
    /// A new one is to be asked for.
    Refresh,
    /// A new one was rejected, too: only signing in helps.
    Final,
}

impl Session {
    /// Whether there is a token to make requests with.
    pub(super) fn is_ready(self) -> bool {
        matches!(self, Self::Good | Self::Fresh { .. })
    }

    /// The server rejected the token of a request.
    pub(super) fn rejected(self, request: u64) -> Rejection {
        match self {
            Self::Good => Rejection::Refresh,
            Self::Fresh { after } if request > after => Rejection::Final,
            Self::Refreshing | Self::Waiting | Self::Fresh { .. } => Rejection::Known,
        }
    }

    /// The server accepted the token of a request.
    pub(super) fn accepted(&mut self, request: u64) {
        if matches!(*self, Self::Fresh { after } if request > after) {
            *self = Self::Good;
        }
    }
}
