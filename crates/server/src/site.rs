//! The operator's own facts.

use axum::{extract::State, http::HeaderMap, response::Response};
use wire::site::{ShowSite, Site};

use crate::{error::Error, reply::Reply, request::Asked, state::AppState};

/// `GET /api/v1/pages/site`
pub async fn show_site(State(state): State<AppState>, asked: HeaderMap, Asked(_): Asked<ShowSite>) -> Result<Response, Error> {
    let street = state.street().await?;
    let body = Site {
        operator: state.operator.clone(),
        windows: street.windows.len() as u64,
        shops: street.openings.len() as u64,
        products: street.products,
    };
    Reply::lasting(body).answer(&asked)
}
