//! Listening: connections under limits, with TLS where asked, and a stop that lets requests in flight finish.

use std::{
    future::Future,
    io,
    net::SocketAddr,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::Router;
use axum_server::{
    Handle, Server,
    accept::{Accept, DefaultAcceptor},
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};
use futures::future::BoxFuture;
use hyper_util::rt::TokioTimer;
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    sync::watch,
    time::timeout,
};

use self::guarded::{Guarded, Noticed};

mod guarded;

/// A connection on which nothing comes or goes for so long is closed.
const IDLE: Duration = Duration::from_secs(60);
/// A request's head must be here so long after its first byte.
const HEAD: Duration = Duration::from_secs(10);
/// Requests in flight at a stop may take so long.
const LAST_REQUESTS: Duration = Duration::from_secs(20);
/// Connections that are held at once, if the system's limit of open files allows; those beyond it are closed at once.
/// There is no limit for one address: behind a proxy all come from one.
const MOST_CONNECTIONS: usize = 12_000;
/// Connections that may wait to be taken; Linux allows no more than this either, unless it is told to.
const QUEUE: u32 = 4_096;
/// Files that the program itself needs beside its connections.
const OWN_FILES: u64 = 200;
/// Bytes of a request's head; also of a connection's buffers.
const HEAD_BYTES: usize = 16 * 1024;
const HEAD_LINES: usize = 100;

static OPEN: AtomicUsize = AtomicUsize::new(0);

/// The certificate chain and its key, as PEM files.
#[derive(Clone, Debug)]
pub struct TlsFiles {
    pub cert: PathBuf,
    pub key: PathBuf,
}

