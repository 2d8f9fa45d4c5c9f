//! The app's own words, in both languages. A missing one does not compile.

use wire::{Lang, site::Leaf};

macro_rules! words {
    ($($name:ident: $ko:literal / $en:literal;)*) => {
        $(
            #[doc = $en]
            #[must_use]
            pub fn $name(lang: Lang) -> &'static str {
                lang.pick($ko, $en)
            }
        )*
    };
}

words! {
    site_name: "골목" / "Golmok";
    site_line: "작은 매장들이 창을 여는 거리" / "A street where small shops open their windows";
    site_about: "동네 매장의 물건을 윈도에서 둘러보고, 매장에 들어가 보고, 영상으로 만나세요." / "Walk the windows, step into neighbourhood shops, look at their things and watch their clips.";
    skip: "본문으로 건너뛰기" / "Skip to the content";
    windows: "윈도" / "Windows";
    search: "찾기" / "Search";
    search_for: "무엇을 찾으세요?" / "What are you looking for?";
    found_nothing: "그런 상품은 아직 없어요. 비슷한 말로 찾아보세요." / "Nothing of that name is here yet. Try other words.";
    found_in_part: "말이 모두 맞는 상품은 없어, 몇 마디가 맞는 것을 보여 드려요." / "Nothing has all of these words; here is what has most of them.";
    walk_instead: "윈도에서 둘러보셔도 좋아요." / "Or walk the windows.";
    past_words: "지난 찾기" / "Looked for before";
    street: "거리" / "The street";
    lists: "매장과 상품" / "Shops and products";
    clips: "영상" / "Clips";
    shops: "매장" / "Shops";
    products: "상품" / "Products";
    other_language: "English" / "한국어";
    go_dark: "밤 화면으로" / "Switch to night";
    go_light: "낮 화면으로" / "Switch to day";
    by_device: "기기 설정대로" / "As the device says";
    about: "골목 소개" / "About";
    terms: "이용약관" / "Terms";
    privacy: "개인정보 처리방침" / "Privacy";
    report: "문제 알리기" / "Report a problem";
    developers: "개발자" / "Developers";
    intermediary: "이 사이트의 운영자는 통신판매중개자로서 거래 당사자가 아니며, 상품·거래 정보와 거래에 대한 책임은 각 매장에 있습니다." / "The operator of this site is an intermediary and not a party to any sale; each shop answers for its products, what it says of them, and its sales.";
    open_now: "지금 열린 매장" / "Shops open now";
    open_soon: "곧 여는 매장" / "Opening soon";
    none_open: "아직 문을 연 매장이 없어요." / "No shop has opened yet.";
    new_today: "오늘 들어온 것" / "New today";
    new_lately: "새로 들어온 것" / "New in the street";
    home_clips: "일 분 안에 보는 가게" / "A shop in under a minute";
    all_clips: "영상 모두 보기" / "All clips";
    all_shops: "매장 모두 보기" / "All shops";
    entry_rule: "누가 입점할 수 있나요" / "Who may enter";
    sort: "정렬" / "Sort";
    recommended: "추천순" / "Recommended";
    nearest: "가까운 순" / "Nearest";
    near_me: "내 위치에서 가까운 순" / "Nearest to me";
    no_place: "위치를 알 수 없어요. 지역을 골라 주세요." / "Your position is not known. Please choose a district.";
    filters: "거르기" / "Filters";
    clear_filters: "모두 지우기" / "Clear all";
    conditions: "조건" / "Conditions";
    let_go: "빼기" / "Remove";
    district: "지역" / "District";
    in_stock_only: "지금 있는 것" / "In stock";
    pickup_today: "오늘 매장 수령" / "Pick up today";
    free_delivery: "무료 배송" / "Free delivery";
    on_sale: "할인" / "On sale";
    open_shops: "영업 중인 매장" / "Shop open now";
    with_clip: "영상 있음" / "With a clip";
    price_min: "얼마부터" / "From";
    price_max: "얼마까지" / "Up to";
    apply: "적용" / "Apply";
    uncounted: "지금은 개수를 세는 중이라 숫자 없이 보여 드려요." / "Counting is under way; lists come without numbers for the moment.";
    nothing_so: "이 조건을 모두 갖춘 상품이 없어요." / "Nothing has all of this at once.";
    nothing_yet: "여기까지 살펴본 상품에는 없어요. 다음 쪽에서 이어서 찾아요." / "None among those looked through so far; the next page looks on.";
    currency: "통화" / "Currency";
    newest: "새로 온 순" / "Newest";
    price_up: "낮은 가격순" / "Price, low first";
    price_down: "높은 가격순" / "Price, high first";
    next_page: "다음" / "Next";
    first_page: "처음으로" / "Back to the start";
    last_page: "여기까지예요." / "That is all of it.";
    empty_window: "아직 문을 연 매장이 없어요. 첫 매장을 기다리고 있습니다." / "No shop has opened here yet. The first one is awaited.";
    empty_products: "아직 내놓은 상품이 없어요." / "Nothing is on show yet.";
    empty_clips: "아직 올라온 영상이 없어요." / "There are no clips yet.";
    sold_out: "품절" / "Sold out";
    in_stock: "있어요" / "In stock";
    price: "가격" / "Price";
    price_before: "할인 전 가격" / "Price before";
    price_from: "부터" / "from";
    choose: "고르기" / "Choose";
    not_made: "없는 조합" / "Not made";
    delivery: "배송" / "Delivery";
    pickup: "매장 수령" / "Pickup";
    delivery_free: "무료" / "Free";
    no_delivery: "택배는 하지 않아요. 매장에서 만나요." / "No delivery; come and see it at the shop.";
    origin: "원산지" / "Origin";
    kind: "종류" / "Kind";
    description: "상품 이야기" / "About this";
    in_clips: "이 상품이 나오는 영상" / "Clips that show it";
    operator: "운영자" / "The operator";
    all_of: "매장으로" / "Into the shop";
    more_from: "이 매장의 다른 상품" / "More from this shop";
    others_in_stock: "지금 살 수 있는 다른 상품" / "Still there in this shop";
    call_shop: "전화로 묻기" / "Call the shop";
    way_there: "찾아가는 길" / "The way there";
    share: "공유" / "Share";
    shared: "주소를 복사했어요" / "The address is copied";
    gallery: "상품 사진" / "Pictures";
    previous_picture: "이전 사진" / "Previous picture";
    next_picture: "다음 사진" / "Next picture";
    zoom: "크게 보기" / "See it larger";
    close: "닫기" / "Close";
    story: "매장 이야기" / "The story";
    shop_pictures: "매장에서 찍은 사진" / "Photographed in the shop";
    hours: "영업시간" / "Hours";
    closed_day: "휴무" / "Closed";
    today: "오늘" / "Today";
    holidays: "쉬는 날" / "Holidays";
    address: "주소" / "Address";
    map: "지도에서 보기" / "See it on a map";
    phone: "전화" / "Phone";
    email: "전자우편" / "E-mail";
    notice: "알림" / "Notice";
    everything: "전체" / "Everything";
    collections: "모음" / "Collections";
    business: "사업자 정보" / "Business facts";
    business_name: "상호" / "Name";
    representative: "대표자" / "Representative";
    business_number: "사업자등록번호" / "Business number";
    mail_order_number: "통신판매업 신고번호" / "Mail-order number";
    trade_commission: "공정거래위원회 사업자정보 확인" / "Fair Trade Commission's page";
    withdrawal: "상품을 받은 날부터 7일 안에 청약을 철회할 수 있습니다. 매장에 전화나 전자우편으로 알려 주세요. 신선식품처럼 되팔기 어려운 상품과 주문 제작 상품은 예외일 수 있습니다." / "You may withdraw from a purchase within 7 days of receiving it: tell the shop by phone or e-mail. Fresh food and things made to order may be excepted.";
    withdrawal_title: "청약철회" / "Withdrawal";
    moments: "장면" / "Moments";
    now_showing: "지금 나오는 상품" / "Showing now";
    play_clip: "영상 재생" / "Play the clip";
    more_clips: "다른 영상" / "Other clips";
    captions_ko: "한국어" / "Korean";
    captions_en: "영어" / "English";
    no_seek: "네이버TV 영상은 장면으로 바로 갈 수 없어요." / "Naver TV's player cannot be sent to a moment.";
    not_found_title: "이 골목엔 없는 곳이에요" / "There is no such place in this street";
    not_found: "주소가 바뀌었거나 문을 닫은 곳일 수 있어요. 거리 처음으로 가거나 윈도를 둘러보세요." / "It may have moved or closed. Go back to the start of the street, or walk the windows.";
    gone_title: "문을 닫은 매장이에요" / "This shop has closed";
    failed_title: "잠시 불이 나갔어요" / "The lights are out for a moment";
    failed: "저희 쪽 문제예요. 조금 뒤 다시 열어 주세요." / "The fault is ours. Please try again shortly.";
    busy_title: "골목이 붐벼요" / "The street is crowded";
    offline_title: "연결이 끊겼어요" / "You are offline";
    offline: "인터넷 연결을 확인하고 다시 시도해 주세요. 이미 본 쪽은 뒤로 가기로 다시 볼 수 있어요." / "Check your connection and try again. Pages you have seen are still there when you go back.";
    bad_place: "목록에서 길을 잃었어요" / "Lost in the list";
    try_again: "다시 시도" / "Try again";
    to_street: "거리 처음으로" / "To the start of the street";
    request_id: "문의할 때 알려 주세요" / "Tell us this when you ask";
    loading: "불러오는 중" / "Loading";
}

