//! What a page shows: which calls are behind it, and what came back.

use wire::{
    Code, Currency, Failure, Lang, Slug,
    account::{Link, ListSessions, Me, ReadLink, Role, Session, ShowMe},
    application::{
        Application, ApplicationCard, ApplicationState, KnownFacts, ListApplications, ListRequirements, Requirement, ShowApplication,
        ShowFacts,
    },
    clip_draft::{ClipDraft, EditClip, ListOwnClips, OwnClip},
    draft::{CollectionDraft, EditProduct, EditShop, Editing, ListOwnProducts, OwnProduct, ProductDraft, ShopDraft},
    identity::{Identity, ListIdentities, ListProviders, Provider},
    import::{Import, ListImports, ShowImport},
    listing::Listing,
    member::{ListMembers, Members},
    now::{ShopNow, ShowShopNow},
    opening::{Blocker, KnownShop, ListKnownShops, Opening, ShowOpening},
    operator::{ListMails, ListOperators, ListRecords, Mail, Operators, Paged, Record},
    passkey::{ListPasskeys, Passkey},
    preview::{Changes, ListChanges, ListPreviews, Preview, Staying},
    report::{ListHeld, ListReports, Report, Thing},
    review::{ListWaiting, ReviewApplication},
    system::{ShowSystem, System},
    token::{ListOwnTokens, ListTokens, Token},
    window::{ListWindows, WindowCard},
    window_facts::{EditWindow, KnownWindow},
};

use crate::{
    acts::{Act, Fields},
    address::{Address, Page},
    api::{Carrier, call},
};

/// A page with what it shows.
#[derive(Clone, Debug)]
pub struct Screen {
    pub address: Address,
    /// Who looks, where they are signed in.
    pub me: Option<Me>,
    pub shown: Shown,
    /// A form that was sent and could not be taken: what was filled in, and why.
    pub refused: Option<Refused>,
}

/// A form that could not be taken.
#[derive(Clone, Debug)]
pub struct Refused {
    pub act: Act,
    pub fields: Fields,
    pub failure: Failure,
}

/// What came back for a page.
#[derive(Clone, Debug)]
pub enum Shown {
    /// A page that asks for nothing.
    Form,
    SignIn {
        /// By what one may sign in besides.
        providers: Vec<Provider>,
    },
    Link(Link),
    Studio {
        me: Me,
        applications: Vec<ApplicationCard>,
    },
    Apply {
        windows: Vec<WindowCard>,
        /// The window that is chosen, with what it asks.
        chosen: Option<(Slug, Vec<Requirement>)>,
    },
    Application(Application),
    Shop {
        me: Me,
        opening: Opening,
        /// The first of the products whose missing picture keeps it from opening, and of how many.
        bare: Option<Listing<OwnProduct>>,
        /// For its owner.
        own: Option<Own>,
    },
    Front {
        me: Me,
        editing: Editing<ShopDraft>,
        now: ShopNow,
    },
    Products {
        me: Me,
        list: Listing<OwnProduct>,
    },
    Product {
        me: Me,
        /// Absent for a new one.
        editing: Option<Editing<ProductDraft>>,
        currency: Currency,
        collections: Vec<CollectionDraft>,
    },
    Clips {
        me: Me,
        clips: Vec<OwnClip>,
    },
    Clip {
        me: Me,
        editing: Editing<ClipDraft>,
        /// Those that a moment may show.
        products: Vec<OwnProduct>,
    },
    Imports {
        me: Me,
        imports: Vec<Import>,
    },
    Tokens {
        me: Me,
        tokens: Vec<Token>,
        /// One that was just made: told this once.
        made: Option<Token>,
    },
    Import {
        me: Me,
        import: Import,
    },
    Preview {
        me: Me,
        changes: Changes,
        opening: Opening,
        /// By what is told where that is mended for want of which the changes do not open.
        mends: Box<Mends>,
        links: Vec<Preview>,
        /// A link that was just made: told this once.
        made: Option<Preview>,
        /// What stayed when an opening was just taken back.
        stays: Vec<Staying>,
    },
    Shops(Vec<KnownShop>),
    Waiting(Vec<ApplicationCard>),
    Review(Application),
    Windows(Vec<WindowCard>),
    Window {
        known: KnownWindow,
        requirements: Vec<Requirement>,
    },
    System(System),
    Account {
        me: Me,
        sessions: Vec<Session>,
        providers: Vec<Provider>,
        identities: Vec<Identity>,
        passkeys: Vec<Passkey>,
    },
    Members {
        me: Me,
        members: Members,
    },
    Operator {
        operators: Operators,
    },
    Reports {
        reports: Paged<Report>,
        held: Vec<Thing>,
    },
    Mails(Paged<Mail>),
    Records(Paged<Record>),
    Failed(Failure),
}

/// What tells where something is mended that a shop lacks.
#[derive(Clone, Debug, Default)]
pub struct Mends {
    /// The first of the products whose missing picture keeps it from opening, and of how many.
    pub bare: Option<Listing<OwnProduct>>,
    /// For its owner.
    pub own: Option<Own>,
}

