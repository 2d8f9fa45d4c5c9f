//! What these pages say, in both languages.

use wire::{
    Lang,
    account::{Role, ShopState},
    application::{ApplicationState, RequirementKind},
    draft::ProductState,
    import::ListField,
    opening::Blocker,
    operator::MailState,
    report::ReportReason,
};

use crate::address::Page;

/// The title of a page.
#[must_use]
pub fn title(page: &Page, lang: Lang) -> &'static str {
    match page {
        Page::SignIn { .. } => lang.pick("로그인", "Sign in"),
        Page::Join => lang.pick("계정 만들기", "Make an account"),
        Page::Forgot => lang.pick("비밀번호 새로 정하기", "Choose a new password"),
        Page::Link { .. } => lang.pick("메일로 받은 주소", "From your mail"),
        Page::Studio => lang.pick("작업실", "Studio"),
        Page::Account => lang.pick("내 계정", "Your account"),
        Page::Members { .. } => lang.pick("함께 일하는 사람", "People"),
        Page::Apply { .. } => lang.pick("입점 신청", "Apply"),
        Page::Application { .. } => lang.pick("입점 신청", "Application"),
        Page::Shop { .. } => lang.pick("매장", "Shop"),
        Page::Front { .. } => lang.pick("매장 소개", "The shop's page"),
        Page::Products { .. } => lang.pick("상품", "Products"),
        Page::NewProduct { .. } => lang.pick("새 상품", "A new product"),
        Page::Product { .. } => lang.pick("상품 고치기", "Edit a product"),
        Page::Tokens { .. } => lang.pick("프로그램을 위한 열쇠", "Access tokens"),
        Page::Clips { .. } => lang.pick("영상", "Clips"),
        Page::Clip { .. } => lang.pick("영상 고치기", "Edit a clip"),
        Page::Imports { .. } => lang.pick("목록 가져오기", "Bring a list in"),
        Page::Import { .. } => lang.pick("목록 가져오기", "Bringing a list in"),
        Page::Preview { .. } => lang.pick("미리보기와 열기", "Preview and opening"),
        Page::Shops { .. } => lang.pick("매장", "Shops"),
        Page::Waiting => lang.pick("기다리는 신청", "Applications"),
        Page::Review { .. } => lang.pick("입점 신청", "Application"),
        Page::Rules => lang.pick("윈도", "Windows"),
        Page::Rule { .. } => lang.pick("입점 조건", "Entry rule"),
        Page::Operator => lang.pick("운영", "Running the street"),
        Page::Report { .. } => lang.pick("문제 알리기", "Report a problem"),
        Page::Reports { .. } => lang.pick("신고", "Reports"),
        Page::Mails { .. } => lang.pick("보낸 메일", "Mail"),
        Page::Records { .. } => lang.pick("기록", "Record"),
    }
}

#[must_use]
pub fn role(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Staff => lang.pick("직원", "Staff"),
        Role::Manager => lang.pick("관리자", "Manager"),
        Role::Owner => lang.pick("대표", "Owner"),
    }
}

/// What a role may do.
#[must_use]
pub fn role_may(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Staff => lang.pick("상품, 재고, 영상, 사진", "products, stock, clips, pictures"),
        Role::Manager => lang.pick("직원의 일과 가져오기, 매장 소개, 미리보기, 열기", "also import, the shop's page, preview, opening"),
        Role::Owner => lang.pick("모든 일", "everything"),
    }
}

#[must_use]
pub fn shop_state(lang: Lang, state: ShopState) -> &'static str {
    match state {
        ShopState::Draft => lang.pick("아직 열지 않음", "Not open yet"),
        ShopState::Open => lang.pick("열림", "Open"),
        ShopState::Paused => lang.pick("잠시 쉼", "Paused"),
        ShopState::Closed => lang.pick("닫음", "Closed"),
    }
}

#[must_use]
pub fn mail_state(lang: Lang, state: MailState) -> &'static str {
    match state {
        MailState::Waiting => lang.pick("보내는 중", "Waiting"),
        MailState::Sent => lang.pick("보냄", "Sent"),
        MailState::Failed => lang.pick("보내지 못함", "Failed"),
        MailState::Written => lang.pick("폴더에 적어 둠", "In the folder"),
    }
}

