//! What mails say, in both languages.

use wire::{
    Lang,
    account::{Role, ShopState},
    application::ApplicationState,
};

use super::Letter;

/// What the letter with a link is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About<'a> {
    Join,
    /// Somebody asked for an account who has one.
    JoinedAlready,
    Reset,
    Operator,
    Member {
        shop: &'a str,
        role: Role,
    },
    /// A token would hand a shop over.
    HandOver {
        shop: &'a str,
        token: &'a str,
        /// The address of who would take it.
        heir: &'a str,
    },
}

/// How a role is called.
#[must_use]
pub fn role(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Staff => lang.pick("직원", "staff"),
        Role::Manager => lang.pick("관리자", "a manager"),
        Role::Owner => lang.pick("대표", "the owner"),
    }
}

/// A letter with a link.
#[must_use]
pub fn letter(to: &str, about: About<'_>, link: &str, lang: Lang) -> Letter {
    let hour = lang.pick("한 시간", "an hour");
    let day = lang.pick("하루", "a day");
    let week = lang.pick("7일", "seven days");
    let (subject, before, days) = match about {
        About::Join => (
            lang.pick("골목 계정을 만들어 주세요".to_owned(), "Make your account on Golmok".to_owned()),
            lang.pick("아래 주소를 열면 골목 계정을 만들 수 있습니다.", "Open this address to make your account on Golmok.").to_owned(),
            hour,
        ),
        About::JoinedAlready => (
            lang.pick("이미 골목 계정이 있습니다".to_owned(), "You have an account on Golmok".to_owned()),
            lang.pick(
                "누군가 이 메일 주소로 계정을 만들려 했습니다. 이미 계정이 있으니, 비밀번호를 잊으셨다면 아래 주소에서 새로 정하세요.",
                "Somebody asked for an account with this address, which has one. If the password is forgotten, choose a new one here.",
            )
            .to_owned(),
            hour,
        ),
        About::Reset => (
            lang.pick("비밀번호를 새로 정해 주세요".to_owned(), "Choose a new password".to_owned()),
            lang.pick("아래 주소를 열면 비밀번호를 새로 정할 수 있습니다.", "Open this address to choose a new password.").to_owned(),
            hour,
        ),
        About::Operator => (
            lang.pick("골목을 함께 운영해 주세요".to_owned(), "Help run the street".to_owned()),
            lang.pick(
                "골목의 운영자로 초대받으셨습니다. 아래 주소를 열어 받아 주세요.",
                "You are asked to help run this street. Open this address to accept.",
            )
            .to_owned(),
            week,
        ),
        About::Member { shop, role: Role::Owner } => (
            lang.pick(format!("{shop} 매장을 넘겨받아 주세요"), format!("Take {shop} over")),
            lang.pick(
                format!("{shop} 매장의 대표가 되어 달라는 부탁을 받으셨습니다. 아래 주소를 열어 받으면 대표가 됩니다."),
                format!("You are asked to own {shop}. Open this address to accept; you are its owner then."),
            ),
            week,
        ),
        About::HandOver { shop, token, heir } => (
            lang.pick(format!("{shop} 매장을 넘길까요?"), format!("Is {shop} to be handed over?")),
            lang.pick(
                format!(
                    "‘{token}’ 열쇠를 쓰는 프로그램이 {shop} 매장을 {heir} 님에게 넘기려 합니다. 아래 주소를 열어 확인하면 그분에게 대표가 되어 달라는 메일을 보내고, 받아들이면 대표가 바뀝니다. 모르는 일이라면 확인하지 말고 그 열쇠를 끝내 주세요. 열쇠를 끝내면 이 주소도 쓸 수 없습니다."
                ),
                format!(
                    "A program with the token “{token}” would hand {shop} over to {heir}. Open this address to confirm: they are asked by mail to own the shop then, and do once they accept. If you know nothing of it, confirm nothing and end the token; this address ends with it."
                ),
            ),
            day,
        ),
        About::Member { shop, role: asked } => {
            let name = role(lang, asked);
            (
                lang.pick(format!("{shop} 매장에서 함께 일해요"), format!("Work in {shop}")),
                lang.pick(
                    format!("{shop} 매장의 {name}(으)로 초대받으셨습니다. 아래 주소를 열어 받아 주세요."),
                    format!("You are asked to work in {shop} as {name}. Open this address to accept."),
                ),
                week,
            )
        }
    };
    let after = lang.pick(
        format!("주소는 {days} 동안 한 번만 쓸 수 있습니다. 부탁하신 적이 없다면 이 메일은 그냥 두세요."),
        format!("It is good once, for {days}. If you did not ask for this, let it be."),
    );
    Letter { to: to.to_owned(), subject, text: format!("{before}\n\n{link}\n\n{after}\n") }
}

