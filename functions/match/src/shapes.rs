//! What a question looks like, for the documentation; it is read in [`kindred::texts`], which names all that is wrong.

#![expect(dead_code, reason = "shapes of bodies, for the documentation")]

use kindred::texts::{ChoiceId, MOST_MATCHES, MOST_TEXT_CHARS};
use utoipa::ToSchema;

/// What is to be matched, and how. Other fields are refused.
#[derive(ToSchema)]
#[schema(example = json!({
    "queries": ["blade runer", "solaris 1972"],
    "choices": [{ "text": "Solaris", "id": 17 }, { "text": "Blade Runner", "id": 42 }],
    "limit": 1,
}))]
pub(crate) struct QuestionIn {
    /// The only query; either this or `queries`.
    #[schema(nullable = false, min_length = 1, max_length = 10_000)]
    query: Option<String>,
    /// For each of these, what is most like it. In a request 1,000 at most, in a job 100,000.
    #[schema(nullable = false, min_items = 1)]
    queries: Option<Vec<String>>,
    /// What they are compared with: all texts, or all objects. In a request 10,000 at most, in a job 100,000.
    #[schema(min_items = 1)]
    choices: Vec<ChoiceIn>,
    /// How alikeness is measured: one of the `scorers` of `GET /api/match`.
    #[schema(nullable = false, default = "WRatio")]
    scorer: Option<String>,
    /// What is done to all texts before they are compared: `none`; `default`, as in RapidFuzz, where what is neither
    /// letter nor digit becomes a blank and capitals become small; `title`, where accents, articles, numerals and
    /// editions do not matter either.
    #[schema(nullable = false, default = "default")]
    processor: Option<String>,
    /// How many matches a query has at most.
    #[schema(nullable = false, default = 5, minimum = 1, maximum = 1_000)]
    limit: Option<usize>,
    /// The least score of a match.
    #[schema(nullable = false, default = 0.0, minimum = 0, maximum = 100)]
    score_cutoff: Option<f64>,
}

/// Something that a query may be like: a text, or a text and an id.
#[derive(ToSchema)]
#[serde(untagged)]
enum ChoiceIn {
    /// What is compared.
    Text(String),
    /// The same, and by what whoever asks knows it.
    Known(KnownChoice),
}

/// A text with an id.
#[derive(ToSchema)]
struct KnownChoice {
    /// What is compared.
    #[schema(max_length = 10_000, example = "Blade Runner")]
    text: String,
    /// A text of 255 characters at most, or a whole number of 64 bits; it is given back as it came.
    #[schema(nullable = false, example = 42)]
    id: Option<ChoiceId>,
}

const _: () = assert!(MOST_TEXT_CHARS == 10_000 && MOST_MATCHES == 1_000, "what is written above");
