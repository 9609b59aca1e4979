//! Holds the repository to its own rules: the order in which modules may import each other, what each file opens with
//! and how long it is, and that rules, pages and fixtures name the same ids.

mod common;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use common::{entries, folders, name, read};
use ibid::rule::RULES;

/// The modules, lowest first. Each may import those before it.
const ORDER: &[&str] = &[
    "file",
    "fold",
    "nearest",
    "finding",
    "page",
    "lexicon",
    "gazetteer",
    "config",
    "bibliography",
    "parallel",
    "load",
    "block",
    "claim",
    "corpus",
    "matching",
    "rule",
    "check",
    "output",
    "lsp",
    "cli",
];
/// What one rule may import, beside what `rule` itself hands it.
const FOR_RULES: &[&str] = &[
    "file",
    "fold",
    "nearest",
    "finding",
    "page",
    "lexicon",
    "gazetteer",
    "config",
    "claim",
    "corpus",
    "matching",
    "rule",
];
/// The modules that touch files, the environment and the terminal.
const OUTWARD: &[&str] = &["load", "cli", "lsp", "main"];
const LONGEST: usize = 500;

#[test]
fn a_module_imports_only_those_below_it() {
    let files = sources();
    assert!(files.iter().filter(|(_, text)| text.contains("crate::")).count() >= 5, "no imports were found");
    let mut failures = Vec::new();
    for (path, text) in &files {
        let module = module(path);
        if module == "lib" {
            continue;
        }
        for import in imports(text) {
            let (Some(own), Some(other)) = (rank(&module), rank(&import)) else {
                failures.push(format!("{}: `crate::{import}` has no place in ORDER", path.display()));
                continue;
            };
            if other > own {
                failures.push(format!("{}: `{module}` lies below `{import}`", path.display()));
            }
        }
    }
    assert!(failures.is_empty(), "\n{}\n", failures.join("\n"));
}

#[test]
fn a_rule_imports_no_other_rule_and_nothing_above_it() {
    let files: Vec<_> = sources().into_iter().filter(|(path, _)| path.starts_with("src/rule")).collect();
    let pages: BTreeSet<String> = RULES.iter().map(|rule| rule.page.id.replace('-', "_")).collect();
    let rules: BTreeSet<String> =
        files.iter().map(|(path, _)| stem(path)).filter(|stem| pages.contains(stem)).collect();
    assert!(rules.len() >= 7, "only {rules:?} were found below src/rule");
    for (path, text) in &files {
        for import in imports(text) {
            assert!(FOR_RULES.contains(&import.as_str()), "{}: imports `{import}`", path.display());
        }
        for (prefix, other) in ["crate::rule::", "super::"]
            .iter()
            .flat_map(|prefix| named_after(&code(text), prefix).into_iter().map(move |other| (prefix, other)))
        {
            let foreign = other != stem(path) && rules.contains(&other);
            assert!(!foreign, "{}: `{prefix}{other}` is another rule", path.display());
        }
    }
}

#[test]
fn only_the_outer_modules_touch_the_world() {
    for (path, text) in sources() {
        if OUTWARD.contains(&module(&path).as_str()) {
            continue;
        }
        for outside in ["std::fs", "std::env", "std::net", "std::process", "std::io::std", "println!"] {
            assert!(!code(&text).contains(outside), "{}: uses {outside}", path.display());
        }
    }
}

#[test]
fn every_file_opens_by_saying_what_it_holds() {
    for (path, text) in rust() {
        let head: Vec<_> = text.lines().map_while(|line| line.strip_prefix("//!")).collect();
        let words = head.iter().flat_map(|line| line.split_whitespace()).count();
        assert!(words >= 8, "{}: its `//!` head has {words} words", path.display());
    }
}

#[test]
fn no_file_is_too_long() {
    for (path, text) in rust() {
        let lines = text.lines().count();
        assert!(lines < LONGEST, "{}: {lines} lines; the most is {}", path.display(), LONGEST - 1);
    }
}