/// What is wrong with something that was reported.
#[must_use]
pub fn report_reason(lang: Lang, reason: ReportReason) -> &'static str {
    match reason {
        ReportReason::Untrue => lang.pick("사실과 다릅니다", "What it says is not so"),
        ReportReason::Fake => lang.pick("가짜 상품입니다", "It is a fake"),
        ReportReason::Forbidden => lang.pick("팔면 안 되는 것입니다", "It may not be sold"),
        ReportReason::Harmful => lang.pick("해롭거나 보기 괴롭습니다", "It is harmful, or hard to look at"),
        ReportReason::Rights => lang.pick("남의 사진, 글이나 상표입니다", "It is somebody else's picture, text or mark"),
        ReportReason::Other => lang.pick("그 밖의 문제입니다", "Something else"),
    }
}

/// What was done, by its word in the record.
#[must_use]
pub fn what(lang: Lang, what: &str) -> String {
    let words = match what {
        "account_made" => lang.pick("계정을 만들었습니다", "made an account"),
        "account_deleted" => lang.pick("계정을 지웠습니다", "deleted an account"),
        "operator_invited" => lang.pick("운영자로 초대했습니다", "asked to help run the street"),
        "operator_joined" => lang.pick("운영자가 되었습니다", "became an operator"),
        "operator_dismissed" => lang.pick("운영자에서 내렸습니다", "ended running the street of"),
        "owner_invited" => lang.pick("매장의 대표로 초대했습니다", "asked to own the shop"),
        "member_invited" => lang.pick("매장에 초대했습니다", "asked to work in the shop"),
        "member_joined" => lang.pick("매장에서 일하게 되었습니다", "joined the shop"),
        "member_changed" => lang.pick("맡은 일을 바꾸었습니다", "changed the role of"),
        "member_removed" => lang.pick("매장에서 내보냈습니다", "ended the work in the shop of"),
        "member_left" => lang.pick("매장을 떠났습니다", "left the shop"),
        "application_begun" => lang.pick("입점 신청을 시작했습니다", "began an application"),
        "application_submitted" => lang.pick("입점 신청을 보냈습니다", "sent an application"),
        "application_accepted" => lang.pick("입점 신청을 받아들였습니다", "accepted an application"),
        "application_asked" => lang.pick("입점 신청을 고쳐 달라고 했습니다", "asked for changes of an application"),
        "application_refused" => lang.pick("입점 신청을 받아들이지 않았습니다", "refused an application"),
        "shop_opened" => lang.pick("매장을 열었습니다", "opened the shop"),
        "changes_opened" => lang.pick("바뀐 것을 열었습니다", "opened what was changed"),
        "changes_taken_back" => lang.pick("연 것을 되돌렸습니다", "took the last opening back"),
        "list_imported" => lang.pick("상품 목록을 가져왔습니다", "brought a product list in"),
        "import_undone" => lang.pick("가져온 목록을 되돌렸습니다", "undid an import"),
        "token_made" => lang.pick("프로그램을 위한 열쇠를 만들었습니다", "made an access token"),
        "token_ended" => lang.pick("프로그램을 위한 열쇠를 끝냈습니다", "ended an access token"),
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
        "change-facts" | "declare" | "change-requirements" => lang.pick("저장했습니다.", "Saved."),
        "save-shop" | "save-product" | "save-clip" => {
            lang.pick("저장했습니다. 손님에게는 열 때 보입니다.", "Saved. Shoppers see it once it is opened.")
        }
        "change-shop-now" | "change-product-now" => lang.pick("바로 바꾸었습니다.", "Changed, at once."),
        "drop-shop-draft" | "drop-product-draft" | "drop-clip-draft" => {
            lang.pick("고친 것을 버렸습니다.", "What was changed is let go of.")
        }
        "send-clip" | "add-clip" => lang
            .pick("영상을 올렸습니다. 장면과 표지를 정해 주세요.", "The clip is here. Set its moments, and what stands before it plays."),
        "send-picture" => lang.pick("사진을 올렸습니다.", "The picture is there."),
        "open-changes" => lang.pick("열었습니다. 이제 손님에게 보입니다.", "Opened: shoppers see it now."),
        "take-back" => lang.pick("되돌렸습니다. 바꾼 것은 초안으로 남아 있습니다.", "Taken back; the changes are drafts again."),
        "change-products" => lang.pick("고른 상품을 바꾸었습니다.", "The chosen products are changed."),
        "correct-import" => lang.pick("다시 살펴보았습니다.", "Looked at again."),
        "run-import" => lang.pick("가져오고 있습니다.", "It is being brought in."),
        "undo-import" => lang.pick("되돌렸습니다.", "Undone."),
        "end-token" => lang.pick("열쇠를 끝냈습니다.", "The token is ended."),
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
        "change-password" => {
            lang.pick("비밀번호를 바꾸고 다른 기기에서 로그아웃했습니다.", "The password is changed, and other devices are signed out.")
        }
        "end-session" => lang.pick("그 기기에서 로그아웃했습니다.", "That device is signed out."),
        "leave-shop" => lang.pick("매장을 떠났습니다.", "You have left the shop."),
        "invite-member" | "invite-operator" => lang.pick("초대하는 메일을 보냈습니다.", "An invitation is on its way."),
        "change-member" => lang.pick("맡은 일을 바꾸었습니다.", "The role is changed."),
        "remove-member" => lang.pick("이제 이 매장에서 일하지 않습니다.", "They no longer work here."),
        "dismiss-operator" => lang.pick("이제 운영자가 아닙니다.", "They no longer run the street."),
        _ => return None,
    })
}

