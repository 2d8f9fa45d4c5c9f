//! The parts of forms.

use leptos::prelude::*;
use wire::{Failure, Lang};

use crate::{
    acts::{Act, Fields},
    screen::Refused,
};

mod around;
mod choose;
mod place;

/// A form under way: its act, and what was refused of it.
#[derive(Clone)]
pub struct Form {
    pub act: Act,
    pub lang: Lang,
    fields: Fields,
    failure: Option<Failure>,
    /// Whether fields may be left empty.
    is_optional: bool,
    hands: Hands,
}

/// What the script does for a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hands {
    Idle,
    /// What is typed is kept until the button sends it.
    Keeps,
    /// It is saved as one goes, over whatever is there.
    Saves(Act),
    /// The same over what one has seen alone; the preview follows, and it can be undone.
    Follows,
}

/// How a field is filled in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kind {
    /// The `type` of the input.
    pub input: &'static str,
    /// What the browser may fill in.
    pub complete: &'static str,
    /// Said below the field.
    pub hint: Option<&'static str>,
}

impl Kind {
    pub const EMAIL: Self = Self { input: "email", complete: "username", hint: None };
    pub const PASSWORD: Self = Self { input: "password", complete: "current-password", hint: None };
    pub const NEW_PASSWORD: Self = Self { input: "password", complete: "new-password", hint: None };
    pub const NAME: Self = Self { input: "text", complete: "name", hint: None };

    /// Digits from a phone's keys for them, and nothing that a browser knows.
    pub const DIGITS: Self = Self { input: "text", complete: "numeric", hint: None };

    /// Which keys a phone shows.
    fn mode(self) -> Option<&'static str> {
        (self.complete == Self::DIGITS.complete).then_some("numeric")
    }

    /// What the browser may fill in.
    fn known(self) -> &'static str {
        if self.mode().is_some() { "off" } else { self.complete }
    }

    #[must_use]
    pub fn hinted(self, hint: &'static str) -> Self {
        Self { hint: Some(hint), ..self }
    }
}

impl Form {
    /// The form of an act; as it was filled in, where it was refused. `same` tells one form of an act from others on the page.
    #[must_use]
    pub fn of(act: Act, lang: Lang, refused: Option<&Refused>, same: impl Fn(&Fields) -> bool) -> Self {
        let refused = refused.filter(|refused| refused.act == act && same(&refused.fields));
        let fields = refused.map(|refused| refused.fields.clone()).unwrap_or_default();
        Self { act, lang, fields, failure: refused.map(|refused| refused.failure.clone()), is_optional: false, hands: Hands::Idle }
    }

    /// The same form, whose fields may be left empty.
    #[must_use]
    pub fn optional(self) -> Self {
        Self { is_optional: true, ..self }
    }

    /// What stands in a field: as it was typed where the form was refused, else what is known.
    fn standing(&self, name: &str, value: &str) -> String {
        if self.failure.is_some() { self.fields.get(name).to_owned() } else { value.to_owned() }
    }

    /// Whether something stands in a field.
    #[must_use]
    pub fn stands(&self, name: &str, value: &str) -> bool {
        !self.standing(name, value).is_empty()
    }

    /// What is wrong with a field, where something is.
    pub fn why(&self, name: &'static str) -> Option<AnyView> {
        let failure = self.failure.as_ref().filter(|failure| failure.field.as_deref() == Some(name))?;
        Some(view! { <p class="studio__why" role="alert">{failure.message.clone()}</p> }.into_any())
    }

    /// One of many fields of a kind, by its number.
    pub fn numbered(&self, name: String, label: &'static str, kind: Kind, value: &str) -> AnyView {
        let value = self.standing(&name, value);
        let id = format!("{}-{name}", self.act.word());
        view! {
            <p class="studio__field">
                <label for=id.clone()>{label}</label>
                <input id=id name=name type=kind.input autocomplete=kind.complete value=value/>
                {kind.hint.map(|hint| view! { <span class="studio__hint">{hint}</span> })}
            </p>
        }
        .into_any()
    }

    /// One of many choices of a kind, by its number.
    pub fn numbered_choice(
        &self,
        name: String,
        label: impl Into<String>,
        among: Vec<(&'static str, &'static str)>,
        chosen: &str,
    ) -> AnyView {
        let label: String = label.into();
        let chosen = self.standing(&name, chosen);
        let id = format!("{}-{name}", self.act.word());
        let options = among.into_iter().map(|(value, words)| {
            let is_chosen = value == chosen;
            view! { <option value=value selected=is_chosen>{words}</option> }.into_any()
        });
        view! {
            <p class="studio__field">
                <label for=id.clone()>{label}</label>
                <select id=id name=name>{options.collect_view()}</select>
            </p>
        }
        .into_any()
    }

