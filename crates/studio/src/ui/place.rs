//! The fields of where a shop is.

use leptos::prelude::*;
use wire::{Lang, draft::Both};

use super::{Form, Kind};
use crate::{
    acts::place::{names, parts_of},
    districts::{find, provinces},
};

impl Form {
    /// Where a shop is: its district, the street with what is inside the house, and the postcode; in English too where `has_english`.
    pub fn place(&self, district: &Both, address: &Both, postcode: Option<&str>, has_english: bool) -> AnyView {
        let english = has_english.then(|| self.address(Lang::En, address.en.as_deref(), true));
        let kind = Kind { input: "text", complete: "postal-code", hint: None };
        view! {
            {self.district(district)}
            {self.address(Lang::Ko, address.ko.as_deref(), has_english)}
            {english}
            {self.field("postcode", self.lang.pick("우편번호", "Postcode"), kind, postcode.unwrap_or_default())}
        }
        .into_any()
    }

    /// An address in one language, which has two fields. As it was before stands beside them, so that it is kept to the letter where
    /// neither is touched.
    fn address(&self, of: Lang, known: Option<&str>, is_one_of_two: bool) -> AnyView {
        let known = known.unwrap_or_default();
        let (street, detail) = parts_of(known, of);
        let [street_name, detail_name, was_name] = names(of);
        let (street_label, detail_label) = match of {
            Lang::Ko if is_one_of_two => {
                (self.lang.pick("주소 (한국어)", "Address (Korean)"), self.lang.pick("상세 (층, 호)", "Floor, room (Korean)"))
            }
            Lang::Ko => (self.lang.pick("주소", "Address (Korean)"), self.lang.pick("상세 (층, 호)", "Floor, room")),
            Lang::En => (self.lang.pick("주소 (영어)", "Address (English)"), self.lang.pick("상세 (영어)", "Floor, room (English)")),
        };
        let kind = |complete: &'static str| Kind { input: "text", complete: of.pick(complete, "off"), hint: None };
        view! {
            <div class="studio__two">
                {self.field(street_name, street_label, kind("address-line1"), street)}
                {self.field(detail_name, detail_label, kind("address-line2"), detail)}
                {self.hidden(was_name, known)}
            </div>
        }
        .into_any()
    }

    /// The district that a shop is found by, of those that there are. One that is none of them stays as it is until another is chosen.
    fn district(&self, known: &Both) -> AnyView {
        let lang = self.lang;
        let id = format!("{}-district_ko", self.act.word());
        let is_wrong = self.is_about("district_ko");
        let why_id = format!("{id}-why");
        let why = self.failure.as_ref().filter(|_| is_wrong).map(|failure| failure.message.clone());
        let chosen = self.standing("district_ko", known.ko.as_deref().unwrap_or_default());
        let option = |value: &str, words: &str| {
            let is_chosen = value == chosen;
            view! { <option value=value.to_owned() selected=is_chosen>{words.to_owned()}</option> }.into_any()
        };
        let groups = provinces().iter().map(|province| {
            let options = province.districts.iter().map(|one| option(&one.ko, lang.pick(&one.ko, &one.en))).collect_view();
            view! { <optgroup label=lang.pick(province.ko, province.en)>{options}</optgroup> }.into_any()
        });
        let own = known.ko.as_deref().filter(|ko| find(ko).is_none()).map(|ko| option(ko, ko));
        view! {
            <p class="studio__field">
                <label for=id.clone()>{lang.pick("시·군·구", "District")}</label>
                <select id=id name="district_ko" aria-invalid=is_wrong.then_some("true") aria-describedby=is_wrong.then(|| why_id.clone())>
                    {option("", lang.pick("고르지 않음", "None"))}
                    {own}
                    {groups.collect_view()}
                </select>
                {why.map(|why| view! { <span class="studio__why" id=why_id>{why}</span> })}
                {self.hidden("district_was_ko", known.ko.as_deref().unwrap_or_default())}
                {self.hidden("district_was_en", known.en.as_deref().unwrap_or_default())}
            </p>
        }
        .into_any()
    }
}
