//! Other places by which people sign in: who they are, from the operator's file, and what they answer (OpenID Connect).

use std::{
    error::Error as StdError,
    path::Path,
    time::{Duration, Instant},
};

use openidconnect::{
    AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, TokenResponse,
    core::{CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreJwsSigningAlgorithm, CoreProviderMetadata},
};
use reqwest::{Client, redirect::Policy};
use serde::Deserialize;
use wire::{Lang, Slug};

/// What a place says of itself holds for so long.
const KNOWN_FOR: Duration = Duration::from_secs(3600);
const CONNECT: Duration = Duration::from_secs(5);
const WHOLE: Duration = Duration::from_secs(10);
/// The most places.
const MOST: usize = 8;

/// A row of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    slug: Slug,
    ko: String,
    en: String,
    issuer: String,
    client_id: String,
    client_secret: String,
}

/// One place.
pub struct Provider {
    pub slug: Slug,
    ko: String,
    en: String,
    /// Its address for itself.
    pub issuer: IssuerUrl,
    client: ClientId,
    secret: Option<ClientSecret>,
    /// What it said of itself, and when.
    known: tokio::sync::Mutex<Option<(Instant, CoreProviderMetadata)>>,
}

/// The places that this street knows.
#[derive(Default)]
pub struct Providers {
    list: Vec<Provider>,
    http: Option<Client>,
}

/// A browser that is sent to a place.
pub struct Leaving {
    pub url: String,
    pub state: String,
    pub nonce: String,
    pub verifier: String,
}

/// Why nothing came of it.
#[derive(Debug, thiserror::Error)]
pub enum Miss {
    /// It does not answer.
    #[error("{0}")]
    Away(String),
    /// What it answers is not to be believed, or says no.
    #[error("{0}")]
    Refused(String),
}

impl Providers {
    /// Reads the operator's file: CSV with the columns `slug`, `ko`, `en`, `issuer`, `client_id`, `client_secret`.
    ///
    /// # Errors
    /// In words: what is wrong in which line.
    pub fn read(file: Option<&Path>) -> Result<Self, String> {
        let Some(file) = file else { return Ok(Self::default()) };
        let wrong = |why: String| format!("--sign-in-with {}: {why}", file.display());
        let mut rows = csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(file).map_err(|error| wrong(error.to_string()))?;
        let mut list: Vec<Provider> = Vec::new();
        for row in rows.deserialize() {
            let row: Row = row.map_err(|error| wrong(error.to_string()))?;
            let slug = row.slug.clone();
            let provider = Provider::of(row).map_err(|why| wrong(format!("{slug}: {why}")))?;
            if list.iter().any(|other| other.slug == provider.slug || other.issuer == provider.issuer) {
                return Err(wrong(format!("{slug} is there twice")));
            }
            list.push(provider);
        }
        if list.len() > MOST {
            return Err(wrong(format!("at most {MOST} places")));
        }
        if list.is_empty() {
            return Ok(Self::default());
        }
        // Refused only where one is set already, which then serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .user_agent(concat!("golmok/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT)
            .timeout(WHOLE)
            .redirect(Policy::none())
            .build();
        Ok(Self { list, http: Some(client.map_err(|error| wrong(error.to_string()))?) })
    }

    /// The places, in the file's order.
    pub fn iter(&self) -> impl Iterator<Item = &Provider> {
        self.list.iter()
    }

    /// The place of that slug, and what to ask it with.
    #[must_use]
    pub fn find(&self, slug: &str) -> Option<(&Provider, &Client)> {
        Some((self.list.iter().find(|one| one.slug.as_str() == slug)?, self.http.as_ref()?))
    }

    /// The place that calls itself so.
    #[must_use]
    pub fn known(&self, issuer: &str) -> Option<(&Provider, &Client)> {
        Some((self.list.iter().find(|one| one.issuer.as_str() == issuer)?, self.http.as_ref()?))
    }
}

/// Where browsers come back to.
fn back(public_url: &str) -> Result<RedirectUrl, Miss> {
    RedirectUrl::new(format!("{public_url}/sign-in/back")).map_err(|error| Miss::Refused(error.to_string()))
}

