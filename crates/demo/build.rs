//! Makes cargo build the crate again when a file comes to or goes from an embedded folder.

fn main() {
    for folder in ["art", "street", "clips", "clips.json"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