/// What the owner of a shop sees of it beyond those who work there.
#[derive(Clone, Debug)]
pub struct Own {
    pub applications: Vec<ApplicationCard>,
    pub known: KnownFacts,
    /// The windows that it may ask to enter.
    pub windows: Vec<WindowCard>,
}

impl Screen {
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.address.lang
    }
}

/// Loads a page. Who has to be signed in for it and is not gets [`Code::SignIn`].
pub async fn load(carrier: &Carrier, address: Address, refused: Option<Refused>) -> Screen {
    let lang = address.lang;
    let me = call(carrier, &ShowMe { lang }, lang).await;
    let shown = match &me {
        // An outage is told as one, not as a reader who is not signed in.
        Err(failure) if failure.code != Code::SignIn => Err(failure.clone()),
        _ => show(carrier, &address, me.as_ref().ok()).await,
    };
    Screen { address, me: me.ok(), shown: shown.unwrap_or_else(Shown::Failed), refused }
}

async fn show(carrier: &Carrier, address: &Address, me: Option<&Me>) -> Result<Shown, Failure> {
    let lang = address.lang;
    let signed_in = || me.cloned().ok_or_else(|| Failure::new(401, Code::SignIn, lang.pick("로그인해 주세요.", "Please sign in.")));
    Ok(match &address.page {
        Page::SignIn { .. } => Shown::SignIn { providers: call(carrier, &ListProviders { lang }, lang).await? },
        Page::Join { .. } | Page::Forgot { .. } | Page::Report { .. } => Shown::Form,
        Page::Link { token, .. } => Shown::Link(call(carrier, &ReadLink { token: token.clone(), lang }, lang).await?),
        Page::Studio => {
            let me = signed_in()?;
            let mut applications = Vec::new();
            for shop in me.shops.iter().filter(|shop| shop.role == Role::Owner) {
                applications.extend(call(carrier, &ListApplications { shop: shop.shop.clone(), lang }, lang).await?);
            }
            Shown::Studio { me, applications }
        }
        Page::Apply { window } => {
            let windows = call(carrier, &ListWindows { lang }, lang).await?.windows;
            let chosen = match window {
                Some(window) => Some((window.clone(), call(carrier, &ListRequirements { window: window.clone(), lang }, lang).await?)),
                None => None,
            };
            Shown::Apply { windows, chosen }
        }
        Page::Application { shop, window } => {
            Shown::Application(call(carrier, &ShowApplication { shop: shop.clone(), window: window.clone(), lang }, lang).await?)
        }
        Page::Shop { shop } => {
            let me = signed_in()?;
            let opening = call(carrier, &ShowOpening { shop: shop.clone(), lang }, lang).await?;
            let own = if owns(&me, shop) { Some(own(carrier, shop, lang).await?) } else { None };
            Shown::Shop { bare: bare(carrier, shop, &opening, lang).await?, own, me, opening }
        }
        Page::Front { shop } => {
            let me = signed_in()?;
            let editing = call(carrier, &EditShop { shop: shop.clone(), lang }, lang).await?;
            let now = call(carrier, &ShowShopNow { shop: shop.clone(), lang }, lang).await?;
            Shown::Front { me, editing, now }
        }
        Page::Products { shop, q, bare, after } => {
            let asked = ListOwnProducts { shop: shop.clone(), q: q.clone(), bare: *bare, after: after.clone(), lang };
            Shown::Products { me: signed_in()?, list: call(carrier, &asked, lang).await? }
        }
        Page::NewProduct { shop } | Page::Product { shop, .. } => {
            let me = signed_in()?;
            let front = call(carrier, &EditShop { shop: shop.clone(), lang }, lang).await?;
            let editing = match &address.page {
                Page::Product { product, .. } => {
                    Some(call(carrier, &EditProduct { shop: shop.clone(), product: product.clone(), lang }, lang).await?)
                }
                _ => None,
            };
            Shown::Product { me, editing, currency: front.currency, collections: front.draft.collections }
        }
        Page::Clips { shop } => {
            Shown::Clips { me: signed_in()?, clips: call(carrier, &ListOwnClips { shop: shop.clone(), lang }, lang).await? }
        }
        Page::Clip { shop, clip } => {
            let me = signed_in()?;
            let editing = call(carrier, &EditClip { shop: shop.clone(), clip: clip.clone(), lang }, lang).await?;
            Shown::Clip { me, editing, products: products(carrier, shop, lang).await? }
        }
        Page::Tokens { shop } => {
            let tokens = call(carrier, &ListTokens { shop: shop.clone(), lang }, lang).await?;
            Shown::Tokens { me: signed_in()?, tokens, made: None }
        }
        Page::OwnTokens => Shown::Tokens { me: signed_in()?, tokens: call(carrier, &ListOwnTokens { lang }, lang).await?, made: None },
        Page::Imports { shop } => {
            Shown::Imports { me: signed_in()?, imports: call(carrier, &ListImports { shop: shop.clone(), lang }, lang).await? }
        }
        Page::Import { shop, import, from } => {
            let asked = ShowImport { shop: shop.clone(), import: import.clone(), from: *from, lang };
            Shown::Import { me: signed_in()?, import: call(carrier, &asked, lang).await? }
        }
        Page::Preview { shop } => {
            let me = signed_in()?;
            let changes = call(carrier, &ListChanges { shop: shop.clone(), lang }, lang).await?;
            let opening = call(carrier, &ShowOpening { shop: shop.clone(), lang }, lang).await?;
            let makes_links = me.shops.iter().any(|one| one.shop == *shop && one.role >= Role::Manager);
            let links = if makes_links { call(carrier, &ListPreviews { shop: shop.clone(), lang }, lang).await? } else { Vec::new() };
            let mut mends = Box::<Mends>::default();
            if changes.total > 0 && !opening.with_changes.is_empty() {
                mends.bare = bare(carrier, shop, &opening, lang).await?;
                mends.own = if owns(&me, shop) { Some(own(carrier, shop, lang).await?) } else { None };
            }
            Shown::Preview { me, changes, opening, mends, links, made: None, stays: Vec::new() }
        }
        Page::Shops { q } => Shown::Shops(call(carrier, &ListKnownShops { q: q.clone(), lang }, lang).await?),
        Page::Waiting => Shown::Waiting(call(carrier, &ListWaiting { lang }, lang).await?),
        Page::Review { shop, window } => {
            Shown::Review(call(carrier, &ReviewApplication { applicant: shop.clone(), window: window.clone(), lang }, lang).await?)
        }
        Page::Windows => {
            // Whoever may not change them has nothing to see here.
            let _: Vec<ApplicationCard> = call(carrier, &ListWaiting { lang }, lang).await?;
            Shown::Windows(call(carrier, &ListWindows { lang }, lang).await?.windows)
        }
        Page::Window { window } => Shown::Window {
            known: call(carrier, &EditWindow { window: window.clone(), lang }, lang).await?,
            requirements: call(carrier, &ListRequirements { window: window.clone(), lang }, lang).await?,
        },
        Page::System => Shown::System(call(carrier, &ShowSystem { lang }, lang).await?),
        Page::Account => Shown::Account {
            me: signed_in()?,
            sessions: call(carrier, &ListSessions { lang }, lang).await?,
            providers: call(carrier, &ListProviders { lang }, lang).await?,
            identities: call(carrier, &ListIdentities { lang }, lang).await?,
            passkeys: call(carrier, &ListPasskeys { lang }, lang).await?,
        },
        Page::Members { shop } => {
            Shown::Members { me: signed_in()?, members: call(carrier, &ListMembers { shop: shop.clone(), lang }, lang).await? }
        }
        Page::Operator => Shown::Operator { operators: call(carrier, &ListOperators { lang }, lang).await? },
        Page::Reports { after } => {
            let reports = call(carrier, &ListReports { after: after.clone(), lang }, lang).await?;
            Shown::Reports { reports, held: call(carrier, &ListHeld { lang }, lang).await? }
        }
        Page::Mails { after } => Shown::Mails(call(carrier, &ListMails { after: after.clone(), lang }, lang).await?),
        Page::Records { shop, after } => {
            Shown::Records(call(carrier, &ListRecords { shop: shop.clone(), after: after.clone(), lang }, lang).await?)
        }
    })
}

