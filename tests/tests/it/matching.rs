//! Matching: texts, and jobs of very many of them.

mod texts;