/// A letter that says that the password was changed, and what a new one does not end: whoever knew the old one may have left it there.
#[must_use]
pub fn password_changed(to: &str, address: &str, lang: Lang) -> Letter {
    Letter {
        to: to.to_owned(),
        subject: lang.pick("비밀번호가 바뀌었습니다", "Your password was changed").to_owned(),
        text: lang.pick(
            format!(
                "골목 계정의 비밀번호가 방금 바뀌었고, 다른 기기에서는 모두 로그아웃되었으며, 프로그램을 위한 내 열쇠는 모두 끝났습니다. 직접 하신 일이 아니라면 로그인 화면에서 비밀번호를 새로 정해 주세요.\n\n패스키, 이어진 다른 곳의 계정과 매장의 열쇠는 그대로 남아 있습니다. 패스키와 이은 계정은 ‘내 계정’에서, 매장의 열쇠는 그 매장의 ‘프로그램을 위한 열쇠’에서 살펴보고 모르는 것은 끝내 주세요.\n\n{address}\n"
            ),
            format!(
                "The password of your account on Golmok was changed just now, all other devices were signed out, and your personal tokens have ended. If that was not you, choose a new one from the sign-in page.\n\nPasskeys, accounts elsewhere that are joined to it, and tokens of shops stay. Look at the first two under “Account” and at a shop's tokens on its page, and end what you do not know.\n\n{address}\n"
            ),
        ),
    }
}

/// What the owner of an account is told when a passkey was added to it.
#[must_use]
pub fn passkey_added(to: &str, lang: Lang) -> Letter {
    Letter {
        to: to.to_owned(),
        subject: lang.pick("패스키로 로그인할 수 있습니다", "A passkey signs you in").to_owned(),
        text: lang
            .pick(
                "골목 계정에 패스키를 방금 더했습니다. 직접 하신 일이 아니라면 ‘내 계정’에서 그것을 끊고 비밀번호를 바꿔 주세요.\n",
                "A passkey was added to your account on Golmok just now. If that was not you, part with it under “Account” and change your password.\n",
            )
            .to_owned(),
    }
}

/// What the owner of an account is told when a personal token was made.
#[must_use]
pub fn token_made(to: &str, token: &str, address: &str, lang: Lang) -> Letter {
    Letter {
        to: to.to_owned(),
        subject: lang.pick("내 열쇠를 만들었습니다", "A personal token was made").to_owned(),
        text: lang.pick(
            format!(
                "골목 계정에 프로그램을 위한 내 열쇠 ‘{token}’을(를) 방금 만들었습니다. 이 열쇠를 쓰는 프로그램은 함께 일하시는 모든 매장에서 정한 역할만큼 일합니다. 직접 하신 일이 아니라면 끝내고 비밀번호를 바꿔 주세요.\n\n{address}\n"
            ),
            format!(
                "A personal access token, “{token}”, was made in your account on Golmok just now. A program that has it does what its role may in every shop where you work. If that was not you, end it and change your password.\n\n{address}\n"
            ),
        ),
    }
}

/// A letter to a shop's owner: somebody made a token of the shop.
#[must_use]
pub fn shop_token_made(to: &str, (shop, by): (&str, &str), token: &str, address: &str, lang: Lang) -> Letter {
    Letter {
        to: to.to_owned(),
        subject: lang.pick(format!("{shop}: 매장의 열쇠를 만들었습니다"), format!("{shop}: a token was made")),
        text: lang.pick(
            format!(
                "{by} 님의 계정에서 {shop} 매장의 열쇠 ‘{token}’을(를) 방금 만들었습니다. 이 열쇠를 쓰는 프로그램은 이 매장에서 정한 역할만큼 일하고, 비밀번호를 바꾸어도 끝나지 않습니다. 모르는 일이라면 열쇠를 끝내고 비밀번호를 바꿔 주세요.\n\n{address}\n"
            ),
            format!(
                "An access token of {shop}, “{token}”, was made from the account of {by} just now. A program that has it does what its role may in this shop, and a new password does not end it. If you know nothing of it, end the token and change your password.\n\n{address}\n"
            ),
        ),
    }
}