#[test]
fn rules_pages_and_fixtures_name_the_same_ids() {
    let rules: Vec<String> = RULES.iter().map(|rule| rule.page.id.to_string()).collect();
    assert!(rules.is_sorted(), "RULES is not in the order of its ids: {rules:?}");
    let rules: BTreeSet<String> = rules.into_iter().collect();
    assert_eq!(rules.len(), RULES.len(), "an id occurs twice in RULES");
    let pages = entries(Path::new("rules")).into_iter().filter(|path| has_extension(path, "toml"));
    let pages: BTreeSet<String> = pages.map(|path| stem(&path)).collect();
    assert_eq!(rules, pages, "RULES on the left, rules/*.toml on the right");
    let fixtures = folders(Path::new("fixtures")).iter().map(|path| name(path)).collect::<BTreeSet<_>>();
    let mut expected = rules;
    expected.insert("demo".into());
    assert_eq!(expected, fixtures, "RULES and `demo` on the left, fixtures/*/ on the right");
    assert!(Path::new("fixtures/demo/brief.md").is_file(), "the README's draft is missing");
}

#[test]
fn imports_are_read_in_all_their_forms() {
    let text = "use crate::file::File;\nuse crate::{block::Blocks, fold::{self, Word}, page};\n// crate::cli\n\
                fn f() -> crate::check::Report {}\n#[cfg(test)]\nmod tests { use crate::output; }\n";
    assert_eq!(imports(text), BTreeSet::from(["block", "check", "file", "fold", "page"].map(String::from)));
}

/// The files of the library and the program, with their text.
fn sources() -> Vec<(PathBuf, String)> {
    let files: Vec<_> = rust().into_iter().filter(|(path, _)| path.starts_with("src")).collect();
    assert!(files.len() >= 10, "only {} files were found below src/", files.len());
    files
}

/// Every Rust file of the repository, with its text.
fn rust() -> Vec<(PathBuf, String)> {
    let mut waiting = vec![PathBuf::from("src"), PathBuf::from("tests"), PathBuf::from("build.rs")];
    if Path::new("benches").is_dir() {
        waiting.push("benches".into());
    }
    let mut files = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(entries(&path));
        } else if has_extension(&path, "rs") {
            let text = read(&path);
            files.push((path, text));
        }
    }
    files.sort();
    files
}

/// The top-level module that a file of `src` belongs to.
fn module(path: &Path) -> String {
    let top = path.components().nth(1).map(|part| PathBuf::from(part.as_os_str())).unwrap_or_default();
    stem(&top)
}

fn rank(module: &str) -> Option<usize> {
    if module == "main" {
        return Some(ORDER.len());
    }
    ORDER.iter().position(|known| *known == module)
}

/// The top-level modules that a file names after `crate::`.
fn imports(text: &str) -> BTreeSet<String> {
    named_after(&code(text), "crate::")
}

/// A file without comments of their own line and without its unit tests, which may reach further than it.
fn code(text: &str) -> String {
    let body = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    body.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The names that follow a path's prefix, in a group too.
fn named_after(code: &str, prefix: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, _) in code.match_indices(prefix) {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let rest = &code[at + prefix.len()..];
        match rest.strip_prefix('{') {
            Some(group) => names.extend(members(group)),
            None => names.extend(identifier(rest)),
        }
    }
    names
}

/// The first name of each member of a group whose brace was just opened.
fn members(group: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut depth = 0;
    let mut start = 0;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                names.extend(identifier(group[start..at].trim_start()));
                start = at + 1;
            }
            _ => {}
        }
        if c == '}' && start == at + 1 {
            break;
        }
    }
    names
}

fn identifier(code: &str) -> Option<String> {
    let end = code.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(code.len());
    (end > 0).then(|| code[..end].to_string())
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

fn has_extension(path: &Path, wanted: &str) -> bool {
    path.extension().is_some_and(|extension| extension == wanted)
}