/// Why nothing could be served.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    #[error("{0} is taken by another program: stop it, or give another address with --listen")]
    Taken(SocketAddr),
    #[error("{0} cannot be listened on: {1}")]
    Address(SocketAddr, #[source] io::Error),
    #[error("the certificate {cert} or its key {key} cannot be used: {cause}")]
    Certificate { cert: PathBuf, key: PathBuf, cause: io::Error },
    #[error("serving ended: {0}")]
    Ended(#[from] io::Error),
}

/// Connections that are open now, on all addresses.
#[must_use]
pub fn open_connections() -> usize {
    OPEN.load(Ordering::Relaxed)
}

/// Resolves when the system asks the program to stop (SIGTERM, or SIGINT as Ctrl-C gives it).
pub async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let asked = async |kind| match signal(kind) {
        Ok(mut asked) => drop(asked.recv().await),
        Err(error) => {
            tracing::warn!(%error, "a stop signal cannot be waited for");
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = asked(SignalKind::terminate()) => {}
        () = asked(SignalKind::interrupt()) => {}
    }
}

/// Serves `app` on every address until `stop` resolves; then new connections are refused,
/// and requests in flight have 20 seconds to finish. Handlers find the other end in `ConnectInfo<SocketAddr>`.
///
/// # Errors
/// Where an address is taken or not ours, or the certificate cannot be used.
pub async fn serve(listen: &[SocketAddr], tls: Option<TlsFiles>, app: Router, stop: impl Future<Output = ()>) -> Result<(), ListenError> {
    serve_on(bind(listen).await?, tls, app, stop).await
}

/// Takes every address, or none.
///
/// # Errors
/// Where one is taken or not ours.
pub async fn bind(listen: &[SocketAddr]) -> Result<Vec<TcpListener>, ListenError> {
    let mut listeners = Vec::new();
    for address in listen {
        let listener = listen_on(*address).map_err(|error| match error.kind() {
            io::ErrorKind::AddrInUse => ListenError::Taken(*address),
            _ => ListenError::Address(*address, error),
        })?;
        listeners.push(listener);
    }
    Ok(listeners)
}

/// As the standard library listens, but for the queue: whoever finds it full tries again only after a second.
fn listen_on(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // An address is free as soon as who had it ends. On Windows the same word would let two have it.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(QUEUE)
}

/// As [`serve`], on addresses that are taken already.
///
/// # Errors
/// Where the certificate cannot be used.
pub async fn serve_on(
    listeners: Vec<TcpListener>,
    tls: Option<TlsFiles>,
    app: Router,
    stop: impl Future<Output = ()>,
) -> Result<(), ListenError> {
    let most = connections_allowed();
    let tls = match tls {
        Some(files) => Some(certificate(files).await?),
        None => None,
    };
    let (stopping, stopped) = watch::channel(false);
    let mut servers: Vec<BoxFuture<'static, io::Result<()>>> = Vec::new();
    let mut handles = Vec::new();
    for listener in listeners {
        let address = listener.local_addr()?;
        let scheme = if tls.is_some() { "https" } else { "http" };
        tracing::info!(most, "listening on {scheme}://{address}");
        let handle = Handle::new();
        handles.push(handle.clone());
        let app = app.clone().into_make_service_with_connect_info::<SocketAddr>();
        let server = limited(Server::from_listener(listener).handle(handle));
        let door = |inner| Door { inner, most, stopped: stopped.clone() };
        servers.push(match &tls {
            // Beside TLS, where the two ends agree on it, HTTP/2 is spoken too.
            Some(config) => {
                Box::pin(server.acceptor(door_of(door(DefaultAcceptor::new()), RustlsAcceptor::new(config.clone()))).serve(app))
            }
            // Only HTTP/1: else the first bytes would be waited for without a limit.
            None => Box::pin(server.acceptor(door(DefaultAcceptor::new())).http1_only().serve(app)),
        });
    }
    let ending = async {
        stop.await;
        tracing::info!(open = open_connections(), "stopping: requests in flight finish");
        let _ = stopping.send(true);
        for handle in &handles {
            handle.graceful_shutdown(Some(LAST_REQUESTS));
        }
        std::future::pending::<()>().await;
    };
    tokio::select! {
        ended = futures::future::try_join_all(servers) => drop(ended?),
        () = ending => {}
    }
    tracing::info!("stopped");
    Ok(())
}

/// The door with another way of greeting inside it.
fn door_of<A, B>(door: Door<A>, inner: B) -> Door<B> {
    Door { inner, most: door.most, stopped: door.stopped }
}

/// Raises the soft limit of open files to the hard one; how many connections fit below it.
fn connections_allowed() -> usize {
    let files = rlimit::increase_nofile_limit(u64::MAX).unwrap_or(1024);
    usize::try_from(files.saturating_sub(OWN_FILES)).unwrap_or(MOST_CONNECTIONS).clamp(16, MOST_CONNECTIONS)
}

async fn certificate(files: TlsFiles) -> Result<RustlsConfig, ListenError> {
    // Fails only where one is installed already, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let TlsFiles { cert, key } = files;
    let read = RustlsConfig::from_pem_chain_file(&cert, &key).await.map_err(|cause| ListenError::Certificate { cert, key, cause })?;
    let mut config = rustls::ServerConfig::clone(&read.get_inner());
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(RustlsConfig::from_config(Arc::new(config)))
}

fn limited(mut server: Server<SocketAddr>) -> Server<SocketAddr> {
    let builder = server.http_builder();
    // `Guarded` is stricter about a head that has begun; this one also ends heads that come with other bytes between.
    builder.http1().timer(TokioTimer::new()).header_read_timeout(IDLE).max_headers(HEAD_LINES).max_buf_size(HEAD_BYTES);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(100)
        .max_header_list_size(16 * 1024)
        .initial_stream_window_size(64 * 1024)
        .initial_connection_window_size(256 * 1024)
        .max_send_buf_size(64 * 1024);
    server
}

/// Where connections come in: counted, under the cap, and not given buffers before they say something.
#[derive(Clone)]
struct Door<A> {
    inner: A,
    most: usize,
    stopped: watch::Receiver<bool>,
}

/// One connection's place among those allowed.
struct Slot(());

impl Slot {
    fn take(most: usize) -> io::Result<Self> {
        if OPEN.fetch_add(1, Ordering::Relaxed) < most {
            return Ok(Self(()));
        }
        OPEN.fetch_sub(1, Ordering::Relaxed);
        Err(io::Error::other("too many connections"))
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        OPEN.fetch_sub(1, Ordering::Relaxed);
    }
}

impl<A, S> Accept<TcpStream, S> for Door<A>
where
    A: Accept<TcpStream, S, Service = S> + Clone + Send + Sync + 'static,
    A::Future: Send,
    A::Stream: Send,
    S: Send + 'static,
{
    type Stream = Guarded<A::Stream>;
    type Service = Noticed<S>;
    type Future = BoxFuture<'static, io::Result<(Self::Stream, Self::Service)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let Self { inner, most, mut stopped } = self.clone();
        Box::pin(async move {
            let slot = Slot::take(most)?;
            stream.set_nodelay(true)?;
            // HTTP and TLS lay out their buffers before the first byte, and TLS would hold up a stop: a silent connection
            // waits here. 10,000 of them measured 12 KB each on Linux, 10,000 between two requests 13 KB.
            tokio::select! {
                first = timeout(IDLE, stream.readable()) => first??,
                _ = stopped.wait_for(|stopped| *stopped) => return Err(io::Error::other("stopping")),
            }
            let (stream, service) = inner.accept(stream, service).await?;
            Ok(guarded::guard(stream, service, slot))
        })
    }
}

#[cfg(test)]
mod tests;
