//! What a page shows: which calls are behind it, and what came back.

use wire::{
    Code, Failure, Lang,
    account::{Account, Link, ListSessions, Me, ReadLink, Session, ShowMe},
    member::{ListMembers, Members},
    operator::{ListMails, ListOperators, ListRecords, Mail, Paged, Record},
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
    Link(Link),
    Studio(Me),
    Account {
        me: Me,
        sessions: Vec<Session>,
    },
    Members {
        me: Me,
        members: Members,
    },
    Operator {
        people: Vec<Account>,
    },
    Mails(Paged<Mail>),
    Records(Paged<Record>),
    Failed(Failure),
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
        Page::SignIn { .. } | Page::Join | Page::Forgot => Shown::Form,
        Page::Link { token } => Shown::Link(call(carrier, &ReadLink { token: token.clone(), lang }, lang).await?),
        Page::Studio => Shown::Studio(signed_in()?),
        Page::Account => Shown::Account { me: signed_in()?, sessions: call(carrier, &ListSessions { lang }, lang).await? },
        Page::Members { shop } => {
            Shown::Members { me: signed_in()?, members: call(carrier, &ListMembers { shop: shop.clone(), lang }, lang).await? }
        }
        Page::Operator => Shown::Operator { people: call(carrier, &ListOperators { lang }, lang).await? },
        Page::Mails { after } => Shown::Mails(call(carrier, &ListMails { after: after.clone(), lang }, lang).await?),
        Page::Records { shop, after } => {
            Shown::Records(call(carrier, &ListRecords { shop: shop.clone(), after: after.clone(), lang }, lang).await?)
        }
    })
}
