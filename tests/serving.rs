//! The program while it serves: many at once, killed, on a full disk, behind proxies and over https.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use server::{account::secret, db::Db, ids};

use crate::program::{Serving, golmok, listed, opened, out};

const BIN: &str = env!("CARGO_BIN_EXE_golmok");
const REPORT: &str = r#"{"address":"/shops/table","reason":"untrue","words":"closed on Mondays"}"#;

/// What an answer's first line says.
fn status(answer: Option<&str>) -> &str {
    answer.and_then(|answer| answer.get(9..12)).unwrap_or("none")
}

fn report(serving: &Serving, lines: &str) -> String {
    serving.post("/api/v1/reports", lines, REPORT).unwrap_or_default()
}

/// How many reports the database of a folder holds.
fn reports(data: &Path) -> i64 {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let db = Db::open(&Db::url_in(data)).await.expect("it opens");
        let counted: i64 = sqlx::query_scalar("select count(*) from reports").fetch_one(&db.pool).await.expect("a count");
        db.pool.close().await;
        counted
    })
}

/// Makes somebody the owner of a folder's shop, signed in; the line of a head that says so.
fn owner(data: &Path) -> String {
    let (secret, now) = (secret::fresh().expect("a secret"), ids::now_ms());
    let (hash, later) = (secret::hash(&secret), now + 1_000_000);
    let rows = [
        "insert into accounts (id, email, name, lang, is_operator, agreed_at, created_at) values (1, 'owner@golmok.test', '이가상', 'en', 0, 1, 1)"
            .to_owned(),
        format!(
            "insert into sessions (hash, id, account_id, device, created_at, seen_at, expires_at)
             values ('{hash}', 1, 1, 'Test', {now}, {now}, {later})"
        ),
        "insert into members (shop_id, account_id, role, created_at) select id, 1, 'owner', 1 from shops where slug = 'table'".to_owned(),
    ];
    tokio::runtime::Runtime::new().expect("a runtime").block_on(async {
        let db = Db::open(&Db::url_in(data)).await.expect("it opens");
        let mut write = db.write().await.expect("a write");
        for row in rows {
            sqlx::raw_sql(sqlx::AssertSqlSafe(row)).execute(&mut *write.tx).await.expect("a row");
        }
        write.commit().await.expect("a commit");
        db.pool.close().await;
    });
    format!("Cookie: golmok={secret}\r\n")
}

/// A picture as it is sent.
fn picture(colour: u8) -> String {
    let mut bytes = Vec::new();
    let pixels = image::RgbImage::from_pixel(64, 48, image::Rgb([colour, 90, 90]));
    pixels.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).expect("a picture");
    format!(r#"{{"content":"{}"}}"#, STANDARD.encode(bytes))
}

