//! Examples of each rule, and the rules again in other words, held against any text.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::config::Secret;

const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGITS: &str = "0123456789";

#[test]
fn forum_names_keep_their_rule() {
    for good in ["user#1", "ABCDE", "a-b_c", "12345678901234567890"] {
        assert!(LoginName::parse(good).is_some(), "{good}");
    }
    for bad in ["abcd", "a.bcd", "user 1", "user#1\n", "123456789012345678901", "ünicode"] {
        assert!(LoginName::parse(bad).is_none(), "{bad}");
    }
}

#[test]
fn forum_passwords_need_every_class() {
    assert!(ForumPassword::parse("Password#1").is_some());
    for bad in ["password#1", "PASSWORD#1", "Password##", "Password11", "Pass#1", "Password#1\n"] {
        assert!(ForumPassword::parse(bad).is_none(), "{bad}");
    }
}

#[test]
fn media_passwords_are_free_after_eight_characters() {
    for good in ["Password#1", "Passwor1.", "aB3?aB3?\n ü"] {
        assert!(MediaPassword::parse(good).is_some(), "{good}");
    }
    for bad in ["Pass#1", "Pass word#1", "password#1", "Password11", "Password^1"] {
        assert!(MediaPassword::parse(bad).is_none(), "{bad}");
    }
}

#[test]
fn jobs_passwords_need_twelve_characters() {
    for good in ["userPassword1!", "correct Horse 1", "Überlang Und 2", "Passwörter12"] {
        assert!(JobsPassword::parse(good).is_some(), "{good}");
    }
    for bad in [
        "tooShort58!",
        "thispasswordhasnouppercasechars390!",
        "THISPASSWORDHASNOLOWERCASE$%=56",
        "ThisPasswordHasNoNumbers!",
        "ThisPasswordHasNoSymbols123",
        "userPassword1!\n",
        "user\rPassword1!",
        &format!("userPassword1!{}", "x".repeat(1_011)),
    ] {
        assert!(JobsPassword::parse(bad).is_none(), "{bad}");
    }
}

#[test]
fn media_names_have_single_dots_inside() {
    for good in ["john", "j.doe", "j_doe.1"] {
        assert!(DisplayName::parse(good).is_some(), "{good}");
    }
    for bad in ["joe", ".john", "john.", "j..doe", "john doe", "abcdefghijklmnop"] {
        assert!(DisplayName::parse(bad).is_none(), "{bad}");
    }
}

#[test]
fn groups_have_names_of_the_same_characters() {
    let longest = "x".repeat(45);
    for good in ["abc", "a.b", "book_club.2", &longest] {
        assert!(GroupName::parse(good).is_some_and(|name| name.as_str() == good), "{good}");
    }
    for bad in ["ab", &(longest + "x"), ".ab", "ab.", "a..b", "book club", "book-club", "clüb"] {
        assert!(GroupName::parse(bad).is_none(), "{bad}");
    }
}

#[test]
fn addresses_need_a_domain_with_a_dot() {
    assert!(Email::parse("ada@example.org").is_some());
    for bad in
        ["ada", "@example.org", "ada@", "ada@localhost", "a b@example.org", "Ada <ada@example.org>"]
    {
        assert!(Email::parse(bad).is_none(), "{bad}");
    }
}

#[test]
fn jobs_addresses_may_be_odd_before_their_last_at() {
    for good in ["ada@example.org", "a@b@c.de", "@@example.org", "\"ü\"..@1-1.2", "<ada@-.-"] {
        assert!(JobsEmail::parse(good, &[]).is_some(), "{good}");
    }
    for bad in [
        "ada",
        "ada@org",
        "ada@org.",
        "@example.org",
        " @example.org",
        "a b@example.org",
        "ada@example..org",
        "ada@Example.org",
        "ada@exämple.org",
        "ada@example.org\n",
        "ada\r\nBcc: b@example.org",
        "ada\0@example.org",
        &format!("{}@example.org", "a".repeat(243)),
    ] {
        assert!(JobsEmail::parse(bad, &[]).is_none(), "{bad:?}");
    }
}

#[test]
fn an_allowed_domain_is_compared_as_it_stands() {
    let allowed = ["test.com".to_owned(), "Intranet".to_owned()];

    for good in ["ada@test.com", "ada@Intranet"] {
        assert!(JobsEmail::parse(good, &allowed).is_some(), "{good}");
    }
    for bad in ["ada@sub.test.com", "ada@testxcom", "ada@test.de", "ada@TEST.com", "@test.com"] {
        assert!(JobsEmail::parse(bad, &allowed).is_none(), "{bad}");
    }
}