/// An error with all that is behind it, in a line.
fn whole(error: &(dyn StdError + 'static)) -> String {
    let mut words = error.to_string();
    let mut behind = error.source();
    while let Some(cause) = behind {
        words = format!("{words}: {cause}");
        behind = cause.source();
    }
    words
}

impl Provider {
    fn of(row: Row) -> Result<Self, String> {
        let full = |text: String, what: &str| if text.is_empty() { Err(format!("{what} is empty")) } else { Ok(text) };
        let issuer = IssuerUrl::new(row.issuer).map_err(|error| format!("issuer: {error}"))?;
        let is_near = matches!(issuer.url().host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        if issuer.url().scheme() != "https" && !is_near {
            return Err("issuer: it must begin with https://".to_owned());
        }
        Ok(Self {
            slug: row.slug,
            ko: full(row.ko, "ko")?,
            en: full(row.en, "en")?,
            issuer,
            client: ClientId::new(full(row.client_id, "client_id")?),
            secret: Some(row.client_secret).filter(|secret| !secret.is_empty()).map(ClientSecret::new),
            known: tokio::sync::Mutex::default(),
        })
    }

    /// Its name.
    #[must_use]
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.ko, &self.en)
    }

    /// What it says of itself: asked once an hour, and anew where what was known does not do.
    async fn metadata(&self, http: &Client, anew: bool) -> Result<CoreProviderMetadata, Miss> {
        let mut known = self.known.lock().await;
        if let Some((at, metadata)) = known.as_ref().filter(|_| !anew)
            && at.elapsed() < KNOWN_FOR
        {
            return Ok(metadata.clone());
        }
        let found = CoreProviderMetadata::discover_async(self.issuer.clone(), http).await;
        let metadata = found.map_err(|error| Miss::Away(whole(&error)))?;
        *known = Some((Instant::now(), metadata.clone()));
        Ok(metadata)
    }

    /// Sends a browser there.
    ///
    /// # Errors
    /// Where it does not answer.
    pub async fn leave(&self, http: &Client, public_url: &str) -> Result<Leaving, Miss> {
        let metadata = self.metadata(http, false).await?;
        let client =
            CoreClient::from_provider_metadata(metadata, self.client.clone(), self.secret.clone()).set_redirect_uri(back(public_url)?);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        // Asked for nothing but who it is: no address, no name.
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let (url, state, nonce) = client.authorize_url(flow, CsrfToken::new_random, Nonce::new_random).set_pkce_challenge(challenge).url();
        Ok(Leaving { url: url.into(), state: state.into_secret(), nonce: nonce.secret().clone(), verifier: verifier.into_secret() })
    }

    /// Its name for the person that came back with `code`.
    ///
    /// # Errors
    /// Where it does not answer, or what it answers is not to be believed.
    pub async fn subject(&self, http: &Client, public_url: &str, code: String, nonce: String, verifier: String) -> Result<String, Miss> {
        let metadata = self.metadata(http, false).await?;
        // Basic is what holds where nothing is said.
        let by_basic =
            metadata.token_endpoint_auth_methods_supported().is_none_or(|ways| ways.contains(&CoreClientAuthMethod::ClientSecretBasic));
        let client = CoreClient::from_provider_metadata(metadata, self.client.clone(), self.secret.clone())
            .set_redirect_uri(back(public_url)?)
            .set_auth_type(if by_basic { AuthType::BasicAuth } else { AuthType::RequestBody });
        let exchange = client.exchange_code(AuthorizationCode::new(code)).map_err(|error| Miss::Refused(whole(&error)))?;
        let answer = exchange.set_pkce_verifier(PkceCodeVerifier::new(verifier)).request_async(http).await;
        let tokens = answer.map_err(|error| match &error {
            openidconnect::RequestTokenError::Request(_) => Miss::Away(whole(&error)),
            _ => Miss::Refused(whole(&error)),
        })?;
        let token = tokens.id_token().ok_or_else(|| Miss::Refused("it sent no ID token".to_owned()))?;
        let nonce = Nonce::new(nonce);
        for anew in [false, true] {
            let metadata = self.metadata(http, anew).await?;
            // By a key that the place alone has: with one that both have, whoever knows the client's secret could sign.
            let signed =
                metadata.id_token_signing_alg_values_supported().iter().filter(|way| is_signature(way)).cloned().collect::<Vec<_>>();
            let client = CoreClient::from_provider_metadata(metadata, self.client.clone(), self.secret.clone());
            let verifier = client.id_token_verifier().set_allowed_algs(signed);
            match token.claims(&verifier, &nonce) {
                Ok(claims) => return Ok(claims.subject().to_string()),
                // It may sign with a key that is newer than what is known of it.
                Err(ClaimsVerificationError::SignatureVerification(_)) if !anew => {}
                Err(error) => return Err(Miss::Refused(whole(&error))),
            }
        }
        Err(Miss::Refused("its signature is not known".to_owned()))
    }
}

fn is_signature(way: &CoreJwsSigningAlgorithm) -> bool {
    use CoreJwsSigningAlgorithm as Way;
    !matches!(way, Way::None | Way::HmacSha256 | Way::HmacSha384 | Way::HmacSha512)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn read(rows: &str) -> Result<Providers, String> {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        write!(file, "slug,ko,en,issuer,client_id,client_secret\n{rows}").expect("room");
        Providers::read(Some(file.path()))
    }

    #[test]
    fn the_file_of_places_is_read_and_what_is_wrong_with_it_is_said() {
        let places = read("kakao,카카오,Kakao,https://idp.example,abc,def\nlocal,집,Home,http://127.0.0.1:9000,x,\n").expect("places");
        assert_eq!(places.iter().map(|one| one.name(Lang::En)).collect::<Vec<_>>(), ["Kakao", "Home"]);
        assert!(places.find("kakao").is_some() && places.find("other").is_none() && places.known("https://idp.example").is_some());
        for (rows, why) in [
            ("kakao,카카오,Kakao,http://idp.example,abc,def\n", "https"),
            ("kakao,카카오,Kakao,idp,abc,def\n", "issuer"),
            ("kakao,,Kakao,https://idp.example,abc,def\n", "ko is empty"),
            ("kakao,카카오,Kakao,https://idp.example,,def\n", "client_id is empty"),
            ("a b,카카오,Kakao,https://idp.example,abc,def\n", "slug"),
            ("a,가,A,https://a.example,x,\na,나,B,https://b.example,x,\n", "twice"),
            ("kakao,카카오\n", "line"),
        ] {
            let said = read(rows).map(|_| ()).expect_err(rows);
            assert!(said.contains(why), "{said}");
        }
        assert!(Providers::read(Some(Path::new("/nowhere/at/all"))).is_err());
        assert!(Providers::read(None).expect("none").iter().next().is_none());
    }
}
