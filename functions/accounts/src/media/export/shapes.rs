//! What an export looks like.

use kindred::entity::article::Article;
use kindred::entity::job::Job;
use kindred::entity::job::step::Step;
use kindred::entity::user::User;
use kindred::http::media::{GenreOut, UserBase};
use serde::Serialize;
use utoipa::ToSchema;

use super::ENOUGH_BYTES;
use super::flags::FlagExport;
use super::metas::MetaExport;
use super::profiles::ProfileExport;
use crate::media::shapes::UserObject;

/// A part of an export.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Export)]
pub(crate) struct ExportOut {
    /// Always true.
    #[schema(example = true)]
    pub(super) status: bool,
    /// For a person.
    #[schema(example = "Here you are")]
    pub(super) message: &'static str,
    /// The user, with all that is held about them.
    pub(super) user: UserExport,
    /// What to send as `cursor` for the rest; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) cursor: Option<String>,
}

/// A user, with all that is held about them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UserExport {
    /// The user.
    #[serde(flatten)]
    pub(super) user: UserObject,
    /// The rest of the account.
    pub(super) account: AccountExport,
    /// Since when they agree to be compared with others by taste, UTC; null when they do not, and on further pages.
    #[schema(required, example = "2026-11-20T18:30:00.000000")]
    pub(super) matching_consent_since: Option<String>,
    /// Genres that they like.
    pub(super) liked_genres: Vec<GenreOut>,
    /// Services that they have linked.
    pub(super) linked_services: Vec<LinkedService>,
    /// What they did with contents, at most 5,000 on a page.
    pub(super) meta_user_content: Vec<MetaExport>,
    /// What should not have been recommended to them.
    pub(super) bad_recommendations: Vec<FlagExport>,
    /// What they wrote.
    pub(super) articles: Vec<ArticleExport>,
    /// What they had transcribed.
    pub(super) jobs: Vec<JobExport>,
    /// The made-up people that they have.
    pub(super) profiles: Vec<ProfileExport>,
    /// What is recommended to them, on the first page.
    pub(super) recommendations: Vec<RecommendationExport>,
}

/// A service that a user has linked.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LinkedService {
    /// Counts up from 1.
    #[schema(example = 2)]
    pub(super) service_id: u64,
    /// Its name.
    #[schema(example = "Spotify")]
    pub(super) service_name: String,
}

/// An account, beside what others see of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AccountExport {
    /// The id by which forum and job service know them.
    #[schema(example = 7)]
    pub(super) id: u64,
    /// Their name at the forum.
    #[schema(required, example = "ada_l")]
    pub(super) login_name: Option<String>,
    /// When they registered, UTC.
    #[schema(example = "2026-11-20T18:30:00.000000")]
    pub(super) created_at: String,
    /// Whether their address is confirmed.
    #[schema(example = true)]
    pub(super) activated: bool,
    /// Whether they administer accounts and jobs.
    #[schema(example = false)]
    pub(super) is_admin: bool,
    /// The roles that they have.
    #[schema(example = json!(["user"]))]
    pub(super) roles: Vec<String>,
}

/// An article that a user wrote.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ArticleExport {
    /// Its id.
    #[schema(example = 42)]
    pub(super) id: u64,
    /// When it was written, UTC.
    #[schema(example = "2026-11-20T18:30:00.000000")]
    pub(super) date_posted: String,
    /// Its title.
    #[schema(example = "Why I reread Dune")]
    pub(super) title: String,
    /// Its text.
    #[schema(example = "Because the desert is never the same twice.")]
    pub(super) text: String,
}

/// A job that a user submitted.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JobExport {
    /// Its id.
    #[schema(example = 17)]
    job_id: u64,
    /// When it was submitted, UTC.
    #[schema(example = "2026-11-20T18:30:00.000000")]
    submitted_at: String,
    /// When it ended, UTC.
    #[schema(required, example = "2026-11-20T18:34:00.000000")]
    finished_at: Option<String>,
    /// Where it stands.
    #[schema(value_type = String, example = "success")]
    step: Step,
    /// The name of the file.
    #[schema(required, example = "interview.mp3")]
    file_name: Option<String>,
    /// The model that was asked for.
    #[schema(required, example = "small")]
    model: Option<String>,
    /// The language that was told.
    #[schema(required, example = "en")]
    language: Option<String>,
    /// Why it failed.
    #[schema(required)]
    error: Option<String>,
    /// What was said.
    #[schema(required, example = "Hello, world.")]
    transcript: Option<String>,
}

/// A content that is recommended.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecommendationExport {
    /// The content.
    #[schema(example = 42)]
    pub(super) content_id: u64,
    /// Its kind.
    #[schema(example = "movie")]
    pub(super) content_type: &'static str,
    /// By which engine.
    #[schema(example = "FromSimilarContent")]
    pub(super) reco_engine: String,
    /// How much, 0.0 to 1.0.
    #[schema(example = 0.7)]
    pub(super) reco_score: f64,
}

impl UserExport {
    /// What is known of the account itself.
    pub(super) fn of(user: &User) -> Self {
        let account = AccountExport {
            id: user.id,
            login_name: user.login_name.clone(),
            created_at: user.created_at.to_string(),
            activated: user.activated,
            is_admin: user.is_admin,
            roles: user.roles.clone(),
        };
        Self {
            user: UserObject::without_groups(UserBase::from(user)),
            account,
            matching_consent_since: None,
            liked_genres: Vec::new(),
            linked_services: Vec::new(),
            meta_user_content: Vec::new(),
            bad_recommendations: Vec::new(),
            articles: Vec::new(),
            jobs: Vec::new(),
            profiles: Vec::new(),
            recommendations: Vec::new(),
        }
    }

    /// How many more bytes of text it should have.
    pub(super) fn room(&self) -> usize {
        let articles = self.articles.iter().map(|article| article.text.len());
        let flags = self.bad_recommendations.iter().map(FlagExport::text_bytes);
        let jobs = self.jobs.iter().filter_map(|job| job.transcript.as_ref()).map(String::len);
        ENOUGH_BYTES.saturating_sub(articles.chain(flags).chain(jobs).sum())
    }
}

impl JobExport {
    /// A job and what was said in it.
    pub(super) fn new(job: Job, transcript: Option<String>) -> Self {
        Self {
            job_id: job.id,
            submitted_at: job.submitted_at.to_string(),
            finished_at: job.finished_at.map(|time| time.to_string()),
            step: job.step,
            file_name: job.order.file_name,
            model: job.order.model,
            language: job.order.language,
            error: job.error,
            transcript,
        }
    }
}

impl From<Article> for ArticleExport {
    fn from(article: Article) -> Self {
        Self {
            id: article.id,
            date_posted: article.date_posted.to_string(),
            title: article.title,
            text: article.text,
        }
    }
}
