//! The licences of all dependencies, against the list of those that Golmok may carry.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use spdx::{Expression, ParseMode};

use crate::run::{cargo, read, say};

/// Licences that ask for no more than their text and name being kept; MPL-2.0 holds for its own files only.
const ALLOWED: [&str; 17] = [
    "0BSD",
    "Apache-2.0",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "NCSA",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    "bzip2-1.0.6",
];

/// Fails with every dependency whose licence is unknown or not on the list.
pub fn check() -> Result<()> {
    let metadata = read(&mut cargo(&["metadata", "--format-version", "1", "--all-features"])?)?;
    let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata is no JSON")?;
    let packages = metadata.get("packages").and_then(Value::as_array);
    let packages = packages.context("cargo metadata lists no packages")?;
    // Our own packages are those without a source.
    let foreign = packages.iter().filter(|package| package.get("source").is_some_and(Value::is_string));
    let (mut count, mut refused) = (0, Vec::new());
    for package in foreign {
        count += 1;
        let text = |key| package.get(key).and_then(Value::as_str).unwrap_or_default();
        if let Err(why) = judge(text("license")) {
            refused.push(format!("{} {}: {why}", text("name"), text("version")));
        }
    }
    if !refused.is_empty() {
        bail!("licences that may not be carried:\n{}", refused.join("\n"));
    }
    say(&format!("All {count} dependencies have a licence that may be carried."));
    Ok(())
}

fn judge(licence: &str) -> Result<()> {
    if licence.is_empty() {
        bail!("it names no licence");
    }
    // Old packages write `MIT/Apache-2.0`, which the lax mode reads as `MIT OR Apache-2.0`.
    let expression = Expression::parse_mode(licence, ParseMode::LAX).map_err(|_| anyhow::anyhow!("nobody can read `{licence}`"))?;
    let allowed = expression.evaluate(|requirement| requirement.license.id().is_some_and(|id| ALLOWED.contains(&id.name)));
    if !allowed {
        bail!("`{licence}` is not on the list");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_several_licences_is_enough_and_an_unknown_one_is_refused() {
        for good in ["MIT", "MIT/Apache-2.0", "GPL-3.0-only OR ISC", "Apache-2.0 WITH LLVM-exception", "Apache-2.0 / MIT"] {
            assert!(judge(good).is_ok(), "{good}");
        }
        for bad in ["", "GPL-3.0-only", "MIT AND AGPL-3.0-only", "My own words"] {
            assert!(judge(bad).is_err(), "{bad}");
        }
    }
}
