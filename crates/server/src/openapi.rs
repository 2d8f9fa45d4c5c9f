//! The OpenAPI document, made from the endpoints' own types, and a readable page of it.

use std::sync::LazyLock;

use axum::{
    handler::Handler,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};
use wire::{Endpoint, Failure, Method, account::Role, filter::By};

use crate::{
    access::{Visit, Who},
    endpoints::endpoints,
    state::AppState,
};

/// One endpoint as the document and its page need it.
pub struct Listed {
    pub method: &'static str,
    pub path: &'static str,
    pub summary: &'static str,
    pub who: Who,
    /// Whether it answers with a file's bytes.
    serves: bool,
    /// The JSON Schema of the request's fields.
    request: Value,
    reply: Value,
}

impl Listed {
    /// The fields of the request: name, whether it stands in the path, whether it must be given, and its schema.
    pub fn fields(&self) -> impl Iterator<Item = (&str, bool, bool, &Value)> {
        let required = self.request.get("required").and_then(Value::as_array);
        let properties = self.request.get("properties").and_then(Value::as_object);
        properties.into_iter().flatten().map(move |(name, schema)| {
            let must = required.is_some_and(|names| names.iter().any(|one| one.as_str() == Some(name)));
            (name.as_str(), self.path.contains(&format!("{{{name}}}")), must, schema)
        })
    }
}

/// The table of endpoints, as the document needs it.
struct Document {
    generator: SchemaGenerator,
    list: Vec<Listed>,
}

impl Visit for Document {
    fn enter<E, H, T>(mut self, who: Who, _: H) -> Self
    where
        E: Endpoint + JsonSchema,
        E::Reply: JsonSchema,
        H: Handler<T, AppState>,
        T: 'static,
    {
        // The request's own fields are written out; what they refer to stands among the components.
        let mut request = E::json_schema(&mut self.generator).to_value();
        if let (true, Some(fields)) = (E::NARROWED, request.get_mut("properties").and_then(Value::as_object_mut)) {
            for by in By::ALL {
                fields.insert(by.word().to_owned(), filter(by));
            }
        }
        let reply = self.generator.subschema_for::<E::Reply>().to_value();
        let (method, serves) = (E::METHOD.word(), E::SERVES);
        self.list.push(Listed { method, path: E::PATTERN, summary: E::SUMMARY, who, serves, request, reply });
        self
    }
}

/// The schema of one filter, as it stands in a query.
fn filter(by: By) -> Value {
    let words = match by {
        By::Window => "Windows by slug, parted by commas: products of shops that stand in any of them.",
        By::Category => "Sub-categories of the window by slug, parted by commas: any of them, and what lies below them.",
        By::District => "Districts of shops by slug, parted by commas: any of them.",
        By::Option => "Values of options as `option:value`, parted by commas: any of those of one option, and one of each option.",
        By::PriceMin => "The lowest price, as it is written in `currency`: `12900` won, `12.50` dollars.",
        By::PriceMax => "The highest price, written alike.",
        By::Currency => "In which prices are compared; products priced in another stand last in orders by price.",
        By::InStock => "In stock.",
        By::Pickup => "In stock, and handed over in the shop today.",
        By::FreeDelivery => "One piece alone comes without a delivery fee.",
        By::OnSale => "Costs less than before.",
        By::Open => "The shop is open now.",
        By::Clip => "Shown in a clip.",
        By::Near => {
            "`latitude,longitude` in degrees, where `sort=nearest` begins; rounded to a hundredth of a degree, never logged or kept."
        }
    };
    match by {
        By::PriceMin | By::PriceMax => json!({ "type": ["integer", "null"], "minimum": 0, "description": words }),
        by if By::FLAGS.contains(&by) => json!({ "type": ["integer", "null"], "enum": [1, null], "description": words }),
        _ => json!({ "type": ["string", "null"], "description": words }),
    }
}

/// All endpoints and the schemas of their types.
pub static API: LazyLock<(Vec<Listed>, Map<String, Value>)> = LazyLock::new(|| {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    let Document { mut generator, list } = endpoints(Document { generator: settings.into_generator(), list: Vec::new() });
    generator.subschema_for::<Failure>();
    (list, generator.take_definitions(true))
});

/// The document as text, made once.
static DOCUMENT: LazyLock<String> = LazyLock::new(|| serde_json::to_string_pretty(&document()).unwrap_or_default());

fn document() -> Value {
    let (list, schemas) = &*API;
    let mut paths = Map::new();
    for one in list {
        let path = paths.entry(one.path).or_insert_with(|| json!({}));
        if let Some(methods) = path.as_object_mut() {
            methods.insert(one.method.to_lowercase(), operation(one));
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Golmok",
            "version": "1",
            "description": "The street's open API: windows, shops, products and clips. Text comes in the language of `lang`; where a merchant wrote only in the other one, that text comes with its own `lang`. Money is whole minor units. Lists go on with `after`."
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                TOKEN: {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "An access token. One of a shop is made by its owner in the studio or by `POST /api/v1/shops/{shop}/tokens`: it does what its role (`staff`, `manager` or `owner`) may do in that shop, never more than who made it may do there themselves, until it expires or is ended, or who made it works there no more. A personal one is made in one's account or by `POST /api/v1/me/tokens`: it does the same in every shop where who made it works, and with the role `owner` what concerns themselves, such as beginning an application. Where a request comes from is not asked, and cookies beside a token count for nothing. Ending a token is the end of it: a token that is made by a token has at most its role, expires with it at the latest and ends with it, and so do its links to previews and the invitations by it that nobody has accepted. Whom a token asks to work in the shop is told to the owner by mail, and where it would hand the shop over (`PATCH /api/v1/shops/{shop}/members/{member}` with `owner`) the owner is mailed a link first. How one proves who one is goes by a session alone: password, passkeys, sessions, accounts elsewhere, deleting the account."
                },
                SESSION: {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "__Host-golmok",
                    "description": "The session of a person who is signed in (`POST /api/v1/session`), in a browser; named `golmok` where the street speaks no https. What writes must come from the street's own pages, by `Sec-Fetch-Site` or `Origin`."
                }
            }
        }
    })
}