    /// A time of day.
    pub fn time(&self, name: String, label: &'static str, value: &str) -> AnyView {
        let value = self.standing(&name, value);
        view! { <input type="time" name=name value=value aria-label=label/> }.into_any()
    }

    /// Some lines of text, with what stands there.
    pub fn lines(&self, name: &'static str, label: &'static str, hint: Option<&'static str>, value: &str, rows: u8) -> AnyView {
        let is_wrong = self.is_about(name);
        let id = format!("{}-{name}", self.act.word());
        let why_id = format!("{id}-why");
        let why = self.failure.as_ref().filter(|_| is_wrong).map(|failure| failure.message.clone());
        // What stands inside is drawn as it is; the first line end is none of the text.
        let text = format!("\n{}", self.standing(name, value).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
        view! {
            <p class="studio__field">
                <label for=id.clone()>{label}</label>
                <textarea id=id name=name rows=rows.to_string() aria-invalid=is_wrong.then_some("true")
                    aria-describedby=is_wrong.then(|| why_id.clone()) inner_html=text></textarea>
                {why.map(|why| view! { <span class="studio__why" id=why_id>{why}</span> })}
                {hint.map(|hint| view! { <span class="studio__hint">{hint}</span> })}
            </p>
        }
        .into_any()
    }

    /// One field of a row, with its label above it.
    pub fn cell(&self, name: String, label: String, kind: Kind, value: &str) -> AnyView {
        let value = self.standing(&name, value);
        view! {
            <label class="studio__cell">
                <span>{label}</span>
                <input name=name type=kind.input inputmode=kind.mode() autocomplete="off" value=value/>
            </label>
        }
        .into_any()
    }

    /// One field of a table: its label is seen in the heads of its row and column alone.
    pub fn bare(&self, name: String, label: String, kind: Kind, value: &str) -> AnyView {
        let value = self.standing(&name, value);
        view! { <input name=name type=kind.input inputmode=kind.mode() autocomplete="off" value=value aria-label=label/> }.into_any()
    }

    /// Whether a box is ticked: as it was sent where it was refused.
    fn stands_ticked(&self, name: &str, value: &str, is_ticked: bool) -> bool {
        if self.failure.is_some() { self.fields.0.iter().any(|(found, said)| found == name && said == value) } else { is_ticked }
    }

    /// A box to tick whose label is seen elsewhere.
    pub fn bare_tick(&self, name: String, value: &str, label: String, is_ticked: bool) -> AnyView {
        let is_ticked = self.stands_ticked(&name, value, is_ticked);
        view! { <span class="studio__box"><input type="checkbox" name=name value=value.to_owned() checked=is_ticked aria-label=label/></span> }.into_any()
    }

    /// A box to tick in a row, or one of several of a name.
    pub fn ticked(&self, name: String, value: &str, words: String, is_ticked: bool) -> AnyView {
        let is_ticked = self.stands_ticked(&name, value, is_ticked);
        view! { <label class="studio__box"><input type="checkbox" name=name value=value.to_owned() checked=is_ticked/><span>{words}</span></label> }.into_any()
    }

    /// A field that is not seen, of a numbered row that stands as it was sent where the form was refused.
    pub fn stood(&self, name: String, value: &str) -> AnyView {
        let value = self.standing(&name, value);
        self.kept(name, &value)
    }

    /// How many rows were sent, told by one of their fields; none where the form was not refused.
    #[must_use]
    pub fn rows(&self, name: &str) -> usize {
        (0..self.fields.0.len()).take_while(|row| self.fields.0.iter().any(|(sent, _)| *sent == format!("{name}{row}"))).count()
    }

    /// A field that is not seen, of a numbered row.
    pub fn kept(&self, name: String, value: &str) -> AnyView {
        view! { <input type="hidden" name=name value=value.to_owned()/> }.into_any()
    }

    /// One choice in a row, with its label above it.
    pub fn chosen(&self, name: String, label: String, among: Vec<(String, String)>, chosen: &str) -> AnyView {
        let chosen = self.standing(&name, chosen);
        let options = among.into_iter().map(|(value, words)| {
            let is_chosen = value == chosen;
            view! { <option value=value selected=is_chosen>{words}</option> }.into_any()
        });
        let options = options.collect::<Vec<_>>();
        view! { <label class="studio__cell"><span>{label}</span><select name=name>{options}</select></label> }.into_any()
    }

    /// Some lines of text, empty at first: what stands inside a textarea is drawn raw.
    pub fn area(&self, name: &'static str, label: &'static str) -> AnyView {
        let is_wrong = self.is_about(name);
        let id = format!("{}-{name}", self.act.word());
        let why_id = format!("{id}-why");
        let why = self.failure.as_ref().filter(|_| is_wrong).map(|failure| failure.message.clone());
        view! {
            <p class="studio__field">
                <label for=id.clone()>{label}</label>
                <textarea id=id name=name rows="4" maxlength="1000" aria-invalid=is_wrong.then_some("true")
                    aria-describedby=is_wrong.then(|| why_id.clone())></textarea>
                {why.map(|why| view! { <span class="studio__why" id=why_id>{why}</span> })}
            </p>
        }
        .into_any()
    }

    fn is_about(&self, name: &str) -> bool {
        self.failure.as_ref().is_some_and(|failure| failure.field.as_deref() == Some(name))
    }

    /// A field with its label, and what is wrong with it. `value` stands in it at first.
    pub fn field(&self, name: &'static str, label: &'static str, kind: Kind, value: &str) -> AnyView {
        let typed = self.fields.get(name);
        // A password never goes back into a page.
        let value = if kind.input == "password" {
            String::new()
        } else if self.failure.is_some() {
            typed.to_owned()
        } else {
            value.to_owned()
        };
        let id = format!("{}-{name}", self.act.word());
        let (hint_id, why_id) = (format!("{id}-hint"), format!("{id}-why"));
        let is_wrong = self.is_about(name);
        let why = self.failure.as_ref().filter(|_| is_wrong).map(|failure| failure.message.clone());
        let described = match (kind.hint, is_wrong) {
            (Some(_), true) => Some(format!("{why_id} {hint_id}")),
            (Some(_), false) => Some(hint_id.clone()),
            (None, true) => Some(why_id.clone()),
            (None, false) => None,
        };
        view! {
            <p class="studio__field">
                <label for=id.clone()>{label}</label>
                <input id=id name=name type=kind.input inputmode=kind.mode() autocomplete=kind.known() value=value required=!self.is_optional
                    aria-invalid=is_wrong.then_some("true") aria-describedby=described autofocus=is_wrong/>
                {why.map(|why| view! { <span class="studio__why" id=why_id>{why}</span> })}
                {kind.hint.map(|hint| view! { <span class="studio__hint" id=hint_id>{hint}</span> })}
            </p>
        }
        .into_any()
    }

    /// A field that is not seen.
    pub fn hidden(&self, name: &'static str, value: &str) -> AnyView {
        view! { <input type="hidden" name=name value=value.to_owned()/> }.into_any()
    }

    /// A box to tick, with its words.
    pub fn tick(&self, name: &'static str, words: AnyView) -> AnyView {
        let is_wrong = self.is_about(name);
        let id = format!("{}-{name}", self.act.word());
        let why_id = format!("{id}-why");
        let is_ticked = !self.fields.get(name).is_empty();
        let why = self.failure.as_ref().filter(|_| is_wrong).map(|failure| failure.message.clone());
        view! {
            <p class="studio__tick">
                <input id=id.clone() name=name type="checkbox" value="true" checked=is_ticked
                    aria-invalid=is_wrong.then_some("true") aria-describedby=is_wrong.then(|| why_id.clone())/>
                <label for=id>{words}</label>
                {why.map(|why| view! { <span class="studio__why" id=why_id>{why}</span> })}
            </p>
        }
        .into_any()
    }

    /// A choice of few, each with its words.
    pub fn choice(&self, name: &'static str, label: &'static str, among: Vec<(&'static str, &'static str)>, chosen: &str) -> AnyView {
        let typed = self.fields.get(name);
        let chosen = if typed.is_empty() { chosen } else { typed }.to_owned();
        let id = format!("{}-{name}", self.act.word());
        let options = among.into_iter().map(|(value, words)| {
            let is_chosen = value == chosen;
            view! { <option value=value selected=is_chosen>{words}</option> }.into_any()
        });
        view! {
            <p class="studio__field">
                <label for=id.clone()>{label}</label>
                <select id=id name=name>{options.collect_view()}</select>
            </p>
        }
        .into_any()
    }
}
