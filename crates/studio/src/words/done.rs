//! What was done: in the record, and said once a form is done.

use wire::Lang;

/// What was done, by its word in the record.
#[must_use]
pub fn what(lang: Lang, what: &str) -> String {
    let words = match what {
        "account_made" => lang.pick("계정을 만들었습니다", "made an account"),
        "account_deleted" => lang.pick("계정을 지웠습니다", "deleted an account"),
        "operator_invited" => lang.pick("운영자로 초대했습니다", "asked to help run the street"),
        "operator_joined" => lang.pick("운영자가 되었습니다", "became an operator"),
        "operator_unasked" => lang.pick("운영자 초대를 거두었습니다", "took back the invitation to run the street of"),
        "operator_dismissed" => lang.pick("운영자에서 내렸습니다", "ended running the street of"),
        "owner_proposed" => lang.pick("열쇠로 매장을 넘기려 했습니다", "would hand the shop over, by a token, to"),
        "owner_invited" => lang.pick("매장의 대표로 초대했습니다", "asked to own the shop"),
        "member_invited" => lang.pick("매장에 초대했습니다", "asked to work in the shop"),
        "member_unasked" => lang.pick("매장 초대를 거두었습니다", "took back the invitation to the shop of"),
        "member_joined" => lang.pick("매장에서 일하게 되었습니다", "joined the shop"),
        "member_changed" => lang.pick("맡은 일을 바꾸었습니다", "changed the role of"),
        "member_removed" => lang.pick("매장에서 내보냈습니다", "ended the work in the shop of"),
        "member_left" => lang.pick("매장을 떠났습니다", "left the shop"),
        "application_begun" => lang.pick("입점 신청을 시작했습니다", "began an application"),
        "application_submitted" => lang.pick("입점 신청을 보냈습니다", "sent an application"),
        "application_accepted" => lang.pick("입점 신청을 받아들였습니다", "accepted an application"),
        "application_asked" => lang.pick("입점 신청을 고쳐 달라고 했습니다", "asked for changes of an application"),
        "application_reopened" => {
            lang.pick("받아들여진 사업자 정보를 바꾸어 다시 살펴봅니다", "changed what was accepted of the business: it is asked anew")
        }
        "application_refused" => lang.pick("입점 신청을 받아들이지 않았습니다", "refused an application"),
        "shop_brought_in" => lang.pick("명령으로 매장을 들였습니다", "brought the shop in by a command"),
        "shop_opened" => lang.pick("매장을 열었습니다", "opened the shop"),
        "changes_opened" => lang.pick("바뀐 것을 열었습니다", "opened what was changed"),
        "changes_taken_back" => lang.pick("연 것을 되돌렸습니다", "took the last opening back"),
        "list_imported" => lang.pick("상품 목록을 가져왔습니다", "brought a product list in"),
        "import_undone" => lang.pick("가져온 목록을 되돌렸습니다", "undid an import"),
        "token_made" => lang.pick("프로그램을 위한 열쇠를 만들었습니다", "made an access token"),
        "token_ended" => lang.pick("프로그램을 위한 열쇠를 끝냈습니다", "ended an access token"),
        "draft_dropped" => lang.pick("고친 것을 버렸습니다", "let go of changes"),
        "shop_now_changed" => lang.pick("알림과 쉬는 날을 바꾸었습니다", "changed the notice or the holidays"),
        "stock_changed" => lang.pick("재고를 바꾸었습니다", "changed the stock of"),
        "product_shown" => lang.pick("상품을 보였습니다", "showed the product"),
        "product_hidden" => lang.pick("상품을 숨겼습니다", "hid the product"),
        "products_changed" => lang.pick("여러 상품을 바꾸었습니다", "changed several products"),
        "preview_ended" => lang.pick("미리보기 링크를 끝냈습니다", "ended a link to the preview"),
        "preview_made" => lang.pick("미리보기 링크를 만들었습니다", "made a link to the preview"),
        "shop_paused" => lang.pick("매장을 쉽니다", "paused the shop"),
        "shop_closed" => lang.pick("매장을 닫았습니다", "closed the shop"),
        "shop_held" => lang.pick("매장을 쉬게 했습니다", "paused the shop as an operator"),
        "shop_released" => lang.pick("매장을 다시 열 수 있게 했습니다", "let the shop go on"),
        "passkey_added" => lang.pick("패스키를 더했습니다", "added a passkey"),
        "passkey_ended" => lang.pick("패스키를 끊었습니다", "parted with a passkey"),
        "identity_joined" => lang.pick("다른 곳의 계정을 이었습니다", "joined an account elsewhere"),
        "identity_ended" => lang.pick("다른 곳의 계정을 끊었습니다", "parted with an account elsewhere"),
        "report_closed" => lang.pick("신고를 보고 그대로 두었습니다", "laid a report aside"),
        "thing_held" => lang.pick("골목에서 내렸습니다", "took off the street"),
        "thing_released" => lang.pick("다시 보이게 했습니다", "let go on"),
        "window_changed" => lang.pick("윈도를 바꾸었습니다", "changed the window"),
        "rule_changed" => lang.pick("입점 조건을 바꾸었습니다", "changed the entry rule"),
        "shop_handed_over" => lang.pick("매장을 넘겼습니다", "handed the shop over to"),
        other => other,
    };
    words.to_owned()
}

