//! E-mail addresses: the media API wants those of the standard, the jobs API almost anything with a domain.

use email_address::{EmailAddress, Options};

/// The longest address that mail servers pass on, in bytes (RFC 5321, section 4.5.3.1.3, erratum 1690).
const LONGEST_JOBS_EMAIL: usize = 254;

/// An e-mail address of 5 to 64 characters whose domain has a dot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

/// An e-mail address by the jobs API's rule: anything without blanks, the last `@`, and a domain in lower case.
///
/// So the part before the last `@` may have further ones, quotes, or letters of any script. Blanks and control
/// characters are refused everywhere: an address stands in the headers of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobsEmail(String);

impl Email {
    /// The address, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        let options =
            Options::default().with_required_tld().without_display_text().without_domain_literal();
        let fits = (5..=64).contains(&text.chars().count())
            && EmailAddress::parse_with_options(text, options).is_ok();
        fits.then(|| Self(text.to_owned()))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl JobsEmail {
    /// The address, if it is one and its domain is exactly one of those allowed; none listed allows all.
    pub fn parse(text: &str, allowed_domains: &[String]) -> Option<Self> {
        if text.len() > LONGEST_JOBS_EMAIL {
            return None;
        }
        let (local, domain) = text.rsplit_once('@')?;
        let allowed = match allowed_domains {
            [] => is_domain(domain),
            listed => listed.iter().any(|allowed| allowed == domain),
        };
        let disturbs = |char: char| char.is_whitespace() || char.is_control();
        let fits = allowed && !local.is_empty() && !text.contains(disturbs);
        fits.then(|| Self(text.to_owned()))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Two labels at least, of lower-case letters, digits and hyphens, joined by single dots.
fn is_domain(text: &str) -> bool {
    let plain = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '-';
    text.contains('.') && text.split('.').all(|label| !label.is_empty() && label.chars().all(plain))
}
