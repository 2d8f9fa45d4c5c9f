//! The operator's own pages: what this is, the terms, privacy, and the operator's facts.

use axum::{extract::State, http::HeaderMap, response::Response};
use wire::{
    Lang,
    site::{Leaf, Passage, ShowSite, Site},
};

use crate::{error::Error, reply::Reply, request::Asked, state::AppState};

/// `GET /api/v1/pages/site/{leaf}`
pub async fn show_site(
    State(state): State<AppState>,
    asked: HeaderMap,
    Asked(ShowSite { leaf, lang }): Asked<ShowSite>,
) -> Result<Response, Error> {
    let street = state.street().await?;
    let body = Site {
        leaf,
        passages: passages(leaf, lang),
        operator: state.operator.clone(),
        windows: street.windows.len() as u64,
        shops: street.openings.len() as u64,
        products: street.products,
    };
    Reply::lasting(body).answer(&asked)
}

fn passages(leaf: Leaf, lang: Lang) -> Vec<Passage> {
    let all: &[Both] = match leaf {
        Leaf::About => &ABOUT,
        Leaf::Terms => &TERMS,
        Leaf::Privacy => &PRIVACY,
    };
    let one = |[ko, en]: [&str; 2]| lang.pick(ko, en).to_owned();
    all.iter().map(|(heading, text)| Passage { heading: one(*heading), text: one(*text) }).collect()
}

/// A paragraph under a heading, in both languages.
type Both = ([&'static str; 2], [&'static str; 2]);

const ABOUT: [Both; 3] = [
    (
        ["골목은 무엇인가요", "What Golmok is"],
        [
            "골목은 큰길 뒤의 작은 매장들이 함께 여는 거리입니다. 패션, 리빙, 신선식품, 백화점, 뷰티, 키즈, 레저 — 윈도마다 실제로 문을 여는 매장이 있고, 매장마다 자기 진열창이 있습니다. 매장에서 찍은 사진, 오늘의 재고, 영업시간을 그대로 보여 드립니다.",
            "Golmok, the alley, is a street that small shops open together. Behind each window — fashion, living, fresh food, department store, beauty, kids, leisure — stand shops with a real door, each with a storefront of its own: photographs taken in the shop, what is there today, and when it is open.",
        ],
    ),
    (
        ["누가 운영하나요", "Who runs it"],
        [
            "상인회나 시장, 동네가 직접 운영합니다. 입점비와 수수료를 내는 플랫폼이 아니라, 작은 컴퓨터 한 대에서 도는 프로그램 하나입니다.",
            "An association of shops, a market or a town runs it for itself. It is not a platform that takes rent, but one program on one small machine.",
        ],
    ),
    (
        ["어떻게 사나요", "How to buy"],
        [
            "마음에 드는 상품을 찾으면 매장에 전화하거나 찾아가세요. 배송과 매장 수령이 되는지는 상품마다 적혀 있습니다.",
            "When you find something you like, call the shop or go there. Each product says whether it can be delivered or picked up.",
        ],
    ),
];

const TERMS: [Both; 4] = [
    (
        ["중개자의 자리", "The place of an intermediary"],
        [
            "이 사이트의 운영자는 통신판매중개자이며 거래의 당사자가 아닙니다. 상품의 정보와 거래에 관한 책임은 판매하는 매장에 있습니다. 매장마다 사업자 정보를 보여 드립니다.",
            "The operator of this site is an intermediary (통신판매중개자) and not a party to any sale. The shop that sells answers for what it says and for the sale. Each shop's page gives its business facts.",
        ],
    ),
    (
        ["정보의 정확함", "How exact it is"],
        [
            "가격과 재고, 영업시간은 매장이 알려 준 그대로입니다. 찾아가기 전에 전화로 확인하면 가장 확실합니다.",
            "Prices, stock and hours are as the shop gives them. A call before you go makes sure.",
        ],
    ),
    (
        ["청약철회", "Withdrawal"],
        [
            "전자상거래법에 따라 상품을 받은 날부터 7일 안에 청약을 철회할 수 있습니다. 쉽게 상하거나 주문에 맞춰 만든 상품은 예외일 수 있으며, 그 경우 매장이 미리 알립니다.",
            "By Korea's law on electronic commerce you may withdraw within 7 days of receiving a product. What spoils quickly or was made to order may be excepted; the shop says so beforehand.",
        ],
    ),
    (
        ["글과 사진", "Words and pictures"],
        [
            "상품과 매장의 글, 사진, 영상의 권리는 각 매장에 있습니다.",
            "Words, pictures and clips of shops and products belong to the shops.",
        ],
    ),
];

