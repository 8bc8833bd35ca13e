//! What is known to be weak in such services, and is not weak here: a test for each.

mod profiles;
