//! The harness: a small street of its own for each test, on SQLite or, with `TEST_DATABASE_URL`, on PostgreSQL.

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode},
};
use clap::Parser;
use scraper::{Html, Selector};
use serde_json::Value;
use server::{
    account::provider::Providers,
    application::tax::TaxOffice,
    config::Cli,
    config::MailSettings,
    db::Db,
    ids,
    mail::Outbox,
    media::Media,
    metrics::Metrics,
    router::router,
    state::{AppState, Settings},
};
use tower::ServiceExt;
use wire::{
    Currency,
    shop::{Business, BusinessNumber},
};

/// Where the test's street says that it is.
pub const PUBLIC_URL: &str = "https://street.example";

/// A street with two open shops, a draft and a closed one.
pub struct Street {
    pub db: Db,
    pub folder: tempfile::TempDir,
    pub state: AppState,
    url: String,
    router: Router,
    _standing: Standing,
}

/// A street's connections go with it: a database server has only so many.
struct Standing(AppState);

impl Drop for Standing {
    fn drop(&mut self) {
        self.0.pages.forget_api();
    }
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    pub fn html(&self) -> Html {
        Html::parse_document(&self.body)
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("readable"))
    }

    /// Refuses a cookie that is set in any other way than so: what it begins with, and for how long where that is said.
    pub fn sets(&self, begins: &str, same_site: &str, seconds: Option<u32>) {
        let cookie = self.header("set-cookie");
        let mut parts: Vec<&str> = cookie.split("; ").collect();
        assert!(parts.remove(0).starts_with(begins), "{cookie}");
        let (same_site, age) = (format!("SameSite={same_site}"), seconds.map(|seconds| format!("Max-Age={seconds}")));
        let age = age.as_deref().or_else(|| parts.iter().find(|part| part.starts_with("Max-Age=")).copied()).expect("an age");
        let mut wanted = ["Path=/", "HttpOnly", "Secure", &same_site, age];
        parts.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(parts, wanted);
    }
}

/// The text of the elements that a selector finds.
pub fn texts(html: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    html.select(&selector).map(|found| found.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// An attribute of the elements that a selector finds.
pub fn attributes(html: &Html, selector: &str, name: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    html.select(&selector).filter_map(|found| found.value().attr(name).map(str::to_owned)).collect()
}

impl Street {
    /// A street with its shops.
    pub async fn new() -> Self {
        Self::empty().await.furnished().await.indexed().await
    }

    /// The same with its shops.
    pub async fn furnished(self) -> Self {
        let street = self;
        for statement in FIXTURE.split(";\n").filter(|statement| !statement.trim().is_empty()) {
            street.run(statement).await;
        }
        street
    }

    /// A street as a new database has it.
    pub async fn empty() -> Self {
        Self::knowing(Providers::default()).await
    }

    /// The same, where one may sign in by other places.
    pub async fn knowing(providers: Providers) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = match std::env::var("TEST_DATABASE_URL") {
            Ok(base) => fresh_database(&base).await,
            Err(_) => Db::url_in(folder.path()),
        };
        Self::with_places(&url, folder, providers, None, Currency::default()).await
    }

    /// The same, where the tax office is asked.
    pub async fn asking(office: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = match std::env::var("TEST_DATABASE_URL") {
            Ok(base) => fresh_database(&base).await,
            Err(_) => Db::url_in(folder.path()),
        };
        let office = TaxOffice::open(Some(&office.parse().expect("an address"))).expect("an office");
        Self::with_places(&url, folder, Providers::default(), office, Currency::default()).await
    }

    /// The street as it answers once its index is read, and as new as the data.
    pub async fn indexed(self) -> Self {
        server::index::keep_up(&self.state).await.expect("an index");
        tokio::spawn(server::index::follow(self.state.clone()));
        self
    }

    /// A street on the database at `url`.
    pub async fn at(url: &str, folder: tempfile::TempDir) -> Self {
        Self::with_places(url, folder, Providers::default(), None, Currency::default()).await
    }

    /// The street as the next start of the program has it: the same database and folder, and nothing else.
    pub async fn started_again(self) -> Self {
        self.db.pool.close().await;
        Self::at(&self.url, self.folder).await
    }

    /// Another copy of the program over the same database.
    pub async fn beside(&self) -> Self {
        self.priced_in(Currency::default()).await
    }

    /// The same, where prices are compared in another currency.
    pub async fn priced_in(&self, currency: Currency) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self::with_places(&self.url, folder, Providers::default(), None, currency).await
    }

    async fn with_places(url: &str, folder: tempfile::TempDir, providers: Providers, tax: Option<TaxOffice>, currency: Currency) -> Self {
        let db = Db::open(url).await.expect("a database");
        let data = folder.path().to_str().expect("a path");
        let cli = Cli::parse_from(["golmok", "--data", data, "check"]);
        let number = format!("000123456{}", BusinessNumber::check_digit("000123456").expect("nine digits"));
        let state = AppState::new(Settings {
            db: db.clone(),
            media: Media::open(&cli.place).expect("a store"),
            outbox: Outbox::open(&cli.place.data, &MailSettings::default(), PUBLIC_URL).expect("an outbox"),
            metrics: Metrics::new().expect("metrics"),
            public_url: PUBLIC_URL.to_owned(),
            operator: Business {
                name: Some("가상골목 상인회".to_owned()),
                business_number: BusinessNumber::try_from(number).ok(),
                ..Business::default()
            },
            trust_proxy: Vec::new(),
            providers,
            tax,
            data: cli.place.data.clone(),
            keep_pages_mb: 4,
            currency,
        });
        let router = router(&state);
        let _standing = Standing(state.clone());
        Self { db, folder, router, state, url: url.to_owned(), _standing }
    }

    /// Where its database is.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Runs one statement as another program would: the data's version rises.
    pub async fn run(&self, statement: &str) {
        let mut write = self.db.write().await.expect("a write");
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement.to_owned()))
            .execute(&mut *write.tx)
            .await
            .unwrap_or_else(|error| panic!("{error}: {statement}"));
        write.commit().await.expect("a commit");
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Request::get(path).body(Body::empty()).expect("a request")).await
    }

    pub async fn with(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.ask(request.body(Body::from(body.to_owned())).expect("a request")).await
    }

    pub async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.expect("a body");
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
    }
}