/// A moment, as people write it, in Korean time: `2026-11-23 14:05`.
#[must_use]
pub fn moment(at: i64) -> String {
    const KOREA: i64 = 9 * 3_600_000;
    let minutes = (at + KOREA).div_euclid(60_000);
    let (day, minute) = (minutes.div_euclid(1440), minutes.rem_euclid(1440));
    let day = String::from(wire::time::Day(i32::try_from(day).unwrap_or_default()));
    format!("{day} {:02}:{:02}", minute / 60, minute % 60)
}

/// What a browser says that it is, in short: the name that people know.
#[must_use]
pub fn device(lang: Lang, says: &str) -> String {
    let browser = [
        ("Edg/", "Edge"),
        ("Whale/", "Whale"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    let system =
        [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux")];
    let find = |names: &[(&str, &'static str)]| names.iter().find(|(sign, _)| says.contains(sign)).map(|(_, name)| *name);
    match (find(&browser), find(&system)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => lang.pick("알 수 없는 기기", "Unknown device").to_owned(),
    }
}

#[must_use]
pub fn application_state(lang: Lang, state: ApplicationState) -> &'static str {
    match state {
        ApplicationState::Draft => lang.pick("쓰는 중", "Being written"),
        ApplicationState::Submitted => lang.pick("살펴보는 중", "Waiting for the operator"),
        ApplicationState::Asked => lang.pick("고쳐 달라는 말이 있음", "Changes are asked for"),
        ApplicationState::Accepted => lang.pick("받아들여짐", "Accepted"),
        ApplicationState::Refused => lang.pick("받아들여지지 않음", "Not accepted"),
    }
}

#[must_use]
pub fn requirement_kind(lang: Lang, kind: RequirementKind) -> &'static str {
    match kind {
        RequirementKind::OfflineShop => lang.pick("주소, 영업시간, 정면 사진", "Address, hours, photo of the front"),
        RequirementKind::Representative => lang.pick("대표자 이름", "Representative"),
        RequirementKind::BusinessNumber => lang.pick("사업자등록번호", "Business number"),
        RequirementKind::MailOrderNumber => lang.pick("통신판매업 신고번호", "Mail-order number"),
        RequirementKind::Declared => lang.pick("판매자의 확인", "The merchant's word"),
        RequirementKind::Document => lang.pick("파일", "A file"),
    }
}

/// A day of the week, Monday first.
#[must_use]
pub fn day(lang: Lang, day: usize) -> &'static str {
    let names = lang.pick(
        ["월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일"],
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    );
    names.get(day).copied().unwrap_or_default()
}

/// How large a file is: `1.2 MB`.
#[must_use]
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// What keeps a shop from opening.
#[must_use]
pub fn blocker(lang: Lang, blocker: Blocker) -> &'static str {
    match blocker {
        Blocker::NoWindow => lang.pick("받아들여진 입점 신청", "An application that is accepted"),
        Blocker::NoHours => lang.pick("영업시간", "Its hours"),
        Blocker::NoAddress => lang.pick("주소", "Its address"),
        Blocker::NoRepresentative => lang.pick("대표자 이름", "The name of its representative"),
        Blocker::NoBusinessNumber => lang.pick("사업자등록번호", "Its business number"),
        Blocker::NoProduct => lang.pick("보이는 상품 하나 이상", "A product that is shown"),
        Blocker::NoPicture => lang.pick("보이는 상품마다 사진", "A picture of each product that is shown"),
        Blocker::Held => lang.pick("운영자의 허락", "The operator's leave"),
    }
}

/// A field of a shop's page or of a product, by its word.
#[must_use]
pub fn field(lang: Lang, field: &str) -> String {
    let words = match field {
        "name" => lang.pick("이름", "name"),
        "tagline" => lang.pick("한 줄 소개", "tagline"),
        "story" => lang.pick("이야기", "story"),
        "district" => lang.pick("시·구", "district"),
        "address" => lang.pick("주소", "address"),
        "postcode" => lang.pick("우편번호", "postcode"),
        "point" => lang.pick("지도의 자리", "place on the map"),
        "phone" => lang.pick("전화", "phone"),
        "email" => lang.pick("메일", "e-mail"),
        "hours" => lang.pick("영업시간", "hours"),
        "delivery" => lang.pick("배송", "delivery"),
        "pickup_minutes" => lang.pick("픽업", "pickup"),
        "pictures" => lang.pick("사진", "pictures"),
        "collections" => lang.pick("모음", "collections"),
        "description" => lang.pick("설명", "description"),
        "kind" => lang.pick("종류", "kind"),
        "origin" => lang.pick("원산지", "origin"),
        "vendor" => lang.pick("만든 곳", "maker"),
        "tags" => lang.pick("검색어", "search words"),
        "options" => lang.pick("옵션", "options"),
        "variants" => lang.pick("옵션 조합", "variants"),
        "price" => lang.pick("가격", "price"),
        "title" => lang.pick("제목", "title"),
        "about" => lang.pick("설명", "about it"),
        "file" | "link" => lang.pick("영상", "clip"),
        "seconds" => lang.pick("길이", "length"),
        "poster" => lang.pick("표지", "what stands before it"),
        "captions" => lang.pick("자막", "captions"),
        "moments" => lang.pick("장면", "moments"),
        other => other,
    };
    words.to_owned()
}

/// What a column of a plain list may hold.
#[must_use]
pub fn list_field(lang: Lang, field: ListField) -> &'static str {
    match field {
        ListField::Name => lang.pick("상품 이름", "Name"),
        ListField::Price => lang.pick("가격", "Price"),
        ListField::Before => lang.pick("할인 전 가격", "Price before"),
        ListField::Stock => lang.pick("재고", "Stock"),
        ListField::Description => lang.pick("설명", "Description"),
        ListField::Vendor => lang.pick("브랜드", "Brand"),
        ListField::Kind => lang.pick("분류", "Product type"),
        ListField::Tags => lang.pick("태그 (쉼표로 나눔)", "Tags, with commas between"),
        ListField::Option1 => lang.pick("옵션 1의 값", "Value of option 1"),
        ListField::Option2 => lang.pick("옵션 2의 값", "Value of option 2"),
        ListField::Option3 => lang.pick("옵션 3의 값", "Value of option 3"),
        ListField::Sku => lang.pick("상품 코드 (SKU)", "SKU"),
        ListField::Barcode => lang.pick("바코드", "Barcode"),
        ListField::Grams => lang.pick("무게 (g)", "Weight in grams"),
        ListField::Picture => lang.pick("사진 주소", "Picture's address"),
        ListField::Alt => lang.pick("사진 설명", "What the picture shows"),
        ListField::Handle => lang.pick("상품 주소의 끝", "Handle"),
        ListField::Shown => lang.pick("보이기 (TRUE, FALSE)", "Shown (TRUE, FALSE)"),
    }
}

/// The name of a list's format.
#[must_use]
pub fn list_format(lang: Lang, format: &str) -> &'static str {
    match format {
        "shopify" => "Shopify CSV",
        "google" => "Google Merchant XML",
        "naver" => lang.pick("네이버쇼핑 EP", "Naver EP"),
        _ => lang.pick("직접 만든 표", "a table of one's own"),
    }
}

#[must_use]
pub fn product_state(lang: Lang, state: ProductState) -> &'static str {
    match state {
        ProductState::Draft => lang.pick("초안", "Draft"),
        ProductState::Shown => lang.pick("보임", "Shown"),
        ProductState::Hidden => lang.pick("숨김", "Hidden"),
    }
}