/// `매장 12곳`, `12 shops`.
#[must_use]
pub fn shop_count(lang: Lang, count: u64) -> String {
    match lang {
        Lang::Ko => format!("매장 {}곳", grouped(count)),
        Lang::En => format!("{} {}", grouped(count), if count == 1 { "shop" } else { "shops" }),
    }
}

/// `상품 120개`, `120 products`.
#[must_use]
pub fn product_count(lang: Lang, count: u64) -> String {
    match lang {
        Lang::Ko => format!("상품 {}개", grouped(count)),
        Lang::En => format!("{} {}", grouped(count), if count == 1 { "product" } else { "products" }),
    }
}

/// `‘사과’ 찾은 것`, `Found for “apple”`.
#[must_use]
pub fn found_for(lang: Lang, q: &str) -> String {
    match lang {
        Lang::Ko => ["‘", q, "’ 찾은 것"].concat(),
        Lang::En => ["Found for “", q, "”"].concat(),
    }
}

/// What stands before the words that were looked for instead.
#[must_use]
pub fn found_instead(lang: Lang, q: &str) -> String {
    match lang {
        Lang::Ko => ["‘", q, "’ 대신 이 말로 찾았어요."].concat(),
        Lang::En => ["Looked for this instead of “", q, "”:"].concat(),
    }
}