const PRIVACY: [Both; 6] = [
    (
        ["모으지 않습니다", "What is not collected"],
        [
            "골목을 둘러보는 데에는 회원가입이 필요 없습니다. 방문자를 알아보는 쿠키도, 광고나 분석 도구도 쓰지 않습니다.",
            "Walking the street needs no account. There is no cookie that tells visitors apart, no advertising and no analytics.",
        ],
    ),
    (
        ["남는 것", "What remains"],
        [
            "밤 화면을 고르면 그 선택만 theme(https에서는 __Host-theme)이라는 쿠키에 1년 동안 남습니다. 서버는 장애를 찾기 위해 요청의 시각, 주소, 결과를 기록하며, 누구의 것인지 알 수 있는 내용은 담지 않습니다.",
            "If you choose the night look, that choice stays for a year in a cookie named theme (__Host-theme over https). To find faults the server logs the time, address and result of requests, and nothing that says whose they were.",
        ],
    ),
    (
        ["매장과 운영자의 계정", "Accounts of shops and operators"],
        [
            "매장을 꾸리거나 골목을 운영하는 분의 계정에는 이름과 메일 주소, 알아볼 수 없게 바꾼 비밀번호, 로그인한 기기와 한 일의 기록이 남습니다. 더하셨다면 패스키의 공개 키와 그것을 더한 기기, 이어 둔 다른 곳의 계정, 프로그램을 위한 열쇠의 이름과 쓰인 때도 남습니다. 보낸 메일은 누구에게 언제 어떤 제목으로 갔는지 이레 동안 둡니다. 로그인하는 동안만 그것을 알아보는 쿠키를 씁니다. 시도가 지나친지 세는 데 쓰는 네트워크 주소와 메일 주소는 해시(SHA-256)로 바꾸어 이틀까지만 둡니다. 그대로 적어 두지는 않지만, 있을 수 있는 주소를 모두 맞춰 보면 알아낼 수도 있는 꼴입니다. 계정 화면에서 모두 내려받고 지울 수 있습니다.",
            "An account of who runs a shop or the street holds a name, an e-mail address, a password made unreadable, the devices that are signed in and a record of what was done; where they were added, also the public keys of passkeys and the devices that added them, accounts elsewhere that were joined, and the names of access tokens and when they were used. To whom a mail went, when and under which subject is kept for seven days. A cookie tells that somebody is signed in, only while they are. Network and e-mail addresses that are counted to stop guessing are kept as hashes (SHA-256) for two days at most: they are not written down as they are, but who tries every possible address could find them. The account's page gives it all as a file, and deletes it.",
        ],
    ),
    (
        ["입점 신청", "Applications of shops"],
        [
            "입점을 신청하면 대표자 이름, 사업자등록번호, 통신판매업 신고번호, 주소와 연락처, 영업시간, 그리고 확인한 조건이 남습니다. 운영자가 그렇게 정해 두었으면 사업자등록번호는 국세청에 상태를 묻는 데 쓰이며, 그때 번호만 보냅니다. 매장이 열리면 사업자 정보는 법에 따라 매장 화면에 보입니다. 올린 파일은 매장의 대표와 운영자만 보며, 결정되거나 매장을 닫으면 늦어도 90일 뒤에 지웁니다. 보내지 않은 신청의 파일은 한 해가 지나면 지우고, 고쳐 달라고 한 신청의 파일은 그 한 해가 지난 뒤 90일 동안 아무도 이어서 하지 않았으면 지웁니다.",
            "An application holds the name of the representative, the business number, the mail-order number, address, contact and hours, and what was declared. Where the operator has set that up, the tax office is asked whether the business number goes on; it is sent the number alone. Once the shop is open its page shows the business facts, as the law asks. Uploaded files are seen by the shop's owner and by operators alone, and are deleted ninety days at the latest after the decision or after the shop closes. Files of an application that was never sent are deleted after a year; where changes were asked for, once that year is over and nobody has gone on with it for ninety days.",
        ],
    ),
    (
        ["다른 회사의 영상", "Clips of other companies"],
        [
            "유튜브, 비메오, 네이버TV의 영상은 재생을 누르기 전에는 불러오지 않습니다. 누르면 그 회사의 방침이 적용됩니다.",
            "Clips at YouTube, Vimeo and Naver TV are not loaded before you press play. Then that company's own rules apply.",
        ],
    ),
    (["물어볼 곳", "Whom to ask"], ["아래 운영자에게 전화나 전자우편으로 물어보세요.", "Ask the operator named below by phone or e-mail."]),
];
