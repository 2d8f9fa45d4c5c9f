//! The door: who is let in, and who is shown out.

use std::time::Instant;

use axum::{extract::ConnectInfo, routing::get};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    sync::oneshot,
    task::JoinHandle,
};

use super::*;

/// A server on an address of its own; what is sent ends it.
async fn start() -> (SocketAddr, oneshot::Sender<()>, JoinHandle<Result<(), ListenError>>) {
    #[expect(clippy::disallowed_methods, reason = "a server of the test's own")]
    let app = Router::new()
        .route("/", get(async |ConnectInfo(from): ConnectInfo<SocketAddr>| from.ip().to_string()))
        .route("/slow", get(async || tokio::time::sleep(Duration::from_millis(700)).await));
    let listeners = bind(&["127.0.0.1:0".parse().expect("an address")]).await.expect("an address");
    let address = listeners.first().expect("one").local_addr().expect("its address");
    let (stop, stopped) = oneshot::channel();
    let served = tokio::spawn(serve_on(listeners, None, app, async move { drop(stopped.await) }));
    (address, stop, served)
}

/// Sends `text` and reads until the other end closes or two seconds pass.
async fn ask(address: SocketAddr, text: &str) -> String {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.write_all(text.as_bytes()).await.expect("a write");
    let mut answer = Vec::new();
    let _ = timeout(Duration::from_secs(2), stream.read_to_end(&mut answer)).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn requests_in_flight_finish_at_a_stop_and_new_ones_are_refused() {
    let (address, stop, served) = start().await;
    let silent = TcpStream::connect(address).await.expect("a connection");
    let slow = tokio::spawn(async move { ask(address, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").await });
    tokio::time::sleep(Duration::from_millis(200)).await;
    let begun = Instant::now();
    stop.send(()).expect("a stop");
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(TcpStream::connect(address).await.is_err(), "new connections are refused");
    assert!(slow.await.expect("a task").starts_with("HTTP/1.1 200"));
    served.await.expect("a task").expect("an end");
    assert!(begun.elapsed() < Duration::from_secs(3), "a silent connection holds nothing up: {:?}", begun.elapsed());
    drop(silent);
}

#[tokio::test]
async fn a_head_that_is_too_long_or_has_too_many_lines_is_refused() {
    let (address, _stop, _served) = start().await;
    let right = ask(address, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await;
    assert!(right.starts_with("HTTP/1.1 200") && right.ends_with("127.0.0.1"), "{right}");
    let long = ask(address, &format!("GET / HTTP/1.1\r\nHost: x\r\nLong: {}\r\n\r\n", "a".repeat(20_000))).await;
    assert!(long.starts_with("HTTP/1.1 431"), "{long}");
    let many = ask(address, &format!("GET / HTTP/1.1\r\nHost: x\r\n{}\r\n", "A: b\r\n".repeat(150))).await;
    assert!(many.starts_with("HTTP/1.1 431"), "{many}");
    let nonsense = ask(address, "\u{1}\u{2} nonsense\r\n\r\n").await;
    assert!(nonsense.starts_with("HTTP/1.1 400"), "{nonsense}");
}

#[tokio::test]
async fn a_taken_address_is_said_in_words() {
    let taken = TcpListener::bind("127.0.0.1:0").await.expect("an address");
    let address = taken.local_addr().expect("its address");
    let error = bind(&[address]).await.expect_err("a refusal").to_string();
    assert!(error.contains("taken by another program") && error.contains(&address.to_string()), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_head_that_drips_ends_after_ten_seconds_and_a_quiet_connection_after_sixty() {
    let close = async |text: &str, drip: &str| {
        let (ours, mut theirs) = tokio::io::duplex(1024);
        let (mut guarded, _service) = guarded::guard(ours, (), Slot(()));
        OPEN.fetch_add(1, Ordering::Relaxed);
        let begun = tokio::time::Instant::now();
        theirs.write_all(text.as_bytes()).await.expect("a write");
        let drip = drip.to_owned();
        let dripping = tokio::spawn(async move {
            while theirs.write_all(drip.as_bytes()).await.is_ok() {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
        let mut sink = [0; 64];
        let error = loop {
            match guarded.read(&mut sink).await {
                Ok(_) => {}
                Err(error) => break error,
            }
        };
        dripping.abort();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        begun.elapsed().as_secs()
    };
    assert_eq!(close("GET / HT", "x").await, 10);
    assert_eq!(close("", "").await, 60);
    let frames = close("PRI * HTTP/2.0\r\n", "").await;
    assert_eq!(frames, 60, "of HTTP/2, only silence is timed");
}
