//! What the description of the API says of all events together.

use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{OpenApi, RefOr};

use crate::events::object;
use crate::launches::asked;
use crate::types;

/// The tag of this function's operations.
pub(crate) const TAG: &str = "Administration of events";

/// Give the operations their tag, with a table of all types.
pub(crate) fn explain(openapi: &mut OpenApi) {
    let rows = types::all().into_iter().map(|known| {
        let (name, about, fields) = (known.name, known.about, known.fields);
        format!("| `{name}` | {about} | {fields} |\n")
    });
    let about = format!(
        "What happened, and what the engines made of it; for administrators.\n\n\
         Every change of a content, of what somebody did with one, of an account, a group, a job or a runner is told by \
         events, which are written with it and never change. They hold ids, and never names or addresses of people. \
         Their own fields are texts (or null) unless it says otherwise; `object_id` is a content, or what \
         `model_name` says.\n\n\
         | `type` | what happened | `fields` |\n| --- | --- | --- |\n{}",
        rows.collect::<String>()
    );
    let tag = TagBuilder::new().name(TAG).description(Some(about)).build();
    openapi.tags = Some(vec![tag]);
    name_known(openapi);
}

/// Say in refusals what there is to choose from.
fn name_known(openapi: &mut OpenApi) {
    let known = [
        ("{types}", types::names()),
        ("{nouns}", object::nouns()),
        ("{engines}", asked::engines()),
        ("{kinds}", asked::kinds()),
    ];
    let operations = openapi.paths.paths.values_mut().filter_map(|item| item.get.as_mut());
    let responses = operations.flat_map(|operation| operation.responses.responses.values_mut());
    for response in responses {
        if let RefOr::T(response) = response {
            for (place, names) in &known {
                response.description = response.description.replace(place, names);
            }
        }
    }
}
