//! The program golmok.

use std::process::ExitCode;

use clap::Parser;
use server::{
    account::operator,
    backup, check,
    config::{Cli, Command, Import, LogFormat, People, Seed, Shop},
    import, seed, serve,
};
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

/// Drawing a page takes and gives back much memory in small pieces; the system's allocator gave a third of the time to it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    // Before there are threads that make files.
    serve::write_for_its_user();
    log_to_stderr(cli.place.log_format);
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("golmok: the system gives no threads: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(cli)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("golmok: {}", with_causes(error.as_ref()));
            ExitCode::FAILURE
        }
    }
}

/// An error and what it came from, each said once: who runs a command reads no log for the cause.
fn with_causes(error: &(dyn std::error::Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string);
    causes.fold(String::new(), |said, cause| match said.as_str() {
        "" => cause,
        said if said.contains(&cause) => said.to_owned(),
        said => format!("{said}: {cause}"),
    })
}

/// Runs one command; what it prints is its own.
async fn run(cli: Cli) -> Result<ExitCode, Box<dyn std::error::Error + Send + Sync>> {
    let place = cli.place;
    match cli.command {
        Command::Serve(settings) => serve::run(place, *settings).await,
        Command::Import(Import::Shopify(request)) => import::run_shopify(&place, &request).await,
        Command::Import(Import::Synonyms { file }) => import::synonyms::run(&place, &file).await,
        Command::Import(Import::Categories { file }) => import::categories::run(&place, &file).await,
        Command::Import(Import::Pictures { retry, fetch }) => import::run_pictures(&place, retry, &fetch).await,
        Command::Operator(People::Invite { email, public }) => operator::run_invite(&place, &email, public.text()).await,
        Command::Shop(Shop::Owner { shop, email, public }) => operator::run_owner(&place, &shop, &email, public.text()).await,
        Command::Seed(Seed::Demo) => seed::run_demo(&place).await,
        Command::Seed(Seed::Scale { shops, products }) => seed::run_scale(&place, shops, products).await,
        Command::Backup { file } => backup::run_backup(&place, &file).await,
        Command::Restore { file } => backup::run_restore(&place, &file).await,
        Command::Check(operator) => check::run(&place, &operator).await,
    }
}

/// The log goes to standard error; `RUST_LOG` narrows or widens it.
fn log_to_stderr(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let registry = tracing_subscriber::registry().with(filter);
    match format {
        LogFormat::Text => registry.with(fmt::layer().with_writer(std::io::stderr)).init(),
        LogFormat::Json => registry.with(fmt::layer().json().with_writer(std::io::stderr)).init(),
    }
}
