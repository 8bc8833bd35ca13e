//! The types of events, as administrators filter by them and the documentation lists them.
//!
//! Those of media come from the table of kinds. A type that is added anywhere is added here; a test looks.

use kindred::entity::job::step::Move;
use kindred::entity::kind::{Field, Holds, MediaKind};
use kindred::event::{
    CHANGED, DELETION, FLAGGED, GENRE_ADDED, GENRE_MODEL, GENRES, GROUP_ADDED, GROUP_MODEL,
    JOB_DELETED, JOB_MODEL, JOB_SUBMITTED, LIKED_GENRES, MATCHING_DELETED, MATCHING_DONE,
    MATCHING_FAILED, MATCHING_MODEL, MATCHING_SUBMITTED, META_ADDED, META_MODEL, MODEL_MODEL,
    MODEL_TRAINED, RATINGS, REASONS, RUNNER_CREATED, RUNNER_LOST, RUNNER_MODEL, RUNNER_REGISTERED,
    RUNNER_REVOKED, RUNNER_UNREGISTERED, USER_ADDED, USER_MODEL,
};
use kindred::http::Query;
use kindred::{Error, Result};

/// A type of events.
pub(crate) struct EventType {
    /// Its name on the wire.
    pub(crate) name: &'static str,
    /// What it tells.
    pub(crate) about: String,
    /// Its own fields.
    pub(crate) fields: String,
}

/// All types: of media first, then of people, jobs and runners.
pub(crate) fn all() -> Vec<EventType> {
    let media = MediaKind::WITH_EPISODES.into_iter().map(of_kind);
    let media = media.chain(of_media()).chain(of_people());
    media.chain(of_jobs()).chain(of_matching()).chain(of_runners()).collect()
}

/// Read the types that are asked for, commas between them; none when it may be any.
///
/// Refuses: `Invalid` 400 for a type that there is not.
pub(crate) fn read(query: &Query) -> Result<Option<Vec<&'static str>>> {
    let Some(text) = query.get("type") else { return Ok(None) };
    let known = all();
    let named = |name: &str| known.iter().map(|known| known.name).find(|known| *known == name);
    let refused = || Error::invalid(format!("type must be of: {}", names()));
    let types: Option<Vec<_>> = text.split(',').map(named).collect();
    types.ok_or_else(refused).map(Some)
}

/// The names of all types, for people.
pub(crate) fn names() -> String {
    all().iter().map(|known| known.name).collect::<Vec<_>>().join(", ")
}

fn of_kind(kind: MediaKind) -> EventType {
    let fields: Vec<_> = kind.differences().fields.iter().map(field).collect();
    EventType {
        name: kind.added_event(),
        about: format!("The {kind} was published, as the fields say"),
        fields: fields.join(", "),
    }
}

fn field(field: &Field) -> String {
    let holds = match field.holds {
        Holds::Integer | Holds::SmallInteger => "integer",
        Holds::Text(_) | Holds::Reference(_) | Holds::Uuid => return format!("`{}`", field.name),
    };
    format!("`{}` ({holds})", field.name)
}

