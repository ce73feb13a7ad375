//! A storm: faults of every kind, one after the other, by a seed, until enough have happened.

use std::time::Duration;

use fastrand::Rng;

use crate::fault::{Effect, Fault, Loss};
use crate::line::Down;
use crate::listen::Form;
use crate::order::Order;
use crate::proxy::{Error, Proxy};
use crate::status::{Code, Status};

/// A storm.
#[derive(Clone, Copy, Debug)]
pub struct Storm {
    /// The same seed orders the same; what it strikes depends on what clients do meanwhile.
    pub seed: u64,
    /// When it ends: so many faults have happened, all counted.
    pub faults: u64,
    /// The time between two orders is at most twice this.
    pub pace: Duration,
    /// The longest that a line is down, or an answer late.
    pub longest: Duration,
}

impl Storm {
    /// Lets it rage on all lines, and leaves everything as it was before: nothing is held back, all lines are up and near.
    pub async fn rage(&self, proxy: &Proxy) -> Result<(), Error> {
        let mut rng = Rng::with_seed(self.seed);
        let lines: Vec<String> = proxy.report().lines.into_iter().map(|line| line.name).collect();
        let form = proxy.report().form;
        let before = happened(proxy);
        while happened(proxy) - before < self.faults {
            for gust in self.gust(&mut rng, &lines) {
                proxy.obey(gust.order).await?;
                tokio::time::sleep(gust.lasts).await;
            }
            tokio::time::sleep(up_to(&mut rng, self.pace * 2)).await;
        }
        for order in [
            Order::ClearFaults,
            Order::Up { line: None },
            Order::Latency { line: None, round_trip_ms: 0 },
            Order::Form(form),
        ] {
            proxy.obey(order).await?;
        }
        Ok(())
    }

    fn gust(&self, rng: &mut Rng, lines: &[String]) -> Vec<Gust> {
        let line = rng.choice(lines).cloned();
        let order = match rng.u8(..16) {
            0..8 => Order::Fault(self.fault(rng, line)),
            8 => Order::Cut { line },
            9 => Order::Freeze { line },
            10 => {
                let how = if rng.bool() { Down::Silent } else { Down::Refusing };
                let lasts = up_to(rng, self.longest);
                let down = Gust { order: Order::Down { line: line.clone(), how }, lasts };
                return vec![down, Gust::of(Order::Up { line })];
            }
            11 => Order::EndStreams { line, status: passing(rng) },
            12 => Order::ExpireTokens { uid: None },
            13 => Order::ForgetResumeTokens,
            14 => {
                let forms = [Form::Changes, Form::SilentDeletes, Form::Everything];
                Order::Form(forms[rng.usize(..forms.len())])
            }
            _ => Order::Latency { line, round_trip_ms: rng.u64(..200) },
        };
        vec![Gust::of(order)]
    }

    fn fault(&self, rng: &mut Rng, line: Option<String>) -> Fault {
        let loss = match rng.u8(..4) {
            0 => Loss::Silence,
            1 => Loss::Refuse(passing(rng)),
            _ => Loss::Cut,
        };
        let effect = match rng.u8(..8) {
            0..3 => Effect::Refuse(passing(rng)),
            3 => Effect::LoseRequest(loss),
            4 | 5 => Effect::LoseAnswer(loss),
            6 => {
                Effect::Delay { ms: u64::try_from(up_to(rng, self.longest).as_millis()).unwrap_or(u64::MAX) }
            }
            _ => Effect::Twice,
        };
        Fault { line, times: Some(rng.u32(1..4)), ..Fault::once(effect) }
    }
}

/// An order, and how long nothing else happens.
struct Gust {
    order: Order,
    lasts: Duration,
}

impl Gust {
    const fn of(order: Order) -> Self {
        Self { order, lasts: Duration::ZERO }
    }
}

/// A status that says nothing against the request: the same may succeed later.
fn passing(rng: &mut Rng) -> Status {
    let codes = [
        Code::Unavailable,
        Code::Internal,
        Code::DeadlineExceeded,
        Code::Aborted,
        Code::ResourceExhausted,
        Code::Cancelled,
        Code::Unknown,
    ];
    let code = codes[rng.usize(..codes.len())];
    let retry_after_ms = rng.bool().then(|| rng.u64(..500));
    Status { retry_after_ms, ..Status::new(code, "a storm is raging") }
}

fn up_to(rng: &mut Rng, longest: Duration) -> Duration {
    longest.mul_f64(rng.f64())
}

fn happened(proxy: &Proxy) -> u64 {
    proxy.report().counts.faults.values().sum()
}
