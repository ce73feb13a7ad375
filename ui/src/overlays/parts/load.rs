//! Asking the core for what an overlay shows: under way, there, or failed with a way to try again.

use std::rc::Rc;

use model::CommandError;
use model::ipc::Command;
use yew::prelude::*;

use crate::{actions, backend};

/// How far an answer is.
#[derive(Debug, PartialEq)]
pub enum Load<T> {
    /// Under way.
    Asked,
    /// Here.
    Here(Rc<T>),
    /// It could not be had.
    Failed(CommandError),
}

impl<T> Clone for Load<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Asked => Self::Asked,
            Self::Here(answer) => Self::Here(answer.clone()),
            Self::Failed(error) => Self::Failed(error.clone()),
        }
    }
}

/// Asks for `C`, and again whenever `args` or `revision` change or the callback is called. An answer that is there
/// stays until the next one is.
#[hook]
pub fn use_load<C>(args: C::Args, revision: u64) -> (Load<C::Reply>, Callback<()>)
where
    C: Command + 'static,
    C::Args: PartialEq + Clone + 'static,
    C::Reply: 'static,
{
    let load = use_state(|| Load::Asked);
    let again = use_state(|| 0_u32);
    // Answers to an earlier question than the last are dropped.
    let last = use_mut_ref(|| 0_u64);
    {
        let load = load.clone();
        use_effect_with((args, revision, *again), move |(args, _, _)| {
            let args = args.clone();
            *last.borrow_mut() += 1;
            let number = *last.borrow();
            actions::spawn(async move {
                let answer = backend::call::<C>(args).await;
                if *last.borrow() == number {
                    load.set(match answer {
                        Ok(answer) => Load::Here(Rc::new(answer)),
                        Err(error) => Load::Failed(error),
                    });
                }
            });
        });
    }
    let retry = Callback::from(move |()| again.set(*again + 1));
    ((*load).clone(), retry)
}
