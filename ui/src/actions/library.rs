//! The lists of the library: asking for them, page after page.

use model::CommandError;
use model::ipc::{Command, ListPrograms, ListQuery, ListWorkouts, Nothing, Order, Page, WorkoutTags};

use crate::actions::report;
use crate::backend;
use crate::state::{Action, App};

/// Rows asked for at once.
const PAGE: u32 = 200;

/// Lists workouts anew.
pub async fn query_workouts(app: App, query: ListQuery) {
    let number = app.number();
    app.dispatch(Action::QueryWorkouts(query.clone(), number));
    match pages::<ListWorkouts, _>(query, 1).await {
        Ok(page) => app.dispatch(Action::WorkoutPage(page, number)),
        Err(error) => app.dispatch(Action::ListFailed(error, number)),
    }
}

/// Fetches workouts until `rows` of them are there, unless a request is under way.
pub async fn more_workouts(app: App, rows: usize) {
    let list = app.state().workouts.clone();
    let missing = rows.saturating_sub(list.rows.len());
    if missing == 0 || list.asked.is_some() || list.next.is_none() {
        return;
    }
    let number = app.number();
    let query = ListQuery { after: list.next, ..list.query };
    app.dispatch(Action::QueryWorkouts(query.clone(), number));
    match pages::<ListWorkouts, _>(query, missing).await {
        Ok(page) => app.dispatch(Action::WorkoutPage(page, number)),
        Err(error) => app.dispatch(Action::ListFailed(error, number)),
    }
}

/// Lists as many workouts again as are there.
pub async fn reload_workouts(app: &App) {
    let list = app.state().workouts.clone();
    let number = app.number();
    app.dispatch(Action::QueryWorkouts(list.query.clone(), number));
    match pages::<ListWorkouts, _>(list.query, list.rows.len().max(1)).await {
        Ok(page) => app.dispatch(Action::WorkoutPage(page, number)),
        Err(error) => app.dispatch(Action::ListFailed(error, number)),
    }
}

/// Lists programs anew, all of them: there are never many.
pub async fn query_programs(app: App, query: ListQuery) {
    let number = app.number();
    app.dispatch(Action::QueryPrograms(query.clone(), number));
    match pages::<ListPrograms, _>(query, usize::MAX).await {
        Ok(page) => app.dispatch(Action::ProgramPage(page, number)),
        Err(error) => app.dispatch(Action::ListFailed(error, number)),
    }
}

/// Lists the programs again.
pub async fn reload_programs(app: &App) {
    let query = app.state().programs.query.clone();
    query_programs(app.clone(), query).await;
}

/// Asks for the tags of workouts.
pub async fn reload_tags(app: &App) {
    match backend::call::<WorkoutTags>(Nothing {}).await {
        Ok(tags) => app.dispatch(Action::Tags(tags)),
        Err(error) => report(app, &error),
    }
}

/// Pages from where `query` begins until at least `rows` are there, or all, as one.
async fn pages<C, R>(query: ListQuery, rows: usize) -> Result<Page<R>, CommandError>
where
    C: Command<Args = ListQuery, Reply = Page<R>>,
{
    // A search brings the best match first, unless the person chose another order.
    let searching = query.search.as_ref().is_some_and(|search| !search.trim().is_empty());
    let order = if searching && query.order == Order::Modified { Order::Relevance } else { query.order };
    let ask = |after| backend::call::<C>(ListQuery { limit: PAGE, after, order, ..query.clone() });
    let mut all = ask(query.after.clone()).await?;
    while all.items.len() < rows && all.next.is_some() {
        let page = ask(all.next.take()).await?;
        all.items.extend(page.items);
        all.next = page.next;
        all.total = page.total;
    }
    Ok(all)
}
