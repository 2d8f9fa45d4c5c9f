//! A connection that ends itself when its other end is too slow: to begin, to finish a request's head, to read.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll, ready},
};

use futures::{FutureExt, future::BoxFuture};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep, sleep_until},
};
use tower::Service;

use super::{HEAD, IDLE, Slot};

/// Where a connection stands, told by the service to the stream. Of HTTP/2 only `BETWEEN` is used.
#[derive(Clone)]
struct Stand(Arc<AtomicU8>);

/// No request is under way.
const BETWEEN: u8 = 0;
/// The first bytes of a request came, and its head is not whole.
const IN_HEAD: u8 = 1;
/// A handler has the request.
const HANDLED: u8 = 2;

/// Lays the guard around a stream and its service.
pub(super) fn guard<I, S>(stream: I, service: S, slot: Slot) -> (Guarded<I>, Noticed<S>) {
    let stand = Stand(Arc::new(AtomicU8::new(BETWEEN)));
    let now = Instant::now();
    let guarded = Guarded {
        stream,
        stand: stand.clone(),
        is_http2: None,
        last: now,
        head_since: now,
        sleep: Box::pin(sleep_until(now + IDLE)),
        _slot: slot,
    };
    (guarded, Noticed { inner: service, stand })
}

/// A stream that fails with `TimedOut` where [`IDLE`] passes without a byte either way, or [`HEAD`] without a whole head.
pub struct Guarded<I> {
    stream: I,
    stand: Stand,
    /// Known from the first bytes. Its frames come at any time, so heads are not timed.
    is_http2: Option<bool>,
    last: Instant,
    head_since: Instant,
    sleep: Pin<Box<Sleep>>,
    _slot: Slot,
}

impl<I> Guarded<I> {
    fn due(&self) -> Instant {
        let idle = self.last + IDLE;
        if self.stand.0.load(Ordering::Relaxed) == IN_HEAD { idle.min(self.head_since + HEAD) } else { idle }
    }

    /// Bytes came.
    fn heard(&mut self, bytes: &[u8]) {
        self.last = Instant::now();
        if !*self.is_http2.get_or_insert_with(|| bytes.starts_with(b"PRI")) && self.stand.0.load(Ordering::Relaxed) == BETWEEN {
            self.head_since = self.last;
            self.stand.0.store(IN_HEAD, Ordering::Relaxed);
        }
    }

    /// Ready once the other end was too slow. The timer is moved only when it matters, not at every byte.
    fn poll_too_slow(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        let due = self.due();
        if self.sleep.deadline() > due {
            self.sleep.as_mut().reset(due);
        }
        loop {
            ready!(self.sleep.as_mut().poll(cx));
            if Instant::now() >= due {
                return Poll::Ready(io::ErrorKind::TimedOut.into());
            }
            self.sleep.as_mut().reset(due);
        }
    }

    /// The result of a write: bytes that went count as life, none for too long as the end.
    fn wrote(&mut self, cx: &mut Context<'_>, result: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match result {
            Poll::Ready(done) => {
                self.last = Instant::now();
                Poll::Ready(done)
            }
            Poll::Pending => self.poll_too_slow(cx).map(Err),
        }
    }
}

impl<I: AsyncRead + Unpin> AsyncRead for Guarded<I> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        match Pin::new(&mut self.stream).poll_read(cx, buf) {
            Poll::Ready(done) => {
                let new = buf.filled().get(before..).unwrap_or_default();
                if !new.is_empty() {
                    self.heard(new);
                }
                Poll::Ready(done)
            }
            Poll::Pending => self.poll_too_slow(cx).map(Err),
        }
    }
}

impl<I: AsyncWrite + Unpin> AsyncWrite for Guarded<I> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.wrote(cx, result)
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, cx: &mut Context<'_>, slices: &[io::IoSlice<'_>]) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.wrote(cx, result)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.stream).poll_flush(cx) {
            // TLS writes what it holds back here, so this can wait for the other end as well.
            Poll::Pending => self.poll_too_slow(cx).map(Err),
            done @ Poll::Ready(_) => done,
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.stream).poll_shutdown(cx) {
            Poll::Pending => self.poll_too_slow(cx).map(Err),
            done @ Poll::Ready(_) => done,
        }
    }
}

/// A service that tells the stream when a request's head is whole, and when its answer stands.
#[derive(Clone)]
pub struct Noticed<S> {
    inner: S,
    stand: Stand,
}

impl<S, R> Service<R> for Noticed<S>
where
    S: Service<R>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<S::Response, S::Error>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: R) -> Self::Future {
        self.stand.0.store(HANDLED, Ordering::Relaxed);
        let stand = self.stand.clone();
        let answer = self.inner.call(request).inspect(move |_| stand.0.store(BETWEEN, Ordering::Relaxed));
        Box::pin(answer)
    }
}
