//! The table of what is routed beside the API: every path, who may go there, and what answers. The routes and the second table
//! of permissions are made from this and from nothing else; what is not in it is a page for shoppers.

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    handler::Handler,
    http::header,
    middleware::{self, Next},
    response::Response,
    routing::{MethodFilter, on},
};
use wire::Method;

use crate::{
    access::{Who, check},
    application::document,
    files, preview, router, sitemap,
    state::AppState,
    stored, studio, theme,
};

/// The longest form, in bytes: one with a file.
const LONGEST_FORM: usize = document::LARGEST + 65_536;

/// What stands before a path for each language.
pub const LANGS: [&str; 2] = ["", "/en"];

/// One way in beside the API.
pub struct Way {
    pub method: Method,
    /// As the router takes it.
    pub path: String,
    pub who: Who,
    pub asked: Asked,
    /// Whether it is there in both languages: the same below `/en`.
    pub in_both: bool,
}

/// Where it is asked who comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Before the handler, as in the API.
    First,
    /// By what answers: a page is drawn from what the API tells its reader, and leads who has to sign in there.
    Drawn,
    /// By the endpoint that a form's act is.
    Act,
}

impl Way {
    fn new(method: Method, path: impl Into<String>, who: Who, asked: Asked) -> Self {
        Self { method, path: path.into(), who, asked, in_both: false }
    }

    /// What is read.
    pub fn get(path: impl Into<String>, who: Who) -> Self {
        Self::new(Method::Get, path, who, Asked::First)
    }

    /// A page of merchants and operators.
    pub fn page(path: impl Into<String>, who: Who) -> Self {
        Self::new(Method::Get, path, who, Asked::Drawn).in_both()
    }

    /// The forms of such a page. Each does what its endpoint lets its sender do.
    pub fn forms(path: impl Into<String>) -> Self {
        Self::new(Method::Post, path, Who::Anyone, Asked::Act).in_both()
    }

    /// The same in both languages.
    #[must_use]
    pub fn in_both(self) -> Self {
        Self { in_both: true, ..self }
    }

    /// Its paths.
    pub fn paths(&self) -> impl Iterator<Item = String> {
        let langs = if self.in_both { LANGS.as_slice() } else { &[""] };
        langs.iter().map(|lang| format!("{lang}{}", self.path))
    }

    /// As the table writes it.
    #[must_use]
    pub fn call(&self) -> String {
        format!("{} {}{}", self.method.word(), if self.in_both { "(/en)" } else { "" }, self.path)
    }
}

/// What is made of this table.
pub trait Lead: Sized {
    /// Takes one way in, and what answers.
    #[must_use]
    fn lead<H, T>(self, way: Way, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static;
}

/// Enters every way in.
#[must_use]
pub fn ways<L: Lead>(table: L) -> L {
    let table = table
        .lead(Way::new(Method::Post, "/theme", Who::Anyone, Asked::First), theme::choose_theme)
        .lead(Way::get("/media/{name}", Who::Anyone), stored::show_media)
        .lead(Way::get("/app/{file}", Who::Anyone), files::app_file)
        .lead(Way::get("/robots.txt", Who::Anyone), sitemap::robots)
        .lead(Way::get("/sitemap.xml", Who::Anyone), sitemap::index)
        .lead(Way::get("/sitemaps/{file}", Who::Anyone), sitemap::file)
        .lead(Way::get("/healthz", Who::Anyone), async || "ok\n")
        .lead(Way::get("/readyz", Who::Anyone), router::ready)
        // The link is what lets in: whoever has it sees what stands below it.
        .lead(Way::get("/preview/{token}", Who::Anyone), preview::enter)
        .lead(Way::get("/preview/{token}/", Who::Anyone), preview::home)
        .lead(Way::get("/preview/{token}/{*rest}", Who::Anyone), preview::show);
    let table = files::public_names().fold(table, |table, name| table.lead(Way::get(format!("/{name}"), Who::Anyone), files::public_file));
    studio::ways(table)
}

/// The routes of this table.
pub struct Ways {
    state: AppState,
    pub router: Router<AppState>,
}

impl Ways {
    #[must_use]
    pub fn new(state: &AppState) -> Self {
        Self { state: state.clone(), router: Router::new() }
    }
}

impl Lead for Ways {
    #[expect(clippy::disallowed_methods, reason = "this is the table's own")]
    fn lead<H, T>(mut self, way: Way, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        let filter = if way.method == Method::Post { MethodFilter::POST } else { MethodFilter::GET };
        let mut route = on(filter, handler);
        if way.asked == Asked::First && way.who != Who::Anyone {
            route = route.layer(middleware::from_fn_with_state((self.state.clone(), way.who), check_session));
        }
        if way.asked == Asked::Act {
            route = route.layer(DefaultBodyLimit::max(LONGEST_FORM));
        }
        for path in way.paths() {
            self.router = self.router.route(&path, route.clone());
        }
        self
    }
}

/// The check of the API, for who is signed in: a token is for the API, and counts for nothing beside it.
async fn check_session(who: State<(AppState, Who)>, mut request: Request, next: Next) -> Response {
    request.headers_mut().remove(header::AUTHORIZATION);
    check(who, request, next).await
}

/// The table as it is read and walked.
#[derive(Default)]
struct List(Vec<Way>);

impl Lead for List {
    fn lead<H, T>(mut self, way: Way, _: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        self.0.push(way);
        self
    }
}

/// Every way in beside the API.
#[must_use]
pub fn list() -> Vec<Way> {
    ways(List::default()).0
}
