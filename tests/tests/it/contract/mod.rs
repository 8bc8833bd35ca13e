//! The public contracts, over a system in this process or any server at `KINDRED_BASE_URL`.
//!
//! These tests share a server with others, so they make their own users and never count on an empty store.

mod about;
mod account_change;
mod account_deletion;
mod account_paths;
mod account_reading;
mod account_session;
mod account_token;
mod accounts;
mod additions;
mod any_input;
mod article_lists;
mod articles;
mod cors;
mod episodes;
mod errors;
mod forum;
mod groups;
mod jobs_end;
mod jobs_info;
mod jobs_list;
mod jobs_submit;
mod jobs_transcript;
mod jobs_upload;
mod media;
mod media_door;
mod media_reports;
mod media_tastes;
mod media_token;
mod methods;
mod profiles;
mod registration;
mod runner_paths;
mod runner_work;
mod session_tokens;
mod users_account;
mod users_confirmed;
mod users_form;
mod users_link;
mod users_login;
mod users_paths;
mod users_signup;
mod users_token;
