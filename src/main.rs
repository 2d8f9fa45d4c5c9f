//! The browser's program: it starts in the library.

fn main() {
    storefront::start();
}
