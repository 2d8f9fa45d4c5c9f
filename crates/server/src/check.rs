//! `golmok check`: looks over settings, database and media, and says what is missing. It writes nothing.

use std::{error::Error, path::Path, process::ExitCode};

use sqlx::{
    ConnectOptions, Executor,
    any::{AnyConnectOptions, install_default_drivers},
};
use wire::shop::BusinessNumber;

use crate::{
    account::provider::Providers,
    application::tax::TaxOffice,
    backup::newest_step,
    config::{Checked, Operator, Place},
    system::disk_of,
};

mod media;
mod rows;

type Fault = Box<dyn Error + Send + Sync>;

/// Lines for one kind of thing; the rest is a number.
const MOST_LINES: usize = 10;

/// What was found, a line each.
#[derive(Debug, Default)]
struct Report {
    lines: Vec<String>,
    errors: usize,
    warnings: usize,
}

impl Report {
    fn say(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    fn warn(&mut self, what: impl std::fmt::Display) {
        self.warnings += 1;
        self.lines.push(format!("warning: {what}"));
    }

    fn error(&mut self, what: impl std::fmt::Display) {
        self.errors += 1;
        self.lines.push(format!("error: {what}"));
    }

    /// One warning for each of the first few, and one for the rest.
    fn warn_each(&mut self, all: &[String], rest: &str) {
        for line in all.iter().take(MOST_LINES) {
            self.warn(line);
        }
        if all.len() > MOST_LINES {
            self.warn(format!("{} more {rest}", all.len() - MOST_LINES));
        }
    }

    /// The same for errors.
    fn error_each(&mut self, all: &[String], rest: &str) {
        for line in all.iter().take(MOST_LINES) {
            self.error(line);
        }
        if all.len() > MOST_LINES {
            self.error(format!("{} more {rest}", all.len() - MOST_LINES));
        }
    }
}

/// `golmok check`: a line for each thing found, then `street: N shops, N products, N clips`,
/// then `N errors, N warnings`. The exit code is 1 where there are errors.
///
/// # Errors
/// None: what cannot be looked at is an error among those counted.
pub async fn run(place: &Place, settings: &Checked) -> Result<ExitCode, Fault> {
    let mut report = look(place, &settings.operator).await;
    if let Err(why) = TaxOffice::open(settings.entry.tax_office.as_ref()) {
        report.error(why);
    }
    if let Err(why) = Providers::read(settings.sign_in.sign_in_with.as_deref()) {
        report.error(why);
    }
    for line in &report.lines {
        println!("{line}");
    }
    println!("{} errors, {} warnings", report.errors, report.warnings);
    Ok(if report.errors == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// All that is looked at, in order.
async fn look(place: &Place, operator: &Operator) -> Report {
    let mut report = Report::default();
    look_at_settings(operator, &mut report);
    look_at_space(&place.data, &mut report);
    let mut street = (0, 0, 0);
    if place.database.is_none() && !place.data.join("golmok.db").is_file() {
        report.warn(format!("there is no database in {} yet: golmok serve makes one", place.data.display()));
    } else {
        match look_at_database(place, &mut report).await {
            Ok(counts) => street = counts,
            Err(error) => report.error(format!("the database: {error}")),
        }
    }
    let (shops, products, clips) = street;
    report.say(format!("street: {shops} shops, {products} products, {clips} clips"));
    report
}

/// The operator's facts, which the law wants on the pages.
fn look_at_settings(operator: &Operator, report: &mut Report) {
    let facts = [
        ("--operator-name", &operator.operator_name),
        ("--operator-representative", &operator.operator_representative),
        ("--operator-address", &operator.operator_address),
        ("--operator-phone", &operator.operator_phone),
        ("--operator-email", &operator.operator_email),
        ("--operator-business-number", &operator.operator_business_number),
        ("--operator-mail-order-number", &operator.operator_mail_order_number),
    ];
    for (flag, fact) in facts {
        if fact.as_deref().is_none_or(|fact| fact.trim().is_empty()) {
            report.warn(format!("the pages do not say what the law asks of the operator: {flag} is not set"));
        }
    }
    if let Some(number) = operator.operator_business_number.as_deref().filter(|number| !number.trim().is_empty())
        && let Err(why) = BusinessNumber::try_from(number.to_owned())
    {
        report.error(format!("--operator-business-number {number}: {why}"));
    }
    if let Some(email) = operator.operator_email.as_deref().filter(|email| !email.trim().is_empty() && !email.contains('@')) {
        report.error(format!("--operator-email {email} is no e-mail address"));
    }
}

/// The disk of the data folder.
fn look_at_space(data: &Path, report: &mut Report) {
    match disk_of(data) {
        Ok(disk) if disk.is_low => report.warn(format!("only {} MB are free for {}", disk.free / 1_000_000, data.display())),
        Ok(_) => {}
        Err(error) => report.warn(format!("how much space is free for {} cannot be told: {error}", data.display())),
    }
}

/// The database and the files that it names. How many shops, products and clips there are.
async fn look_at_database(place: &Place, report: &mut Report) -> Result<(i64, i64, i64), Fault> {
    install_default_drivers();
    let url = place.database_url();
    // Not by `Db::open`, which would bring an older database up to date under a program that still uses it.
    let mut connection = url.parse::<AnyConnectOptions>()?.disable_statement_logging().connect().await?;
    let is_sqlite = url.starts_with("sqlite:");
    if is_sqlite {
        connection.execute("pragma query_only = on").await?;
    }
    let step: Option<i64> = match sqlx::query_scalar("select max(version) from _sqlx_migrations").fetch_one(&mut connection).await {
        Ok(step) => step,
        // A database in which nothing was ever made; one that is broken fails again below.
        Err(sqlx::Error::Database(_)) => None,
        Err(error) => return Err(error.into()),
    };
    let newest = newest_step();
    match step {
        None => {
            // Broken, or only empty?
            let _: i64 = sqlx::query_scalar("select 1").fetch_one(&mut connection).await?;
            if is_sqlite {
                rows::look_at_file(&mut connection, report).await?;
            }
            report.warn("the database is empty: golmok serve makes its tables");
            return Ok((0, 0, 0));
        }
        Some(step) if step > newest => {
            return Err(format!("it is at step {step}, and this program knows only {newest}: use a newer program").into());
        }
        Some(step) if step < newest => report.warn(format!("the database is at step {step}; golmok serve brings it to {newest}")),
        Some(step) => report.say(format!("database: step {step}")),
    }
    if is_sqlite {
        rows::look_at_file(&mut connection, report).await?;
    }
    let street = rows::count(&mut connection).await?;
    rows::look(&mut connection, report).await?;
    if step == Some(newest) {
        media::look(place, &mut connection, report).await?;
    }
    Ok(street)
}

#[cfg(test)]
mod tests;
