//! The token: asked for anew when the server rejects it.

/// Rejections in a row, each of a token newer than the one before, after which it is not the token.
const FINAL: u32 = 3;

/// How the session's token stands. Requests and streams are named by numbers that grow, so that a rejection of the
/// token before the last is told from one of the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Session {
    token: Token,
    /// How many new tokens in a row were rejected.
    rejections: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Token {
    /// It is good, as far as is known.
    #[default]
    Good,
    /// A new one is asked for.
    Refreshing,
    /// A new one is to be asked for when a timer runs out.
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
    /// A new one was rejected. It may have expired unused while the machine slept: one more, in a while.
    RefreshLater,
    /// Several new ones were rejected: only signing in helps.
    Final,
}

impl Session {
    /// Whether there is a token to make requests with.
    pub(super) fn is_ready(self) -> bool {
        matches!(self.token, Token::Good | Token::Fresh { .. })
    }

    pub(super) fn is_refreshing(self) -> bool {
        self.token == Token::Refreshing
    }

    pub(super) fn is_waiting(self) -> bool {
        self.token == Token::Waiting
    }

    /// A new token is asked for.
    pub(super) fn refreshes(&mut self) {
        self.token = Token::Refreshing;
    }

    /// A new token is to be asked for when a timer runs out.
    pub(super) fn waits(&mut self) {
        self.token = Token::Waiting;
    }

    /// There is a new token; `after` was the last request made with the one before.
    pub(super) fn refreshed(&mut self, after: u64) {
        if self.token != Token::Good {
            self.token = Token::Fresh { after };
        }
    }

    /// The server rejected the token of a request.
    pub(super) fn rejected(&mut self, request: u64) -> Rejection {
        match self.token {
            Token::Good => Rejection::Refresh,
            Token::Fresh { after } if request > after => {
                self.rejections += 1;
                if self.rejections < FINAL { Rejection::RefreshLater } else { Rejection::Final }
            }
            Token::Refreshing | Token::Waiting | Token::Fresh { .. } => Rejection::Known,
        }
    }

    /// The server accepted the token of a request; `true` if that wasn't known.
    pub(super) fn accepted(&mut self, request: u64) -> bool {
        let new = matches!(self.token, Token::Fresh { after } if request > after);
        if new {
            *self = Self::default();
        }
        new
    }
}
