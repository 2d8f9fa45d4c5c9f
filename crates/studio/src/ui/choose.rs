//! Fields whose value is chosen among what there is: a file, a district.

use leptos::prelude::*;
use wire::draft::Both;

use super::Form;
use crate::districts::{find, provinces};

impl Form {
    /// A product list to choose.
    pub fn list(&self, label: &'static str, hint: &'static str) -> AnyView {
        self.choose("list-file".to_owned(), "content", ".csv,.tsv,.txt,.xml,text/csv,text/xml", label, hint)
    }

    /// A picture to choose.
    pub fn picture(&self, label: &'static str, hint: &'static str) -> AnyView {
        self.choose("send-picture".to_owned(), "content", "image/jpeg,image/png,image/webp,image/gif", label, hint)
    }

    /// A clip to choose.
    pub fn clip(&self, label: &'static str, hint: &'static str) -> AnyView {
        self.choose("send-clip".to_owned(), "content", "video/mp4,video/webm,.mp4,.webm", label, hint)
    }

    /// A document to choose; `same` tells it from others of its name on the page.
    pub fn file(&self, name: &'static str, label: &'static str, hint: &'static str, same: &str) -> AnyView {
        let id = format!("{}-{name}-{same}", self.act.word());
        self.choose(id, name, "image/jpeg,image/png,image/webp,application/pdf", label, hint)
    }

    fn choose(&self, id: String, name: &'static str, accept: &'static str, label: &'static str, hint: &'static str) -> AnyView {
        let is_wrong = self.is_about(name);
        let hint_id = format!("{id}-hint");
        let why = self.failure.as_ref().filter(|_| is_wrong).map(|failure| failure.message.clone());
        view! {
            <p class="studio__field">
                <label for=id.clone()>{label}</label>
                <input id=id name=name type="file" accept=accept required aria-invalid=is_wrong.then_some("true") aria-describedby=hint_id.clone()/>
                {why.map(|why| view! { <span class="studio__why" role="alert">{why}</span> })}
                <span class="studio__hint" id=hint_id>{hint}</span>
            </p>
        }
        .into_any()
    }

    /// The district that a shop is found by, of those that there are. One that is none of them stays as it is until another is chosen.
    pub fn district(&self, known: &Both) -> AnyView {
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
