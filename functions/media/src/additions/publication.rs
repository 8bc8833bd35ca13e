//! Publishing an addition: transaction by transaction, until nothing is left of it.
//!
//! Each transaction makes contents out of a part of the addition and takes that part from it, if the addition is still
//! as it was read. So whoever comes second, or comes again, goes on with what is left; and one that has no more left is
//! deleted with the last part.

use kindred::entity::addition::Addition;
use kindred::entity::content::{Content, Description};
use kindred::entity::kind::MediaKind;
use kindred::store::{ATTEMPTS, Change, Key, outrun};
use kindred::{App, Error, Result};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::genres;

/// Episodes that one transaction publishes, with three actions each; it takes a hundred.
const EPISODES_AT_ONCE: usize = 25;

/// That something is in the catalogue.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Published {
    /// Always true.
    #[schema(example = true)]
    status: bool,
    /// For a person.
    #[schema(example = "It is in the catalogue")]
    message: String,
    /// The id of the content.
    #[schema(example = 42)]
    content_id: u64,
}

impl Published {
    /// This content is in the catalogue.
    pub(crate) fn new(content_id: u64) -> Self {
        Self { status: true, message: "It is in the catalogue".to_owned(), content_id }
    }
}

/// What one transaction does to an addition.
struct Step {
    change: Change,
    content: u64,
    is_last: bool,
}

/// Publish the addition at this place, or what is left of it, and return the content that it is; none if there is none.
///
/// Refuses: `Taken` 400 when a content has what only one may have, `State` 400 when the content is deleted before all
/// of its episodes are there.
pub(super) async fn publish(app: &App, place: &Key, by: u64) -> Result<Option<u64>> {
    let mut content = None;
    let (mut n_left, mut n_lost) = (usize::MAX, 0);
    while n_lost < ATTEMPTS {
        let Some(addition) = app.store.get::<Addition>(place).await? else {
            // Gone since we saw it half published: somebody else has published the rest.
            return Ok(content);
        };
        content = addition.published.or(content);
        // Whoever was faster has left us less to do: that is no reason to give up.
        if addition.episodes.len() < n_left {
            (n_left, n_lost) = (addition.episodes.len(), 0);
        }
        let step = next_step(app, addition, by).await?;
        if !app.store.attempt(step.change, n_lost).await? {
            n_lost += 1;
        } else if step.is_last {
            return Ok(Some(step.content));
        }
    }
    Err(outrun())
}

/// What the next transaction publishes: the medium itself, if it is not published, and as many episodes as fit.
async fn next_step(app: &App, mut addition: Addition, by: u64) -> Result<Step> {
    let later = addition.episodes.split_off(addition.episodes.len().min(EPISODES_AT_ONCE));
    let now = std::mem::replace(&mut addition.episodes, later);
    let n_new = now.len() + usize::from(addition.published.is_none());
    let mut id = app.store.next_ids("content", n_new as u64).await?;
    let (content, mut contents) = match addition.published {
        Some(content) => (content, presence(addition.kind, content)),
        None => {
            let fields = addition.fields.clone();
            let genres = genres::of_kind(app, addition.kind, &addition.genres, by).await?;
            let description = Description { fields, genres };
            let whole = birth(app, addition.kind, id, description, by)?;
            id += 1;
            (id - 1, whole)
        }
    };
    for (fields, id) in now.into_iter().zip(id..) {
        contents = contents.and(part(app, content, id, fields, by)?);
    }
    let is_last = addition.episodes.is_empty();
    let taken = if is_last {
        addition.settlement()
    } else {
        Change::new().update(&Addition { published: Some(content), ..addition })
    };
    // First of all the addition: if somebody else has published it, that is why its unique name is taken.
    Ok(Step { change: taken.and(contents), content, is_last })
}

/// Publish an episode of this serie.
///
/// Refuses: `Invalid` 400 for fields that break a rule.
pub(crate) fn part(
    app: &App,
    serie: u64,
    id: u64,
    mut fields: Map<String, Value>,
    by: u64,
) -> Result<Change> {
    fields.insert("serie_id".to_owned(), serie.into());
    birth(app, MediaKind::Episode, id, Description { fields, genres: Vec::new() }, by)
}

/// Publish a content.
fn birth(app: &App, kind: MediaKind, id: u64, description: Description, by: u64) -> Result<Change> {
    let occurrence = app.ids.occurrence(Some(by));
    let (content, events) = Content::publish(kind, id, description, occurrence)?;
    Ok(content.saving(None).events(&events))
}

/// Only while the content is there can it get parts: whoever deletes it deletes all of them.
fn presence(kind: MediaKind, content: u64) -> Change {
    let message =
        format!("The {kind} has been deleted meanwhile, please decline the rest of its episodes");
    Change::new().add(Content::place(content), Vec::new(), Error::state(message))
}