/// What is said once a form is done, by its word.
#[must_use]
pub fn done(lang: Lang, word: &str) -> Option<&'static str> {
    Some(match word {
        "ask-for-link" => lang.pick(
            "메일을 보냈습니다. 한 시간 안에 메일에 적힌 주소를 열어 주세요. 오지 않았다면 스팸함도 살펴보세요.",
            "A mail is on its way. Open the address in it within an hour; if it does not come, look into the spam folder.",
        ),
        "use-link" => lang.pick("잘 받았습니다.", "That is done."),
        "sign-out" => lang.pick("로그아웃했습니다.", "You are signed out."),
        "delete-me" => lang.pick("계정을 지웠습니다.", "Your account is deleted."),
        "change-facts" | "declare" | "change-requirements" | "change-window" => lang.pick("저장했습니다.", "Saved."),
        "save-shop" | "save-product" | "save-clip" => {
            lang.pick("저장했습니다. 손님에게는 열 때 보입니다.", "Saved. Shoppers see it once it is opened.")
        }
        "change-shop-now" | "change-product-now" => lang.pick("바로 바꾸었습니다.", "Changed, at once."),
        "drop-shop-draft" | "drop-product-draft" | "drop-clip-draft" => {
            lang.pick("고친 것을 버렸습니다.", "What was changed is let go of.")
        }
        "gone" => lang.pick("없앴습니다.", "It is taken away."),
        "send-clip" | "add-clip" => lang
            .pick("영상을 올렸습니다. 장면과 표지를 정해 주세요.", "The clip is here. Set its moments, and what stands before it plays."),
        "send-picture" => lang.pick("사진을 올렸습니다.", "The picture is there."),
        "open-changes" => lang.pick(
            "열었습니다. 이제 손님에게 보입니다. 쉬는 매장은 다시 열 때 보입니다.",
            "Opened: shoppers see it now, or once the shop opens again.",
        ),
        "take-back" => lang.pick("되돌렸습니다. 바꾼 것은 초안으로 남아 있습니다.", "Taken back; the changes are drafts again."),
        "change-products" => lang.pick("고른 상품을 바꾸었습니다.", "The chosen products are changed."),
        "correct-import" => lang.pick("다시 살펴보았습니다.", "Looked at again."),
        "run-import" => lang.pick("가져오고 있습니다.", "It is being brought in."),
        "undo-import" => lang.pick("되돌렸습니다.", "Undone."),
        "end-token" | "end-own-token" => lang.pick("열쇠를 끝냈습니다.", "The token is ended."),
        "end-preview" => lang.pick("링크를 끝냈습니다.", "The link is ended."),
        "apply" | "apply-too" => lang.pick("신청을 시작했습니다.", "The application is begun."),
        "send-document" => lang.pick("파일을 올렸습니다.", "The file is there."),
        "remove-document" => lang.pick("파일을 지웠습니다.", "The file is gone."),
        "open-shop" => lang.pick("매장을 열었습니다. 이제 골목에서 보입니다.", "The shop is open, and on the street."),
        "pause-shop" => lang.pick("매장을 쉽니다.", "The shop is paused."),
        "close-shop" => lang.pick("매장을 닫았습니다.", "The shop is closed."),
        "hold-shop" => lang.pick("매장을 쉬게 하고 대표에게 알렸습니다.", "The shop is paused, and its owner is told."),
        "add-passkey" => {
            lang.pick("더했습니다. 이제 비밀번호 없이 로그인할 수 있습니다.", "Added: you can sign in without a password from now on.")
        }
        "end-passkey" => lang.pick("끊었습니다. 기기에서도 지워 주세요.", "Parted with. Delete it on the device too."),
        "begin-identity" => lang.pick(
            "비밀번호를 확인했습니다. 5분 안에 아래에서 이을 곳을 골라 주세요.",
            "That is your password. Choose below what to join, within five minutes.",
        ),
        "join-identity" => lang.pick("이었습니다. 이제 그것으로도 로그인할 수 있습니다.", "Joined: you can sign in by it from now on."),
        "end-identity" => lang.pick("끊었습니다. 그것으로는 로그인할 수 없습니다.", "Parted: nobody signs in by it any more."),
        "send-report" => lang.pick("고맙습니다. 운영자가 살펴보겠습니다.", "Thank you. An operator will look at it."),
        "close-report" => lang.pick("그대로 두었습니다.", "Laid aside."),
        "hold-thing" => lang.pick("골목에서 내리고 대표에게 알렸습니다.", "It is off the street, and the owner is told."),
        "release-thing" => lang.pick("다시 보이게 하고 대표에게 알렸습니다.", "It is on the street again, and the owner is told."),
        "release-shop" => lang.pick("매장을 다시 열 수 있습니다.", "The shop can open again."),
        "submit" => lang.pick("신청을 보냈습니다.", "The application is sent."),
        "decide" => lang.pick("결정을 알렸습니다.", "The merchant is told."),
        "change-me" => lang.pick("저장했습니다.", "Saved."),
        "change-password" => lang.pick(
            "비밀번호를 바꾸고, 다른 기기에서 로그아웃하고, 내 토큰을 끝냈습니다.",
            "The password is changed, other devices are signed out, and your own tokens have ended.",
        ),
        "end-session" => lang.pick("그 기기에서 로그아웃했습니다.", "That device is signed out."),
        "leave-shop" => lang.pick("매장을 떠났습니다.", "You have left the shop."),
        "invite-member" | "invite-operator" => lang.pick("초대하는 메일을 보냈습니다.", "An invitation is on its way."),
        "change-member" => lang.pick("맡은 일을 바꾸었습니다.", "The role is changed."),
        "ask-owner" => lang.pick(
            "대표가 되어 달라는 메일을 보냈습니다. 받아들이면 대표가 바뀝니다.",
            "They are asked by mail to own the shop. It is handed over once they accept.",
        ),
        "withdraw-invitation" | "withdraw-operator" => {
            lang.pick("초대를 거두었습니다. 그 링크는 이제 쓸 수 없습니다.", "The invitation is taken back; its link is good no more.")
        }
        "remove-member" => lang.pick("이제 이 매장에서 일하지 않습니다.", "They no longer work here."),
        "dismiss-operator" => lang.pick(
            "이제 운영자가 아닙니다. 아직 쓰지 않은 운영자 초대도 모두 거두었습니다.",
            "They no longer run the street, and all invitations to run it that nobody has used are withdrawn.",
        ),
        _ => return None,
    })
}