/// The program's memory in kilobytes, as Linux counts it.
#[cfg(target_os = "linux")]
fn memory_of(serving: &Serving) -> u64 {
    let said = std::fs::read_to_string(format!("/proc/{}/status", serving.0.id())).expect("readable");
    let line = said.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a line");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

#[cfg(target_os = "linux")]
#[test]
fn ten_thousand_who_say_nothing_cost_little_and_others_are_served() {
    const MANY: usize = 10_000;
    // Each has an end here and one there; besides, other tests run beside this one.
    let files = rlimit::increase_nofile_limit(u64::MAX).unwrap_or(0);
    if files < MANY as u64 + 1_000 {
        eprintln!("skipped: {files} open files are allowed here, and 11,000 are needed (ulimit -Hn)");
        return;
    }
    let (_folder, _, serving) = opened();
    let before = memory_of(&serving);
    let silent: Vec<_> = (0..MANY).map(|_| std::net::TcpStream::connect(("127.0.0.1", serving.1)).expect("a line")).collect();
    let begun = Instant::now();
    let held = || std::fs::read_dir(format!("/proc/{}/fd", serving.0.id())).expect("readable").count();
    // The queue before the door holds 4,096, or as many as the system allows: whoever finds it full tries again, later and later.
    while held() < MANY {
        assert!(begun.elapsed() < Duration::from_secs(90), "only {} are let in", held());
        std::thread::sleep(Duration::from_millis(100));
    }
    let asked = Instant::now();
    let page = serving.get("/en/shops/table").expect("a page");
    assert!(page.starts_with("HTTP/1.1 200") && asked.elapsed() < Duration::from_secs(5), "after {:?}: {page}", asked.elapsed());
    let grown = memory_of(&serving).saturating_sub(before);
    // About 12 KB each were measured; twice as much, and what a page takes, is not yet alarming.
    assert!(grown < 240_000, "{grown} KB for {MANY} who say nothing");
    drop(silent);
}

#[test]
fn what_was_answered_is_kept_although_the_program_is_killed_at_once() {
    let (_folder, data, mut serving) = opened();
    for saved in 1..=3 {
        let answer = report(&serving, "");
        assert_eq!(status(Some(&answer)), "200", "{answer}");
        serving.0.kill().expect("killed");
        serving.0.wait().expect("ended");
        assert_eq!(reports(&data), saved);
        serving = Serving::start(&data);
    }
    assert!(golmok(&data, &["check"]).status.success());
}

#[test]
fn a_picture_that_was_answered_is_finished_although_the_program_is_killed_at_once() {
    let (_folder, data) = listed();
    let owner = owner(&data);
    let pixels = image::RgbImage::from_fn(1_400, 1_000, |x, y| image::Rgb([(x / 6) as u8, (y / 4) as u8, (x * y % 120) as u8]));
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 90).encode_image(&pixels).expect("a photo");
    let photo = format!(r#"{{"content":"{}"}}"#, STANDARD.encode(bytes));
    let mut serving = Serving::start(&data);
    let answer = serving.post("/api/v1/shops/table/pictures", &owner, &photo).unwrap_or_default();
    serving.0.kill().expect("killed");
    serving.0.wait().expect("ended");
    assert_eq!(status(Some(&answer)), "200", "{answer}");
    let files = || {
        let names = std::fs::read_dir(data.join("media")).expect("readable").filter_map(Result::ok);
        names.filter_map(|file| file.file_name().into_string().ok()).filter(|name| name.starts_with("hidden-")).collect::<Vec<_>>()
    };
    let is_sent = |names: &[String]| names.iter().any(|name| name.ends_with(".source"));
    assert!(is_sent(&files()) && !files().iter().any(|name| name.ends_with("-1400.avif")), "killed before the end: {:?}", files());
    let check = golmok(&data, &["check"]);
    assert!(!out(&check).contains("is missing"), "{}", out(&check));
    let begun = Instant::now();
    let serving = Serving::start(&data);
    while is_sent(&files()) {
        // Made when nobody else wants the processor: other tests do.
        assert!(begun.elapsed() < Duration::from_secs(180), "{:?}", files());
        std::thread::sleep(Duration::from_millis(100));
    }
    drop(serving);
    // AVIF and WebP of 240, 480, 960 and 1,400 pixels, and one JPEG.
    assert_eq!(files().len(), 9, "{:?}", files());
    assert!(!out(&golmok(&data, &["check"])).contains("is missing"));
}

/// A limit of the size of files that is set while the program runs stands for a disk that fills up, and is lifted again.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fills_up_while_serving_refuses_writes_until_there_is_room_again() {
    use rustix::process::{Pid, Resource, Rlimit, getrlimit, prlimit};

    if getrlimit(Resource::Fsize).maximum.is_some() {
        eprintln!("skipped: the size of files is limited here already (ulimit -Hf)");
        return;
    }
    let (_folder, data) = listed();
    let owner = owner(&data);
    let mut command = Command::new("sh");
    // The signal is ignored, so that the write itself fails, as on a full disk.
    command.args(["-c", "trap '' XFSZ; exec \"$@\"", "sh", BIN]);
    let serving = Serving::by(command, &data, &[]).opened();
    assert_eq!(status(Some(&report(&serving, ""))), "200");
    let room = |bytes: Option<u64>| {
        let limit = Rlimit { current: bytes, maximum: None };
        prlimit(Some(Pid::from_child(&serving.0)), Resource::Fsize, limit).expect("a limit");
    };
    room(Some(0));
    // More often than the program has connections to its database: none of them may be of no use afterwards.
    for _ in 0..15 {
        let answer = report(&serving, "");
        assert_eq!(status(Some(&answer)), "503", "{answer}");
        assert!(answer.to_lowercase().contains("retry-after: 5") && answer.contains("\"busy\""), "{answer}");
    }
    let sent = |colour: u8| serving.post("/api/v1/shops/table/pictures", &owner, &picture(colour)).unwrap_or_default();
    let answer = sent(10);
    assert_eq!(status(Some(&answer)), "503", "what the media store has no room for: {answer}");
    for path in ["/en/shops/table", "/en/shops/table/products/plate", "/api/v1/products"] {
        assert_eq!(status(serving.get(path).as_deref()), "200", "{path} is still read");
    }
    room(None);
    let answer = sent(10);
    assert_eq!(status(Some(&answer)), "200", "{answer}");
    for _ in 0..10 {
        let answer = report(&serving, "");
        assert_eq!(status(Some(&answer)), "200", "{answer}");
    }
    drop(serving);
    assert_eq!(reports(&data), 11);
}

