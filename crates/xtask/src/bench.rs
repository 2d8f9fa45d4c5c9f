//! `cargo x bench`: how fast the street is, as a table of figures. It measures and never judges.

mod browser;
mod load;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::http::{get, wait_until_healthy};
use crate::limits::{app, first_product};
use crate::process::Running;
use crate::program;
use crate::run::{command, free_port, program as file, root, run, say};

/// What to measure.
#[derive(Args)]
pub struct Bench {
    /// Shops of the large street; 0 leaves it out.
    #[arg(long, default_value_t = 6000)]
    shops: u32,
    /// Products of the large street, three variants each.
    #[arg(long, default_value_t = 300_000)]
    products: u32,
    /// Leaves the browser's figures out.
    #[arg(long)]
    no_browser: bool,
}

/// One line of the table: what was measured, what came out, and what it should be.
pub struct Figure {
    pub what: String,
    pub measured: String,
    pub goal: &'static str,
}

fn figure(what: impl Into<String>, measured: impl Into<String>, goal: &'static str) -> Figure {
    Figure { what: what.into(), measured: measured.into(), goal }
}

/// Builds the release program, measures, prints the table.
pub fn bench(bench: &Bench) -> Result<()> {
    program::build()?;
    println!("| figure | measured | goal |\n| --- | --- | --- |");
    show(vec![figure("wasm and its JavaScript, brotli", kilobytes(app()?), "185 KB")]);
    let demo = program::demo_street("bench")?;
    show(street("demo", &demo, "80 MB", "0.5 s")?);
    if !bench.no_browser {
        show(browser::figures(&demo)?);
        show(browser::work(&demo)?);
    }
    show(finding("demo", &demo)?);
    if bench.shops > 0 {
        let large = large_street(bench.shops, bench.products)?;
        show(street("large", &large, "1,000 MB", "5 s")?);
        // Of two sizes, to show how it grows.
        show(finding("a tenth of large", &large_street(bench.shops.div_ceil(10), bench.products.div_ceil(10))?)?);
        show(finding("large", &large)?);
        if !bench.no_browser {
            show(browser::taps("large", &large)?);
        }
    }
    Ok(())
}

/// Rows of the table, as soon as they are measured.
fn show(figures: Vec<Figure>) {
    for Figure { what, measured, goal } in figures {
        println!("| {what} | {measured} | {goal} |");
    }
}

/// A street of any size, kept between runs.
fn large_street(shops: u32, products: u32) -> Result<PathBuf> {
    let data = root().join("target").join(format!("large-street-{shops}-{products}"));
    if !data.join("golmok.db").is_file() {
        say("Seeding the large street; some minutes the first time.");
        let fresh = data.with_extension("fresh");
        let _ = std::fs::remove_dir_all(&fresh);
        let (shops, products) = (shops.to_string(), products.to_string());
        run(command(file("release"))?.args(["seed", "scale", "--shops", &shops, "--products", &products, "--data"]).arg(&fresh))?;
        std::fs::rename(fresh, &data).context("cannot rename the seeded street")?;
    }
    Ok(data)
}

/// A running street: the process, its address, and how long it took to its first page.
pub struct Open {
    server: Running,
    pub address: SocketAddr,
    first_page: Duration,
}

impl Open {
    /// The number of its process.
    pub fn process(&self) -> u32 {
        self.server.id()
    }

    /// The memory that it holds (`VmRSS`) or held at the most (`VmHWM`), in KB; Linux only.
    fn memory(&self, which: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(which)?.strip_prefix(':')).unwrap_or_default();
        line.split_whitespace().next().and_then(|kilobytes| kilobytes.parse().ok()).unwrap_or(0)
    }

    /// What it holds once it has given back what it needed for a moment: it changes no more, or ten seconds have passed.
    fn memory_at_rest(&self) -> u64 {
        let mut before = self.memory("VmRSS");
        let mut still = 0;
        for _ in 0..10 {
            std::thread::sleep(Duration::from_secs(1));
            let now = self.memory("VmRSS");
            still = if now.abs_diff(before) < 1024 { still + 1 } else { 0 };
            before = now;
            // What nobody needs is given back only some seconds later.
            if still == 4 {
                break;
            }
        }
        before
    }
}

/// Opens a street; `keep` is how many megabytes of pages it may keep. A port that was free may be a connection's own by the
/// time that the program listens: then another is tried.
pub fn open(data: &Path, keep: u32) -> Result<Open> {
    open_once(data, keep).or_else(|_| open_once(data, keep))
}

fn open_once(data: &Path, keep: u32) -> Result<Open> {
    let port = free_port()?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut serve = command(file("release"))?;
    serve.arg("serve").arg("--data").arg(data).args(["--listen", &address.to_string(), "--admin-listen", "127.0.0.1:0"]);
    serve.args(["--keep-pages-mb", &keep.to_string()]).env("RUST_LOG", "warn").stdin(Stdio::null());
    let begun = Instant::now();
    let mut server = Running::new(serve.spawn().context("cannot start golmok")?);
    wait_until_healthy(address, || match server.ended()? {
        Some(status) => bail!("the server ended at once ({status})"),
        None => Ok(()),
    })?;
    get(address, "/windows/fashion", &[])?;
    Ok(Open { server, address, first_page: begun.elapsed() })
}

