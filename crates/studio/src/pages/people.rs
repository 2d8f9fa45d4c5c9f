//! Who works in a shop.

use leptos::prelude::*;
use wire::{
    account::{Me, Role},
    member::Members,
};

use super::{button, shop_name};
use crate::{
    acts::Act,
    address::Page,
    screen::Screen,
    ui::{Form, Kind},
    words,
};

/// A shop's members, as its owner sees them.
pub fn members(screen: &Screen, me: &Me, members: &Members) -> AnyView {
    let lang = screen.lang();
    let Page::Members { shop } = &screen.address.page else { return ().into_any() };
    let roles = |all: &[Role]| all.iter().map(|role| (role.word(), words::role(lang, *role))).collect::<Vec<_>>();
    let rows = members.members.iter().map(|member| {
        let acts = (member.role != Role::Owner).then(|| {
            let form = Form::of(Act::ChangeMember, lang, screen.refused.as_ref(), |typed| typed.get("member") == member.id);
            let parts = view! {
                {form.hidden("shop", shop.as_str())}
                {form.hidden("member", &member.id)}
                {form.choice("role", lang.pick("맡은 일", "Role"), roles(&Role::ALL), member.role.word())}
            };
            let change = form.around_as(parts.into_any(), lang.pick("바꾸기", "Change"), "studio__button studio__button--quiet");
            let remove = button(screen, Act::RemoveMember, &[("shop", shop.as_str()), ("member", &member.id)], lang.pick("내보내기", "Remove"));
            view! { {change} {remove} }
        });
        view! {
            <li>
                <span><strong>{member.name.clone()}</strong>{member.is_me.then(|| lang.pick(" (나)", " (you)"))}" · "{words::role(lang, member.role)}</span>
                <span class="studio__hint">{member.email.clone()}</span>
                {acts}
            </li>
        }
        .into_any()
    });
    let invited = members.invited.iter().map(|one| {
        let fields = [("shop", shop.as_str()), ("email", one.email.as_str())];
        view! {
            <li>
                <span>{one.email.clone()}" · "{words::role(lang, one.role)}</span>
                <span class="studio__hint">{words::invited(lang, one.expires_at)}</span>
                {button(screen, Act::WithdrawInvitation, &fields, words::withdraw(lang))}
            </li>
        }
        .into_any()
    });
    let form = Form::of(Act::InviteMember, lang, screen.refused.as_ref(), |_| true);
    let parts = view! {
        {form.hidden("shop", shop.as_str())}
        {form.field("email", lang.pick("메일 주소", "E-mail"), Kind { input: "email", complete: "off", hint: None }, "")}
        {form.choice("role", lang.pick("맡은 일", "Role"), roles(&[Role::Staff, Role::Manager]), "staff")}
    };
    let may = [Role::Staff, Role::Manager, Role::Owner]
        .map(|role| view! { <li><strong>{words::role(lang, role)}</strong>" — "{words::role_may(lang, role)}</li> }.into_any());
    view! {
        <p class="studio__lead">{shop_name(me, shop)}</p>
        <ul class="studio__rows">{rows.collect_view()}{invited.collect_view()}</ul>
        <p class="studio__hint">
            {lang.pick(
                "매장을 넘기려면 받을 사람의 맡은 일을 대표로 바꾸세요. 메일로 부탁하고, 받아들이면 대표가 바뀝니다. 그 전에 다른 일로 바꾸면 부탁은 없던 일이 됩니다.",
                "To hand the shop over, make somebody its owner: they are asked by mail, and own it once they accept. Choosing another role before that takes the question back.",
            )}
        </p>
        <section><h2>{lang.pick("초대하기", "Ask somebody")}</h2>{form.around(parts.into_any(), lang.pick("초대하는 메일 보내기", "Mail an invitation"))}</section>
        <section><h2>{lang.pick("누가 무엇을 하나", "Who may do what")}</h2><ul class="studio__list">{Vec::from(may)}</ul></section>
    }
    .into_any()
}
