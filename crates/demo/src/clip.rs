//! The demo street's own clips: short films of its shops, made by `examples/film.rs`.