#[test]
fn every_rule_is_decided_in_linear_time() {
    let long = |part: &str| part.repeat(100_000 / part.len());
    let texts = ["@", "a@", "a.", "@.", "\"", "(", "aB1! ", "ä", "\n"].map(long);
    let begun = Instant::now();

    for text in &texts {
        let _ = parse_everything(text);
        let _ = parse_everything(&format!("{text}@example.org"));
        let _ = parse_everything(&format!("ada@{text}"));
    }

    // What takes a hundred thousand steps squared would take minutes.
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

/// Which of the rules a text keeps.
fn parse_everything(text: &str) -> [bool; 8] {
    [
        LoginName::parse(text).is_some(),
        DisplayName::parse(text).is_some(),
        Email::parse(text).is_some(),
        JobsEmail::parse(text, &[]).is_some(),
        JobsEmail::parse(text, &["example.org".to_owned()]).is_some(),
        ForumPassword::parse(text).is_some(),
        MediaPassword::parse(text).is_some(),
        JobsPassword::parse(text).is_some(),
    ]
}

/// How many characters of the text are among these.
fn count(text: &str, these: &str) -> usize {
    text.chars().filter(|char| these.contains(*char)).count()
}

fn has_letters_and_digits(text: &str) -> bool {
    [LOWER, UPPER, DIGITS].iter().all(|class| count(text, class) > 0)
}

/// Text of any kind, text near the rules, and addresses that are nearly right.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "(?s).{0,60}",
        proptest::collection::vec(any::<char>(), 0..60).prop_map(String::from_iter),
        "[a-cA-C0-2!@#.?+_ é\r\n-]{0,50}",
        "[a-cA-C0-2!@#$%^&*_-]{4,45}",
        "[a-zA-Z0-2.@é-]{1,20}@[a-z0-9A.-]{0,20}[.]?[a-z]{0,5}\n?",
    ]
}

