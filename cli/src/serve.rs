//! `kindred serve`: the whole system on one port.

use std::future::Future;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use accounts::provision;
use aws_lambda_events::dynamodb::Event;
use aws_lambda_events::streams::DynamoDbEventResponse;
use clap::Args;
use kindred::auth::throttle::limits::Limits;
use kindred::config::Secret;
use kindred::ids::Ids;
use kindred::mail::Mailer;
use kindred::store::Tables;
use kindred::{App, Clock, Config};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::background;
use crate::connection;
use crate::demo::{self, Demo};
use crate::embedded::{Access, Bucket, Engine, Pump, combined, http, tables};
use crate::system::{self, System};
use crate::{Failure, Stores, TEMPLATE};

/// How long open requests may take after Ctrl-C.
const PATIENCE: Duration = Duration::from_secs(5);

/// How `kindred serve` is called.
#[derive(Clone, Debug, Args)]
pub struct ServeArgs {
    /// Port on 127.0.0.1
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// Where the data lies; it survives restarts and crashes
    #[arg(long, value_name = "DIR", default_value = "kindred-data", conflicts_with = "memory")]
    data: PathBuf,
    /// Keep everything in memory and forget it at the end
    #[arg(long)]
    memory: bool,
    /// Start without demo data
    #[arg(long)]
    no_demo: bool,
    /// Let everything be tried as often as anybody likes
    #[arg(long)]
    no_throttle: bool,
    /// log2 of the rounds of a password hash
    #[arg(long, value_name = "COST", default_value_t = 10, value_parser = clap::value_parser!(u32).range(4..=20))]
    bcrypt_cost: u32,
    /// Serve DynamoDB and S3 alone, for functions that run elsewhere
    #[arg(long)]
    stores_only: bool,
    /// With --stores-only: where to invoke a function with batches of the stream; may be given for several
    #[arg(long, value_name = "URL", requires = "stores_only")]
    invoke: Vec<String>,
    /// With --stores-only: the keys that S3 is to be asked with
    #[arg(long, env = "AWS_ACCESS_KEY_ID", default_value = "local", hide = true)]
    access_key_id: String,
    #[arg(long, env = "AWS_SECRET_ACCESS_KEY", default_value = "local", hide = true)]
    secret_access_key: String,
}

