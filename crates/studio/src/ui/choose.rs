//! Fields whose value is chosen among what there is: a file.

use leptos::prelude::*;

use super::Form;

impl Form {
    /// A product list to choose.
    pub fn list(&self, label: &'static str, hint: &'static str) -> AnyView {
        self.choose("list-file".to_owned(), "content", ".csv,.tsv,.txt,.xml,text/csv,text/xml", label, hint)
    }

    /// A picture to choose, or on a phone, where a script shows it, to take: of a field for pictures alone, Chrome on Android makes
    /// a choice among those that are there, without the camera.
    pub fn picture(&self, label: &'static str, hint: &'static str) -> AnyView {
        view! {
            {self.choose("send-picture".to_owned(), "content", "image/jpeg,image/png,image/webp,image/gif", label, hint)}
            <p class="studio__field" hidden>
                <label for="take-picture">{self.lang.pick("바로 찍기", "Take one now")}</label>
                <input id="take-picture" type="file" accept="image/jpeg" capture="environment"/>
            </p>
        }
        .into_any()
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
}
