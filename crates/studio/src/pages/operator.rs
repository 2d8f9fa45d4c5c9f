//! The operator's pages.

use leptos::prelude::*;
use wire::{
    Lang,
    account::Account,
    operator::{Mail, MailState, Paged, Record},
};

use super::{button, older};
use crate::{
    acts::Act,
    address::{Address, Page},
    screen::Screen,
    ui::{Form, Kind},
    words,
};

/// Who runs the street.
pub fn people(screen: &Screen, people: &[Account]) -> AnyView {
    let lang = screen.lang();
    let is_alone = people.len() == 1;
    let rows = people.iter().map(|one| {
        let dismiss = (!is_alone).then(|| button(screen, Act::DismissOperator, &[("email", &one.email)], lang.pick("내리기", "Dismiss")));
        view! {
            <li><span><strong>{one.name.clone()}</strong></span><span class="studio__hint">{one.email.clone()}</span>{dismiss}</li>
        }
        .into_any()
    });
    let form = Form::of(Act::InviteOperator, lang, screen.refused.as_ref(), |_| true);
    let parts = form.field("email", lang.pick("메일 주소", "E-mail"), Kind { input: "email", complete: "off", hint: None }, "");
    view! {
        <section><h2>{lang.pick("운영하는 사람", "Operators")}</h2><ul class="studio__rows">{rows.collect_view()}</ul></section>
        <section><h2>{lang.pick("초대하기", "Ask somebody")}</h2>{form.around(parts, lang.pick("초대하는 메일 보내기", "Mail an invitation"))}</section>
    }
    .into_any()
}

/// What was mailed.
pub fn mails(lang: Lang, mails: &Paged<Mail>) -> AnyView {
    let rows = mails.items.iter().map(|mail| {
        let look = if mail.state == MailState::Failed { "studio__why" } else { "" };
        view! {
            <tr>
                <td>{words::moment(mail.at)}</td>
                <td>{mail.recipient.clone()}</td>
                <td>{mail.subject.clone()}</td>
                <td><span class=look>{words::mail_state(lang, mail.state)}</span>{mail.why.clone().map(|why| view! { <br/><span class="studio__hint">{why}</span> })}</td>
            </tr>
        }
        .into_any()
    });
    let heads = [lang.pick("때", "When"), lang.pick("받는 이", "To"), lang.pick("제목", "Subject"), lang.pick("상태", "State")];
    let after = mails.after.clone().map(|after| older(Page::Mails { after: Some(after) }.of(lang), lang));
    view! {
        <p class="studio__lead">{lang.pick("메일의 내용은 어디에도 남기지 않습니다.", "What a mail says is kept nowhere.")}</p>
        {table(lang, heads.to_vec(), rows.collect(), lang.pick("아직 보낸 메일이 없습니다.", "Nothing was mailed yet."))}
        {after}
    }
    .into_any()
}

/// Who did what.
pub fn records(address: &Address, records: &Paged<Record>) -> AnyView {
    let lang = address.lang;
    let rows = records.items.iter().map(|record| {
        let shop = record.shop.as_ref().map(|shop| {
            let page = Page::Records { shop: Some(shop.clone()), after: None };
            view! { <a href=page.of(lang).path()>{shop.as_str().to_owned()}</a> }
        });
        view! {
            <tr>
                <td>{words::moment(record.at)}</td>
                <td>{record.who.clone().unwrap_or_else(|| "–".to_owned())}</td>
                <td>{words::what(lang, &record.what)}</td>
                <td>{shop}" "{record.about.clone()}" "{record.why.clone()}</td>
            </tr>
        }
        .into_any()
    });
    let heads = [lang.pick("때", "When"), lang.pick("누가", "Who"), lang.pick("무엇을", "What"), lang.pick("누구를, 왜", "To whom, why")];
    let shop = if let Page::Records { shop, .. } = &address.page { shop.clone() } else { None };
    let after = records.after.clone().map(|after| older(Page::Records { shop, after: Some(after) }.of(lang), lang));
    view! { {table(lang, heads.to_vec(), rows.collect(), lang.pick("아직 아무 일도 없었습니다.", "Nothing was done yet."))} {after} }
        .into_any()
}

fn table(lang: Lang, heads: Vec<&'static str>, rows: Vec<AnyView>, none: &'static str) -> AnyView {
    if rows.is_empty() {
        return view! { <p>{none}</p> }.into_any();
    }
    let heads = heads.into_iter().map(|head| view! { <th scope="col">{head}</th> }.into_any()).collect_view();
    // It may be wider than a phone; then it is moved by itself, also by keys.
    view! {
        <div class="studio__wide" tabindex="0" role="region" aria-label=lang.pick("표", "Table")>
            <table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
        </div>
    }
    .into_any()
}
