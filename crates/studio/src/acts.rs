//! What the forms do: each names its act, and the act is one call of the API.

pub mod clip;
pub mod draft;
pub mod entry;
mod fields;
pub mod place;
pub mod product;
mod request;
pub mod window;

pub use fields::Fields;
use request::{call_of, read};
use wire::{
    Failure, Lang,
    account::{AskForLink, ChangeMe, ChangePassword, DeleteMe, EndSession, Purpose, SignIn, SignOut, UseLink, Used},
    application::{ApplicationCard, Apply, ApplyToo, RemoveDocument, SendDocument},
    clip_draft::{DropClipDraft, SendClip},
    draft::{DropProductDraft, DropShopDraft, Saved, SendPicture},
    identity::{BeginIdentity, EndIdentity},
    import::{Import, RunImport, TryImport, UndoImport},
    member::{ChangeMember, Changed, InviteMember, LeaveShop, RemoveMember, WithdrawInvitation},
    opening::{CloseShop, HoldShop, OpenShop, PauseShop, ReleaseShop},
    operator::{DismissOperator, InviteOperator, WithdrawOperator},
    passkey::EndPasskey,
    preview::{EndPreview, OpenChanges, TakeBack},
    report::{CloseReport, HoldThing, ReleaseThing, SendReport},
    token::{EndOwnToken, EndToken},
};

use crate::{
    address::{Address, Page},
    api::Call,
};

/// What a form does. Its word stands in the form's field `act`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    SignIn,
    SignOut,
    AskForLink,
    UseLink,
    ChangeMe,
    ChangePassword,
    EndSession,
    DeleteMe,
    LeaveShop,
    InviteMember,
    ChangeMember,
    RemoveMember,
    WithdrawInvitation,
    InviteOperator,
    DismissOperator,
    WithdrawOperator,
    Apply,
    ApplyToo,
    ChangeFacts,
    Declare,
    SendDocument,
    RemoveDocument,
    Submit,
    Decide,
    ChangeRequirements,
    ChangeWindow,
    OpenShop,
    PauseShop,
    CloseShop,
    HoldShop,
    ReleaseShop,
    SaveShop,
    DropShopDraft,
    ChangeShopNow,
    SendPicture,
    SendClip,
    AddClip,
    SaveClip,
    DropClipDraft,
    SaveProduct,
    DropProductDraft,
    ChangeProductNow,
    OpenChanges,
    TakeBack,
    MakePreview,
    EndPreview,
    TryImport,
    CorrectImport,
    RunImport,
    UndoImport,
    ChangeProducts,
    MakeToken,
    EndToken,
    MakeOwnToken,
    EndOwnToken,
    SendReport,
    CloseReport,
    HoldThing,
    ReleaseThing,
    BeginIdentity,
    EndIdentity,
    EndPasskey,
}

