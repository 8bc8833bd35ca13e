//! How many attempts are allowed in which time: one table of rules, and the setting that changes it.

use std::num::NonZeroU32;
use std::str::FromStr;

/// The setting that changes the limits.
const SETTING: &str = "KINDRED_THROTTLE";

const MINUTE_S: u32 = 60;
const HOUR_S: u32 = 60 * MINUTE_S;

/// What is counted, and for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Wrong passwords for one account from one client.
    LoginPair,
    /// Wrong passwords for one account from all clients that it is not used from.
    LoginAccount,
    /// Wrong passwords from one client, for whatever account.
    LoginClient,
    /// New accounts from one client.
    Registration,
    /// Mails to one recipient.
    MailRecipient,
    /// Mails that one client asks for, to whomever.
    MailClient,
    /// Refused tokens from one client.
    Token,
}

/// The rules in their order, with the names that they have in the setting and in the store.
const RULES: [(Rule, &str, Limit); 7] = [
    (Rule::LoginPair, "login-pair", Limit::new(10, 15 * MINUTE_S)),
    (Rule::LoginAccount, "login-account", Limit::new(30, 15 * MINUTE_S)),
    (Rule::LoginClient, "login-client", Limit::new(100, 15 * MINUTE_S)),
    (Rule::Registration, "registration", Limit::new(360, HOUR_S)),
    (Rule::MailRecipient, "mail-recipient", Limit::new(5, HOUR_S)),
    (Rule::MailClient, "mail-client", Limit::new(60, HOUR_S)),
    (Rule::Token, "token", Limit::new(300, 15 * MINUTE_S)),
];

/// So many in a window of so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// How many are allowed.
    pub most: NonZeroU32,
    /// How long the window is.
    pub window_s: NonZeroU32,
}

/// The limit of each rule; a rule without one counts nothing.
///
/// As text: `off`, or what differs from the defaults, as in `login-account=20/900,registration=off`: so many in so many
/// seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits([Option<Limit>; RULES.len()]);

/// Why a text says no limits.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It names a rule that there is not.
    #[error("{SETTING} knows no rule '{0}', only {names}", names = names())]
    Rule(String),
    /// It gives a rule no limit.
    #[error("{SETTING} says '{0}' where it should say <rule>=<count>/<seconds> or <rule>=off")]
    Limit(String),
}

impl Rule {
    /// Its name in the setting and in the store.
    pub fn name(self) -> &'static str {
        RULES[self as usize].1
    }
}

impl Limit {
    const fn new(most: u32, window_s: u32) -> Self {
        let most = NonZeroU32::new(most).expect("above 0");
        Self { most, window_s: NonZeroU32::new(window_s).expect("above 0") }
    }

    fn parse(text: &str) -> Option<Self> {
        let (most, window_s) = text.split_once('/')?;
        Some(Self { most: most.parse().ok()?, window_s: window_s.parse().ok()? })
    }
}

impl Limits {
    /// No limits at all.
    pub fn off() -> Self {
        Self([None; RULES.len()])
    }

    /// The limit of a rule, if it has one.
    pub fn of(&self, rule: Rule) -> Option<Limit> {
        self.0[rule as usize]
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self(RULES.map(|(_, _, limit)| Some(limit)))
    }
}

impl FromStr for Limits {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        if text.trim() == "off" {
            return Ok(Self::off());
        }
        let mut limits = Self::default();
        for entry in text.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
            let unreadable = || Unreadable::Limit(entry.to_owned());
            let (name, limit) = entry.split_once('=').ok_or_else(unreadable)?;
            let rule = RULES.iter().position(|(_, known, _)| *known == name);
            let rule = rule.ok_or_else(|| Unreadable::Rule(name.to_owned()))?;
            limits.0[rule] = match limit {
                "off" => None,
                limit => Some(Limit::parse(limit).ok_or_else(unreadable)?),
            };
        }
        Ok(limits)
    }
}

fn names() -> String {
    RULES.map(|(_, name, _)| name).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        text.parse::<Limits>().expect_err(text).to_string()
    }

    #[test]
    fn the_table_has_the_rules_in_their_order() {
        for (position, (rule, _, limit)) in RULES.into_iter().enumerate() {
            assert_eq!(rule as usize, position);
            assert_eq!(Limits::default().of(rule), Some(limit));
        }
    }

    #[test]
    fn the_setting_says_what_differs_from_the_defaults() {
        let limits: Limits = "login-account=20/900, registration=off,".parse().expect("limits");

        assert_eq!(limits.of(Rule::LoginAccount), Some(Limit::new(20, 900)));
        assert_eq!(limits.of(Rule::Registration), None);
        assert_eq!(limits.of(Rule::Token), Limits::default().of(Rule::Token));
        assert_eq!("".parse(), Ok(Limits::default()));
    }

    #[test]
    fn the_setting_switches_everything_off() {
        let limits: Limits = "off".parse().expect("limits");

        assert!(RULES.iter().all(|(rule, _, _)| limits.of(*rule).is_none()));
    }

    #[test]
    fn a_rule_that_there_is_not_is_refused_with_those_that_there_are() {
        let refusal = refusal("login=10/900");

        assert_eq!(
            refusal,
            "KINDRED_THROTTLE knows no rule 'login', only login-pair, login-account, login-client, \
            registration, mail-recipient, mail-client, token"
        );
    }

    #[test]
    fn what_is_no_limit_is_refused_as_it_was_written() {
        for odd in ["token", "token=", "token=10", "token=0/60", "token=10/0", "token=-1/60"] {
            let expected = format!(
                "KINDRED_THROTTLE says '{odd}' where it should say <rule>=<count>/<seconds> or <rule>=off"
            );
            assert_eq!(refusal(&format!("registration=1/60,{odd}")), expected);
        }
        for odd in ["token=10/60/60", "token=ten/60", "token=10/99999999999", "on", "token=1 / 2"] {
            assert!(refusal(odd).contains(odd), "{odd}");
        }
    }
}
