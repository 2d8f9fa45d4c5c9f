//! What is no page of the studio, but stands below its paths: files, pictures, and the frames of a preview.

use axum::{
    extract::{Path as UrlPath, Request, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use studio::api::{Call, carry};
use wire::{
    Code, Endpoint, Slug,
    application::{File, ReadDocument},
    import::{ExportProducts, ListFormat},
    review::ReviewDocument,
};

use super::Reader;
use crate::{access::Acting, draft, error::Error, preview, state::AppState};

/// A page of one's own shop as it will be.
pub async fn seen(
    State(state): State<AppState>,
    acting: Acting,
    path: UrlPath<(Slug, String)>,
    request: Request,
) -> Result<Response, Error> {
    let UrlPath((shop, _)) = path;
    let root = format!("/studio/shops/{}/seen", wire::endpoint::encode(shop.as_str()));
    preview::within_studio(&state, acting.shop, &root, request).await
}

/// The home of the same street.
pub async fn seen_home(state: State<AppState>, acting: Acting, UrlPath(shop): UrlPath<Slug>, request: Request) -> Result<Response, Error> {
    seen(state, acting, UrlPath((shop, String::new())), request).await
}

/// A picture of one's own shop, also one that shoppers do not see yet.
pub async fn picture(
    State(state): State<AppState>,
    acting: Acting,
    path: UrlPath<(Slug, String)>,
    asked: HeaderMap,
) -> Result<Response, Error> {
    let UrlPath((_, name)) = path;
    draft::picture::file(&state, acting.shop, &name, &asked).await
}

/// One's products as a list.
pub async fn list(State(state): State<AppState>, path: UrlPath<(Slug, String)>, request: Request) -> Result<Response, Error> {
    let UrlPath((shop, word)) = path;
    let format = ListFormat::of(&word).ok_or(Error::NotFound)?;
    let lang = crate::request::lang_of(request.uri());
    saved(&state, request, &ExportProducts { shop, format, lang }).await
}

/// A file of one's own application.
pub async fn document(State(state): State<AppState>, path: UrlPath<(Slug, Slug, String)>, request: Request) -> Result<Response, Error> {
    let UrlPath((shop, window, document)) = path;
    let lang = crate::request::lang_of(request.uri());
    saved(&state, request, &ReadDocument { shop, window, document, lang }).await
}

/// A file of an application that is looked at.
pub async fn applicants_document(
    State(state): State<AppState>,
    path: UrlPath<(Slug, Slug, String)>,
    request: Request,
) -> Result<Response, Error> {
    let UrlPath((applicant, window, document)) = path;
    let lang = crate::request::lang_of(request.uri());
    saved(&state, request, &ReviewDocument { applicant, window, document, lang }).await
}

/// A file, to be saved and never shown in our own pages' name.
async fn saved<E: Endpoint<Reply = File>>(state: &AppState, request: Request, asked: &E) -> Result<Response, Error> {
    let reader = Reader::of(state, request.headers(), request.extensions());
    let lang = crate::request::lang_of(request.uri());
    drop(request);
    let file = studio::api::call(&*reader.carrier, asked, lang).await.map_err(|failure| match failure.code {
        Code::SignIn => Error::SignIn,
        Code::NotYours => Error::NotYours,
        Code::NotFound => Error::NotFound,
        _ => Error::fault(failure.message),
    })?;
    let bytes = STANDARD.decode(file.content).map_err(Error::fault)?;
    let name = wire::endpoint::encode(&file.name);
    let headers = [
        (header::CONTENT_TYPE, file.kind),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{name}")),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

/// `GET /studio/account/export`: all that is held about oneself, as a file.
pub async fn export(State(state): State<AppState>, request: Request) -> Result<Response, Error> {
    let reader = Reader::of(&state, request.headers(), request.extensions());
    let lang = wire::Lang::Ko;
    let call = Call::of(&wire::account::ExportMe { lang });
    match carry(&*reader.carrier, call, lang).await {
        Ok(body) => {
            let headers =
                [(header::CONTENT_TYPE, "application/json"), (header::CONTENT_DISPOSITION, "attachment; filename=\"golmok.json\"")];
            Ok((headers, [(header::CACHE_CONTROL, "private, no-store")], body).into_response())
        }
        Err(failure) if failure.code == Code::SignIn => Err(Error::SignIn),
        Err(failure) => Err(Error::fault(failure.message)),
    }
}