/// What the owner of an account is told when another place was joined to it.
#[must_use]
pub fn identity_joined(to: &str, place: &str, lang: Lang) -> Letter {
    Letter {
        to: to.to_owned(),
        subject: lang.pick(format!("{place}(으)로도 로그인할 수 있습니다"), format!("You can sign in with {place}")),
        text: lang.pick(
            format!(
                "골목 계정에 {place} 계정을 방금 이었습니다. 이제 {place}(으)로도 로그인할 수 있습니다. 직접 하신 일이 아니라면 ‘내 계정’에서 그것을 끊고 비밀번호를 바꿔 주세요.\n"
            ),
            format!(
                "An account of {place} was joined to your account on Golmok just now, and signs you in. If that was not you, part with it under “Account” and change your password.\n"
            ),
        ),
    }
}

/// A letter to an operator: an application waits.
#[must_use]
pub fn waiting(to: &str, (shop, window): (&str, &str), address: &str, lang: Lang) -> Letter {
    Letter {
        to: to.to_owned(),
        subject: lang.pick(format!("{shop} 매장의 {window} 입점 신청"), format!("{shop} applies to {window}")),
        text: lang.pick(
            format!("{shop} 매장이 {window} 윈도에 입점을 신청했습니다.\n\n{address}\n"),
            format!("{shop} has applied to the window {window}.\n\n{address}\n"),
        ),
    }
}

/// A letter to an owner: the application is begun, or sent, or what became of it.
#[must_use]
pub fn decided(to: &str, (shop, window): (&str, &str), after: ApplicationState, said: Option<&str>, address: &str, lang: Lang) -> Letter {
    let became = match after {
        ApplicationState::Draft => lang.pick("시작되었습니다", "is begun"),
        ApplicationState::Submitted => {
            lang.pick("운영자에게 갔습니다. 결과를 메일로 알려 드립니다", "is with the operator, who will write to you")
        }
        ApplicationState::Accepted => lang.pick("받아들여졌습니다", "was accepted"),
        ApplicationState::Refused => lang.pick("받아들여지지 않았습니다", "was not accepted"),
        ApplicationState::Asked => lang.pick("고쳐 달라는 말이 있습니다", "needs changes"),
    };
    let goes_on = lang.pick("적는 대로 저장되니, 언제든 아래 주소에서 이어서 하세요.", "It is saved as you go: go on here at any time.");
    let said = said.or((after == ApplicationState::Draft).then_some(goes_on));
    let said = said.map(|said| format!("\n\n{said}")).unwrap_or_default();
    Letter {
        to: to.to_owned(),
        subject: lang.pick(format!("{shop}: 입점 신청이 {became}"), format!("{shop}: the application {became}")),
        text: lang.pick(
            format!("{shop} 매장의 {window} 입점 신청: {became}.{said}\n\n{address}\n"),
            format!("The application of {shop} to {window} {became}.{said}\n\n{address}\n"),
        ),
    }
}

/// What a shop's owner is told of a product or a clip that an operator holds off the street, or lets go on.
#[must_use]
pub fn thing_held(to: &str, shop: &str, thing: &str, why: Option<&str>, address: &str, lang: Lang) -> Letter {
    let (subject, text) = match why {
        Some(why) => (
            lang.pick(format!("{shop}: ‘{thing}’을(를) 골목에서 내렸습니다"), format!("{shop}: “{thing}” is off the street")),
            lang.pick(
                format!(
                    "골목의 운영자가 {shop} 매장의 ‘{thing}’을(를) 당분간 보이지 않게 했습니다. 까닭은 이렇습니다.\n\n{why}\n\n{address}\n"
                ),
                format!("An operator has taken “{thing}” of {shop} off the street for now, because:\n\n{why}\n\n{address}\n"),
            ),
        ),
        None => (
            lang.pick(format!("{shop}: ‘{thing}’이(가) 다시 보입니다"), format!("{shop}: “{thing}” is on the street again")),
            lang.pick(
                format!("운영자가 ‘{thing}’을(를) 다시 보이게 했습니다.\n\n{address}\n"),
                format!("An operator lets “{thing}” be seen again.\n\n{address}\n"),
            ),
        ),
    };
    Letter { to: to.to_owned(), subject, text }
}