fn owns(me: &Me, shop: &Slug) -> bool {
    me.shops.iter().any(|one| one.shop == *shop && one.role == Role::Owner)
}

/// The first products without a picture, where that keeps a shop from opening.
async fn bare(carrier: &Carrier, shop: &Slug, opening: &Opening, lang: Lang) -> Result<Option<Listing<OwnProduct>>, Failure> {
    if !opening.with_changes.contains(&Blocker::NoPicture) {
        return Ok(None);
    }
    let asked = ListOwnProducts { shop: shop.clone(), q: None, bare: true, after: None, lang };
    call(carrier, &asked, lang).await.map(Some)
}

async fn own(carrier: &Carrier, shop: &Slug, lang: Lang) -> Result<Own, Failure> {
    let applications = call(carrier, &ListApplications { shop: shop.clone(), lang }, lang).await?;
    let mut windows = call(carrier, &ListWindows { lang }, lang).await?.windows;
    windows.retain(|window| !applications.iter().any(|card| card.window == window.slug && card.state != ApplicationState::Refused));
    Ok(Own { applications, known: call(carrier, &ShowFacts { shop: shop.clone(), lang }, lang).await?, windows })
}

/// The most products that one chooses among.
pub const MOST_OFFERED: usize = 300;

/// The newest products of a shop, as many as one chooses among.
async fn products(carrier: &Carrier, shop: &Slug, lang: Lang) -> Result<Vec<OwnProduct>, Failure> {
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let list = call(carrier, &ListOwnProducts { shop: shop.clone(), q: None, bare: false, after, lang }, lang).await?;
        found.extend(list.items);
        after = list.after;
        if after.is_none() || found.len() >= MOST_OFFERED {
            return Ok(found);
        }
    }
}