/// Words that nothing has.
#[must_use]
pub fn left_out(lang: Lang, words: &str) -> String {
    match lang {
        Lang::Ko => ["‘", words, "’: 이 말이 있는 상품은 없어서 빼고 찾았어요."].concat(),
        Lang::En => ["Nothing here has “", words, "”, so it was left out."].concat(),
    }
}

/// `영상 12편`, `12 clips`.
#[must_use]
pub fn clip_count(lang: Lang, count: u64) -> String {
    match lang {
        Lang::Ko => format!("영상 {}편", grouped(count)),
        Lang::En => format!("{} {}", grouped(count), if count == 1 { "clip" } else { "clips" }),
    }
}

/// `1,204`.
#[must_use]
pub fn number(count: u64) -> String {
    grouped(count)
}

/// Without a filter: `빼면 12개`, `without: 12`.
#[must_use]
pub fn drop_filter(lang: Lang, count: u64) -> String {
    match lang {
        Lang::Ko => format!(" 조건을 빼면 {}개", grouped(count)),
        Lang::En => format!(": {} without it", grouped(count)),
    }
}

/// One end of a price range: `10000부터`, `up to 20000`.
#[must_use]
pub fn price_from_to(lang: Lang, from: &str, to: &str) -> String {
    let grouped = |amount: &str| amount.parse().map_or_else(|_| amount.to_owned(), grouped);
    match (lang, from.is_empty()) {
        (Lang::Ko, false) => format!("{}부터", grouped(from)),
        (Lang::Ko, true) => format!("{}까지", grouped(to)),
        (Lang::En, false) => format!("from {}", grouped(from)),
        (Lang::En, true) => format!("up to {}", grouped(to)),
    }
}

/// `3개 남음`, `3 left`.
#[must_use]
pub fn left(lang: Lang, count: u8) -> String {
    lang.pick(format!("{count}개 남음"), format!("{count} left"))
}

/// `20% 할인`, `20% off`.
#[must_use]
pub fn percent_off(lang: Lang, percent: i64) -> String {
    lang.pick(format!("{percent}%"), format!("{percent}% off"))
}

/// `30초`, `30 seconds`.
#[must_use]
pub fn seconds(lang: Lang, count: u32) -> String {
    lang.pick(format!("{count}초"), format!("{count} seconds"))
}

/// `1–3일`, `1 to 3 days`.
#[must_use]
pub fn days(lang: Lang, days: [u8; 2]) -> String {
    let [least, most] = days;
    match (least == most, lang) {
        (true, Lang::Ko) => format!("{most}일"),
        (true, Lang::En) => format!("{most} {}", if most == 1 { "day" } else { "days" }),
        (false, Lang::Ko) => format!("{least}–{most}일"),
        (false, Lang::En) => format!("{least} to {most} days"),
    }
}

/// How soon what is ordered for pickup is ready.
#[must_use]
pub fn ready_in(lang: Lang, minutes: u32) -> String {
    match (minutes.is_multiple_of(60), lang) {
        (true, Lang::Ko) if minutes == 0 => "영업시간 중 바로 찾아갈 수 있어요".to_owned(),
        (true, Lang::En) if minutes == 0 => "ready at once in opening hours".to_owned(),
        (true, Lang::Ko) => format!("영업시간 중 {}시간 안에 준비돼요", minutes / 60),
        (true, Lang::En) => format!("ready within {} {} in opening hours", minutes / 60, if minutes == 60 { "hour" } else { "hours" }),
        (false, Lang::Ko) => format!("영업시간 중 {minutes}분 안에 준비돼요"),
        (false, Lang::En) => format!("ready within {minutes} minutes in opening hours"),
    }
}

/// Digits grouped by three.
#[must_use]
pub fn grouped(count: u64) -> String {
    let plain = count.to_string();
    let mut out = String::new();
    for (index, digit) in plain.chars().enumerate() {
        if index > 0 && (plain.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The name of one of the operator's own pages.
#[must_use]
pub fn leaf(lang: Lang, leaf: Leaf) -> &'static str {
    match leaf {
        Leaf::About => about(lang),
        Leaf::Terms => terms(lang),
        Leaf::Privacy => privacy(lang),
    }
}
