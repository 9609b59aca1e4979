//! What is packaged beside the crate: every version is the crate's, so that a hook or an action installs what it was released with.

mod common;

use std::path::Path;

use common::read;

#[test]
fn the_packages_and_the_action_name_the_version_of_the_crate() {
    let version = env!("CARGO_PKG_VERSION");
    for (file, line) in [
        ("pyproject.toml", format!("version = \"{version}\"")),
        ("pyproject.toml", format!("dependencies = [\"ibid-lint=={version}\"]")),
        ("pypi/pyproject.toml", "name = \"ibid-lint\"".to_owned()),
        ("pypi/pyproject.toml", "dynamic = [\"version\"]".to_owned()),
        ("action.yml", format!("    default: {version}")),
        ("README.md", format!("    rev: v{version}")),
        (".ci/pre-commit.sh", format!("VERSION={version} ")),
    ] {
        assert!(read(Path::new(file)).contains(&line), "{file} has no `{line}`");
    }
}
