//! Writes the features' style sheets into `OUT_DIR`: one each, scoped by `stylers`, and all joined.
//!
//! `src/<feature>/<feature>.css` is scoped: its class is the one that `style_sheet!` gives for the same file.
//! `src/<feature>/<feature>.plain.css` holds what `stylers` does not know and is taken as it is.
//! `style/*.css` is the shared look, in the order of the file names.

use std::{collections::HashMap, env, fs, io, path::Path};

fn main() -> io::Result<()> {
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    let out = Path::new(&out);
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=style");

    let mut base = String::new();
    for path in sorted(Path::new("style"))? {
        base.push_str(&squeeze(&fs::read_to_string(&path)?));
    }
    fs::write(out.join("base.css"), &base)?;

    let mut joined = base;
    let mut features = String::from("/// Every feature's sheet, by its word.\npub const FEATURES: &[(&str, &str)] = &[\n");
    let mut classes: HashMap<String, String> = HashMap::new();
    for folder in sorted(Path::new("src"))?.into_iter().filter(|path| path.is_dir()) {
        let Some(feature) = folder.file_name().and_then(|name| name.to_str()).map(str::to_owned) else { continue };
        let mut sheet = String::new();
        let scoped = folder.join(format!("{feature}.css"));
        if scoped.exists() {
            let text = fs::read_to_string(&scoped)?;
            let class = stylers_core::Class::rand_class_from_seed(text.clone());
            if let Some(other) = classes.insert(class.as_name().to_owned(), feature.clone()) {
                return Err(io::Error::other(format!(
                    "the sheets of {other} and {feature} have the same scope class: add or remove a letter in one"
                )));
            }
            sheet.push_str(&squeeze(&stylers_core::from_str(&text, &class)));
        }
        let plain = folder.join(format!("{feature}.plain.css"));
        if plain.exists() {
            sheet.push_str(&squeeze(&fs::read_to_string(&plain)?));
        }
        if sheet.is_empty() {
            continue;
        }
        joined.push_str(&sheet);
        fs::write(out.join(format!("{feature}.css")), &sheet)?;
        features.push_str(&format!("    (\"{feature}\", include_str!(concat!(env!(\"OUT_DIR\"), \"/{feature}.css\"))),\n"));
    }
    features.push_str("];\n");
    fs::write(out.join("features.rs"), features)?;
    fs::write(out.join("joined.css"), joined)
}

fn sorted(folder: &Path) -> io::Result<Vec<std::path::PathBuf>> {
    let mut paths: Vec<_> = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.retain(|path| path.is_dir() || path.extension().is_some_and(|end| end == "css"));
    paths.sort();
    Ok(paths)
}

/// Drops comments and white space that no browser needs. Strings in sheets must not hold `/*` or runs of spaces.
fn squeeze(css: &str) -> String {
    let mut rest = css;
    let mut bare = String::with_capacity(css.len());
    while let Some((before, after)) = rest.split_once("/*") {
        bare.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    let mut out = String::with_capacity(bare.len());
    for character in bare.chars() {
        let space = character.is_whitespace();
        if space && (out.is_empty() || out.ends_with([' ', '{', '}', ';', ':', ',', '>', '\n'])) {
            continue;
        }
        if matches!(character, '{' | '}' | ';' | ',' | '>') && out.ends_with(' ') {
            out.pop();
        }
        if character == '}' && out.ends_with(';') {
            out.pop();
        }
        out.push(if space { ' ' } else { character });
    }
    out.trim_end().to_owned()
}
