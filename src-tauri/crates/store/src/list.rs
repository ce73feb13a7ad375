//! Lists: filtered, ordered, in pages.

use std::cmp::Reverse;

use model::{Kind, ipc::Order};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, params};

use crate::cursor::{Cursor, Place};
use crate::fold::fold;
use crate::record::Record;
use crate::search::{self, Numbers};
use crate::{StoreError, view};

/// Which records to list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// Of this kind.
    pub kind: Kind,
    /// Each word must be the beginning of a word in name, tags, exercise names or description; case and accents
    /// don't count. Text without a word in it is as good as none.
    pub search: Option<String>,
    /// With one of these tags, if any are given; case and accents don't count.
    pub tags: Vec<String>,
    /// In this order. [`Order::Relevance`]: first those that have all words in the name, then in name and tags,
    /// then with exercise names too, and the last changed first among equals; without a search, as
    /// [`Order::Modified`].
    pub order: Order,
    /// At most so many.
    pub limit: usize,
    /// After the page that gave this cursor.
    pub after: Option<Cursor>,
}

impl Query {
    /// All records of a kind, the last changed first, 50 to a page.
    #[must_use]
    pub const fn new(kind: Kind) -> Self {
        Self { kind, search: None, tags: Vec::new(), order: Order::Modified, limit: 50, after: None }
    }

    /// A number that differs between queries whose cursors must not be confused.
    pub(crate) fn fingerprint(&self) -> u32 {
        let mut hasher = crc32fast::Hasher::new();
        let order = format!("{:?}", self.order);
        let words = [self.kind.as_str(), &order, self.search.as_deref().unwrap_or_default()];
        for word in words.into_iter().chain(self.tags.iter().map(String::as_str)) {
            hasher.update(word.as_bytes());
            hasher.update(&[0]);
        }
        hasher.finalize()
    }
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The records.
    pub records: Vec<Record>,
    /// Where the next page begins; `None` after the last record.
    pub next: Option<Cursor>,
    /// How many records match in all.
    pub total: u64,
}

/// How many records there are of a kind.
pub(crate) fn count(connection: &Connection, kind: Kind) -> Result<u64, StoreError> {
    let mut statement = connection.prepare_cached("SELECT count(*) FROM record WHERE kind = ?1")?;
    Ok(statement.query_row([kind.as_str()], |row| row.get(0))?)
}

/// See [`crate::View::list`].
pub(crate) fn list(connection: &Connection, query: &Query) -> Result<Page, StoreError> {
    let after = query.after.as_ref().map(|cursor| Place::parse(cursor, query)).transpose()?;
    let expression = query.search.as_deref().and_then(search::expression);
    let (places, total) = match &expression {
        Some(expression) if query.order == Order::Relevance => {
            ranked(connection, query, expression, after.as_ref())?
        }
        None if query.tags.is_empty() => {
            (Ordered::of(query).page(connection, query, after.as_ref())?, count(connection, query.kind)?)
        }
        expression => {
            let matches = matches(connection, query, expression.as_deref())?;
            Ordered::of(query).filtered(connection, query, &matches, after.as_ref())?
        }
    };
    page(connection, query, &places, total)
}

/// The records that a page consists of, one more if there is a next page, with their places in the order.
type Places = Vec<(i64, Place)>;

fn page(
    connection: &Connection,
    query: &Query,
    places: &[(i64, Place)],
    total: u64,
) -> Result<Page, StoreError> {
    let more = places.len() > query.limit;
    let places = places.get(..query.limit).unwrap_or(places);
    let mut statement = connection.prepare_cached("SELECT id, crc, body FROM record WHERE num = ?1")?;
    let records = places
        .iter()
        .map(|(num, _)| statement.query_row([num], |row| Ok(view::from_row(query.kind, row)))?)
        .collect::<Result<_, StoreError>>()?;
    let last = places.last().filter(|_| more).map(|(_, place)| place.cursor(query)).transpose()?;
    Ok(Page { records, next: last, total })
}

/// The records that fit search and tags, of any kind.
fn matches(connection: &Connection, query: &Query, expression: Option<&str>) -> Result<Numbers, StoreError> {
    let found = expression.map(|expression| search::matches(connection, expression)).transpose()?;
    Ok(match (found, tagged(connection, query)?) {
        (Some(mut found), Some(tagged)) => {
            found.intersect(&tagged);
            found
        }
        (found, tagged) => found.or(tagged).unwrap_or_default(),
    })
}

/// The records that have one of the query's tags; `None` if it doesn't ask for any.
fn tagged(connection: &Connection, query: &Query) -> Result<Option<Numbers>, StoreError> {
    if query.tags.is_empty() {
        return Ok(None);
    }
    let mut numbers = Numbers::default();
    let mut statement =
        connection.prepare_cached("SELECT record FROM tag WHERE kind = ?1 AND tag_key = ?2")?;
    for tag in &query.tags {
        let mut rows = statement.query([query.kind.as_str(), &fold(tag.trim())])?;
        while let Some(row) = rows.next()? {
            numbers.insert(row.get(0)?);
        }
    }
    Ok(Some(numbers))
}

