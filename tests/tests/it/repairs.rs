//! What was broken, insecure or missing before: each is done better here, and stays so.

mod search;