/// One at least of each of these, and up to 30 of them all, in any order.
fn some_of_each(sets: &[&str]) -> impl Strategy<Value = String> + use<> {
    let sets: Vec<Vec<char>> = sets.iter().map(|set| set.chars().collect()).collect();
    let all: Vec<char> = sets.concat();
    let first: Vec<_> = sets.into_iter().map(proptest::sample::select).collect();
    let more = proptest::collection::vec(proptest::sample::select(all), 8..30);
    (first, more)
        .prop_map(|(first, more)| [first, more].concat())
        .prop_shuffle()
        .prop_map(String::from_iter)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_forum_name_is_five_to_twenty_of_its_characters(text in any_text()) {
        let all = [LOWER, UPPER, DIGITS, "!@#$%^&*-_"].concat();
        let chars = text.chars().count();
        let right = chars > 4 && chars < 21 && count(&text, &all) == chars;
        prop_assert_eq!(LoginName::parse(&text).is_some(), right);
    }

    #[test]
    fn a_display_name_starts_and_ends_with_no_dot(text in any_text()) {
        let all = [LOWER, UPPER, DIGITS, "_."].concat();
        let chars = text.chars().count();
        let right = chars > 3
            && chars < 16
            && count(&text, &all) == chars
            && !text.starts_with('.')
            && !text.ends_with('.')
            && !text.contains("..");
        prop_assert_eq!(DisplayName::parse(&text).is_some(), right);
    }

    #[test]
    fn a_forum_password_has_eight_to_forty_characters(text in any_text()) {
        let all = [LOWER, UPPER, DIGITS, "!@#$%^&*-_"].concat();
        let chars = text.chars().count();
        let right = chars > 7
            && chars < 41
            && count(&text, &all) == chars
            && has_letters_and_digits(&text)
            && count(&text, "!@#$%^&*-_") > 0;
        prop_assert_eq!(ForumPassword::parse(&text).is_some(), right);
    }

    #[test]
    fn a_media_password_has_eight_plain_characters_first(text in any_text()) {
        let all = [LOWER, UPPER, DIGITS, "@$!%*?&.+-#_"].concat();
        let chars = text.chars().count();
        let first: String = text.chars().take(8).collect();
        let right = chars < 129
            && count(&first, &all) == 8
            && has_letters_and_digits(&text)
            && count(&text, "@$!%*?&.+-#_") > 0;
        prop_assert_eq!(MediaPassword::parse(&text).is_some(), right);
    }

    #[test]
    fn a_jobs_password_has_twelve_characters_in_one_line(text in any_text()) {
        let plain = [LOWER, UPPER, DIGITS].concat();
        let chars = text.chars().count();
        let right = chars > 11
            && text.len() < 1_025
            && count(&text, "\r\n") == 0
            && has_letters_and_digits(&text)
            && count(&text, &plain) < chars;
        prop_assert_eq!(JobsPassword::parse(&text).is_some(), right);
    }

    #[test]
    fn a_media_address_is_short_and_has_a_domain(text in any_text()) {
        if let Some(email) = Email::parse(&text) {
            prop_assert_eq!(email.as_str(), &text);
            prop_assert!((5..=64).contains(&text.chars().count()));
            let (local, domain) = text.rsplit_once('@').expect("an address has an @");
            prop_assert!(!local.is_empty() && domain.contains('.'), "{}", text);
            prop_assert!(!text.contains(char::is_control), "{}", text);
        }
    }

    #[test]
    fn a_jobs_address_ends_with_a_domain_in_lower_case(text in any_text()) {
        let at = text.rfind('@').unwrap_or(text.len());
        let (local, domain) = (&text[..at], text[at..].trim_start_matches('@'));
        let plain = [LOWER, DIGITS, "-."].concat();
        let right = text.len() < 255
            && at > 0
            && !local.contains(|char: char| char.is_whitespace() || char.is_control())
            && count(domain, &plain) == domain.chars().count()
            && domain.contains('.')
            && !format!(".{domain}.").contains("..");
        prop_assert_eq!(JobsEmail::parse(&text, &[]).is_some(), right);
    }

    #[test]
    fn an_allow_list_only_ever_narrows(
        local in any_text(),
        before in "@|@@|@a[.]|",
        allowed in "[a-c]{1,3}[.][a-c]{1,3}",
    ) {
        let text = format!("{local}{before}{allowed}");
        let listed = JobsEmail::parse(&text, std::slice::from_ref(&allowed));
        let right = text.ends_with(&format!("@{allowed}")) && JobsEmail::parse(&text, &[]).is_some();
        prop_assert_eq!(listed.is_some(), right);
    }

    #[test]
    fn a_forum_name_is_never_an_address(
        text in prop_oneof![any_text(), "[A-Za-z0-9!@#$%^&*_-]{5,20}"],
    ) {
        let is_address = Email::parse(&text).is_some() || JobsEmail::parse(&text, &[]).is_some();
        prop_assert!(!(is_address && LoginName::parse(&text).is_some()));
    }

    #[test]
    fn right_names_are_accepted(
        login in "[A-Za-z0-9!@#$%^&*_-]{5,20}",
        display in "[a-zA-Z0-9_]{2}([.][a-zA-Z0-9_]{1,3}){1,3}",
    ) {
        prop_assert!(LoginName::parse(&login).is_some_and(|name| name.as_str() == login));
        prop_assert!(DisplayName::parse(&display).is_some_and(|name| name.as_str() == display));
    }

    #[test]
    fn right_addresses_are_accepted(
        plain in "[a-z0-9]{1,20}([.+_-][a-z0-9]{1,9}){0,2}",
        odd in "[\\S--\\p{Cc}]{1,40}",
        domain in "[a-z0-9-]{1,10}([.][a-z0-9-]{1,9}){1,3}",
        word in "[a-z]{1,10}[.][a-z]{2,5}",
    ) {
        let odd = format!("{odd}@{domain}");
        let plain = format!("{plain}@{word}");
        prop_assert!(Email::parse(&plain).is_some_and(|email| email.as_str() == plain));
        prop_assert!(JobsEmail::parse(&odd, &[]).is_some_and(|email| email.as_str() == odd));
        prop_assert!(JobsEmail::parse(&odd, &[domain]).is_some());
    }

    #[test]
    fn right_passwords_are_accepted(
        forum in some_of_each(&[LOWER, UPPER, DIGITS, "!@#$%^&*-_"]),
        media in some_of_each(&[LOWER, UPPER, DIGITS, "@$!%*?&.+-#_"]),
        rest in "(?s).{0,60}",
        jobs in some_of_each(&[LOWER, UPPER, DIGITS, " !ß\\\t€"]),
    ) {
        prop_assert!(ForumPassword::parse(&forum).is_some());
        let media = media + &rest;
        prop_assert!(MediaPassword::parse(&media).is_some());
        prop_assert!(JobsPassword::parse(&jobs).is_some());
    }

    #[test]
    fn what_is_hashed_is_what_was_given(text in some_of_each(&[LOWER, UPPER, DIGITS, "!@#$%*-_"])) {
        let secrets: [Secret; 3] = [
            ForumPassword::parse(&text).expect("a forum password").into(),
            MediaPassword::parse(&text).expect("a media password").into(),
            JobsPassword::parse(&text).expect("a jobs password").into(),
        ];
        prop_assert!(secrets.iter().all(|secret| secret.expose() == text.as_bytes()));
    }
}