/// An order that an index of the database gives.
struct Ordered {
    column: &'static str,
    /// The direction, of the column and of the ids among equals.
    direction: &'static str,
    /// What comes after a place, compared to it.
    beyond: &'static str,
}

impl Ordered {
    const BY_MODIFIED: Self = Self { column: "modified_at", direction: "DESC", beyond: "<" };
    const BY_CREATED: Self = Self { column: "created_at", direction: "DESC", beyond: "<" };
    const BY_NAME: Self = Self { column: "name_key", direction: "ASC", beyond: ">" };

    /// What a query is ordered by, unless it is by relevance to a search.
    const fn of(query: &Query) -> &'static Self {
        match query.order {
            Order::Modified | Order::Relevance => &Self::BY_MODIFIED,
            Order::Created => &Self::BY_CREATED,
            Order::Name => &Self::BY_NAME,
        }
    }

    fn sql(&self, condition: &str) -> String {
        let Self { column, direction, .. } = self;
        format!(
            "SELECT num, {column}, id FROM record WHERE kind = ?1 {condition} ORDER BY {column} {direction}, id {direction}"
        )
    }

    fn place(row: &Row<'_>) -> rusqlite::Result<Place> {
        Ok(match row.get_ref(1)? {
            ValueRef::Integer(time) => Place::Time(time, row.get(2)?),
            name => Place::Name(name.as_str()?.to_owned(), row.get(2)?),
        })
    }

    /// One page of all records of the kind.
    fn page(
        &self,
        connection: &Connection,
        query: &Query,
        after: Option<&Place>,
    ) -> Result<Places, StoreError> {
        let read = |row: &Row<'_>| Ok((row.get(0)?, Self::place(row)?));
        let (kind, limit) = (query.kind.as_str(), query.limit.saturating_add(1));
        let beyond = self.sql(&format!("AND ({}, id) {} (?3, ?4)", self.column, self.beyond)) + " LIMIT ?2";
        match after {
            None => view::rows(connection, &(self.sql("") + " LIMIT ?2"), params![kind, limit], read),
            Some(Place::Time(time, id)) => {
                view::rows(connection, &beyond, params![kind, limit, time, id], read)
            }
            Some(Place::Name(name, id)) => {
                view::rows(connection, &beyond, params![kind, limit, name, id], read)
            }
            Some(Place::Rank(..)) => Err(StoreError::BadCursor),
        }
    }

    /// One page of the records in `matches`, and how many there are in all.
    fn filtered(
        &self,
        connection: &Connection,
        query: &Query,
        matches: &Numbers,
        after: Option<&Place>,
    ) -> Result<(Places, u64), StoreError> {
        let (mut places, mut total) = (Places::new(), 0);
        let mut statement = connection.prepare_cached(&self.sql(""))?;
        let mut rows = statement.query([query.kind.as_str()])?;
        while let Some(row) = rows.next()? {
            let num = row.get(0)?;
            if !matches.contains(num) {
                continue;
            }
            total += 1;
            if places.len() > query.limit {
                continue;
            }
            let place = Self::place(row)?;
            let is_next = after.is_none_or(|after| match self.beyond {
                "<" => place < *after,
                _ => place > *after,
            });
            if is_next {
                places.push((num, place));
            }
        }
        Ok((places, total))
    }
}

/// One page of the records that match, the best matches first.
fn ranked(
    connection: &Connection,
    query: &Query,
    expression: &str,
    after: Option<&Place>,
) -> Result<(Places, u64), StoreError> {
    let after = match after {
        None => None,
        Some(Place::Rank(rank, time, id)) => Some((*rank, *time, id.clone())),
        Some(_) => return Err(StoreError::BadCursor),
    };
    let mut ranks = search::ranks(connection, expression)?;
    if let Some(tagged) = tagged(connection, query)? {
        for rank in &mut ranks {
            rank.intersect(&tagged);
        }
    }
    // The rows come in the order of time, so within a rank they are in order. Of each rank no more are kept than
    // fit on the page.
    let most = query.limit.saturating_add(1);
    let mut found: Vec<Places> = vec![Places::new(); ranks.len()];
    let mut total = 0;
    let mut statement = connection.prepare_cached(&Ordered::BY_MODIFIED.sql(""))?;
    let mut rows = statement.query([query.kind.as_str()])?;
    while let Some(row) = rows.next()? {
        let num = row.get(0)?;
        let rank = (0..).zip(&ranks).zip(&mut found).find(|((_, set), _)| set.contains(num));
        let Some(((rank, _), places)) = rank else { continue };
        total += 1;
        if places.len() < most {
            let (time, id) = (row.get(1)?, row.get(2)?);
            if after
                .as_ref()
                .is_none_or(|after| (rank, Reverse((time, &id))) > (after.0, Reverse((after.1, &after.2))))
            {
                places.push((num, Place::Rank(rank, time, id)));
            }
        }
    }
    Ok((found.into_iter().flatten().take(most).collect(), total))
}
