//! What a shop says of itself besides its story: hours, place, delivery, business facts.

use leptos::prelude::*;
use wire::{
    Lang, Text,
    endpoint::encode,
    hours::Hours,
    shop::{Business, Delivery, Pickup, Point},
    time::{Day, clock, weekday_name},
};

use super::STYLE;
use crate::{ui::Said, words};

/// The address on a map: OpenStreetMap at the point, or its search for the address.
#[must_use]
pub fn map_link(point: Option<Point>, address: Option<&Text>) -> Option<String> {
    let degrees = |e6: i64| format!("{}{}.{:06}", if e6 < 0 { "-" } else { "" }, e6.abs() / 1_000_000, e6.abs() % 1_000_000);
    match (point, address) {
        (Some(point), _) => {
            let (latitude, longitude) = (degrees(point.latitude_e6), degrees(point.longitude_e6));
            Some(format!("https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=18/{latitude}/{longitude}"))
        }
        (None, Some(address)) => Some(format!("https://www.openstreetmap.org/search?query={}", encode(&address.text))),
        (None, None) => None,
    }
}

/// The week's hours, today marked, and the holidays to come.
#[component]
pub fn HoursTable(lang: Lang, hours: Hours, today: Day) -> impl IntoView {
    let rows = hours.week.into_iter().enumerate().map(|(weekday, spans)| {
        let spans: Vec<String> = spans.iter().map(|span| format!("{}–{}", clock(span.from), clock(span.to))).collect();
        let said = if spans.is_empty() { words::closed_day(lang).to_owned() } else { spans.join(", ") };
        let now = weekday == today.weekday();
        let class = if now { "shop__day shop__day--today" } else { "shop__day" };
        view! { class = STYLE,
            <tr class=class aria-current=now.then_some("date")>
                <th scope="row">{weekday_name(weekday, lang)}</th>
                <td>{said}</td>
            </tr>
        }
        .into_any()
    });
    let holidays = hours.holidays.into_iter().map(|holiday| {
        let days = if holiday.from == holiday.to {
            holiday.from.long(lang)
        } else {
            format!("{} – {}", holiday.from.long(lang), holiday.to.short(lang))
        };
        view! { class = STYLE, <li>{days}{holiday.note.map(|note| view! { class = STYLE, " · "<Said text=note/> }.into_any())}</li> }
            .into_any()
    });
    let holidays: Vec<_> = holidays.collect();
    view! { class = STYLE,
        <table class="shop__hours"><caption class="visually-hidden">{words::hours(lang)}</caption><tbody>{rows.collect_view()}</tbody></table>
        {(!holidays.is_empty()).then(|| view! { class = STYLE,
            <p class="shop__label">{words::holidays(lang)}</p>
            <ul class="shop__holidays">{holidays}</ul>
        }.into_any())}
    }
}

/// What delivery and pickup cost and take.
#[component]
pub fn DeliveryLines(lang: Lang, delivery: Option<Delivery>, pickup: Option<Pickup>) -> impl IntoView {
    let sent = delivery.map_or_else(
        || words::no_delivery(lang).to_owned(),
        |delivery| {
            let fee = if delivery.fee.amount == 0 { words::delivery_free(lang).to_owned() } else { delivery.fee.words(lang) };
            let free = delivery.free_from.map(|from| match lang {
                Lang::Ko => format!(" ({} 이상 무료)", from.words(lang)),
                Lang::En => format!(" (free from {})", from.words(lang)),
            });
            format!("{fee}{} · {}", free.unwrap_or_default(), words::days(lang, delivery.days))
        },
    );
    view! { class = STYLE,
        <dl class="shop__facts">
            <div><dt>{words::delivery(lang)}</dt><dd>{sent}</dd></div>
            {pickup.map(|pickup| view! { class = STYLE,
                <div><dt>{words::pickup(lang)}</dt><dd>{words::ready_in(lang, pickup.ready_minutes)}</dd></div>
            }.into_any())}
        </dl>
    }
}

/// The business facts that the law asks for. What is not known is left out.
#[component]
pub fn BusinessFacts(lang: Lang, business: Business) -> impl IntoView {
    let page = business.business_number.as_ref().and_then(|number| number.trade_commission_page());
    let number = business.business_number.as_ref().map(|number| number.words());
    let lines = [
        (words::business_name(lang), business.name),
        (words::representative(lang), business.representative),
        (words::address(lang), business.address),
        (words::phone(lang), business.phone),
        (words::email(lang), business.email),
        (words::business_number(lang), number),
        (words::mail_order_number(lang), business.mail_order_number),
    ];
    let lines = lines
        .into_iter()
        .filter_map(|(name, fact)| fact.map(|fact| view! { class = STYLE, <div><dt>{name}</dt><dd>{fact}</dd></div> }.into_any()));
    view! { class = STYLE,
        <dl class="shop__facts">{lines.collect_view()}</dl>
        {page.map(|href| view! { class = STYLE, <p><a href=href rel="noopener external">{words::trade_commission(lang)}</a></p> }.into_any())}
    }
}
