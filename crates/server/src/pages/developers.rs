//! The readable page of the API, from the same list as the OpenAPI document.

use serde_json::Value;
use wire::{Lang, account::Role};

use super::shell::escape;
use crate::{access::Who, openapi::API};

/// The page's content.
pub fn html(lang: Lang) -> String {
    let intro = lang.pick(
        "골목의 공개 API입니다. 열쇠 없이 읽을 수 있고, 이 사이트의 모든 쪽이 같은 API로 그려집니다. 글은 <code>lang</code>의 언어로 오고, 돈은 최소 단위의 정수입니다. 목록은 <code>after</code>로 이어집니다. 오류는 RFC 9457의 <code>application/problem+json</code>이며 <code>code</code>는 바뀌지 않습니다.",
        "The street's open API. It is read without a key, and every page of this site is drawn from it. Text comes in the language of <code>lang</code>; money is whole minor units. Lists go on with <code>after</code>. Errors are RFC 9457 <code>application/problem+json</code> with a stable <code>code</code>.",
    );
    let mut out = format!(
        "<h1>{}</h1><p>{intro}</p><p><a href=\"/api/v1/openapi.json\">OpenAPI 3.1</a></p>{}",
        lang.pick("개발자를 위한 API", "The API, for developers"),
        tokens(lang)
    );
    for one in &API.0 {
        let (method, path, summary) = (one.method, escape(one.path), escape(one.summary));
        out.push_str(&format!("<h2><code>{method} {path}</code></h2><p lang=\"en\">{summary}</p>"));
        if let Some(who) = who(one.who, lang) {
            out.push_str(&format!("<p>{who}</p>"));
        }
        out.push_str("<table><tbody>");
        for (name, in_path, must, schema) in one.fields() {
            let place = if in_path {
                lang.pick("경로", "path")
            } else if must {
                lang.pick("필수", "required")
            } else {
                lang.pick("선택", "optional")
            };
            out.push_str(&format!(
                "<tr><th scope=\"row\"><code>{}</code></th><td>{place}</td><td lang=\"en\">{}</td></tr>",
                escape(name),
                escape(&kind(schema))
            ));
        }
        out.push_str("</tbody></table>");
    }
    out
}