#[test]
fn who_asks_is_counted_by_the_address_that_a_trusted_proxy_tells() {
    // Twenty reports an hour from one address.
    let many = |serving: &Serving, forwarded: &dyn Fn(usize) -> String| {
        let answers = (1..=21).map(|number| report(serving, &format!("X-Forwarded-For: {}\r\n", forwarded(number))));
        answers.filter(|answer| status(Some(answer)) == "200").count()
    };
    let other = |number: usize| format!("198.51.100.{number}");
    let (_folder, data, serving) = opened();
    assert_eq!(many(&serving, &other), 20, "a stranger's word for where they are counts for nothing");
    drop(serving);
    let serving = Serving::by(Command::new(BIN), &data, &["--trust-proxy", "127.0.0.0/8"]).opened();
    assert_eq!(many(&serving, &other), 21);
    assert_eq!(many(&serving, &|number| format!("192.0.2.{number}, 203.0.113.7")), 20, "nor does what one tells the proxy");
}

#[tokio::test]
async fn the_street_is_served_over_https_with_a_certificate_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let (cert, key) = (concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/tls/cert.pem"), "/../../tests/tls/key.pem");
    let key = [env!("CARGO_MANIFEST_DIR"), key].concat();
    let words = ["--tls-cert", cert, "--tls-key", &key];
    let serving = Serving::by(Command::new(BIN), &folder.path().join("data"), &words);
    drop(rustls::crypto::ring::default_provider().install_default());
    let ours = reqwest::Certificate::from_pem(include_bytes!("tls/cert.pem")).expect("a certificate");
    let browser = reqwest::Client::builder().tls_built_in_root_certs(false).add_root_certificate(ours).no_proxy();
    let browser = browser.build().expect("a client");
    let begun = Instant::now();
    let answer = loop {
        match browser.get(format!("https://127.0.0.1:{}/healthz", serving.1)).send().await {
            Ok(answer) => break answer,
            Err(error) => assert!(begun.elapsed() < Duration::from_secs(20), "{error:?}"),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    assert_eq!(answer.status().as_u16(), 200);
    assert!(answer.headers().contains_key("strict-transport-security"));
    assert_eq!(answer.text().await.expect("a body"), "ok\n");
    // Who speaks plainly gets no page.
    let plain = tokio::task::spawn_blocking(move || serving.get("/healthz")).await.expect("a task");
    assert!(plain.is_none_or(|answer| !answer.contains("ok\n")));
}

/// Whether a street holds nothing of a seed or all of it, and is sound.
fn is_before_or_after(data: &Path, products: &str, when: &str) {
    let check = golmok(data, &["check"]);
    let said = out(&check) + &String::from_utf8_lossy(&check.stderr);
    let is_whole = said.contains(" 0 products") || said.contains(products);
    assert!(check.status.success() && is_whole, "{when}: {said}");
}

fn seed(data: &Path, words: &[&str]) -> std::process::Child {
    let mut command = Command::new(BIN);
    command.arg("seed").args(words).arg("--data").arg(data).env_remove("GOLMOK_DATABASE");
    command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program runs")
}

#[test]
fn a_demo_that_is_killed_while_it_draws_leaves_an_empty_street() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    for wait in [20, 1_500] {
        let mut child = seed(&data, &["demo"]);
        std::thread::sleep(Duration::from_millis(wait));
        child.kill().expect("killed");
        child.wait().expect("ended");
        is_before_or_after(&data, " 0 products", &format!("after {wait} ms"));
    }
    assert!(Serving::start(&data).get("/").expect("a page").starts_with("HTTP/1.1 200"), "it opens");
}

#[test]
fn a_seed_that_is_killed_while_it_is_written_leaves_the_street_before_or_after_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let mut child = seed(&data, &["scale", "--shops", "40", "--products", "20000"]);
    let mut lines = BufReader::new(child.stderr.take().expect("its words")).lines();
    // Every picture is there: from here on the rows are laid out, and then written in one go.
    let drawn = |line: &str| {
        line.strip_prefix("pictures: ").and_then(|rest| rest.split(',').next()?.split_once(" of ")).is_some_and(|(done, all)| done == all)
    };
    lines.by_ref().map_while(Result::ok).find(|line| drawn(line)).expect("all pictures");
    let log = data.join("golmok.db-wal");
    let length = || std::fs::metadata(&log).map_or(0, |file| file.len());
    let before = length();
    let begun = Instant::now();
    while length() < before + 1_000_000 && child.try_wait().expect("a look").is_none() {
        assert!(begun.elapsed() < Duration::from_secs(120), "nothing is written");
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().expect("killed");
    child.wait().expect("ended");
    is_before_or_after(&data, " 20000 products", "while it was written");
    assert!(Serving::start(&data).get("/").expect("a page").starts_with("HTTP/1.1 200"), "it opens");
}
