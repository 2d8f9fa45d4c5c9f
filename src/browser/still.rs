//! The server's side of the browser: there is none, so nothing happens. Handlers are never called there.

/// Would share the page's address.
pub fn share(_copied: impl Fn() + 'static) {}

/// Would tell the second at which a player stands.
#[must_use]
pub fn playhead(_id: &str) -> Option<u32> {
    None
}

/// Would send a player to a second.
pub fn seek(_id: &str, _second: u32) {}

/// Would open a dialog over the page.
pub fn open_dialog(_id: &str) {}

/// Would bring the n-th child of a strip into sight.
pub fn slide_to(_id: &str, _index: usize) {}

/// Would put another address into the bar, without going there.
pub fn replace_address(_path: &str) {}
