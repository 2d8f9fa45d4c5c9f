//! The operator's pages.

use leptos::prelude::*;
use wire::{
    Lang,
    operator::{Mail, MailState, Operators, Paged, Record},
    system::{DatabaseKind, System},
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
pub fn people(screen: &Screen, operators: &Operators) -> AnyView {
    let lang = screen.lang();
    let people = &operators.people;
    let is_alone = people.len() == 1;
    let rows = people.iter().map(|one| {
        let dismiss = (!is_alone).then(|| button(screen, Act::DismissOperator, &[("email", &one.email)], lang.pick("내리기", "Dismiss")));
        view! {
            <li><span><strong>{one.name.clone()}</strong></span><span class="studio__hint">{one.email.clone()}</span>{dismiss}</li>
        }
        .into_any()
    });
    let invited = operators.invited.iter().map(|one| {
        view! {
            <li>
                <span>{one.email.clone()}</span>
                <span class="studio__hint">{words::invited(lang, one.expires_at)}</span>
                {button(screen, Act::WithdrawOperator, &[("email", &one.email)], words::withdraw(lang))}
            </li>
        }
        .into_any()
    });
    let form = Form::of(Act::InviteOperator, lang, screen.refused.as_ref(), |_| true);
    let parts = form.field("email", lang.pick("메일 주소", "E-mail"), Kind { input: "email", complete: "off", hint: None }, "");
    view! {
        <section><h2>{lang.pick("운영하는 사람", "Operators")}</h2><ul class="studio__rows">{rows.collect_view()}{invited.collect_view()}</ul></section>
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

/// How the program is.
pub fn system(lang: Lang, system: &System) -> AnyView {
    let fact = |name: &'static str, value: String, is_bad: bool| {
        let look = if is_bad { "studio__why" } else { "" };
        view! { <div><dt>{name}</dt><dd class=look>{value}</dd></div> }.into_any()
    };
    let unknown = || lang.pick("알 수 없음", "not told").to_owned();
    let database = match system.database.kind {
        DatabaseKind::Sqlite => "SQLite",
        DatabaseKind::Postgres => "PostgreSQL",
    };
    let disk = system.disk.map_or_else(unknown, |disk| {
        let (free, size) = (words::size(disk.free), words::size(disk.size));
        lang.pick(format!("{size} 가운데 {free} 비어 있음"), format!("{free} of {size} free"))
    });
    let (jobs, mails) = (system.jobs, system.mails);
    let way = if mails.is_sent {
        lang.pick("메일 서버로 보냅니다", "By the mail server")
    } else {
        lang.pick("보낼 곳이 정해지지 않아 폴더에 적습니다", "Written into a folder: there is nothing to send with")
    };
    view! {
        <dl class="studio__facts">
            {fact(lang.pick("판", "Version"), system.version.clone(), false)}
            {fact(lang.pick("시작한 때", "Started"), words::moment(system.started_at), false)}
            {fact(lang.pick("메모리", "Memory"), system.memory.map_or_else(unknown, words::size), false)}
            {fact(lang.pick("데이터베이스", "Database"), format!("{database}, {}", words::size(system.database.bytes)), false)}
            {fact(lang.pick("디스크", "Disk"), disk, system.disk.is_some_and(|disk| disk.is_low))}
            {fact(lang.pick("찾을 수 있는 상품", "Products that are found"), system.products.map_or_else(|| lang.pick("읽는 중", "being read").to_owned(), |products| products.to_string()), false)}
        </dl>
        <section>
            <h2>{lang.pick("뒤에서 하는 일", "Jobs")}</h2>
            <dl class="studio__facts">
                {fact(lang.pick("가져오는 목록", "Lists being brought in"), jobs.imports_running.to_string(), false)}
                {fact(lang.pick("이레 동안 실패한 목록", "Lists that failed in seven days"), jobs.imports_failed.to_string(), jobs.imports_failed > 0)}
                {fact(lang.pick("가져올 사진", "Pictures to be fetched"), jobs.pictures_waiting.to_string(), false)}
                {fact(lang.pick("가져오지 못한 사진", "Pictures that could not be fetched"), jobs.pictures_failed.to_string(), jobs.pictures_failed > 0)}
            </dl>
        </section>
        <section>
            <h2>{lang.pick("메일", "Mail")}</h2>
            <dl class="studio__facts">
                {fact(lang.pick("보내는 길", "How it goes out"), way.to_owned(), !mails.is_sent)}
                {fact(lang.pick("기다리는 메일", "Waiting"), mails.waiting.to_string(), false)}
                {fact(lang.pick("이레 동안 보내지 못한 메일", "Given up in seven days"), mails.failed.to_string(), mails.failed > 0)}
            </dl>
        </section>
    }
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