/// The server's figures on one street.
fn street(name: &str, data: &Path, memory_goal: &'static str, start_goal: &'static str) -> Result<Vec<Figure>> {
    say(&format!("Measuring the {name} street."));
    let kept = open(data, 16)?;
    let window = "/windows/fashion".to_owned();
    let page = get(kept.address, &window, &[])?;
    let product = first_product(&String::from_utf8_lossy(&page.body)).context("the window links to no product")?;
    let mut figures = vec![figure(format!("{name}: start to first page"), seconds(kept.first_page), start_goal)];
    counted(kept.address)?;
    for path in ["/", &window, &product] {
        let answer = get(kept.address, path, &[("Accept-Encoding", "br")])?;
        figures.push(figure(format!("{name}: first flight of {}", kind(path)), kilobytes(answer.body.len()), "14 KB"));
    }
    let speed = |address, path: &str| load::pages_a_second(address, path, Duration::from_secs(6));
    let (windows, products) = (speed(kept.address, &window)?, speed(kept.address, &product)?);
    figures.push(figure(format!("{name}: window pages a second, kept"), round(windows), "3,000"));
    figures.push(figure(format!("{name}: product pages a second, kept"), round(products), "4,000"));
    speed(kept.address, "/")?;
    let memory = kept.memory_at_rest();
    figures.push(figure(format!("{name}: memory after that load"), format!("{} MB", memory / 1024), memory_goal));
    drop(kept);
    let drawn = open(data, 0)?;
    counted(drawn.address)?;
    let (middle, slow) = load::latency(drawn.address, &window, 300)?;
    let both = format!("{} / {}", milliseconds(middle), milliseconds(slow));
    figures.push(figure(format!("{name}: window page drawn anew, p50 / p99"), both, "10 ms p99"));
    figures.push(figure(format!("{name}: window pages a second, drawn anew"), round(speed(drawn.address, &window)?), "800"));
    Ok(figures)
}

/// The figures of narrowing and finding on one street.
fn finding(name: &str, data: &Path) -> Result<Vec<Figure>> {
    say(&format!("Measuring how things are found on the {name} street."));
    let open = open(data, 0)?;
    let before = open.memory("VmRSS");
    let begun = Instant::now();
    counted(open.address)?;
    let read = open.first_page + begun.elapsed();
    let taken = [open.memory("VmHWM"), open.memory_at_rest()].map(|memory| memory.saturating_sub(before) / 1024);
    let both = |paths: &[String]| -> Result<(Duration, Duration)> {
        // Of the slowest.
        let mut worst = (Duration::ZERO, Duration::ZERO);
        for path in paths {
            let (middle, slow) = load::latency(open.address, path, 300)?;
            worst = (worst.0.max(middle), worst.1.max(slow));
        }
        Ok(worst)
    };
    let narrowed = both(&["/windows/fashion?category=tops&option=size:m&in_stock=1".to_owned()])?;
    let asked = |call: &str, words: &[&str]| words.iter().map(|word| format!("/api/v1/{call}?q={}", encode(word))).collect::<Vec<_>>();
    let searched = both(&asked("search", &["셔츠", "가방", "의자", "우산"]))?;
    let initials = both(&asked("search", &["ㅅㄱ", "ㅇㅅ"]))?;
    let suggested = both(&asked("suggest", &["ㅅ", "셔", "셔츠", "가", "가방", "ㅅㄱ", "s", "sh", "shirt", "tuc"]))?;
    let pair = |(middle, slow): (Duration, Duration)| format!("{} / {}", milliseconds(middle), milliseconds(slow));
    Ok(vec![
        figure(format!("{name}: the index is read, from the start"), seconds(read), "30 s"),
        figure(
            format!("{name}: memory that it takes, while it is read / from then on"),
            format!("{} / {} MB", taken[0], taken[1]),
            "600 MB",
        ),
        figure(format!("{name}: narrowed window page with counts, p50 / p99"), pair(narrowed), "5 / 20 ms"),
        figure(format!("{name}: search of two syllables with counts, p50 / p99 of the slowest of four"), pair(searched), "8 / 30 ms"),
        figure(format!("{name}: search of two initials with counts, p50 / p99 of the slower"), pair(initials), ""),
        figure(format!("{name}: suggestions, p50 / p99 of the slowest of ten"), pair(suggested), "5 ms p99"),
    ])
}

/// Words as they stand in an address.
fn encode(words: &str) -> String {
    words.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Waits until lists are counted.
fn counted(address: SocketAddr) -> Result<()> {
    let end = Instant::now() + Duration::from_secs(120);
    while Instant::now() < end {
        let page = get(address, "/windows/fashion?in_stock=1", &[])?;
        if String::from_utf8_lossy(&page.body).contains("data-count=") {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    bail!("the index was not read within two minutes")
}

fn kind(path: &str) -> &'static str {
    match path {
        "/" => "home",
        path if path.starts_with("/windows/") => "a window",
        _ => "a product",
    }
}

fn kilobytes(bytes: usize) -> String {
    format!("{:.1} KB", bytes as f64 / 1024.0)
}

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

fn milliseconds(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

fn round(figure: f64) -> String {
    format!("{figure:.0}")
}
