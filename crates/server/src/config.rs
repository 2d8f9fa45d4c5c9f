//! The program's commands and settings. Each setting is a flag and a `GOLMOK_*` variable.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use wire::{Currency, Slug};

use crate::db::Db;

/// Golmok: a street of shop windows in one program.
#[derive(Debug, Parser)]
#[command(name = "golmok", version, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    pub place: Place,
    #[command(subcommand)]
    pub command: Command,
}

/// Where the data is.
#[derive(Clone, Debug, Args)]
pub struct Place {
    /// The folder of the database file and the pictures.
    #[arg(long, global = true, env = "GOLMOK_DATA", default_value = "golmok-data")]
    pub data: PathBuf,
    /// Another database: `postgres://user:password@host/name` or `sqlite://path/file.db`.
    #[arg(long, global = true, env = "GOLMOK_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
    /// Where pictures and clips are kept: a folder (`media` in the data folder if not said) or `s3://bucket/prefix`
    /// (keys and region from `AWS_*` variables).
    #[arg(long, global = true, env = "GOLMOK_MEDIA")]
    pub media: Option<String>,
    /// How the log is written.
    #[arg(long, global = true, env = "GOLMOK_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,
}

impl Place {
    /// The database's address.
    #[must_use]
    pub fn database_url(&self) -> String {
        self.database.clone().unwrap_or_else(|| Db::url_in(&self.data))
    }
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    Text,
    Json,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves the street.
    Serve(Box<Serve>),
    /// Brings a product list or missing pictures in.
    #[command(subcommand)]
    Import(Import),
    /// Who runs the street.
    #[command(subcommand)]
    Operator(People),
    /// A shop.
    #[command(subcommand)]
    Shop(Shop),
    /// Fills a street for trying out.
    #[command(subcommand)]
    Seed(Seed),
    /// Writes database and media into one archive, also while serving.
    Backup { file: PathBuf },
    /// Unpacks an archive into an empty data folder.
    Restore { file: PathBuf },
    /// Looks over settings, database and media, and says what is missing.
    Check(Checked),
}

#[derive(Clone, Debug, Args)]
pub struct Serve {
    /// The addresses to listen on; may be given again, or as a list with commas.
    #[arg(long, env = "GOLMOK_LISTEN", default_value = "127.0.0.1:8080", value_delimiter = ',')]
    pub listen: Vec<SocketAddr>,
    /// The address that shoppers type, such as `https://street.example`: the only source of absolute links.
    /// Required where an address listened on is not loopback.
    #[arg(long, env = "GOLMOK_PUBLIC_URL")]
    pub public_url: Option<url::Url>,
    /// Where /metrics is served, and nothing else. Skipped with a warning where the address is taken.
    #[arg(long, env = "GOLMOK_ADMIN_LISTEN", default_value = "127.0.0.1:9464")]
    pub admin_listen: SocketAddr,
    /// Networks of proxies whose X-Forwarded-For counts, such as `10.0.0.0/8`; may be given again.
    #[arg(long, env = "GOLMOK_TRUST_PROXY", value_delimiter = ',')]
    pub trust_proxy: Vec<ipnet::IpNet>,
    /// The certificate chain (PEM), for serving https without a proxy.
    #[arg(long, env = "GOLMOK_TLS_CERT", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// The certificate's key (PEM).
    #[arg(long, env = "GOLMOK_TLS_KEY", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// Megabytes of drawn pages that are kept in memory; 0 draws each page anew.
    #[arg(long, env = "GOLMOK_KEEP_PAGES_MB", default_value_t = 16)]
    pub keep_pages_mb: u64,
    /// The currency in which prices are compared where an address names no other: KRW, USD, EUR, JPY, GBP or CNY.
    #[arg(long, env = "GOLMOK_CURRENCY", default_value = "KRW")]
    pub currency: Currency,
    #[command(flatten)]
    pub mail: MailSettings,
    #[command(flatten)]
    pub sign_in: SignInSettings,
    #[command(flatten)]
    pub entry: EntrySettings,
    #[command(flatten)]
    pub operator: Operator,
}

/// What is asked of others about who wants to enter.
#[derive(Clone, Debug, Default, Args)]
pub struct EntrySettings {
    /// Where the tax office is asked whether a business goes on, with the key in it, such as
    /// `https://api.odcloud.kr/api/nts-businessman/v1/status?serviceKey=…`; it is not asked if not said.
    #[arg(long, env = "GOLMOK_TAX_OFFICE", hide_env_values = true)]
    pub tax_office: Option<url::Url>,
}

/// By what people sign in besides e-mail and password.
#[derive(Clone, Debug, Default, Args)]
pub struct SignInSettings {
    /// A file of places that people may sign in by (OpenID Connect): CSV with the columns
    /// slug, ko, en, issuer, client_id, client_secret. Each place is told to lead back to `/sign-in/back`.
    #[arg(long, env = "GOLMOK_SIGN_IN_WITH")]
    pub sign_in_with: Option<PathBuf>,
}

