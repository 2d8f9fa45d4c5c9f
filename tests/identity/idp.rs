//! A place that people sign in by, for tests: it speaks OpenID Connect over a socket of its own, and can be made to lie.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    Json, Router,
    extract::{Form, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use openidconnect::{
    JsonWebKeyId, PrivateSigningKey,
    core::{CoreHmacKey, CoreJsonWebKeySet, CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub const CLIENT: &str = "street";
pub const SECRET: &str = "a: secret/of the street";
const KEYS: [&str; 2] = [include_str!("first.pem"), include_str!("second.pem")];

/// What it says next.
#[derive(Clone, Debug)]
pub struct Says {
    /// Its name for whoever is signed in there.
    pub subject: &'static str,
    /// With which of its keys it signs, and which it tells of.
    pub key: usize,
    pub told: usize,
    /// How it says that it signs.
    pub way: &'static str,
    /// Laid over the token's claims.
    pub lies: Value,
    /// Instead of a code.
    pub error: Option<&'static str>,
}

impl Default for Says {
    fn default() -> Self {
        Self { subject: "person-1", key: 0, told: 0, way: "RS256", lies: json!({}), error: None }
    }
}

#[derive(Default)]
struct Inner {
    says: Says,
    /// What each code was given for: nonce, challenge, where it goes back to.
    codes: HashMap<String, [String; 3]>,
}

/// The place.
#[derive(Clone)]
pub struct Idp {
    pub url: String,
    inner: Arc<Mutex<Inner>>,
}

impl Idp {
    /// Begins to answer.
    pub async fn new() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let idp = Self { url, inner: Arc::default() };
        #[expect(clippy::disallowed_methods, reason = "a place of the test's own")]
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(configuration))
            .route("/keys", get(keys))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .with_state(idp.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        idp
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same as if it were elsewhere.
    pub fn moved(&self, url: &str) -> Self {
        Self { url: url.to_owned(), inner: Arc::clone(&self.inner) }
    }

    /// What it says from now on.
    pub fn says(&self, says: Says) {
        self.inner().says = says;
    }
}

fn key(number: usize) -> CoreRsaPrivateSigningKey {
    CoreRsaPrivateSigningKey::from_pem(KEYS[number], Some(JsonWebKeyId::new("key".to_owned()))).expect("a key")
}

async fn configuration(State(idp): State<Idp>) -> Json<Value> {
    let url = &idp.url;
    Json(json!({
        "issuer": url,
        "authorization_endpoint": format!("{url}/authorize"),
        "token_endpoint": format!("{url}/token"),
        "jwks_uri": format!("{url}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
    }))
}

async fn keys(State(idp): State<Idp>) -> Json<Value> {
    let told = idp.inner().says.told;
    let keys = CoreJsonWebKeySet::new(vec![key(told).as_verification_key()]);
    Json(serde_json::to_value(keys).expect("keys"))
}

async fn authorize(State(idp): State<Idp>, Query(asked): Query<HashMap<String, String>>) -> Response {
    let said = |name: &str| asked.get(name).cloned().unwrap_or_default();
    let fits = said("client_id") == CLIENT && said("response_type") == "code" && said("code_challenge_method") == "S256";
    if !fits || said("state").len() < 20 || said("nonce").len() < 20 || said("scope") != "openid" {
        return (StatusCode::BAD_REQUEST, format!("{asked:?}")).into_response();
    }
    let mut inner = idp.inner();
    let mut back = url::Url::parse(&said("redirect_uri")).expect("an address");
    match inner.says.error {
        Some(error) => drop(back.query_pairs_mut().append_pair("error", error)),
        None => {
            let code = format!("code {}", inner.codes.len());
            back.query_pairs_mut().append_pair("code", &code);
            inner.codes.insert(code, [said("nonce"), said("code_challenge"), said("redirect_uri")]);
        }
    }
    back.query_pairs_mut().append_pair("state", &said("state"));
    (StatusCode::FOUND, [(header::LOCATION, back.to_string())]).into_response()
}

async fn token(State(idp): State<Idp>, headers: HeaderMap, Form(asked): Form<HashMap<String, String>>) -> Response {
    let said = |name: &str| asked.get(name).cloned().unwrap_or_default();
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let known = format!("Basic {}", STANDARD.encode(format!("{}:{}", encoded(CLIENT), encoded(SECRET))));
    let is_known = headers.get(header::AUTHORIZATION).is_some_and(|value| value.as_bytes() == known.as_bytes());
    let mut inner = idp.inner();
    let Some([nonce, challenge, back]) = inner.codes.remove(&said("code")).filter(|_| is_known) else {
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
    };
    let proof = URL_SAFE_NO_PAD.encode(Sha256::digest(said("code_verifier").as_bytes()));
    if proof != challenge || back != said("redirect_uri") || said("grant_type") != "authorization_code" {
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
    }
    let says = inner.says.clone();
    let now = server::ids::now_ms() / 1000;
    let mut claims = json!({
        "iss": idp.url, "aud": CLIENT, "sub": says.subject, "nonce": nonce, "iat": now, "exp": now + 300,
        // That of somebody here: it counts for nothing.
        "email": "owner@golmok.test", "email_verified": true,
    });
    for (name, value) in says.lies.as_object().expect("claims") {
        claims[name] = value.clone();
    }
    let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", part(json!({ "alg": says.way, "typ": "JWT", "kid": "key" })), part(claims));
    let signature = match says.way {
        "RS256" => key(says.key).sign(&CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256, text.as_bytes()).expect("a signature"),
        "HS256" => CoreHmacKey::new(SECRET).sign(&CoreJwsSigningAlgorithm::HmacSha256, text.as_bytes()).expect("a signature"),
        _ => Vec::new(),
    };
    let id_token = format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature));
    Json(json!({ "access_token": "unused", "token_type": "Bearer", "id_token": id_token })).into_response()
}
