//! Forms of the job service: in both encodings, and what is no form at all.

use serde_json::{Map, Value, json};
use tests::{Api, Call, JOBS_PASSWORD, Member, Reply, fresh};

/// How a form is sent.
type Encode = fn(Call, &[(&str, &str)]) -> Call;

const ENCODINGS: [Encode; 2] =
    [|call, fields| call.form(fields), |call, fields| call.multipart(fields)];

/// The routes with a form, and what they say to one without fields.
const FORMS: [(&str, &str); 7] = [
    ("/api/users/signup", "invalidRequest"),
    ("/api/users/activate", "auth"),
    ("/api/users/login", "invalidRequest"),
    ("/api/users/resetPassword", "invalidRequest"),
    ("/api/users/delete", "invalidRequest"),
    ("/api/users/changePassword", "invalidRequest"),
    ("/api/users/changeEmail", "invalidRequest"),
];

/// A password with everything that an encoding could spoil.
const AWKWARD: &str = "aB3 &=+%41;#?/\\\"'é😀";

/// Everything that a route could want, and right.
fn fields(member: &Member) -> [(&'static str, &str); 6] {
    [
        ("email", &member.email),
        ("password", JOBS_PASSWORD),
        ("newPassword", "Other-Horse-88"),
        ("newEmail", "new@example.org"),
        ("token", "x"),
        ("unknown", "x"),
    ]
}

async fn login(api: &Api, encode: Encode, email: &str, password: &str) -> Reply {
    let form = [("email", email), ("password", password)];
    encode(api.post("/api/users/login"), &form).send().await
}

/// Send this to every route with a form, which must see no field in it.
async fn says_nothing(shape: impl Fn(Call, &Member) -> Call) {
    let api = Api::any().await;
    let member = Member::new(&api).await;
    for (path, error_type) in FORMS {
        let reply = shape(member.post(path), &member).send().await;
        reply.failed(400, error_type);
    }
}

#[tokio::test]
async fn every_route_takes_both_encodings() {
    let api = Api::any().await;

    for encode in ENCODINGS {
        let email = fresh("f") + "@example.org";
        let form = [("email", &*email), ("password", AWKWARD)];
        let _ = encode(api.post("/api/users/signup"), &form).send().await.ok(200);
        let member = Member::logged_in(&api, &email, AWKWARD).await;
        let posts =
            async |path: &str, form: &[(&str, &str)]| encode(member.post(path), form).send().await;
        posts("/api/users/activate", &[("token", "x")]).await.failed(400, "auth");
        let form = [("newPassword", JOBS_PASSWORD), ("token", "x")];
        posts("/api/users/resetPassword", &form).await.failed(400, "auth");
        let form = [("password", AWKWARD), ("newEmail", &*email)];
        posts("/api/users/changeEmail", &form).await.failed(400, "email");
        let form = [("password", AWKWARD), ("newPassword", JOBS_PASSWORD)];
        let _ = posts("/api/users/changePassword", &form).await.ok(200);
        let member = Member::logged_in(&api, &email, JOBS_PASSWORD).await;
        let form = [("password", JOBS_PASSWORD)];
        let _ = encode(member.post("/api/users/delete"), &form).send().await.ok(200);
        login(&api, encode, &email, JOBS_PASSWORD).await.failed(400, "auth");
    }
}

#[tokio::test]
async fn both_encodings_say_the_same() {
    let api = Api::any().await;

    for signs_up in ENCODINGS {
        let email = fresh("f") + "@example.org";
        let form = [("email", &*email), ("password", AWKWARD)];
        let _ = signs_up(api.post("/api/users/signup"), &form).send().await.ok(200);
        for logs_in in ENCODINGS {
            let _ = login(&api, logs_in, &email, AWKWARD).await.ok(200);
        }
    }
}

#[tokio::test]
async fn json_is_a_form_without_fields() {
    says_nothing(|call, member| {
        let fields = fields(member).map(|(name, value)| (name.to_owned(), json!(value)));
        call.json(&Value::Object(Map::from_iter(fields)))
    })
    .await;
}

#[tokio::test]
async fn fields_in_the_query_are_not_read() {
    let api = Api::any().await;
    let member = Member::new(&api).await;
    let query = format!(
        "email={}&password={JOBS_PASSWORD}&newPassword={JOBS_PASSWORD}&newEmail=a@b.de&token=x",
        member.email,
    );

    for (path, error_type) in FORMS {
        for encode in ENCODINGS {
            let call = encode(member.post(format!("{path}?{query}")), &[("x", "x")]);
            call.send().await.failed(400, error_type);
        }
    }
}

#[tokio::test]
async fn fields_of_another_type_or_of_none_are_not_read() {
    const FORM: &str = "email=a&password=b&newPassword=c&newEmail=d&token=e";

    says_nothing(|call, _| call.body("text/plain", FORM)).await;
    says_nothing(|call, _| call.body("application/octet-stream", FORM)).await;
    says_nothing(|call, _| call.bytes(FORM)).await;
    says_nothing(|call, _| call).await;
}

#[tokio::test]
async fn an_empty_form_has_no_fields() {
    says_nothing(|call, _| call.form(&[("", ""); 0])).await;
    says_nothing(|call, _| call.multipart(&[])).await;
    says_nothing(|call, _| call.body("multipart/form-data; boundary=x", "")).await;
    says_nothing(|call, _| call.body("application/octet-stream", "")).await;
}

#[tokio::test]
async fn a_file_is_no_field() {
    let file = |name: &str| {
        format!(
            "--x\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{name}.txt\"\r\n\
             Content-Type: text/plain\r\n\r\nCorrect-Horse-7\r\n"
        )
    };
    let names = ["email", "password", "newPassword", "newEmail", "token"];
    let body = names.map(file).concat() + "--x--\r\n";

    says_nothing(|call, _| call.body("multipart/form-data; boundary=x", body.clone())).await;
}

#[tokio::test]
async fn of_a_repeated_field_the_first_counts() {
    let api = Api::any().await;
    let member = Member::new(&api).await;
    let (right, wrong) = (("password", JOBS_PASSWORD), ("password", "Other-Horse-88"));
    let email = ("email", &*member.email);

    for encode in ENCODINGS {
        let log_in =
            async |form: &[(&str, &str)]| encode(api.post("/api/users/login"), form).send().await;
        let _ = log_in(&[right, email, wrong, ("email", "x")]).await.ok(200);
        log_in(&[wrong, email, right]).await.failed(400, "auth");
        log_in(&[("email", ""), email, right]).await.failed(400, "auth");
    }
}

#[tokio::test]
async fn a_form_has_at_most_100_fields() {
    let api = Api::any().await;
    let member = Member::new(&api).await;
    let mut form = vec![("x", "x"); 98];
    form.extend([("email", &*member.email), ("password", JOBS_PASSWORD)]);

    for encode in ENCODINGS {
        let _ = encode(api.post("/api/users/login"), &form).send().await.ok(200);
        let more = [&form[..], &[("x", "x")]].concat();
        let reply = encode(api.post("/api/users/login"), &more).send().await;
        reply.failed(400, "invalidRequest");
    }
}

#[tokio::test]
async fn a_broken_form_in_parts_is_refused() {
    let api = Api::any().await;
    let member = Member::new(&api).await;
    let part = "--x\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\nx";
    let whole = format!("{part}\r\n--x--\r\n");
    let broken = [
        ("multipart/form-data", &*whole),
        ("multipart/form-data; boundary=", &*whole),
        ("multipart/form-data; boundary=y", &*whole),
        ("multipart/form-data; boundary=x", part),
        ("multipart/form-data; boundary=x", "no form"),
        ("multipart/form-data; boundary=x", "--x"),
        ("multipart/form-data; boundary=x", "--x\r\nno header\r\n\r\nx\r\n--x--\r\n"),
    ];

    for (path, _) in FORMS {
        for (content_type, body) in broken {
            let reply = member.post(path).body(content_type, body).send().await;
            reply.failed(400, "invalidRequest");
        }
    }
}

#[tokio::test]
async fn the_type_of_a_form_may_say_more_and_in_any_case() {
    let api = Api::any().await;
    let member = Member::new(&api).await;
    let form = format!("email={}&password={JOBS_PASSWORD}", member.email.replace('@', "%40"));

    for content_type in [
        "application/x-www-form-urlencoded; charset=utf-8",
        "Application/X-WWW-Form-URLencoded",
        "application/x-www-form-urlencoded ;charset=ISO-8859-1",
    ] {
        let call = api.post("/api/users/login").body(content_type, form.clone());
        let _ = call.send().await.ok(200);
    }
}

#[tokio::test]
async fn a_form_of_more_than_6_mib_is_too_large() {
    let api = Api::any().await;
    let member = Member::new(&api).await;
    let large = "x".repeat(6 * 1_024 * 1_024);
    let form = [("token", &*large)];

    for (path, _) in FORMS {
        for encode in ENCODINGS {
            let reply = encode(member.post(path), &form).send().await;
            reply.failed(413, "invalidRequest");
        }
    }
    api.post("/api/users/delete").form(&form).send().await.failed(401, "token");
}