/// What is looked over.
#[derive(Clone, Debug, Default, Args)]
pub struct Checked {
    #[command(flatten)]
    pub sign_in: SignInSettings,
    #[command(flatten)]
    pub entry: EntrySettings,
    #[command(flatten)]
    pub operator: Operator,
}

/// How mail goes out.
#[derive(Clone, Debug, Default, Args)]
pub struct MailSettings {
    /// The server that mail is sent by, such as `smtps://user:password@host` or `smtp://user:password@host:587?tls=required`.
    /// Where it is not said, mails are written into the folder `mails` of the data folder, and kept there for a week.
    #[arg(long, env = "GOLMOK_SMTP", hide_env_values = true)]
    pub smtp: Option<String>,
    /// From whom, such as `Golmok <street@example.org>`; `golmok@` and the public URL's host if not said.
    #[arg(long, env = "GOLMOK_MAIL_FROM")]
    pub mail_from: Option<String>,
}

/// The address that a printed link begins with.
#[derive(Clone, Debug, Args)]
pub struct Public {
    /// The address that people type, such as `https://street.example`.
    #[arg(long, env = "GOLMOK_PUBLIC_URL", default_value = "http://localhost:8080")]
    pub public_url: url::Url,
}

impl Public {
    /// Without a slash at the end.
    #[must_use]
    pub fn text(&self) -> &str {
        self.public_url.as_str().trim_end_matches('/')
    }
}

/// Who runs the street.
#[derive(Debug, Subcommand)]
pub enum People {
    /// Prints a link by which somebody becomes an operator.
    Invite {
        email: String,
        #[command(flatten)]
        public: Public,
    },
}

/// A shop.
#[derive(Debug, Subcommand)]
pub enum Shop {
    /// Prints a link by which somebody becomes the shop's owner.
    Owner {
        shop: Slug,
        email: String,
        #[command(flatten)]
        public: Public,
    },
}

/// The operator's own business facts, which the law wants on the pages of a marketplace.
#[derive(Clone, Debug, Default, Args)]
pub struct Operator {
    /// The operator's name.
    #[arg(long, env = "GOLMOK_OPERATOR_NAME")]
    pub operator_name: Option<String>,
    #[arg(long, env = "GOLMOK_OPERATOR_REPRESENTATIVE")]
    pub operator_representative: Option<String>,
    #[arg(long, env = "GOLMOK_OPERATOR_ADDRESS")]
    pub operator_address: Option<String>,
    #[arg(long, env = "GOLMOK_OPERATOR_PHONE")]
    pub operator_phone: Option<String>,
    #[arg(long, env = "GOLMOK_OPERATOR_EMAIL")]
    pub operator_email: Option<String>,
    /// The business number, ten digits (사업자등록번호).
    #[arg(long, env = "GOLMOK_OPERATOR_BUSINESS_NUMBER")]
    pub operator_business_number: Option<String>,
    /// The mail-order number (통신판매업 신고번호).
    #[arg(long, env = "GOLMOK_OPERATOR_MAIL_ORDER_NUMBER")]
    pub operator_mail_order_number: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Import {
    /// A product list as Shopify exports it (CSV, either dialect).
    Shopify(Shopify),
    /// The trees of sub-categories of windows (CSV: window, slug, parent, ko, en, kinds parted by `|`).
    /// The file is the whole of every window that it names.
    Categories { file: PathBuf },
    /// Names of one thing (CSV: words, parted by `|`), for the search. The file is the whole list.
    Synonyms { file: PathBuf },
    /// Pictures that could not be fetched before.
    Pictures {
        /// Tries those again that failed.
        #[arg(long)]
        retry: bool,
        #[command(flatten)]
        fetch: Fetch,
    },
}

#[derive(Clone, Debug, Args)]
pub struct Shopify {
    pub file: PathBuf,
    /// The shop's slug; made where there is none of that name.
    #[arg(long)]
    pub shop: Slug,
    /// The window in which a new shop opens.
    #[arg(long)]
    pub window: Option<Slug>,
    /// A new shop's name; its slug if not said.
    #[arg(long)]
    pub name: Option<String>,
    /// The currency of the prices; the shop's own, or won for a new one, if not said.
    #[arg(long)]
    pub currency: Option<Currency>,
    /// Says what would become of each row and writes nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Brings the good rows in although others are refused.
    #[arg(long)]
    pub keep_going: bool,
    #[command(flatten)]
    pub fetch: Fetch,
}

/// How pictures are got.
#[derive(Clone, Debug, Default, Args)]
pub struct Fetch {
    /// A folder in which pictures are looked for by file name before they are fetched.
    #[arg(long)]
    pub pictures: Option<PathBuf>,
    /// Fetches from private addresses too.
    #[arg(long)]
    pub allow_private: bool,
}

#[derive(Debug, Subcommand)]
pub enum Seed {
    /// The demo street: invented shops and products with drawn pictures.
    Demo,
    /// A street of any size, for measuring.
    Scale {
        #[arg(long)]
        shops: u32,
        /// Products in all, three variants each.
        #[arg(long)]
        products: u32,
    },
}
