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
    tax::{TaxAnswer, TaxStanding},
    window::Light,
};

use crate::address::Page;

mod done;

pub use done::{done, what};

/// The title of a page.
#[must_use]
pub fn title(page: &Page, lang: Lang) -> &'static str {
    match page {
        Page::SignIn { .. } => lang.pick("로그인", "Sign in"),
        Page::Join { .. } => lang.pick("계정 만들기", "Make an account"),
        Page::Forgot { .. } => lang.pick("비밀번호 새로 정하기", "Choose a new password"),
        Page::Link { .. } => lang.pick("메일로 받은 주소", "From your mail"),
        Page::Studio => lang.pick("작업실", "Studio"),
        Page::Account => lang.pick("내 계정", "Your account"),
        Page::OwnTokens => lang.pick("프로그램을 위한 내 열쇠", "Personal access tokens"),
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
        Page::Windows => lang.pick("윈도", "Windows"),
        Page::Window { .. } => lang.pick("윈도 고치기", "Edit a window"),
        Page::System => lang.pick("상태", "How the program is"),
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

/// What a token of a role may do.
#[must_use]
pub fn token_may(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Staff => lang.pick("상품, 재고, 영상, 사진", "products, stock, clips, pictures"),
        Role::Manager => lang.pick(
            "직원의 일과 가져오기, 내보내기, 매장 소개, 미리보기, 열기와 쉬기",
            "also import, export, the shop's page, preview, opening and pausing",
        ),
        Role::Owner => lang.pick(
            "관리자의 일과 함께 일하는 사람, 입점 신청과 그 서류, 사업자 정보, 열쇠, 매장 닫기",
            "also members, applications and their files, business facts, tokens, closing the shop for good",
        ),
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

/// What is said of an invitation that nobody has used.
#[must_use]
pub fn invited(lang: Lang, until: i64) -> String {
    let until = moment(until);
    lang.pick(format!("초대함, {until}까지"), format!("Asked; good until {until}"))
}

#[must_use]
pub fn withdraw(lang: Lang) -> &'static str {
    lang.pick("초대 거두기", "Withdraw")
}

#[must_use]
pub fn application_state(lang: Lang, state: ApplicationState, shop: ShopState) -> &'static str {
    if shop == ShopState::Closed {
        return lang.pick("매장을 닫아 끝남", "Over: the shop is closed");
    }
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
        1_000_000_000.. => format!("{}.{} GB", bytes / 1_000_000_000, bytes % 1_000_000_000 / 100_000_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// What the tax office says.
#[must_use]
pub fn tax(lang: Lang, answer: &TaxAnswer) -> String {
    let standing = match answer.standing {
        TaxStanding::GoesOn => lang.pick("계속사업자", "the business goes on"),
        TaxStanding::Paused => lang.pick("휴업자", "the business is paused"),
        TaxStanding::Closed => lang.pick("폐업자", "the business is closed"),
        TaxStanding::Unknown => lang.pick("등록되지 않은 번호", "it knows no such number"),
    };
    format!("{standing} ({})", moment(answer.at))
}

/// The light of a window.
#[must_use]
pub fn light(lang: Lang, light: Light) -> &'static str {
    match light {
        Light::Paper => lang.pick("종이", "Paper"),
        Light::Indigo => lang.pick("쪽빛", "Indigo"),
        Light::Amber => lang.pick("호박빛", "Amber"),
        Light::Green => lang.pick("풀빛", "Green"),
        Light::Brass => lang.pick("놋빛", "Brass"),
        Light::Rose => lang.pick("장밋빛", "Rose"),
        Light::Apricot => lang.pick("살굿빛", "Apricot"),
        Light::Sky => lang.pick("하늘빛", "Sky"),
    }
}

/// What keeps a shop from opening.
#[must_use]
pub fn blocker(lang: Lang, blocker: Blocker) -> &'static str {
    match blocker {
        Blocker::NoWindow => lang.pick("받아들여진 입점 신청", "An application that is accepted"),
        Blocker::NotAccepted => {
            lang.pick("바뀐 사업자 정보를 운영자가 다시 받아들이는 것", "The operator's leave for what was changed of its business")
        }
        Blocker::NoHours => lang.pick("영업시간", "Its hours"),
        Blocker::NoAddress => lang.pick("주소", "Its address"),
        Blocker::NoRepresentative => lang.pick("대표자 이름", "The name of its representative"),
        Blocker::NoBusinessNumber => lang.pick("사업자등록번호", "Its business number"),
        Blocker::NoProduct => lang.pick("보이는 상품 하나 이상", "A product that is shown"),
        Blocker::NoPicture => lang.pick("보이는 상품마다 사진", "A picture of each product that is shown"),
        Blocker::Held => lang.pick("운영자의 허락", "The operator's leave"),
    }
}

/// What the owner has to do about what keeps a shop from opening; nothing where others mend it as well.
#[must_use]
pub fn owners_act(lang: Lang, blocker: Blocker) -> Option<&'static str> {
    Some(match blocker {
        Blocker::NoWindow => {
            lang.pick("윈도에 입점을 신청합니다. 운영자가 받아들이면 됩니다.", "Apply to a window; an operator then accepts that.")
        }
        Blocker::NotAccepted => lang.pick(
            "바뀐 사업자 정보로 입점 신청을 다시 보냅니다. 운영자가 받아들이면 됩니다.",
            "Send the application again, with what was changed of the business; an operator then accepts it.",
        ),
        Blocker::NoRepresentative => {
            lang.pick("사업자 정보에 대표자 이름을 적습니다.", "Write the representative's name into the facts of the business.")
        }
        Blocker::NoBusinessNumber => {
            lang.pick("사업자 정보에 사업자등록번호를 적습니다.", "Write the business number into the facts of the business.")
        }
        Blocker::NoHours | Blocker::NoAddress | Blocker::NoProduct | Blocker::NoPicture | Blocker::Held => return None,
    })
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
        "representative" => lang.pick("대표자", "representative"),
        "business_number" => lang.pick("사업자등록번호", "business number"),
        "mail_order_number" => lang.pick("통신판매업 신고번호", "mail-order number"),
        "description" => lang.pick("설명", "description"),
        "kind" => lang.pick("종류", "kind"),
        "origin" => lang.pick("원산지", "origin"),
        "vendor" => lang.pick("만든 곳", "maker"),
        "tags" => lang.pick("검색어", "search words"),
        "options" => lang.pick("옵션", "options"),
        "variants" => lang.pick("옵션 조합", "variants"),
        "price" => lang.pick("가격", "price"),
        "stock" => lang.pick("재고", "stock"),
        "shown" => lang.pick("보이기", "whether it is shown"),
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