/// A database of its own on the server at `base`.
pub async fn fresh_database(base: &str) -> String {
    sqlx::any::install_default_drivers();
    let name = format!("t{}", ids::short(ids::fresh()));
    let admin = sqlx::AnyPool::connect(base).await.expect("PostgreSQL");
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("create database {name}"))).execute(&admin).await.expect("a database");
    admin.close().await;
    let (server, _) = base.rsplit_once('/').expect("an address with a database");
    format!("{server}/{name}")
}

/// Invented. Times are fixed; one shop is always open and has things ready at once, so that they are today's until midnight,
/// and the other has not said its hours: nothing depends on the clock.
const FIXTURE: &str = r##"
insert into pictures values ('00112233445566aa', 1200, 1200, 'aabbcc', '[240,480,960]', 1700000000000);
insert into pictures values ('00112233445566bb', 1440, 960, '112233', '[240,480,960,1440]', 1700000000000);
insert into shops (id, slug, state, name_ko, name_en, tagline_ko, story_ko, story_en, notice_ko, district_ko, district_en, address_ko, address_en, postcode,
    latitude_e6, longitude_e6, phone, email, representative, business_number, mail_order_number, currency, zone, hours, holidays,
    delivery_fee, delivery_free_from, delivery_days_least, delivery_days_most, pickup_minutes, opened_at, created_at, updated_at) values
 (11, 'byeolbit', 'open', '별빛상회', 'Byeolbit', '별을 파는 가게', '첫 문단.

둘째 문단.', 'A story.', '오늘은 일찍 닫아요', '서울 가상구', 'Gasang-gu, Seoul', '서울 가상구 별빛길 1', '1 Byeolbit-gil, Seoul', '01234',
    37500000, 126900000, '02-000-9999', 'hello@example.com', '김가상', '0001234560', '제2026-서울가상-0001호', 'KRW', 'Asia/Seoul',
    '[[{"from":0,"to":1440}],[{"from":0,"to":1440}],[{"from":0,"to":1440}],[{"from":0,"to":1440}],[{"from":0,"to":1440}],[{"from":0,"to":1440}],[{"from":0,"to":1440}]]',
    '[]', 3000, 30000, 1, 3, 0, 1700000001000, 1700000001000, 1700000001000);
insert into shops (id, slug, state, name_en, currency, zone, opened_at, created_at, updated_at) values
 (12, '달빛-2', 'open', 'Moonlight Two', 'USD', 'Asia/Seoul', 1700000002000, 1700000002000, 1700000002000);
insert into shops (id, slug, state, name_ko, currency, zone, created_at, updated_at) values
 (13, 'draft-shop', 'draft', '초안', 'KRW', 'Asia/Seoul', 1700000003000, 1700000003000);
insert into shops (id, slug, state, name_ko, currency, zone, created_at, updated_at) values
 (14, 'closed-shop', 'closed', '폐업', 'KRW', 'Asia/Seoul', 1700000003000, 1700000003000);