impl ServeArgs {
    /// Serve until Ctrl-C.
    pub async fn run(self) -> Result<(), Failure> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let listener = TcpListener::bind(address)
            .await
            .map_err(|error| format!("cannot listen on {address}: {error}"))?;
        let engine = if self.memory { Engine::memory() } else { Engine::open(&self.data) }?;
        let stop = stop();
        if self.stores_only {
            return self.serve_stores(engine, listener, stop).await;
        }
        let address = listener.local_addr()?;
        let url = format!("http://{address}");
        let config = self.config(&url)?;
        let bucket = self.bucket(Access::derived(&config.token_secret, url));
        let system = System::new(Stores { engine, bucket }, Clock::shifted(), config).await?;
        provision::ensure(&system.app).await;
        let demo = if self.no_demo { None } else { demo::load(&system.app).await? };
        system.catch_up().await?;
        background::start(&system);
        self.greet(address, &system.app, demo.as_ref());
        let served =
            axum::serve(connection::prompt(listener), connection::service(system.router()));
        let served = served.with_graceful_shutdown(stopped(stop.clone()));
        in_time(served.into_future(), stop).await
    }

    /// The stores alone; the stream is pumped through an invoke API, if there is one.
    async fn serve_stores(
        self,
        engine: Engine,
        listener: TcpListener,
        stop: watch::Receiver<()>,
    ) -> Result<(), Failure> {
        let url = format!("http://{}", listener.local_addr()?);
        let access = Access::new(&self.access_key_id, &self.secret_access_key, &url);
        let bucket = self.bucket(access);
        let names = Tables::named(str::to_owned);
        system::create_tables(&engine, &names).await?;
        if !self.invoke.is_empty() {
            let mapping = tables::read_mapping(TEMPLATE, "Recompute")?;
            let client = reqwest::Client::new();
            let handler = move |batch| invoke_all(client.clone(), self.invoke.clone(), batch);
            let pump = Pump::new(&engine, names.events, mapping, handler);
            tokio::spawn(async move { pump.run().await });
        }
        println!("DynamoDB and S3 on {url}");
        let served = axum::serve(connection::prompt(listener), http::router(engine, &bucket));
        tokio::select! {
            served = served.into_future() => Ok(served?),
            () = stopped(stop) => Ok(()),
        }
    }

    fn bucket(&self, access: Access) -> Bucket {
        if self.memory { Bucket::temporary(access) } else { Bucket::kept(&self.data, access) }
    }

    fn config(&self, url: &str) -> Result<Config, Failure> {
        let config = Config::local(self.secret()?, self.bcrypt_cost, url)?;
        let limits = if self.no_throttle { Limits::off() } else { config.limits };
        Ok(Config { limits, ..config })
    }

    fn secret(&self) -> Result<Secret, Failure> {
        let fresh = Ids::new(Clock::System).random();
        if self.memory {
            return Ok(Secret::new(fresh));
        }
        Ok(system::kept_secret(&self.data, fresh)?)
    }

    fn greet(&self, address: SocketAddr, app: &App, demo: Option<&Demo>) {
        let data =
            if self.memory { "in memory".to_owned() } else { self.data.display().to_string() };
        println!("Kindred is ready.\n");
        println!("  API    http://{address}");
        println!("  Docs   http://{address}/docs/");
        if let Mailer::Outbox(_) = app.mailer {
            println!("  Mail   http://{address}/_local/mail");
        }
        println!("  Data   {data}");
        if let Some(demo) = demo {
            println!(
                "  Demo   {} / {}  (forum name {})\n",
                demo.email, demo.password, demo.login_name
            );
            println!("Try:\n");
            println!("  curl 'http://{address}/articles?page=1'");
            println!(
                "  TOKEN=$(curl -s http://{address}/api/auth/login -H 'Content-Type: application/json' \\\n    \
                 -d '{{\"email\": \"{}\", \"password\": \"{}\"}}' | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')",
                demo.email, demo.password
            );
            println!("  curl http://{address}/api/movie/user -H \"Authorization: Bearer $TOKEN\"");
        }
        println!("\nCtrl-C stops it.");
    }
}

/// Invoke several functions with a batch, one after the other.
async fn invoke_all(
    client: reqwest::Client,
    urls: Vec<String>,
    batch: Event,
) -> Result<DynamoDbEventResponse, Failure> {
    let mut answers = Vec::new();
    for url in urls {
        answers.push(invoke(&client, url, &batch).await);
    }
    combined(answers)
}

/// Invoke a function with a batch, as Lambda's event source mapping does.
async fn invoke(
    client: &reqwest::Client,
    url: String,
    batch: &Event,
) -> Result<DynamoDbEventResponse, Failure> {
    let answer = client.post(url).json(batch).send().await?;
    let failed = answer.headers().contains_key("x-amz-function-error");
    let status = answer.status();
    let text = answer.text().await?;
    if failed || !status.is_success() {
        return Err(format!("the function failed with {status}: {text}").into());
    }
    Ok(serde_json::from_str(&text)?)
}

/// Changes at Ctrl-C, or at a polite request to end; listens from now on.
fn stop() -> watch::Receiver<()> {
    let listen = |kind| signal(kind).expect("signals can be listened to");
    let (mut interrupt, mut terminate) =
        (listen(SignalKind::interrupt()), listen(SignalKind::terminate()));
    let (sender, receiver) = watch::channel(());
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        sender.send_replace(());
        // The channel stays open: its end would count as a change, too.
        sender.closed().await;
    });
    receiver
}

async fn stopped(mut stop: watch::Receiver<()>) {
    // The sender lives as long as a receiver does.
    stop.changed().await.ok();
}

/// The result of serving, or an end after [`PATIENCE`] with whatever is still open.
async fn in_time(
    served: impl Future<Output = std::io::Result<()>>,
    stop: watch::Receiver<()>,
) -> Result<(), Failure> {
    let too_long = async {
        stopped(stop).await;
        tokio::time::sleep(PATIENCE).await;
    };
    tokio::select! {
        served = served => Ok(served?),
        () = too_long => Ok(()),
    }
}
