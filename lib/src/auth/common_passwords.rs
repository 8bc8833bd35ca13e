//! Passwords that very many people have, which nobody may set.
//!
//! Whoever guesses begins with these, and a rule about classes of characters only moves the guesses to `P@ssw0rd1` and
//! `Welcome123!`. So the list has first of all what the rules of the doors admit; where it comes from is told in
//! `common_passwords/NOTICE.md`, and `scripts/common_passwords.py` makes it. It is compared as a whole: what only
//! contains such a password, or is like one, may be set.

use std::sync::LazyLock;

/// Lower case, sorted by bytes, one a line.
static SORTED: LazyLock<Vec<&str>> =
    LazyLock::new(|| include_str!("common_passwords/list.txt").lines().collect());

/// Whether very many people have this password, in whatever case its letters are.
///
/// The first call splits the list, in about 0.1 ms and 160 KB; then it is a binary search of 14 steps.
pub fn is_common(password: &str) -> bool {
    SORTED.binary_search(&password.to_ascii_lowercase().as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_long_sorted_and_in_lower_case() {
        assert!(SORTED.len() >= 3_000, "{}", SORTED.len());
        assert!(SORTED.is_sorted_by(|a, b| a < b));
        assert!(SORTED.iter().all(|entry| !entry.is_empty() && entry.is_ascii()));
        assert!(SORTED.iter().all(|entry| **entry == entry.to_lowercase()));
    }

    #[test]
    fn what_people_make_of_our_rules_is_common_in_any_case() {
        for common in [
            "123456",
            "password",
            "P@ssw0rd",
            "Password1!",
            "PASSWORD@123",
            "Admin@123",
            "Welcome@123",
            "Qwerty@123",
            "Abc@1234",
            "tEST@123",
            "1qaz!QAZ",
            "Summer2024!",
            "Password123!",
            "Welcome123!!",
            "Qwerty123456!",
        ] {
            assert!(is_common(common), "{common}");
        }
    }

    #[test]
    fn what_examples_and_tests_use_can_be_set() {
        let specials = "@$!%*?&.+-#_";
        let numbered = (0..10).map(|digit| format!("Password#{digit}"));
        let special = specials.chars().map(|char| format!("Passwo{char}1"));
        let others = [
            "Kindred#1",
            "Unregistered#1",
            "Pass#123",
            "Azerty!123",
            "goodPassword!123",
            "userPassword1!",
            "user2Password1!",
            "adminPassword1!",
            "adminPassword2!",
            "admin2Password!",
        ];
        for free in numbered.chain(special).chain(others.map(str::to_owned)) {
            assert!(!is_common(&free), "{free}");
        }
    }

    #[test]
    fn only_the_whole_password_counts() {
        for free in ["", "P@ssw0rd ", "my P@ssw0rd", "P@ssw0rd\n!", "correct horse battery staple"]
        {
            assert!(!is_common(free), "{free}");
        }
    }
}
