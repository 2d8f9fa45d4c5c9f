//! Asking for a page's drawn content: beside the page (`public/line.js`) where there are fingers, by the page itself else.

use std::cell::RefCell;

use js_sys::{Array, Function, Promise};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker, XmlHttpRequest};

use crate::api::Answer;

#[derive(Default)]
struct Line {
    worker: Option<Worker>,
    /// Whether the worker has said that it is there.
    is_up: bool,
    /// Who waits, by number.
    asked: Vec<(f64, Function)>,
    last: f64,
}

thread_local! {
    static LINE: RefCell<Line> = RefCell::default();
}

fn with<T>(act: impl FnOnce(&mut Line) -> T) -> T {
    LINE.with(|line| act(&mut line.borrow_mut()))
}

/// Starts what asks beside the page, once, and says whether that was now. Until it is there, the page itself asks.
pub fn open() -> bool {
    if with(|line| line.worker.is_some()) {
        return false;
    }
    let Ok(worker) = Worker::new("/line.js") else { return false };
    let heard = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        let told: Array = event.data().unchecked_into();
        let number = told.get(0).as_f64();
        let waits = with(|line| {
            line.is_up = true;
            line.asked.iter().position(|(asked, _)| Some(*asked) == number).map(|at| line.asked.swap_remove(at))
        });
        if let Some((_, give)) = waits {
            drop(give.call1(&JsValue::NULL, &told));
        }
    });
    worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
    with(|line| line.worker = Some(worker));
    true
}

/// Asks for drawn content; `None` where the line is cut.
pub async fn ask(url: String) -> Option<Answer> {
    let (status, text) = match with(|line| line.worker.clone().filter(|_| line.is_up)) {
        Some(worker) => beside(&worker, &url).await?,
        None => here(&url).await?,
    };
    // A cut line has the status 0.
    (status > 0).then(|| Answer { status, body: text.into_bytes() })
}

async fn beside(worker: &Worker, url: &str) -> Option<(u16, String)> {
    let answered = Promise::new(&mut |give, _| {
        let number = with(|line| {
            line.last += 1.0;
            line.asked.push((line.last, give));
            line.last
        });
        drop(worker.post_message(&Array::of2(&number.into(), &url.into())));
    });
    let told: Array = JsFuture::from(answered).await.ok()?.unchecked_into();
    Some((told.get(1).as_f64()? as u16, told.get(2).as_string()?))
}

/// By the browser's older way to ask: it hands text over whole and in one step, where the pieces of a fetch wait behind what a
/// lifted finger sets off.
async fn here(url: &str) -> Option<(u16, String)> {
    let request = XmlHttpRequest::new().ok()?;
    request.open("GET", url).ok()?;
    let ended = Promise::new(&mut |end, _| {
        let end = Closure::once_into_js(move || drop(end.call0(&JsValue::NULL)));
        request.set_onloadend(Some(JsCast::unchecked_ref(&end)));
    });
    request.send().ok()?;
    JsFuture::from(ended).await.ok()?;
    Some((request.status().ok()?, request.response_text().ok()??))
}
