//! Turns the rules' pages (`rules/*.toml`) and the lexicon (`rules/lexicon/*.toml`) into Rust statics, so that the
//! program parses no TOML to start. A page or a list that is malformed fails the build with the file's name. Says, too, which build
//! this is: what one keeps of a text, another may read otherwise.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs};

use toml::{Table, Value};

#[allow(dead_code, reason = "words come whole here, and letter by letter elsewhere")]
#[path = "src/fold/hash.rs"]
mod hash;

/// What decides what the program reads in a text.
const WHOLE: [&str; 5] = ["Cargo.lock", "Cargo.toml", "gazetteer", "rules", "src"];

fn main() {
    // A path that is not there, as in a package, would have this run each time.
    let there = WHOLE.iter().filter(|path| Path::new(path).exists());
    there.for_each(|path| println!("cargo::rerun-if-changed={path}"));
    let mut build = DefaultHasher::new();
    WHOLE.iter().for_each(|path| add(Path::new(path), &mut build));
    println!("cargo::rustc-env=IBID_BUILD={:08x}", build.finish() as u32);
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("pages.rs"), pages()).expect("OUT_DIR is writable");
    fs::write(out.join("lexicon.rs"), lexicon()).expect("OUT_DIR is writable");
}

/// Adds a file, or all files of a folder, as far as they are there.
fn add(path: &Path, build: &mut DefaultHasher) {
    path.hash(build);
    match fs::read_dir(path) {
        Ok(entries) => {
            let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
            paths.sort();
            paths.iter().for_each(|path| add(path, build));
        }
        Err(_) => fs::read(path).ok().hash(build),
    }
}

/// One `pub static QUOTE_ALTERED: Page` a page.
fn pages() -> String {
    let mut code = String::new();
    let mut all = String::new();
    for (name, table) in tables(Path::new("rules")) {
        let text = |key: &str| match table.get(key) {
            Some(Value::String(text)) => text.trim(),
            _ => panic!("rules/{name}.toml: `{key}` is missing or no string"),
        };
        let severity = match text("severity") {
            "note" => "Note",
            "warning" => "Warning",
            "error" => "Error",
            other => panic!("rules/{name}.toml: severity `{other}` is none of note, warning, error"),
        };
        let preview = table.get("preview").and_then(Value::as_bool).unwrap_or(false);
        let mut options = String::new();
        for (key, option) in
            list(&table, "options").iter().map(|option| (field(&name, option, "name"), option))
        {
            let default =
                option.get("default").unwrap_or_else(|| panic!("rules/{name}.toml: {key} has no default"));
            let meaning = field(&name, option, "meaning");
            write!(
                options,
                "OptionPage {{ name: {key:?}, default: {:?}, meaning: {meaning:?} }},",
                show(default)
            )
            .unwrap();
        }
        let mut examples = String::new();
        for example in list(&table, "examples") {
            let flags = example.get("flags").map(|_| field(&name, &example, "flags"));
            let (draft, source) = (field(&name, &example, "draft"), field(&name, &example, "source"));
            write!(examples, "Example {{ draft: {draft:?}, source: {source:?}, flags: {flags:?} }},")
                .unwrap();
        }
        let (summary, why, remedy) = (text("summary"), text("why"), text("remedy"));
        let constant = name.replace('-', "_").to_uppercase();
        write!(all, "&{constant},").unwrap();
        writeln!(
            code,
            "/// {summary}\npub static {constant}: Page = Page {{ id: {name:?}, severity: Severity::{severity}, preview: {preview}, \
             summary: {summary:?}, why: {why:?}, remedy: {remedy:?}, options: &[{options}], examples: &[{examples}] }};"
        )
        .unwrap();
    }
    writeln!(code, "/// Every page, by id.\npub static PAGES: &[&Page] = &[{all}];").unwrap();
    code
}

/// So many numbers of 64 bits have a bit for each list and each table.
const WIDTH: usize = 3;

/// The bits of a word's lists and tables.
type Bits = [u64; WIDTH];