/// The names of the two ways to say who asks.
const TOKEN: &str = "token";
const SESSION: &str = "session";

/// By which of them an endpoint is called: one is enough.
fn security(who: Who) -> Option<Value> {
    match who {
        Who::Anyone => None,
        Who::SignedIn | Who::Member(_) => Some(json!([{ TOKEN: [] }, { SESSION: [] }])),
        Who::InPerson | Who::Operator => Some(json!([{ SESSION: [] }])),
    }
}

/// One endpoint, as the document has it.
fn operation(one: &Listed) -> Value {
    let reads = one.method == Method::Get.word();
    let mut parameters = Vec::new();
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for (name, in_path, must, schema) in one.fields() {
        if reads || in_path {
            let place = if in_path { "path" } else { "query" };
            parameters.push(json!({ "name": name, "in": place, "required": in_path || must, "schema": schema }));
        } else {
            properties.insert(name.to_owned(), schema.clone());
            required.extend(must.then_some(name));
        }
    }
    let problem = |words: &str| {
        json!({
            "description": words,
            "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Failure" } } }
        })
    };
    let mut responses = json!({
        "200": { "description": "As asked.", "content": content(one) },
        "400": problem("A field is unknown or not what it should be."),
        "404": problem("There is no such thing."),
        "503": problem("Too much at once, or the database is away; `Retry-After` says when to come again.")
    });
    let mut more = Map::new();
    if one.who == Who::Anyone && reads {
        more.insert("304".to_owned(), json!({ "description": "The asker has it already (`If-None-Match`)." }));
    }
    if one.serves {
        let words = "Of a clip or captions the range that was asked for (`Range`), where that is long its beginning.";
        more.insert("206".to_owned(), json!({ "description": words, "content": content(one) }));
        more.insert("416".to_owned(), json!({ "description": "The range begins behind the end of the file." }));
    }
    if one.who != Who::Anyone {
        more.insert("401".to_owned(), problem("Nobody is signed in."));
        more.insert("403".to_owned(), problem("Who is signed in may not do this."));
    }
    if !reads {
        more.insert("409".to_owned(), problem("It does not go with what is there."));
        more.insert("429".to_owned(), problem("It was tried too often; `Retry-After` says when it may be tried again."));
    }
    if let Some(responses) = responses.as_object_mut() {
        responses.append(&mut more);
    }
    let summary = match one.who {
        Who::Anyone => one.summary.to_owned(),
        someone => format!("{} For {}.", one.summary, who(someone)),
    };
    let mut operation = Map::from_iter([
        ("summary".to_owned(), json!(summary)),
        ("operationId".to_owned(), json!(operation_id(one))),
        ("parameters".to_owned(), json!(parameters)),
        ("responses".to_owned(), responses),
    ]);
    if let Some(security) = security(one.who) {
        operation.insert("security".to_owned(), security);
    }
    if !reads {
        let schema = json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false });
        operation.insert("requestBody".to_owned(), json!({ "required": true, "content": { "application/json": { "schema": schema } } }));
    }
    Value::Object(operation)
}

/// What its answer carries. The bytes of a file have no schema.
fn content(one: &Listed) -> Value {
    if one.serves {
        json!({ "image/*": {}, "video/*": {}, "text/vtt": {} })
    } else {
        json!({ "application/json": { "schema": one.reply } })
    }
}

/// Who may call it, in words.
fn who(who: Who) -> &'static str {
    match who {
        Who::Anyone => "anyone",
        Who::SignedIn => "who is signed in, or has a personal owner's token",
        Who::InPerson => "who is signed in, in person",
        Who::Member(Role::Staff) => "the shop's members",
        Who::Member(Role::Manager) => "the shop's managers and its owner",
        Who::Member(Role::Owner) => "the shop's owner",
        Who::Operator => "operators",
    }
}

/// `/api/v1/pages/shops/{shop}` is `get_pages_shops_shop`.
fn operation_id(one: &Listed) -> String {
    let words = one.path.trim_start_matches("/api/v1/").replace(['{', '}'], "").replace('/', "_");
    format!("{}_{words}", one.method.to_lowercase())
}

/// `GET /api/v1/openapi.json`
pub async fn show_document() -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache")),
    ];
    (headers, DOCUMENT.as_str()).into_response()
}

/// The document as text, for the test that compares it with the file in git.
#[must_use]
pub fn text() -> &'static str {
    &DOCUMENT
}
