//! A sign-up whose mail cannot be sent, and a store that fails while that is undone.

use kindred::entity::user::User;
use kindred_cli::embedded::Fault;
use tests::{JOBS_PASSWORD, Member, TestApp, assert_sound, fresh};

use super::{DAY, PLENTY, Told};

#[tokio::test]
async fn whoever_is_left_with_an_account_and_no_mail_can_log_in_and_ask_for_another() {
    let (app, faults) = TestApp::faulty_with(|_| ()).await;
    for fault in Fault::ALL {
        for n in 0..PLENTY {
            app.advance(DAY);
            let email = fresh("m") + "@example.org";
            let form = [("email", &*email), ("password", JOBS_PASSWORD)];
            let sign_up = || app.api().post("/api/users/signup").form(&form).send();

            app.fail_mail(true);
            faults.arrange(n, fault);
            let told = Told::by(&sign_up().await, "msg");
            let is_through = faults.cancel();
            app.fail_mail(false);
            let _ = app.mails();

            assert!(told == Told::Refused("email") || told == Told::Failed && !is_through);
            assert_sound(&app).await;
            let user = User::by_claim(&app.app().store, &User::email_claim(&email)).await;
            if user.expect("the store answers").is_some() {
                assert!(!is_through, "without a mail there is no account");
                sign_up().await.failed(400, "email");
                let member = Member::logged_in(&app.api(), &email, JOBS_PASSWORD).await;
                let _ = member.get("/api/users/resendActivationEmail").await.ok(200);
            } else {
                let _ = sign_up().await.ok(200);
            }
            let form = [("token", &*app.mailed_token())];
            let _ = app.api().post("/api/users/activate").form(&form).send().await.ok(200);
            assert_sound(&app).await;
            if is_through {
                break;
            }
        }
    }
}
