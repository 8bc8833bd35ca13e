//! The binary `kindred`.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use kindred::lambda::log_filter;
use kindred_cli::export::ExportArgs;
use kindred_cli::import::ImportArgs;
use kindred_cli::offline::eval::EvalArgs;
use kindred_cli::offline::recommend::RecommendArgs;
use kindred_cli::replay::ReplayArgs;
use kindred_cli::serve::ServeArgs;
use kindred_cli::user::UserArgs;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// A backend for communities of taste, whole in one process
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: ServeArgs,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the whole system on one port (the default)
    Serve(ServeArgs),
    /// Read a catalogue, or interactions, from files
    Import(ImportArgs),
    /// Write the catalogue and all interactions to a file
    #[command(after_long_help = kindred_cli::export::FORMAT)]
    Export(ExportArgs),
    /// Recommend to everybody in a file of ratings, without any system
    #[command(after_long_help = kindred_cli::offline::recommend::FORMAT)]
    Recommend(RecommendArgs),
    /// Measure how well engines recommend, by published protocols
    #[command(after_long_help = kindred_cli::offline::eval::PROTOCOLS)]
    Eval(EvalArgs),
    /// Derive everything again, or show what was recommended at a moment
    #[command(after_long_help = kindred_cli::replay::FORMAT)]
    Replay(ReplayArgs),
    /// Manage accounts
    User(UserArgs),
}

#[tokio::main]
async fn main() -> ExitCode {
    log();
    let cli = Cli::parse();
    let done = match cli.command.unwrap_or(Command::Serve(cli.serve)) {
        Command::Serve(args) => args.run().await,
        Command::Import(args) => args.run().await,
        Command::Export(args) => args.run().await,
        Command::Recommend(args) => args.run(),
        Command::Eval(args) => args.run(),
        Command::Replay(args) => args.run().await,
        Command::User(args) => args.run().await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("kindred: {error}");
            ExitCode::FAILURE
        }
    }
}

fn log() {
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    // The embedded S3 takes every refusal for an error, and shows links in full.
    let filter = log_filter("warn").with_target("s3s", LevelFilter::OFF);
    tracing_subscriber::registry().with(lines.with_filter(filter)).init();
}