insert into shop_windows values (11, 2, 0);
insert into shop_windows values (11, 3, 1);
insert into shop_windows values (12, 2, 0);
insert into shop_pictures values (11, 0, '00112233445566bb', '가게 앞', 'The front');
insert into collections values (31, 11, 'lamps', '등', 'Lamps', 0);
insert into products (id, shop_id, slug, state, name_ko, name_en, description_ko, kind_ko, origin_ko, price, before, price_varies, in_stock, currency, picture_id, created_at, updated_at) values
 (21, 11, 'star-lamp', 'shown', '별 등', 'Star lamp', '<p>따뜻한 <strong>빛</strong></p>', '등', null, 12900, 15000, 1, 1, 'KRW', '00112233445566aa', 1700000010000, 1700000010000);
insert into products (id, shop_id, slug, state, name_ko, price, price_varies, in_stock, currency, created_at, updated_at) values
 (22, 11, '다-팔린-것', 'shown', '다 팔린 것', 5000, 0, 0, 'KRW', 1700000020000, 1700000020000);
insert into products (id, shop_id, slug, state, name_ko, price, price_varies, in_stock, currency, created_at, updated_at) values
 (23, 11, 'hidden-thing', 'hidden', '숨긴 것', 7000, 0, 1, 'KRW', 1700000030000, 1700000030000);
insert into products (id, shop_id, slug, state, name_en, price, price_varies, in_stock, currency, created_at, updated_at) values
 (24, 12, 'moon-cup', 'shown', 'Moon cup', 1250, 0, 1, 'USD', 1700000040000, 1700000040000);
insert into collection_products values (31, 21, 0);
insert into product_pictures values (21, 0, '00112233445566aa', null, 'kept', null, '별 등, 매장에서', 'Star lamp, in the shop');
insert into product_pictures values (21, 1, '00112233445566bb', null, 'kept', null, null, null);
insert into options values (41, 21, 0, '크기', 'Size');
insert into option_values values (51, 41, 0, '작은', 'Small');
insert into option_values values (52, 41, 1, '큰', 'Large');
insert into option_values values (53, 41, 2, '아주 큰', 'Huge');
insert into variants (id, product_id, position, value1, sku, price, before, stock) values (61, 21, 0, 0, 'SL-S', 12900, 15000, 3);
insert into variants (id, product_id, position, value1, price, stock) values (62, 21, 1, 1, 19900, 0);
insert into variants (id, product_id, position, value1, price, stock) values (63, 21, 2, 2, 29900, 40);
insert into variants (id, product_id, position, price, stock) values (64, 22, 0, 5000, 0);
insert into variants (id, product_id, position, price, stock) values (65, 23, 0, 7000, 1);
insert into variants (id, product_id, position, price, stock) values (66, 24, 0, 1250, 9);
insert into window_products values (2, 21, 1, 1700000010000, 12900);
insert into window_products values (3, 21, 1, 1700000010000, 12900);
insert into window_products values (2, 22, 0, 1700000020000, 5000);
insert into window_products values (2, 24, 1, 1700000040000, 1250);
insert into clips (id, slug, shop_id, title_ko, title_en, about_ko, about_en, provider, source, seconds, width, height, poster_id, created_at) values (71, 'lamp-film', 11, '등 만들기', 'Making a lamp', '일 분', 'One minute', 'file', 'aabb.mp4', 20, 540, 960, '00112233445566bb', 1700000050000);
insert into clips (id, slug, shop_id, title_ko, title_en, about_ko, about_en, provider, source, seconds, width, height, poster_id, created_at) values (72, 'tube', 11, '남의 집 영상', null, null, null, 'youtube', 'abcDEF-_123', 40, 1280, 720, '00112233445566bb', 1700000040000);
insert into clips (id, slug, shop_id, title_ko, title_en, about_ko, about_en, provider, source, seconds, width, height, poster_id, created_at) values (73, 'naver', 11, '네이버', null, null, null, 'naver', '98765', 40, 1280, 720, null, 1700000030000);
insert into clip_captions values (71, 'ko', 'aabb.ko.vtt');
insert into moments values (71, 0, 4, 21, '별 등', 'Star lamp');
insert into moments values (71, 1, 9, 23, '숨긴 것', null);
insert into moments values (72, 0, 5, 21, '별 등', 'Star lamp');
insert into moments values (73, 0, 5, 21, '별 등', 'Star lamp');
insert into moved_slugs values ('shop', 0, 'old-byeolbit', 11);
insert into moved_slugs values ('product', 11, 'old-lamp', 21);
"##;
