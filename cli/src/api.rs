//! The API of all functions together: one router, one description.

use axum::Router;
use kindred::App;
use kindred::http::openapi::describe;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

/// What stands above the operations; each function's own tags follow.
#[derive(OpenApi)]
#[openapi(
    info(title = "Kindred", description = include_str!("api.md"), license(name = "MIT", identifier = "MIT")),
    tags(
        (name = "Accounts", description = "Registration, log-in and who somebody is, at the forum and the media API. \
            One account serves every door."),
        (name = "Job service accounts", description = "The same account at the job service: by e-mail address, with \
            forms in and `msg` in every answer."),
        (name = "Groups", description = "People who are recommended something together. Whoever makes a group invites \
            others; `GET /api/user/{uuid}` lists one's own, `GET /api/movie/groups` and its like what is recommended \
            to them."),
        (name = "Articles", description = "The forum: articles, and lists of them. Reading is free to everybody; \
            writing wants the `access-token` in the body."),
        (name = "Jobs", description = "Audio that becomes text: submit it, wait, fetch the transcript. Whoever submits \
            needs a confirmed address; administrators may have to do with the jobs of all."),
        (name = "Runners", description = "The machines that work off jobs: a runner comes online, shows that it is \
            there, is told of work, fetches it and brings the result. Its own token goes into the header."),
        (name = "Profiles", description = "Made-up people, to see what they would be recommended: each belongs to whoever \
            made it, nobody else sees it, and nothing that it does counts anywhere."),
        (name = "Matching", description = "How alike texts are, which items of the catalogue a record may be, and who \
            has a taste like one's own, if both want to be found."),
        (name = "Administration of runners", description = "Which machines may work, and which do."),
    ),
)]
struct Heading;

/// The routes of every function that serves HTTP, without those of `docs`.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Heading::openapi())
        .merge(accounts::router())
        .merge(articles::router())
        .merge(media::router())
        .merge(jobs::router())
        .merge(runners::router())
        .merge(groups::router())
        .merge(profiles::router())
        .merge(matches::router())
        .merge(admin::router())
}

/// The description of the whole API.
pub fn description() -> utoipa::openapi::OpenApi {
    let mut openapi = routes().into_openapi();
    describe(&mut openapi);
    openapi
}

/// The description as it is committed.
pub fn description_text() -> String {
    let text = description().to_pretty_json().expect("a description can be written as JSON");
    text + "\n"
}

/// Everything that is served, without the edge.
pub fn router(app: App) -> Router {
    Router::from(routes().with_state(app)).merge(docs::router())
}
