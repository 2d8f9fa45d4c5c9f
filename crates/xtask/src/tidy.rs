//! Tests of the repository itself: the documents tell the truth, and the house rules hold.

use std::fs;
use std::path::{Path, PathBuf};

use clap::CommandFactory;

use crate::Cli;
use crate::run::root;
use crate::site::files_in;

/// The only files that ask which target they are on.
const MAY_ASK_FOR_TARGET: [&str; 3] = ["src/lib.rs", "src/api.rs", "src/browser.rs"];

/// What stands between backticks in a document, code blocks left out.
fn quoted(text: &str) -> Vec<&str> {
    let outside = text.split("```").step_by(2);
    outside.flat_map(|part| part.split('`').skip(1).step_by(2)).collect()
}

/// The top folders and files of the repository as git would know them.
fn top() -> Vec<String> {
    let names = fs::read_dir(root()).unwrap().map(|entry| entry.unwrap().file_name());
    names.map(|name| name.into_string().unwrap()).collect()
}

/// Whether a quoted word names something in the repository, and not a URL, a command or a built file.
fn is_path(word: &str, top: &[String]) -> bool {
    let first = word.split('/').next().unwrap_or_default();
    let built = ["target", "dist", "node_modules", "golmok-data"].contains(&first);
    let plain = !word.contains(|letter: char| letter.is_whitespace() || "{}<>*$…:(\"=".contains(letter));
    let known = top.iter().any(|name| name == first);
    let file_like = [".rs", ".toml", ".md", ".css", ".html", ".sql", ".json"].iter().any(|end| word.ends_with(end));
    plain && !built && !word.starts_with(['/', '.', '-']) && (known && word.contains('/') || file_like)
}

/// Files may be named within the crate that a document speaks of.
fn exists(word: &str) -> bool {
    let places = ["", "src", "crates", "crates/server/src", "crates/wire/src"];
    places.iter().any(|place| root().join(place).join(word).exists())
}

fn documents() -> Vec<(PathBuf, String)> {
    ["README.md", "ARCHITECTURE.md"]
        .iter()
        .map(|name| root().join(name))
        .map(|path| (path.clone(), fs::read_to_string(&path).unwrap_or_else(|_| panic!("no {}", path.display()))))
        .collect()
}

fn rust_files() -> Vec<PathBuf> {
    let folders = ["src", "crates", "tests"].map(|folder| root().join(folder));
    let files = folders.iter().filter(|folder| folder.is_dir()).flat_map(|folder| files_in(folder).unwrap());
    let ours = files.filter(|file| !file.components().any(|part| part.as_os_str() == "node_modules"));
    ours.chain([root().join("build.rs")])
        .filter(|file| file.extension().is_some_and(|extension| extension == "rs") && file.is_file())
        .collect()
}

fn inside(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
}

#[test]
fn every_path_that_the_documents_name_exists() {
    let top = top();
    for (document, text) in documents() {
        for word in quoted(&text).into_iter().filter(|word| is_path(word, &top)) {
            assert!(exists(word), "{} names `{word}`, which is not there", inside(&document));
        }
    }
}

#[test]
fn every_command_that_the_documents_name_exists() {
    let known = Cli::command();
    for (document, text) in documents() {
        for rest in text.split("cargo x ").skip(1) {
            let named = rest.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-').next().unwrap();
            let shown = |command: &&clap::Command| command.get_name() == named && !command.is_hide_set();
            let is_known = named.is_empty() || known.get_subcommands().any(|command| shown(&command));
            assert!(is_known, "{} names `cargo x {named}`, which is no command", inside(&document));
        }
    }
}

#[test]
fn no_rust_file_is_over_400_lines() {
    for file in rust_files() {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= 400, "{} has {lines} lines", inside(&file));
    }
}

#[test]
fn only_three_files_ask_which_target_they_are_on() {
    // Put together here, so that this file does not ask.
    let question = ["cfg(", "target_arch"].concat();
    for file in rust_files().iter().map(|file| inside(file)) {
        if !MAY_ASK_FOR_TARGET.contains(&file.as_str()) {
            let text = fs::read_to_string(root().join(&file)).unwrap();
            assert!(!text.contains(&question), "{file} asks which target it is on");
        }
    }
}

/// The classes that a style sheet gives a look to, comments, texts and addresses left out.
fn classes(sheet: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let mut found = Vec::new();
    // A selector ends at `{`; what stands before the last `;` or `}` is a declaration.
    for part in plain.split('{') {
        let selector = part.rsplit([';', '}']).next().unwrap_or_default();
        for name in selector.split('.').skip(1) {
            let name: String = name.chars().take_while(|letter| letter.is_alphanumeric() || "-_".contains(*letter)).collect();
            if name.starts_with(char::is_alphabetic) {
                found.push(name);
            }
        }
    }
    found
}

#[test]
fn classes_begin_with_the_word_of_their_feature() {
    let sheets = files_in(&root().join("src")).unwrap();
    for sheet in sheets.iter().filter(|file| file.extension().is_some_and(|extension| extension == "css")) {
        let feature = sheet.parent().unwrap().file_name().unwrap().to_str().unwrap();
        for class in classes(&fs::read_to_string(sheet).unwrap()) {
            let word = class.split("__").next().unwrap().split("--").next().unwrap();
            // A part that every feature may use has a word of its own in `ui`.
            let is_own = feature == "ui" || word == feature || word.starts_with(&format!("{feature}-"));
            assert!(is_own, "{} styles .{class}, which is not {feature}'s", inside(sheet));
        }
    }
}

#[test]
fn classes_are_told_from_numbers_and_addresses() {
    let sheet = ".cart { width: 1.5rem; background: url(a.svg); }\n/* .old {} */\n\
                 .cart__line--gone:not(.cart__line) { &.cart__x { opacity: .5 } }";
    assert_eq!(classes(sheet), ["cart", "cart__line--gone", "cart__line", "cart__x"]);
}

#[test]
fn paths_are_told_from_addresses_and_commands() {
    let top = ["src".to_owned(), "README.md".to_owned()];
    for path in ["src/app.rs", "README.md", "api.rs"] {
        assert!(is_path(path, &top), "{path}");
    }
    for other in ["/windows/{window}", "cargo x demo", "target/release/golmok", "golmok", "src"] {
        assert!(!is_path(other, &top), "{other}");
    }
}
