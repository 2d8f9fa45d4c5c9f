//! The readable page of the API, from the same list as the OpenAPI document.

use serde_json::Value;
use wire::Lang;

use super::shell::escape;
use crate::openapi::API;

/// The page's content.
pub fn html(lang: Lang) -> String {
    let intro = lang.pick(
        "골목의 공개 API입니다. 열쇠 없이 읽을 수 있고, 이 사이트의 모든 쪽이 같은 API로 그려집니다. 글은 <code>lang</code>의 언어로 오고, 돈은 최소 단위의 정수입니다. 목록은 <code>after</code>로 이어집니다. 오류는 RFC 9457의 <code>application/problem+json</code>이며 <code>code</code>는 바뀌지 않습니다.",
        "The street's open API. It is read without a key, and every page of this site is drawn from it. Text comes in the language of <code>lang</code>; money is whole minor units. Lists go on with <code>after</code>. Errors are RFC 9457 <code>application/problem+json</code> with a stable <code>code</code>.",
    );
    let mut out = format!(
        "<h1>{}</h1><p>{intro}</p><p><a href=\"/api/v1/openapi.json\">OpenAPI 3.1</a></p>",
        lang.pick("개발자를 위한 API", "The API, for developers")
    );
    for one in &API.0 {
        let (method, path, summary) = (one.method, escape(one.path), escape(one.summary));
        out.push_str(&format!("<h2><code>{method} {path}</code></h2><p lang=\"en\">{summary}</p><table><tbody>"));
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
