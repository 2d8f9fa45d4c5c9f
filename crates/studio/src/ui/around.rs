//! What stands around the parts of a form: the form itself, its button, and what is wrong with it as a whole.

use leptos::prelude::*;

use super::{Form, Hands};
use crate::acts::Act;

impl Form {
    /// The same form, which the script keeps as it is typed: it is sent by its button alone.
    #[must_use]
    pub fn keeping(self) -> Self {
        Self { hands: Hands::Keeps, ..self }
    }

    /// The same form, which the script saves by this act as one goes, over whatever is there; its own act waits for its button.
    #[must_use]
    pub fn saving(self, by: Act) -> Self {
        Self { hands: Hands::Saves(by), ..self }
    }

    /// What is wrong with the form as a whole.
    pub fn whole(&self) -> Option<AnyView> {
        let failure = self.failure.as_ref().filter(|failure| failure.field.is_none())?;
        Some(view! { <p class="studio__refused" role="alert">{failure.message.clone()}</p> }.into_any())
    }

    /// The form that a script saves as one types, once there is something to save over; before that it keeps what is typed.
    pub fn around_saved(self, parts: AnyView, button: &'static str, is_followed: bool) -> AnyView {
        let hands = if is_followed { Hands::Follows } else { Hands::Keeps };
        Self { hands, ..self }.around(parts, button)
    }

    /// The form around its parts. What is wrong with it as a whole stands first, and is said.
    pub fn around(self, parts: AnyView, button: &'static str) -> AnyView {
        self.around_as(parts, button, "studio__button")
    }

    /// The same for a form that sends a file.
    pub fn around_file(self, parts: AnyView, button: &'static str) -> AnyView {
        view! {
            <form class="studio__form" method="post" enctype="multipart/form-data">
                {self.whole()}
                {parts}
                <button class="studio__button studio__button--quiet" name="act" value=self.act.word()>{button}</button>
            </form>
        }
        .into_any()
    }

    /// The same with another look of its button.
    pub fn around_as(self, parts: AnyView, button: &'static str, look: &'static str) -> AnyView {
        let (lang, word, hands) = (self.lang, self.act.word(), self.hands);
        let [keeps, follows] = [Hands::Keeps, Hands::Follows].map(|one| (hands == one).then_some(word));
        let saves = if let Hands::Saves(by) = hands { Some(by.word()) } else { None };
        let is_saved = saves.or(follows).is_some();
        let back = match hands {
            Hands::Idle => None,
            Hands::Keeps => Some(lang.pick("저장하지 않은 것을 되살렸습니다.", "What was not saved is back.")),
            Hands::Saves(_) | Hands::Follows => Some(lang.pick("보내지 못했던 것을 되살렸습니다.", "What could not be sent is back.")),
        };
        // Seen once the script is there, and has something to do.
        let way_back = match hands {
            Hands::Idle | Hands::Saves(_) => None,
            Hands::Keeps => Some(("anew", lang.pick("되살린 것 버리기", "Let go of what is back"))),
            Hands::Follows => Some(("undo", lang.pick("되돌리기", "Undo"))),
        };
        let has_way_back = way_back.is_some();
        let first = follows.map(|_| lang.pick("되돌릴 것이 없습니다.", "There is nothing to undo."));
        let way_back = way_back.map(|(does, words)| {
            view! { <button type="button" data-does=does hidden class="studio__button studio__button--quiet">{words}</button> }
        });
        view! {
            <form class="studio__form" method="post" data-keeps=keeps data-saves=saves data-follows=follows
                data-saved=is_saved.then(|| lang.pick("저장했습니다.", "Saved."))
                data-kept=is_saved.then(|| lang.pick("연결이 끊겼습니다. 적으신 것은 이 기기에 두었다가 다시 보냅니다.", "The line is cut. What you wrote is kept on this device, and sent again."))
                data-back=back
                data-stays=is_saved.then(|| lang.pick("적으신 것은 이 기기에 두었습니다.", "What you wrote is kept on this device."))
                data-undone=has_way_back.then(|| lang.pick("되돌렸습니다.", "Undone."))
                data-first=first>
                {self.whole()}
                {parts}
                <button class=look name="act" value=word>{button}</button>
                {way_back}
            </form>
        }
        .into_any()
    }
}
