//! The table of the API: every endpoint, who may call it, and what answers. The routes, the OpenAPI document and the table of
//! permissions are made from this and from nothing else.

use wire::{
    account as wire_account, account::Role, application as wire_application, clip as wire_clip, clip_draft as wire_clip_draft,
    draft as wire_draft, home as wire_home, identity as wire_identity, import as wire_import, member as wire_member, now as wire_now,
    opening as wire_opening, operator as wire_operator, passkey as wire_passkey, preview as wire_preview, product as wire_product,
    report as wire_report, review as wire_review, search as wire_search, shop as wire_shop, site as wire_site, system as wire_system,
    token as wire_token, window as wire_window, window_facts as wire_window_facts,
};

use crate::{
    access::{Visit, Who},
    account::{identity, link, me, member, operator, passkey, token},
    application::{self, decide, document, facts, requirement},
    clip,
    draft::{back, bulk, clip_edit, clip_file, edit, list, now, open, picture},
    home,
    import::{give, job},
    preview, product, report, search,
    shop::{self, opening},
    site, system, window,
};

/// Enters every endpoint.
#[must_use]
pub fn endpoints<V: Visit>(table: V) -> V {
    table
        .enter::<wire_window::ListWindows, _, _>(Who::Anyone, window::list_windows)
        .enter::<wire_window::ShowWindow, _, _>(Who::Anyone, window::show_window)
        .enter::<wire_shop::ListShops, _, _>(Who::Anyone, shop::list_shops)
        .enter::<wire_shop::ShowShop, _, _>(Who::Anyone, shop::show_shop)
        .enter::<wire_product::ListProducts, _, _>(Who::Anyone, product::list_products)
        .enter::<wire_product::ShowProduct, _, _>(Who::Anyone, product::show_product)
        .enter::<wire_search::Search, _, _>(Who::Anyone, search::search)
        .enter::<wire_search::Suggest, _, _>(Who::Anyone, search::suggest)
        .enter::<wire_clip::ListClips, _, _>(Who::Anyone, clip::list_clips)
        .enter::<wire_clip::ShowClip, _, _>(Who::Anyone, clip::show_clip)
        .enter::<wire_home::ShowHomePage, _, _>(Who::Anyone, home::show_home_page)
        .enter::<wire_window::ShowWindowPage, _, _>(Who::Anyone, window::show_window_page)
        .enter::<wire_shop::ShowShopPage, _, _>(Who::Anyone, shop::show_shop_page)
        .enter::<wire_product::ShowProductPage, _, _>(Who::Anyone, product::show_product_page)
        .enter::<wire_clip::ShowClipsPage, _, _>(Who::Anyone, clip::show_clips_page)
        .enter::<wire_clip::ShowClipPage, _, _>(Who::Anyone, clip::show_clip_page)
        .enter::<wire_site::ShowSite, _, _>(Who::Anyone, site::show_site)
        .enter::<wire_account::SignIn, _, _>(Who::Anyone, me::sign_in)
        .enter::<wire_account::SignOut, _, _>(Who::SignedIn, me::sign_out)
        .enter::<wire_account::AskForLink, _, _>(Who::Anyone, link::ask_for_link)
        .enter::<wire_account::ReadLink, _, _>(Who::Anyone, link::read_link)
        .enter::<wire_account::UseLink, _, _>(Who::Anyone, link::use_link)
        .enter::<wire_account::ShowMe, _, _>(Who::SignedIn, me::show_me)
        .enter::<wire_account::ChangeMe, _, _>(Who::SignedIn, me::change_me)
        .enter::<wire_account::ChangePassword, _, _>(Who::SignedIn, me::change_password)
        .enter::<wire_account::ListSessions, _, _>(Who::SignedIn, me::list_sessions)
        .enter::<wire_account::EndSession, _, _>(Who::SignedIn, me::end_session)
        .enter::<wire_identity::ListProviders, _, _>(Who::Anyone, identity::list_providers)
        .enter::<wire_identity::ListIdentities, _, _>(Who::SignedIn, identity::list_identities)
        .enter::<wire_identity::EndIdentity, _, _>(Who::SignedIn, identity::end_identity)
        .enter::<wire_passkey::ListPasskeys, _, _>(Who::SignedIn, passkey::list_passkeys)
        .enter::<wire_passkey::BeginPasskey, _, _>(Who::SignedIn, passkey::begin_passkey)
        .enter::<wire_passkey::AddPasskey, _, _>(Who::SignedIn, passkey::add_passkey)
        .enter::<wire_passkey::EndPasskey, _, _>(Who::SignedIn, passkey::end_passkey)
        .enter::<wire_passkey::AskPasskey, _, _>(Who::Anyone, passkey::ask_passkey)
        .enter::<wire_passkey::SignInByPasskey, _, _>(Who::Anyone, passkey::sign_in_by_passkey)
        .enter::<wire_account::ExportMe, _, _>(Who::SignedIn, me::export_me)
        .enter::<wire_account::DeleteMe, _, _>(Who::SignedIn, me::delete_me)
        .enter::<wire_member::LeaveShop, _, _>(Who::InPerson(Role::Staff), member::leave_shop)
        .enter::<wire_member::ListMembers, _, _>(Who::Member(Role::Owner), member::list_members)
        .enter::<wire_member::InviteMember, _, _>(Who::Member(Role::Owner), member::invite_member)
        .enter::<wire_member::ChangeMember, _, _>(Who::Member(Role::Owner), member::change_member)
        .enter::<wire_member::RemoveMember, _, _>(Who::Member(Role::Owner), member::remove_member)
        .enter::<wire_operator::ListOperators, _, _>(Who::Operator, operator::list_operators)
        .enter::<wire_operator::InviteOperator, _, _>(Who::Operator, operator::invite_operator)
        .enter::<wire_operator::DismissOperator, _, _>(Who::Operator, operator::dismiss_operator)
        .enter::<wire_operator::ListMails, _, _>(Who::Operator, operator::list_mails)
        .enter::<wire_operator::ListRecords, _, _>(Who::Operator, operator::list_records)
        .enter::<wire_application::ListRequirements, _, _>(Who::Anyone, requirement::list_requirements)
        .enter::<wire_application::Apply, _, _>(Who::SignedIn, application::apply)
        .enter::<wire_application::ApplyToo, _, _>(Who::Member(Role::Owner), application::apply_too)
        .enter::<wire_application::ListApplications, _, _>(Who::Member(Role::Owner), application::list_applications)
        .enter::<wire_application::ShowApplication, _, _>(Who::Member(Role::Owner), application::show_application)
        .enter::<wire_application::ShowFacts, _, _>(Who::Member(Role::Owner), facts::show_facts)
        .enter::<wire_application::ChangeFacts, _, _>(Who::Member(Role::Owner), facts::change_facts)
        .enter::<wire_application::Declare, _, _>(Who::Member(Role::Owner), application::declare)
        .enter::<wire_application::SendDocument, _, _>(Who::Member(Role::Owner), document::send_document)
        .enter::<wire_application::ReadDocument, _, _>(Who::Member(Role::Owner), document::read_document)
        .enter::<wire_application::RemoveDocument, _, _>(Who::Member(Role::Owner), document::remove_document)
        .enter::<wire_application::Submit, _, _>(Who::Member(Role::Owner), application::submit)
        .enter::<wire_review::ListWaiting, _, _>(Who::Operator, decide::list_waiting)
        .enter::<wire_review::ReviewApplication, _, _>(Who::Operator, decide::review_application)
        .enter::<wire_review::ReviewDocument, _, _>(Who::Operator, document::review_document)
        .enter::<wire_review::Decide, _, _>(Who::Operator, decide::decide)
        .enter::<wire_window_facts::EditWindow, _, _>(Who::Operator, window::edit::edit_window)
        .enter::<wire_window_facts::ChangeWindow, _, _>(Who::Operator, window::edit::change_window)
        .enter::<wire_system::ShowSystem, _, _>(Who::Operator, system::show_system)
        .enter::<wire_application::ChangeRequirements, _, _>(Who::Operator, requirement::change_requirements)
        .enter::<wire_opening::ShowOpening, _, _>(Who::Member(Role::Staff), opening::show_opening)
        .enter::<wire_opening::OpenShop, _, _>(Who::Member(Role::Manager), opening::open_shop)
        .enter::<wire_opening::PauseShop, _, _>(Who::Member(Role::Manager), opening::pause_shop)
        .enter::<wire_opening::CloseShop, _, _>(Who::Member(Role::Owner), opening::close_shop)
        .enter::<wire_draft::EditShop, _, _>(Who::Member(Role::Staff), edit::edit_shop)
        .enter::<wire_draft::SaveShop, _, _>(Who::Member(Role::Manager), edit::save_shop)
        .enter::<wire_draft::DropShopDraft, _, _>(Who::Member(Role::Manager), edit::drop_shop_draft)
        .enter::<wire_draft::SendPicture, _, _>(Who::Member(Role::Staff), picture::send_picture)
        .enter::<wire_draft::ListOwnProducts, _, _>(Who::Member(Role::Staff), list::list_own_products)
        .enter::<wire_draft::EditProduct, _, _>(Who::Member(Role::Staff), edit::edit_product)
        .enter::<wire_draft::AddProduct, _, _>(Who::Member(Role::Staff), edit::add_product)
        .enter::<wire_draft::SaveProduct, _, _>(Who::Member(Role::Staff), edit::save_product)
        .enter::<wire_draft::DropProductDraft, _, _>(Who::Member(Role::Staff), edit::drop_product_draft)
        .enter::<wire_clip_draft::ListOwnClips, _, _>(Who::Member(Role::Staff), clip_edit::list_own_clips)
        .enter::<wire_clip_draft::EditClip, _, _>(Who::Member(Role::Staff), clip_edit::edit_clip)
        .enter::<wire_clip_draft::AddClip, _, _>(Who::Member(Role::Staff), clip_edit::add_clip)
        .enter::<wire_clip_draft::SaveClip, _, _>(Who::Member(Role::Staff), clip_edit::save_clip)
        .enter::<wire_clip_draft::DropClipDraft, _, _>(Who::Member(Role::Staff), clip_edit::drop_clip_draft)
        .enter::<wire_clip_draft::SendClip, _, _>(Who::Member(Role::Staff), clip_file::send_clip)
        .enter::<wire_clip_draft::BeginClip, _, _>(Who::Member(Role::Staff), clip_file::begin_clip)
        .enter::<wire_clip_draft::ShowUpload, _, _>(Who::Member(Role::Staff), clip_file::show_upload)
        .enter::<wire_clip_draft::SendPiece, _, _>(Who::Member(Role::Staff), clip_file::send_piece)
        .enter::<wire_now::ShowShopNow, _, _>(Who::Member(Role::Staff), now::show_shop_now)
        .enter::<wire_now::ChangeShopNow, _, _>(Who::Member(Role::Manager), now::change_shop_now)
        .enter::<wire_now::ChangeProductNow, _, _>(Who::Member(Role::Staff), now::change_product_now)
        .enter::<wire_now::ChangeProducts, _, _>(Who::Member(Role::Staff), bulk::change_products)
        .enter::<wire_preview::ListChanges, _, _>(Who::Member(Role::Staff), open::list_changes)
        .enter::<wire_preview::OpenChanges, _, _>(Who::Member(Role::Manager), open::open_changes)
        .enter::<wire_preview::TakeBack, _, _>(Who::Member(Role::Manager), back::take_back)
        .enter::<wire_import::TryImport, _, _>(Who::Member(Role::Manager), job::try_import)
        .enter::<wire_import::ListImports, _, _>(Who::Member(Role::Manager), job::list_imports)
        .enter::<wire_import::ShowImport, _, _>(Who::Member(Role::Manager), job::show_import)
        .enter::<wire_import::CorrectImport, _, _>(Who::Member(Role::Manager), job::correct_import)
        .enter::<wire_import::RunImport, _, _>(Who::Member(Role::Manager), job::run_import)
        .enter::<wire_import::ExportProducts, _, _>(Who::Member(Role::Manager), give::export_products)
        .enter::<wire_import::UndoImport, _, _>(Who::Member(Role::Manager), job::undo_import)
        .enter::<wire_token::ListTokens, _, _>(Who::Member(Role::Owner), token::list_tokens)
        .enter::<wire_token::MakeToken, _, _>(Who::InPerson(Role::Owner), token::make_token)
        .enter::<wire_token::EndToken, _, _>(Who::Member(Role::Owner), token::end_token)
        .enter::<wire_preview::ListPreviews, _, _>(Who::Member(Role::Manager), preview::list_previews)
        .enter::<wire_preview::MakePreview, _, _>(Who::Member(Role::Manager), preview::make_preview)
        .enter::<wire_preview::EndPreview, _, _>(Who::Member(Role::Manager), preview::end_preview)
        .enter::<wire_report::SendReport, _, _>(Who::Anyone, report::send_report)
        .enter::<wire_report::ListReports, _, _>(Who::Operator, report::list_reports)
        .enter::<wire_report::CloseReport, _, _>(Who::Operator, report::close_report)
        .enter::<wire_report::ListHeld, _, _>(Who::Operator, report::list_held)
        .enter::<wire_report::HoldThing, _, _>(Who::Operator, report::hold_thing)
        .enter::<wire_report::ReleaseThing, _, _>(Who::Operator, report::release_thing)
        .enter::<wire_opening::ListKnownShops, _, _>(Who::Operator, opening::list_known_shops)
        .enter::<wire_opening::HoldShop, _, _>(Who::Operator, opening::hold_shop)
        .enter::<wire_opening::ReleaseShop, _, _>(Who::Operator, opening::release_shop)
}
