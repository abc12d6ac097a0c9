//! The `yeogwon` program: see the library's front page for the layers.

use std::io::{self, Write};
use std::process::ExitCode;

use chrono::Utc;
use clap::{Parser, Subcommand};
use yeogwon::command::{self, CommandError, Exit, Report, conclude};
use yeogwon::document::portrait::is_contained;

/// A passport authority in one program.
#[derive(Debug, Parser)]
#[command(name = "yeogwon", version, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Answer in JSON.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    Specimen(command::specimen::Options),
    Verify(command::verify::Options),
    Mrz(command::mrz::Options),
    Law(command::law::Options),
    Signer(command::signer::Options),
    Bench(command::bench::Options),
    Produce(command::produce::Options),
    Reconcile(command::reconcile::Options),
    Demo(command::demo::Options),
    Serve(command::serve::Options),
    Doctor(command::doctor::Options),
    Journal(command::journal::Options),
    Staff(command::staff::Options),
    Approvals(command::approvals::Options),
    Migrate(command::migrate::Options),
    Config(command::config::Options),
    ApiKey(command::api_key::Options),
}

fn main() -> ExitCode {
    be_silent_about_contained_panics();
    let cli = Cli::parse();
    // Not locked: a service's other threads have something to say as well.
    let (mut out, mut err) = (io::stdout(), io::stderr());
    match run(&cli, &mut out, &mut err) {
        Ok(exit) => exit.into(),
        Err(error) => {
            // Nobody may be left to tell this either.
            let _ = writeln!(err, "error: the answer cannot be written: {error}");
            Exit::Failed.into()
        }
    }
}

/// A picture that makes a decoder panic is reported as a broken picture, and not as a broken program.
fn be_silent_about_contained_panics() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !is_contained() {
            report(panic);
        }
    }));
}

fn run(cli: &Cli, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Exit> {
    let now = Utc::now();
    let outcome: Result<Box<dyn Report>, CommandError> = match &cli.command {
        Command::Law(options) => {
            return command::law::run(options, cli.json, &mut io::stdout().lock(), err);
        }
        Command::ApiKey(options) => command::api_key::run(options).map(boxed),
        Command::Specimen(options) => command::specimen::run(options, now).map(boxed),
        Command::Verify(options) => {
            command::verify::run(options, now).map(|report| report as Box<dyn Report>)
        }
        Command::Mrz(options) => command::mrz::run(options, &mut io::stdin().lock()),
        Command::Signer(options) => command::signer::run(options),
        Command::Bench(options) => command::bench::run(options, now).map(boxed),
        Command::Produce(options) => command::produce::run(options).map(boxed),
        Command::Reconcile(options) => command::reconcile::run(options).map(boxed),
        Command::Demo(options) => command::demo::run(options, Utc::now).map(boxed),
        Command::Serve(options) => command::serve::run(options, Utc::now).map(boxed),
        Command::Doctor(options) => command::doctor::run(options, Utc::now).map(boxed),
        Command::Journal(options) => command::journal::run(options, Utc::now).map(boxed),
        Command::Staff(options) => command::staff::run(options, Utc::now).map(boxed),
        Command::Approvals(options) => command::approvals::run(options, Utc::now).map(boxed),
        Command::Migrate(options) => command::migrate::run(options).map(boxed),
        Command::Config(options) => command::config::run(options).map(boxed),
    };
    conclude(outcome, cli.json, out, err)
}

fn boxed<R: Report + 'static>(report: R) -> Box<dyn Report> {
    Box::new(report)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_options_are_consistent() {
        super::Cli::command().debug_assert();
    }
}
