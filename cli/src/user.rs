//! `kindred user`: accounts made and promoted by whoever runs the system.
//!
//! Adding an account twice changes nothing the second time, so that it can stand in a set-up script. Passwords come
//! from the environment or from standard input rather than the command line, which other people on the machine can
//! read; one that we make is shown once and kept nowhere.

use std::io::{BufRead, IsTerminal};

use accounts::provision::{Added, Wanted, add};
use clap::{Args, Subcommand};
use kindred::config::Secret;
use kindred::entity::names::{DisplayName, Email, ForumPassword, LoginName};
use kindred::entity::user::User;
use kindred::ids::Ids;

use crate::Failure;
use crate::target::TargetArgs;

/// Characters that a password from the command must have, and those that the doors take at most.
const PASSWORD_CHARS: std::ops::RangeInclusive<usize> = 12..=128;

/// What generated passwords are made of: 64 characters that every door takes.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// How `kindred user` is called.
#[derive(Clone, Debug, Args)]
pub struct UserArgs {
    #[command(subcommand)]
    command: UserCommand,
}

#[derive(Clone, Debug, Subcommand)]
enum UserCommand {
    /// Make an account, or give rights to one that is there
    Add(AddArgs),
}

/// How `kindred user add` is called.
#[derive(Clone, Debug, Args)]
struct AddArgs {
    /// The address by which the account is known
    #[arg(long)]
    email: String,
    /// The name for the forum (5 to 20 characters) and for others to see (4 to 15)
    #[arg(long)]
    name: Option<String>,
    /// At least 12 characters; - reads a line from standard input; a new account without one gets one that is shown
    #[arg(long, env = "KINDRED_PASSWORD", hide_env_values = true)]
    password: Option<String>,
    /// May administer accounts, contents and jobs
    #[arg(long)]
    admin: bool,
    #[command(flatten)]
    target: TargetArgs,
}

impl UserArgs {
    /// Do it, and say what was done.
    ///
    /// Refuses: an address, a name or a password that breaks its rule; a name that somebody else has.
    pub async fn run(self) -> Result<(), Failure> {
        let UserCommand::Add(args) = self.command;
        let password = args.password.as_deref().map(given).transpose()?;
        let mut wanted = wanted(&args.email, args.name.as_deref(), args.admin)?;
        let target = args.target.open().await?;
        let app = target.app();
        let known = User::by_claim(&app.store, &User::email_claim(&args.email)).await?;
        // Who cannot log in yet needs a password.
        let needed = password.is_none() && known.is_none_or(|user| user.password_hash.is_none());
        let made = needed.then(|| generated(&app.ids));
        wanted.password = password.or_else(|| made.clone()).map(Secret::new);
        println!("{}", said(add(app, wanted).await?, &args));
        if let Some(password) = made {
            println!("Its password is {password}");
        }
        Ok(())
    }
}

fn said(added: Added, args: &AddArgs) -> String {
    let (id, done) = match added {
        Added::New(id) => (id, "is made"),
        Added::Changed(id) => (id, "is changed"),
        Added::Unchanged(id) => (id, "is so already"),
    };
    let rights = if args.admin { " as administrator" } else { "" };
    format!("The account {id} ({}){rights} {done}.", args.email)
}

/// What the command line wants, but for the password.
fn wanted(email: &str, name: Option<&str>, admin: bool) -> Result<Wanted, String> {
    let address = Email::parse(email);
    let address = address.ok_or_else(|| format!("'{email}' is not an e-mail address"))?;
    let (login_name, display_name) =
        (name.and_then(LoginName::parse), name.and_then(DisplayName::parse));
    if let Some(name) = name.filter(|_| login_name.is_none() && display_name.is_none()) {
        return Err(format!(
            "'{name}' is neither a forum name (5 to 20 letters, digits and !@#$%^&*-_) \
             nor a name to show (4 to 15 letters, digits and underscores, single dots inside)"
        ));
    }
    Ok(Wanted { email: address, login_name, display_name, password: None, admin })
}