/// How a program says in whose name it asks.
fn tokens(lang: Lang) -> String {
    let title = lang.pick("프로그램을 위한 열쇠", "Access tokens");
    let words = lang.pick(
        "매장의 일을 프로그램에 맡기려면 매장 대표가 판매자 화면에서 그 매장의 열쇠를 만듭니다. 열쇠는 만들 때 한 번만 보이고, 요청마다 <code>Authorization: Bearer golmok_…</code> 헤더에 담아 보냅니다. 매장의 열쇠는 그 매장에서 그 역할(직원, 관리자 또는 대표)의 일만 하고, 만든 사람이 그 매장에서 직접 할 수 있는 일을 넘지 못합니다. 정한 날(1~365일)이 지나거나 대표가 끝내거나 만든 사람이 매장을 떠나면 더는 쓸 수 없습니다. 쿠키는 함께 보내도 보지 않고, 어디에서 보냈는지도 묻지 않습니다. 열쇠가 잘못되었으면 401, 그 역할이 할 수 없는 일이면 403, 다른 매장의 것이면 404로 답합니다.",
        "To let a program work for a shop, the shop's owner makes a token of it in the studio. It is shown once, when it is made, and goes with each request in the header <code>Authorization: Bearer golmok_…</code>. A shop's token does what its role (staff, manager or owner) may do in that shop, and never more than who made it may do there themselves, until its day has come (1 to 365 days), the owner ends it, or who made it works there no more. Cookies beside it count for nothing, and where a request comes from is not asked. A wrong token is answered 401, what its role may not do 403, and another shop's things 404.",
    );
    let own = lang.pick(
        "내 열쇠는 매장 하나의 것이 아닙니다. 누구나 ‘내 계정’에서 만들 수 있고, 만든 사람이 함께 일하는 모든 매장에서 일하되 매장마다 그 사람이 맡은 일과 열쇠의 역할을 넘지 못합니다. 대표의 내 열쇠는 만든 사람의 일도 합니다. <code>POST /api/v1/applications</code>로 입점 신청을 시작해 새 매장을 만들고, 자기 정보를 보고 이름을 고치고, 내 열쇠를 만들고 끝냅니다. 그래서 판매자 화면에서 하는 일은 아래에 적은 것 말고는 모두 열쇠로 됩니다.",
        "A personal token is of no single shop. Anyone makes one in their account: it works in every shop where they do, and in each never does more than they may there, nor more than its role. A personal token with the role <code>owner</code> also does what concerns who made it: it begins an application by <code>POST /api/v1/applications</code>, which makes a new shop, reads what is held about them, changes their name, and makes and ends their personal tokens. So all that the studio does goes by tokens, but for what is said below.",
    );
    let ends = lang.pick(
        "끝낸 열쇠는 훔친 것이라도 거기서 끝이어야 합니다. 열쇠로 만든 열쇠는 그 열쇠보다 많은 일을 하거나 오래가지 못하고, 그 열쇠와 함께 끝납니다. 열쇠로 만든 미리보기 링크도 그렇습니다. 열쇠가 누군가를 함께 일하도록 초대하거나 관리자로 올리면 대표에게 메일로 알리고, 아직 받아들이지 않은 초대는 그 열쇠를 끝내면 없던 일이 됩니다. 이미 들어온 사람은 대표가 내보냅니다. 열쇠로 매장을 넘기려 하면 먼저 대표에게 하루 동안 쓸 수 있는 주소를 메일로 보내고, 대표가 그것으로 확인해야 상대에게 묻습니다. 비밀번호, 패스키, 로그인한 기기와 다른 곳의 계정을 바꾸거나 계정을 지우는 일은 누구인지를 보이는 일이라 브라우저의 로그인으로만 합니다.",
        "Ending a token has to be the end of it, also of one that was stolen. A token that is made by a token may do no more, lasts no longer, and ends with it; so does a link to a preview. When a token asks somebody to work in the shop, or makes a manager of somebody, the owner is told by mail, and an invitation that nobody has accepted is withdrawn when the token is ended. Who is in by then is removed by the owner. Where a token would hand the shop over, the owner is mailed a link first, good for a day, and nobody is asked until they confirm by it. Changing one's password, passkeys, sessions or accounts elsewhere, and deleting one's account, is about how one proves who one is, and goes by a browser's session alone.",
    );
    let example = "curl -H \"Authorization: Bearer golmok_…\" /api/v1/shops/{shop}/draft/products";
    format!("<h2>{title}</h2><p>{words}</p><p>{own}</p><p>{ends}</p><p><code>{}</code></p>", escape(example))
}

/// Who may call it, where that is not anyone, and by what.
fn who(who: Who, lang: Lang) -> Option<&'static str> {
    Some(match who {
        Who::Anyone => return None,
        Who::SignedIn => {
            lang.pick("계정이 있는 사람. 로그인 또는 대표의 내 열쇠로.", "Who has an account; by a session or a personal owner's token.")
        }
        Who::InPerson => lang.pick("로그인한 사람. 브라우저의 로그인으로만.", "Who is signed in; by a session alone."),
        Who::Member(Role::Staff) => {
            lang.pick("매장에서 일하는 사람. 로그인 또는 열쇠로.", "Who works in the shop; by a session or a token.")
        }
        Who::Member(Role::Manager) => lang.pick(
            "매장의 관리자와 대표. 로그인 또는 관리자나 대표의 열쇠로.",
            "The shop's managers and its owner; by a session, or a manager's or owner's token.",
        ),
        Who::Member(Role::Owner) => {
            lang.pick("매장 대표. 로그인 또는 대표의 열쇠로.", "The shop's owner; by a session or an owner's token.")
        }
        Who::Operator => lang.pick("운영자. 브라우저의 로그인으로만.", "Operators; by a session alone."),
    })
}

/// A field's type and its words, briefly.
fn kind(schema: &Value) -> String {
    let named = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next()).map(str::to_owned);
    let plain = schema.get("type").map(|kind| match kind {
        Value::String(one) => one.clone(),
        Value::Array(many) => many.iter().filter_map(Value::as_str).filter(|one| *one != "null").collect::<Vec<_>>().join(" | "),
        _ => String::new(),
    });
    let any = schema.get("anyOf").and_then(Value::as_array).and_then(|many| many.first()).map(kind);
    let words = schema.get("description").and_then(Value::as_str).map(|words| format!(" — {words}")).unwrap_or_default();
    format!("{}{words}", named.or(plain).or(any).unwrap_or_default())
}