impl Act {
    pub const ALL: [Self; 62] = [
        Self::SignIn,
        Self::SignOut,
        Self::AskForLink,
        Self::UseLink,
        Self::ChangeMe,
        Self::ChangePassword,
        Self::EndSession,
        Self::DeleteMe,
        Self::LeaveShop,
        Self::InviteMember,
        Self::ChangeMember,
        Self::RemoveMember,
        Self::WithdrawInvitation,
        Self::InviteOperator,
        Self::DismissOperator,
        Self::WithdrawOperator,
        Self::Apply,
        Self::ApplyToo,
        Self::ChangeFacts,
        Self::Declare,
        Self::SendDocument,
        Self::RemoveDocument,
        Self::Submit,
        Self::Decide,
        Self::ChangeRequirements,
        Self::ChangeWindow,
        Self::OpenShop,
        Self::PauseShop,
        Self::CloseShop,
        Self::HoldShop,
        Self::ReleaseShop,
        Self::SaveShop,
        Self::DropShopDraft,
        Self::ChangeShopNow,
        Self::SendPicture,
        Self::SendClip,
        Self::AddClip,
        Self::SaveClip,
        Self::DropClipDraft,
        Self::SaveProduct,
        Self::DropProductDraft,
        Self::ChangeProductNow,
        Self::OpenChanges,
        Self::TakeBack,
        Self::MakePreview,
        Self::EndPreview,
        Self::TryImport,
        Self::CorrectImport,
        Self::RunImport,
        Self::UndoImport,
        Self::ChangeProducts,
        Self::MakeToken,
        Self::EndToken,
        Self::MakeOwnToken,
        Self::EndOwnToken,
        Self::SendReport,
        Self::CloseReport,
        Self::HoldThing,
        Self::ReleaseThing,
        Self::BeginIdentity,
        Self::EndIdentity,
        Self::EndPasskey,
    ];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::SignOut => "sign-out",
            Self::AskForLink => "ask-for-link",
            Self::UseLink => "use-link",
            Self::ChangeMe => "change-me",
            Self::ChangePassword => "change-password",
            Self::EndSession => "end-session",
            Self::DeleteMe => "delete-me",
            Self::LeaveShop => "leave-shop",
            Self::InviteMember => "invite-member",
            Self::ChangeMember => "change-member",
            Self::RemoveMember => "remove-member",
            Self::WithdrawInvitation => "withdraw-invitation",
            Self::InviteOperator => "invite-operator",
            Self::DismissOperator => "dismiss-operator",
            Self::WithdrawOperator => "withdraw-operator",
            Self::Apply => "apply",
            Self::ApplyToo => "apply-too",
            Self::ChangeFacts => "change-facts",
            Self::Declare => "declare",
            Self::SendDocument => "send-document",
            Self::RemoveDocument => "remove-document",
            Self::Submit => "submit",
            Self::Decide => "decide",
            Self::ChangeRequirements => "change-requirements",
            Self::ChangeWindow => "change-window",
            Self::OpenShop => "open-shop",
            Self::PauseShop => "pause-shop",
            Self::CloseShop => "close-shop",
            Self::HoldShop => "hold-shop",
            Self::ReleaseShop => "release-shop",
            Self::SaveShop => "save-shop",
            Self::DropShopDraft => "drop-shop-draft",
            Self::ChangeShopNow => "change-shop-now",
            Self::SendPicture => "send-picture",
            Self::SendClip => "send-clip",
            Self::AddClip => "add-clip",
            Self::SaveClip => "save-clip",
            Self::DropClipDraft => "drop-clip-draft",
            Self::SaveProduct => "save-product",
            Self::DropProductDraft => "drop-product-draft",
            Self::ChangeProductNow => "change-product-now",
            Self::OpenChanges => "open-changes",
            Self::TakeBack => "take-back",
            Self::MakePreview => "make-preview",
            Self::EndPreview => "end-preview",
            Self::TryImport => "try-import",
            Self::CorrectImport => "correct-import",
            Self::RunImport => "run-import",
            Self::UndoImport => "undo-import",
            Self::ChangeProducts => "change-products",
            Self::MakeToken => "make-token",
            Self::EndToken => "end-token",
            Self::MakeOwnToken => "make-own-token",
            Self::EndOwnToken => "end-own-token",
            Self::SendReport => "send-report",
            Self::CloseReport => "close-report",
            Self::HoldThing => "hold-thing",
            Self::ReleaseThing => "release-thing",
            Self::BeginIdentity => "begin-identity",
            Self::EndIdentity => "end-identity",
            Self::EndPasskey => "end-passkey",
        }
    }

    /// The act of that word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.word() == word)
    }

    /// The call that the filled-in form is.
    ///
    /// # Errors
    /// What is wrong with it, before the server is asked.
    pub fn call(self, fields: &Fields, lang: Lang) -> Result<Call, Failure> {
        match self {
            Self::SignIn => read::<SignIn>(fields, lang),
            Self::SignOut => read::<SignOut>(fields, lang),
            Self::AskForLink => read::<AskForLink>(fields, lang),
            Self::UseLink => read::<UseLink>(fields, lang),
            Self::ChangeMe => read::<ChangeMe>(fields, lang),
            Self::ChangePassword => read::<ChangePassword>(fields, lang),
            Self::EndSession => read::<EndSession>(fields, lang),
            Self::DeleteMe => read::<DeleteMe>(fields, lang),
            Self::LeaveShop => read::<LeaveShop>(fields, lang),
            Self::InviteMember => read::<InviteMember>(fields, lang),
            Self::ChangeMember => read::<ChangeMember>(fields, lang),
            Self::RemoveMember => read::<RemoveMember>(fields, lang),
            Self::WithdrawInvitation => read::<WithdrawInvitation>(fields, lang),
            Self::InviteOperator => read::<InviteOperator>(fields, lang),
            Self::DismissOperator => read::<DismissOperator>(fields, lang),
            Self::WithdrawOperator => read::<WithdrawOperator>(fields, lang),
            Self::Apply => read::<Apply>(fields, lang),
            Self::ApplyToo => read::<ApplyToo>(fields, lang),
            Self::ChangeFacts => entry::facts(fields, lang),
            Self::Declare => entry::declared(fields, lang),
            Self::SendDocument => read::<SendDocument>(fields, lang),
            Self::RemoveDocument => read::<RemoveDocument>(fields, lang),
            Self::Submit => entry::submit(fields, lang),
            Self::Decide => entry::decision(fields, lang),
            Self::ChangeRequirements => entry::requirements(fields, lang),
            Self::ChangeWindow => window::window(fields, lang),
            Self::OpenShop => read::<OpenShop>(fields, lang),
            Self::PauseShop => read::<PauseShop>(fields, lang),
            Self::CloseShop => read::<CloseShop>(fields, lang),
            Self::HoldShop => read::<HoldShop>(fields, lang),
            Self::ReleaseShop => read::<ReleaseShop>(fields, lang),
            Self::SaveShop => draft::page(fields, lang),
            Self::DropShopDraft => read::<DropShopDraft>(fields, lang),
            Self::ChangeShopNow => draft::shop_now(fields, lang),
            Self::SendPicture => read::<SendPicture>(fields, lang),
            Self::SendClip => read::<SendClip>(fields, lang),
            Self::AddClip | Self::SaveClip => clip::clip(fields, lang),
            Self::DropClipDraft => read::<DropClipDraft>(fields, lang),
            Self::SaveProduct => product::product(fields, lang),
            Self::DropProductDraft => read::<DropProductDraft>(fields, lang),
            Self::ChangeProductNow => draft::product_now(fields, lang),
            Self::OpenChanges => read::<OpenChanges>(fields, lang),
            Self::TakeBack => read::<TakeBack>(fields, lang),
            Self::MakePreview => draft::preview(fields, lang),
            Self::EndPreview => read::<EndPreview>(fields, lang),
            Self::TryImport => read::<TryImport>(fields, lang),
            Self::CorrectImport => draft::cells(fields, lang),
            Self::RunImport => read::<RunImport>(fields, lang),
            Self::UndoImport => read::<UndoImport>(fields, lang),
            Self::ChangeProducts => draft::products(fields, lang),
            Self::MakeToken => draft::token(fields, lang),
            Self::EndToken => read::<EndToken>(fields, lang),
            Self::MakeOwnToken => draft::own_token(fields, lang),
            Self::EndOwnToken => read::<EndOwnToken>(fields, lang),
            Self::SendReport => read::<SendReport>(fields, lang),
            Self::CloseReport => read::<CloseReport>(fields, lang),
            Self::HoldThing => read::<HoldThing>(fields, lang),
            Self::ReleaseThing => read::<ReleaseThing>(fields, lang),
            Self::BeginIdentity => read::<BeginIdentity>(fields, lang),
            Self::EndIdentity => read::<EndIdentity>(fields, lang),
            Self::EndPasskey => read::<EndPasskey>(fields, lang),
        }
    }

    /// Where it leads once it is done; `reply` is what the call answered.
    #[must_use]
    pub fn leads_to(self, at: &Address, reply: &[u8]) -> Address {
        let lang = at.lang;
        match (self, &at.page) {
            (Self::SignIn, Page::SignIn { next: Some(next) }) => Address::onward(next).unwrap_or_else(|| Page::Studio.of(lang)),
            (Self::SignIn, _) => Page::Studio.of(lang),
            (Self::Apply, _) => match serde_json::from_slice::<ApplicationCard>(reply) {
                Ok(card) => Page::Application { shop: card.shop, window: card.window }.of(lang).after(self.word()),
                Err(_) => Page::Studio.of(lang),
            },
            (Self::SignOut | Self::DeleteMe, _) => Page::SignIn { next: None }.of(lang).after(self.word()),
            // A new product goes on at its own address.
            (Self::SaveProduct, Page::NewProduct { shop }) => {
                match serde_json::from_slice::<Saved>(reply).ok().and_then(|saved| saved.product) {
                    Some(product) => Page::Product { shop: shop.clone(), product }.of(lang).after(self.word()),
                    None => Page::products(shop).of(lang),
                }
            }
            // What nobody has seen is gone at once, and its page with it.
            (Self::SaveProduct, Page::Product { shop, .. }) if is_gone(reply) => Page::products(shop).of(lang).after("gone"),
            (Self::SaveClip, Page::Clip { shop, .. }) if is_gone(reply) => Page::Clips { shop: shop.clone() }.of(lang).after("gone"),
            // One that is let go of may not be there any more.
            (Self::DropProductDraft, Page::Product { shop, .. }) => Page::products(shop).of(lang).after(self.word()),
            (Self::SendClip | Self::AddClip, Page::Clips { shop }) => {
                match serde_json::from_slice::<Saved>(reply).ok().and_then(|saved| saved.clip) {
                    Some(clip) => Page::Clip { shop: shop.clone(), clip }.of(lang).after(self.word()),
                    None => Page::Clips { shop: shop.clone() }.of(lang),
                }
            }
            (Self::DropClipDraft, Page::Clip { shop, .. }) => Page::Clips { shop: shop.clone() }.of(lang).after(self.word()),
            (Self::TryImport, Page::Imports { shop }) => match serde_json::from_slice::<Import>(reply) {
                Ok(import) => Page::Import { shop: shop.clone(), import: import.id, from: 0 }.of(lang),
                Err(_) => Page::Imports { shop: shop.clone() }.of(lang),
            },
            // Nobody becomes an owner unasked.
            (Self::ChangeMember, page) if serde_json::from_slice::<Changed>(reply).is_ok_and(|changed| changed.asked) => {
                page.clone().of(lang).after("ask-owner")
            }
            (Self::UseLink, _) if serde_json::from_slice::<Used>(reply).is_ok_and(|used| used.purpose == Purpose::HandOver) => {
                Page::Studio.of(lang).after("ask-owner")
            }
            (Self::UseLink, Page::Link { next: Some(next), .. }) => {
                Address::onward(next).unwrap_or_else(|| Page::Studio.of(lang)).after(self.word())
            }
            (Self::Decide, _) => Page::Waiting.of(lang).after(self.word()),
            // Who was not signed in by it is asked to sign in there, and comes to the studio.
            (Self::UseLink | Self::LeaveShop, _) => Page::Studio.of(lang).after(self.word()),
            (_, page) => page.clone().of(lang).after(self.word()),
        }
    }
}

/// Whether what was saved is no more, and so has no next edit.
fn is_gone(reply: &[u8]) -> bool {
    serde_json::from_slice::<Saved>(reply).is_ok_and(|saved| saved.seen == 0)
}

#[cfg(test)]
mod tests;