/// A password as it was given: itself, or a line from standard input.
fn given(text: &str) -> Result<String, Failure> {
    let mut password = text.to_owned();
    if text == "-" {
        let input = std::io::stdin();
        if input.is_terminal() {
            eprintln!("Password (it shows while you type):");
        }
        password.clear();
        input.lock().read_line(&mut password)?;
        password.truncate(password.trim_end_matches(['\r', '\n']).len());
    }
    if PASSWORD_CHARS.contains(&password.chars().count()) {
        return Ok(password);
    }
    let (least, most) = (PASSWORD_CHARS.start(), PASSWORD_CHARS.end());
    Err(format!("the password has to have {least} to {most} characters").into())
}

/// A random password that keeps the rules of every door: 24 characters, 144 bits.
fn generated(ids: &Ids) -> String {
    loop {
        let bytes: [u8; 24] = ids.random();
        let password: String =
            bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 64)])).collect();
        if ForumPassword::parse(&password).is_some() {
            return password;
        }
    }
}

#[cfg(test)]
mod tests {
    use kindred::App;
    use kindred::auth::session;
    use kindred::entity::names::MediaPassword;
    use kindred::entity::role::Permission;
    use kindred::entity::user::Origin;

    use super::*;
    use crate::testing;

    fn ada(admin: bool) -> Wanted {
        wanted("Ada@example.org", Some("ada_l"), admin).expect("sound")
    }

    async fn stored(app: &App) -> User {
        let claim = User::email_claim("ada@example.org");
        User::by_claim(&app.store, &claim).await.expect("a read").expect("an account")
    }

    #[tokio::test]
    async fn an_account_is_made_once_and_promoted_later() {
        let app = testing::app().await;

        let made = add(&app, ada(false)).await.expect("made");
        let again = add(&app, ada(false)).await.expect("so already");
        let promoted = add(&app, ada(true)).await.expect("promoted");
        let twice = add(&app, ada(true)).await.expect("so already");

        assert_eq!((made, again), (Added::New(1), Added::Unchanged(1)));
        assert_eq!((promoted, twice), (Added::Changed(1), Added::Unchanged(1)));
        let user = stored(&app).await;
        assert!(user.is_admin && user.activated && user.may(Permission::AccessSandbox));
        assert_eq!(user.roles, ["user", "admin"]);
        assert_eq!(user.login_name.as_deref(), Some("ada_l"));
        assert_eq!((user.origin, user.session_version), (Origin::Config, 1));
    }

    #[tokio::test]
    async fn a_new_password_ends_all_sessions_and_the_same_again_none() {
        let app = testing::app().await;
        add(&app, ada(false)).await.expect("made");
        let password = || Some(Secret::new("correct horse battery"));

        let changed = add(&app, Wanted { password: password(), ..ada(false) }).await;
        let again = add(&app, Wanted { password: password(), ..ada(false) }).await;

        assert_eq!(changed.expect("changed"), Added::Changed(1));
        assert_eq!(again.expect("so already"), Added::Unchanged(1));
        assert_eq!(stored(&app).await.session_version, 2);
        let user = Some(stored(&app).await);
        let right = session::check_password(&app, user, password().expect("given")).await;
        assert!(right.expect("a check").is_some());
    }

    #[tokio::test]
    async fn a_name_that_somebody_has_is_refused() {
        let app = testing::app().await;
        add(&app, ada(false)).await.expect("made");

        let other = wanted("grace@example.org", Some("ada_l"), false).expect("sound");
        let refusal = add(&app, other).await.expect_err("taken");

        assert_eq!(refusal.message(), "Somebody else has this name");
    }

    #[test]
    fn generated_passwords_fit_every_door() {
        let ids = Ids::new(kindred::Clock::System);

        for _ in 0..200 {
            let password = generated(&ids);
            assert!(ForumPassword::parse(&password).is_some(), "{password}");
            assert!(MediaPassword::parse(&password).is_some(), "{password}");
        }
    }

    #[test]
    fn what_breaks_a_rule_is_refused() {
        assert!(given("short").is_err());
        assert!(given(&"x".repeat(129)).is_err());
        assert_eq!(given("a long enough one").expect("long enough"), "a long enough one");
        assert!(wanted("ada", None, false).is_err());
        assert!(wanted("ada@example.org", Some("a b"), false).is_err());
    }
}
