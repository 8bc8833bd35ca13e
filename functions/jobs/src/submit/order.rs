//! What is to be done with the audio: the fields of a submission, checked.

use kindred::entity::job::JobOrder;
use kindred::{App, Error, Result};

use super::form::{Source, Submission};
use super::languages::is_language;
use crate::file_name;

/// What a submission wants; of an upload, the name of its file is known by the upload.
///
/// Refuses: `Invalid` 400 for a model or a language that no runner knows, and for a name that is too long.
pub(super) fn read(app: &App, submission: &Submission) -> Result<JobOrder> {
    let given = |field: &Option<String>| field.clone().filter(|text| !text.is_empty());
    let (model, language) = (given(&submission.model), given(&submission.language));
    let models = &app.config.models;
    if model.as_ref().is_some_and(|model| !models.contains(model)) {
        let known = models.join(", ");
        return Err(Error::invalid(format!("There is no model of this name, only {known}")));
    }
    if language.as_ref().is_some_and(|language| !is_language(language)) {
        return Err(Error::invalid("The language must be a code of Whisper or an English name"));
    }
    let file_name = match &submission.source {
        Source::File { name, .. } => Some(file_name(name)?),
        Source::Upload(_) => None,
    };
    Ok(JobOrder { file_name, model, language })
}
