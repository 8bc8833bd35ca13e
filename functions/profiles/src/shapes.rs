//! What profiles look like, from outside and from inside.

use kindred::entity::persona::Persona;
use kindred::entity::persona::launch::Launch;
use kindred::http::media::GenreOut;
use serde::Serialize;
use utoipa::ToSchema;

/// A made-up person of yours.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProfileBase)]
pub(crate) struct ProfileOut {
    /// Its id.
    #[schema(example = "7c9e6679-7425-40de-944b-e07fc1f90ae7")]
    uuid: String,
    /// Its name.
    #[schema(min_length = 1, max_length = 45, example = "Likes everything slow")]
    profilename: String,
}

/// A made-up person of yours, and what it likes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Profile)]
pub(crate) struct ProfileInFull {
    /// The profile.
    #[serde(flatten)]
    pub(crate) profile: ProfileOut,
    /// Genres that it likes, in the order in which they were made.
    pub(crate) liked_genres: Vec<GenreOut>,
}

/// A new profile.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProfileMade {
    /// Always true.
    #[schema(example = true)]
    pub(crate) status: bool,
    /// For a person.
    #[schema(example = "Your profile is there")]
    pub(crate) message: &'static str,
    /// The profile.
    pub(crate) profile: ProfileOut,
}

/// A profile.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProfileAnswer {
    /// Always true.
    #[schema(example = true)]
    pub(crate) status: bool,
    /// For a person.
    #[schema(example = "Here you are")]
    pub(crate) message: &'static str,
    /// The profile.
    pub(crate) profile: ProfileInFull,
}

/// A launch: that all engines were asked what to recommend to a profile.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LaunchOfProfile)]
pub(crate) struct LaunchOut {
    /// Counts up from 1 over all profiles.
    #[schema(example = 5)]
    id: u64,
    /// When, UTC.
    #[schema(example = "2026-11-20T18:30:00.000000")]
    occured_at: String,
    /// Which profile.
    profile: ProfileOut,
}

/// A genre that a profile liked when it was launched.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LaunchedGenre)]
pub(crate) struct LaunchedGenreOut {
    /// Its name at that time.
    #[schema(example = "Drama")]
    pub(crate) name: String,
    /// The kind whose contents it groups.
    #[schema(example = "movie")]
    pub(crate) content_type: &'static str,
}

impl From<&Persona> for ProfileOut {
    fn from(persona: &Persona) -> Self {
        Self { uuid: persona.uuid.to_string(), profilename: persona.name.clone() }
    }
}

impl LaunchOut {
    /// A launch of this profile.
    pub(crate) fn new(launch: &Launch, persona: &Persona) -> Self {
        let occured_at = launch.occured_at.to_string();
        Self { id: launch.id, occured_at, profile: persona.into() }
    }
}