fn of_media() -> [EventType; 5] {
    [
        EventType {
            name: MODEL_TRAINED,
            about: "Collaborative filtering has learned anew; `object_id` is the generation of the model".to_owned(),
            fields: model(MODEL_MODEL)
                + ", `kind`, `position` (integer: the newest event that it takes into account), `lambda`, `gamma` \
                   (numbers), `n_users`, `n_items`, `n_interactions` (integers)",
        },
        EventType {
            name: GENRE_ADDED,
            about: "A genre was made".to_owned(),
            fields: model(GENRE_MODEL) + ", `kind`, `name`",
        },
        EventType {
            name: META_ADDED,
            about: "`occured_by` met the content for the first time".to_owned(),
            fields: "`rating` (integer or null), `review_see_count` (integer), `count` (integer)"
                .to_owned(),
        },
        EventType {
            name: CHANGED,
            about: format!(
                "An attribute has a new value: of a content, of what `occured_by` did with one (`{META_MODEL}`), of an \
                 account (`{USER_MODEL}`), of a group (`{GROUP_MODEL}`). `{GENRES}` of a content are all ids that it has, with \
                 commas between them (in older ones names), `{RATINGS}` the sum and the number of those that it came with; \
                 `{LIKED_GENRES}` of an account is the id of one genre, after `-` if it is liked no more, `{FLAGGED}` \
                 that of one content, with hashes of the reasons in a field of their own, `{REASONS}`, or after `-` if it is gone, \
                 with its `kind`; `members` and `invitations` of a group are one user, who came or went"
            ),
            fields: "`model_name`, `attribute_name`, `new_value` (as a text: numbers as decimals, nothing as `None`; \
                     null where it belongs to an account)"
                .to_owned(),
        },
        EventType {
            name: DELETION,
            about: "It was deleted: a content, what `occured_by` did with one, an account, a group, a genre".to_owned(),
            fields: "`model_name`; of what somebody did, and of a genre, `kind`".to_owned(),
        },
    ]
}

fn of_people() -> [EventType; 2] {
    [
        EventType {
            name: USER_ADDED,
            about: "Somebody registered".to_owned(),
            fields: model(USER_MODEL),
        },
        EventType {
            name: GROUP_ADDED,
            about: "A group was made".to_owned(),
            fields: model(GROUP_MODEL) + ", `name`",
        },
    ]
}

fn of_jobs() -> Vec<EventType> {
    let own = |name, about: &str| EventType {
        name,
        about: about.to_owned(),
        fields: model(JOB_MODEL) + "; under a lease `runner` (integer), `lease` (integer)",
    };
    let moved = |by: Move| own(by.event_name(), told(by));
    let moves = [
        Move::Assign,
        Move::Resume,
        Move::Start,
        Move::Succeed,
        Move::Fail,
        Move::Lose,
        Move::Abort,
        Move::RequestAbort,
        Move::Download,
    ];
    let submitted = own(JOB_SUBMITTED, "A job was submitted");
    let deleted = own(JOB_DELETED, "A job was deleted");
    [submitted].into_iter().chain(moves.map(moved)).chain([deleted]).collect()
}

/// What an event of a job tells.
fn told(by: Move) -> &'static str {
    match by {
        Move::Assign => "A runner got the job",
        Move::Resume => "The runner that had lost the job got it back",
        Move::Start => "The runner began",
        Move::Succeed => "The runner brought a transcript",
        Move::Fail => "The runner failed",
        Move::Lose => "The runner is gone; the job waits again",
        Move::Abort => "The job ended, because somebody wanted it",
        Move::RequestAbort => "Somebody wants the job to end; the runner has to be told first",
        Move::Download => "Somebody fetched the transcript",
    }
}

fn of_matching() -> [EventType; 4] {
    [
        (MATCHING_SUBMITTED, "A job of matching was submitted; `object_id` is whose it is"),
        (MATCHING_DONE, "All texts of a job are matched"),
        (MATCHING_FAILED, "The texts of a job cannot be matched"),
        (MATCHING_DELETED, "A job of matching was deleted"),
    ]
    .map(|(name, about)| EventType {
        name,
        about: about.to_owned(),
        fields: model(MATCHING_MODEL) + ", `uuid`",
    })
}

fn of_runners() -> [EventType; 5] {
    [
        (RUNNER_CREATED, "A runner got its token"),
        (RUNNER_REGISTERED, "A runner came online"),
        (RUNNER_UNREGISTERED, "A runner went offline"),
        (RUNNER_LOST, "A runner was silent for too long"),
        (RUNNER_REVOKED, "A runner's token was taken away"),
    ]
    .map(|(name, about)| EventType {
        name,
        about: about.to_owned(),
        fields: model(RUNNER_MODEL),
    })
}

fn model(name: &str) -> String {
    format!("`model_name` (`{name}`)")
}