/// A letter to an owner: somebody who works there has opened, paused or closed the shop.
#[must_use]
pub fn shop_changed(to: &str, (shop, by): (&str, &str), after: ShopState, address: &str, lang: Lang) -> Letter {
    let (subject, text) = match after {
        ShopState::Open => (
            lang.pick(format!("{shop} 매장을 열었습니다"), format!("{shop} is open")),
            lang.pick(
                format!("{by} 님이 {shop} 매장을 열었습니다. 이제 골목에서 보입니다."),
                format!("{by} has opened {shop}: it is on the street."),
            ),
        ),
        ShopState::Closed => (
            lang.pick(format!("{shop} 매장을 닫았습니다"), format!("{shop} is closed")),
            lang.pick(
                format!("{by} 님이 {shop} 매장을 닫았습니다. 다시 열 수 없고, 입점 신청 때 올린 파일은 늦어도 90일 뒤에 지워집니다."),
                format!(
                    "{by} has closed {shop} for good. Files that were sent with its applications are deleted in ninety days at the latest."
                ),
            ),
        ),
        ShopState::Paused | ShopState::Draft => (
            lang.pick(format!("{shop} 매장을 쉽니다"), format!("{shop} is paused")),
            lang.pick(
                format!("{by} 님이 {shop} 매장을 쉬게 했습니다. 다시 열 때까지 골목에서 보이지 않습니다."),
                format!("{by} has paused {shop}: it is off the street until it opens again."),
            ),
        ),
    };
    let after = lang.pick(
        "모르는 일이라면 함께 일하는 사람을 살펴보고 비밀번호를 바꿔 주세요.",
        "If you know nothing of it, look who works in the shop, and change your password.",
    );
    Letter { to: to.to_owned(), subject, text: format!("{text}\n\n{address}\n\n{after}\n") }
}

/// A letter to an owner: a token has asked somebody to work in the shop, or made more of a member.
#[must_use]
pub fn let_in(to: &str, (shop, token): (&str, &str), (who, asked): (&str, Role), address: &str, lang: Lang) -> Letter {
    let name = role(lang, asked);
    Letter {
        to: to.to_owned(),
        subject: lang.pick(format!("{shop}: 열쇠로 {name}을(를) 들였습니다"), format!("{shop}: a token lets {name} in")),
        text: lang.pick(
            format!(
                "‘{token}’ 열쇠를 쓰는 프로그램이 {who} 님에게 {shop} 매장의 {name} 일을 맡겼습니다. 모르는 일이라면 열쇠를 끝내고, 함께 일하는 사람에서 내보내 주세요. 아직 받아들이지 않은 초대는 열쇠를 끝내면 없던 일이 됩니다.\n\n{address}\n"
            ),
            format!(
                "A program with the token “{token}” has let {who} work in {shop} as {name}. If you know nothing of it, end the token and remove them from who works there. An invitation that nobody has accepted is withdrawn with the token.\n\n{address}\n"
            ),
        ),
    }
}

/// A letter about a shop that has another owner: to who owned it, and to who does now.
#[must_use]
pub fn handed_over(to: &str, shop: &str, owner: &str, address: &str, lang: Lang) -> Letter {
    let (subject, text) = if to == owner {
        (
            lang.pick(format!("이제 {shop} 매장의 대표입니다"), format!("You own {shop}")),
            lang.pick(
                format!("{shop} 매장을 넘겨받으셨습니다.\n\n{address}\n"),
                format!("{shop} is yours to run from now on.\n\n{address}\n"),
            ),
        )
    } else {
        (
            lang.pick(format!("{shop} 매장을 넘겼습니다"), format!("{shop} is handed over")),
            lang.pick(
                format!("{shop} 매장의 대표는 이제 {owner} 님이고, 받는 분은 관리자로 남습니다. 모르는 일이라면 골목의 운영자에게 알려 주세요.\n\n{address}\n"),
                format!("{owner} owns {shop} from now on, and you stay as a manager. If you know nothing of it, tell the street's operator.\n\n{address}\n"),
            ),
        )
    };
    Letter { to: to.to_owned(), subject, text }
}

/// A letter to an owner: an operator has paused the shop, or lets it go on.
#[must_use]
pub fn held(to: &str, shop: &str, why: Option<&str>, address: &str, lang: Lang) -> Letter {
    let (subject, text) = match why {
        Some(why) => (
            lang.pick(format!("{shop} 매장을 쉬게 했습니다"), format!("{shop} is paused")),
            lang.pick(
                format!("골목의 운영자가 {shop} 매장을 당분간 보이지 않게 했습니다. 까닭은 이렇습니다.\n\n{why}\n\n{address}\n"),
                format!("An operator has taken {shop} off the street for now, because:\n\n{why}\n\n{address}\n"),
            ),
        ),
        None => (
            lang.pick(format!("{shop} 매장을 다시 열 수 있습니다"), format!("{shop} can open again")),
            lang.pick(
                format!("이제 작업실에서 매장을 다시 열 수 있습니다.\n\n{address}\n"),
                format!("You can open it again in the studio.\n\n{address}\n"),
            ),
        ),
    };
    Letter { to: to.to_owned(), subject, text }
}