/// One sorted `pub static VERBS: &List` a list of a lexicon file and one `&Table` a table, in a module named as the file, and a table
/// of all words.
fn lexicon() -> String {
    let mut code = String::new();
    let mut bits = 0;
    let mut lists: BTreeMap<String, Bits> = BTreeMap::new();
    let mut enter =
        |word: &str, bit: usize| lists.entry(word.to_owned()).or_default()[bit / 64] |= 1 << (bit % 64);
    for (name, table) in tables(Path::new("rules/lexicon")) {
        writeln!(code, "#[allow(missing_docs)]\npub mod {} {{", name.replace('-', "_")).unwrap();
        for (key, value) in &table {
            let constant = key.replace('-', "_").to_uppercase();
            match value {
                Value::Array(words) => {
                    let mut words: Vec<&str> = words
                        .iter()
                        .map(|word| {
                            word.as_str()
                                .unwrap_or_else(|| panic!("rules/lexicon/{name}.toml: {key}: {word:?}"))
                        })
                        .collect();
                    words.sort_unstable();
                    words.dedup();
                    words.iter().for_each(|word| enter(word, bits));
                    let list = format!("&super::List {{ words: {}, bit: {bits} }}", strings(words));
                    writeln!(code, "pub static {constant}: &super::List = {list};").unwrap();
                    bits += 1;
                }
                Value::Table(pairs) => {
                    let mut pairs: Vec<(&str, &str)> = pairs
                        .iter()
                        .map(|(from, to)| match to.as_str() {
                            Some(to) => (from.as_str(), to),
                            None => panic!("rules/lexicon/{name}.toml: {key}.{from} is no string"),
                        })
                        .collect();
                    pairs.sort_unstable();
                    pairs.iter().for_each(|(word, _)| enter(word, bits));
                    let mut by_said: Vec<usize> = (0..pairs.len()).collect();
                    by_said.sort_by_key(|&number| pairs[number].1);
                    let (words, said) =
                        (strings(pairs.iter().map(|pair| pair.0)), strings(pairs.iter().map(|pair| pair.1)));
                    let table = format!(
                        "&super::Table {{ words: {words}, said: {said}, by_said: &{by_said:?}, bit: {bits} }}"
                    );
                    writeln!(code, "pub static {constant}: &super::Table = {table};").unwrap();
                    bits += 1;
                }
                _ => panic!("rules/lexicon/{name}.toml: {key} is neither a list nor a table"),
            }
        }
        code.push_str("}\n");
    }
    assert!(bits <= 64 * WIDTH, "a word's lists do not fit into {} bits", 64 * WIDTH);
    code + &table(&lists)
}

/// So many words of a list are still few.
const FEW: usize = 40;

/// Words as they are, or, where they are many, in one text with where each ends.
fn strings<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.into_iter().collect();
    if words.len() <= FEW {
        return format!("super::Strings::Few(&{words:?})");
    }
    let (mut text, mut ends) = (String::new(), Vec::new());
    for word in words {
        text.push_str(word);
        ends.push(u16::try_from(text.len()).expect("a list has less than 64 KB"));
    }
    format!("super::Strings::Many({text:?}, &{ends:?})")
}

/// The words of all lists as an open-addressed table of their hashes: numbers of words in slots, and for each word its hash and the
/// number of the set of its lists, of which there are few. Nothing in it is a pointer that would have to be set when the program
/// starts.
fn table(lists: &BTreeMap<String, Bits>) -> String {
    let mut slots = vec![0_u16; (2 * lists.len()).next_power_of_two()];
    let mut hashes: Vec<u64> = Vec::new();
    let sets: BTreeSet<&Bits> = lists.values().collect();
    let sets: Vec<&Bits> = sets.into_iter().collect();
    let mut members: Vec<usize> = Vec::new();
    for (number, (word, set)) in lists.iter().enumerate() {
        let hash = hash::of(word);
        assert!(!hashes.contains(&hash), "{word} has the hash of another word");
        let mut slot = hash as usize % slots.len();
        while slots[slot] != 0 {
            slot = (slot + 1) % slots.len();
        }
        slots[slot] = u16::try_from(number + 1).expect("the lexicon has fewer words");
        hashes.push(hash);
        members.push(sets.binary_search(&set).expect("every word's set is among them"));
    }
    let (count, size, number) = (lists.len(), slots.len(), sets.len());
    format!(
        "const WIDTH: usize = {WIDTH};\nstatic HASHES: [u64; {count}] = {hashes:?};\nstatic MEMBERS: [u16; {count}] = {members:?};\n\
         static SETS: [[u64; WIDTH]; {number}] = {sets:?};\nstatic SLOTS: [u16; {size}] = {slots:?};\n"
    )
}

/// The TOML files of a folder by name, sorted.
fn tables(folder: &Path) -> Vec<(String, Table)> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut tables: Vec<_> = entries
        .map(|entry| entry.expect("a folder can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| {
            let text =
                fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let table = text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            (path.file_stem().expect("it has an extension").to_string_lossy().into_owned(), table)
        })
        .collect();
    tables.sort_by(|a, b| a.0.cmp(&b.0));
    tables
}

fn list(table: &Table, key: &str) -> Vec<Table> {
    let tables = table.get(key).and_then(Value::as_array);
    tables.into_iter().flatten().filter_map(Value::as_table).cloned().collect()
}

fn field<'a>(page: &str, table: &'a Table, key: &str) -> &'a str {
    let field = table.get(key).and_then(Value::as_str);
    field.unwrap_or_else(|| panic!("rules/{page}.toml: an entry lacks `{key}`"))
}

fn show(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{text:?}"),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Boolean(flag) => flag.to_string(),
        other => panic!("an option's default may not be {other:?}"),
    }
}
