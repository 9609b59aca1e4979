//! Tests of `load` as a whole, each over a folder of its own.
//!
//! They take the folder's absolute path, so that none depends on where it runs.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::*;
use crate::finding::Severity;

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn run(folder: &TempDir, drafts: &[&str], sources: &[&str]) -> Result<Loaded, LoadError> {
    let paths = |names: &[&str]| names.iter().map(|name| folder.path().join(name)).collect();
    load(&Request { drafts: paths(drafts), sources: paths(sources), ..Request::default() }, &|_, _| ())
}

/// A text with the folder's path taken out.
fn bare(folder: &TempDir, text: &str) -> String {
    text.replace(&format!("{}/", folder.path().display()), "")
        .replace(&folder.path().display().to_string(), ".")
}

fn drafts(folder: &TempDir, loaded: &Loaded) -> Vec<String> {
    loaded.drafts.iter().map(|draft| bare(folder, &draft.file.path)).collect()
}

fn sources(loaded: &Loaded) -> Vec<&str> {
    loaded.projects[0].sources.iter().map(|source| source.name.as_str()).collect()
}

fn messages(folder: &TempDir, loaded: &Loaded) -> Vec<(Severity, String)> {
    let own = loaded.projects.iter().flat_map(|project| &project.findings);
    let mut findings: Vec<&Finding> = loaded.findings.iter().chain(own).collect();
    findings.sort_by_key(|finding| &loaded.files.get(finding.primary.span.file).path);
    findings.iter().map(|finding| (finding.severity, bare(folder, &finding.message))).collect()
}

#[track_caller]
fn fails(folder: &TempDir, given: &[&str], from: &[&str], says: &str) {
    let error = run(folder, given, from).unwrap_err().to_string();
    assert_eq!(bare(folder, &error), says);
}

#[test]
fn drafts_and_sources_are_told_apart_and_sorted() {
    let folder = folder(&[
        ("b.md", b"B"),
        ("a.QMD", b"A"),
        ("refs.bib", b"@misc{no,}"),
        ("seeds/z.txt", b"Z"),
        ("seeds/deep/y.Markdown", b"Y"),
        ("seeds/list.BIB", b"@misc{yes,}"),
        ("ibid.toml", b""),
    ]);
    let loaded = run(&folder, &["", "b.md", "seeds/z.txt"], &["seeds", "seeds/z.txt"]).unwrap();
    assert_eq!(drafts(&folder, &loaded), ["a.QMD", "b.md"]);
    assert_eq!(sources(&loaded), ["deep/y", "z"]);
    assert_eq!(loaded.projects[0].sources[0].file.format, Format::Markdown);
    assert_eq!(loaded.projects[0].sources[1].file.format, Format::Plain);
    assert_eq!(loaded.projects[0].bibliographies.len(), 1);
    assert_eq!((loaded.findings.len(), loaded.skipped.len()), (0, 0));
    assert_eq!(loaded.files.get(loaded.projects[0].sources[1].file.id).text(), "Z");
}

#[test]
fn other_kinds_are_counted_and_copies_of_a_text_are_not_read() {
    let folder = folder(&[
        ("d.md", b"D"),
        ("d.tex", b"A copy."),
        ("e.tex", b"Another."),
        ("f.tex", b"Its text has no words."),
        ("f.txt", b" \n"),
        ("s/x.pdf", b"%PDF"),
        ("s/x.txt", b"X"),
        ("s/x.srt", b"1"),
        ("s/y.odt", b"PK"),
        ("s/LICENSE", b"L"),
        ("more.odt", b"PK"),
    ]);
    let loaded = run(&folder, &[""], &["s"]).unwrap();
    let skipped: Vec<_> =
        loaded.skipped.iter().map(|(extension, count)| (extension.as_str(), *count)).collect();
    assert_eq!(skipped, [("", 1), ("odt", 2)]);
    assert_eq!(drafts(&folder, &loaded), ["d.md", "e.tex", "f.tex", "f.txt"]);
    assert_eq!((sources(&loaded), loaded.findings.len()), (vec!["x"], 0));
    assert_eq!(messages(&folder, &loaded), []);
    assert_eq!(loaded.copies, 1);
    // What is named is read, whatever lies beside it.
    assert_eq!(drafts(&folder, &run(&folder, &["d.tex", "d.md"], &["s"]).unwrap()), ["d.md", "d.tex"]);
}

#[cfg(all(feature = "html", feature = "pdf", feature = "office"))]
#[test]
fn the_kinds_that_are_read_are_told() {
    let drafts = ".md, .markdown, .qmd, .txt, .html, .htm, .xhtml, .tex, .ltx, .docx, .jsonl and .ndjson";
    assert_eq!(Role::Draft.kinds(), format!("{drafts} are read as drafts"));
    let sources =
        ".md, .markdown, .qmd, .txt, .html, .htm, .xhtml, .tex, .ltx, .docx, .pdf, .epub, .srt and .vtt";
    let bibliographies = ".bib, .json, .yml and .yaml";
    assert_eq!(Role::Source.kinds(), format!("{sources} are read, and bibliographies in {bibliographies}"));
}

#[test]
fn json_and_yaml_are_bibliographies_only_where_they_begin_as_one() {
    let csl = br#"[{"id": "a", "type": "book", "title": "\xc3\xa9", "issued": {"raw": "2020"}}]"#;
    let mut long = b"{\"items\": [{\"id\": \"a\", \"type\": \"book\", \"URL\": \"x\"}".to_vec();
    long.extend(",\n{\"id\": \"b\", \"note\": \"\u{e9}\u{e9}\u{e9}\"}".repeat(4000).bytes());
    let utf16: Vec<u8> = "\u{feff}a:\r\n  type: Article\r\n  date: 2020\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let folder = folder(&[
        ("d.md", b"D"),
        ("s/a.txt", b"A"),
        ("s/csl.json", csl),
        ("s/long.JSON", &long),
        ("s/hay.yml", b"\xef\xbb\xbf# x\na:\n  title: T\n  type: Book\n"),
        ("s/utf16.yaml", &utf16),
        ("s/refs.yaml", b"references:\n- id: a\n  type: book\n  URL: x\n"),
        ("s/package.json", br#"{"name": "x", "type": "module", "scripts": {"id": "y"}}"#),
        (
            "s/data.json",
            br#"[{"id": 1, "type": "ferry", "title": "T"}, {"id": 2, "type": "book", "title": "U"}]"#,
        ),
        ("s/empty.json", b""),
        ("s/scan.json", b"\x00\x01\x02"),
        ("s/list.json", b"[]"),
        ("s/.github/workflows/x.yml", b"on: push\njobs:\n  a:\n    type: book\n"),
        ("s/compose.yml", b"services:\n  db:\n    image: x\n"),
        ("s/schema.yaml", b"ferry:\n  type: object\n  title: T\n"),
        ("s/hidden/.gitignore", b"*.json\n"),
        ("s/hidden/c.json", csl),
        ("other/named.json", b"{\"name\": \"x\"}"),
    ]);
    let bibliographies = |loaded: &Loaded| -> Vec<String> {
        let paths = loaded.projects[0].bibliographies.iter().map(|file| bare(&folder, &file.path));
        paths.map(|path| path.rsplit('/').next().unwrap_or_default().to_owned()).collect()
    };
    let loaded = run(&folder, &["d.md"], &["s"]).unwrap();
    assert_eq!(bibliographies(&loaded), ["csl.json", "hay.yml", "long.JSON", "refs.yaml", "utf16.yaml"]);
    assert_eq!(messages(&folder, &loaded), []);
    // One that is named is one, whatever is in it.
    let loaded = run(&folder, &["d.md"], &["s/a.txt", "other/named.json", "s/list.json"]).unwrap();
    assert_eq!(bibliographies(&loaded), ["named.json", "list.json"]);
    fails(
        &folder,
        &["s/csl.json"],
        &[],
        &format!("`s/csl.json` is of no kind that is read: {}", Role::Draft.kinds()),
    );
    let survey = super::survey::survey(folder.path()).unwrap();
    assert_eq!(survey.bibliographies.len(), 5, "{survey:?}");
}

#[test]
fn gitignore_counts_outside_a_repository_and_hidden_files_do_not() {
    let folder = folder(&[
        (".gitignore", b"build/\n*.tmp.md\n"),
        ("a.md", b"A"),
        ("a.tmp.md", b"T"),
        ("build/b.md", b"B"),
        (".hidden/c.md", b"C"),
        ("sub/.gitignore", b"d.md\n"),
        ("sub/d.md", b"D"),
        ("sub/e.md", b"E"),
    ]);
    assert_eq!(drafts(&folder, &run(&folder, &[""], &[]).unwrap()), ["a.md", "sub/e.md"]);
    // A file that is named is read.
    assert_eq!(drafts(&folder, &run(&folder, &["a.tmp.md"], &[]).unwrap()), ["a.tmp.md"]);
}

#[test]
fn marks_and_line_ends_stay_in_the_text() {
    let text = "\u{feff}one\r\ntwo\r\n";
    let folder = folder(&[("a.md", text.as_bytes())]);
    assert_eq!(run(&folder, &["a.md"], &[]).unwrap().drafts[0].file.text(), text);
}

#[test]
fn a_file_carries_the_name_of_its_encoding() {
    let folder = folder(&[
        ("a.md", b"\x93One\x94 at the caf\xe9, she said."),
        ("s/b.txt", b"\xff\xfea\0b\0"),
        ("s/c.txt", b"C"),
    ]);
    let loaded = run(&folder, &["a.md"], &["s"]).unwrap();
    let read = |file: &File| (file.text().to_owned(), file.encoding);
    assert_eq!(read(&loaded.drafts[0].file), ("“One” at the café, she said.".into(), "windows-1252"));
    assert_eq!(read(&loaded.projects[0].sources[0].file), ("\u{feff}ab".into(), "UTF-16LE"));
    assert_eq!(read(&loaded.projects[0].sources[1].file), ("C".into(), "UTF-8"));
}

#[test]
fn a_file_that_cannot_be_read_is_a_finding_and_the_rest_goes_on() {
    let folder = folder(&[
        ("a.md", b"A"),
        ("b.md", b"caf\xe9"),
        ("blank.md", b"\n"),
        ("s/good.txt", b"Good."),
        ("s/nul.txt", b"a\0b and so on"),
        ("s/wide.txt", b"\xff\xfea\0b"),
        ("s/blank.txt", b"\xef\xbb\xbf \r\n"),
    ]);
    let loaded = run(&folder, &[""], &["s"]).unwrap();
    assert_eq!(drafts(&folder, &loaded), ["a.md", "blank.md"]);
    assert_eq!(sources(&loaded), ["good"]);
    let expected = [
        (Severity::Error, "`b.md` is not UTF-8: it ends within the character that byte 4 (line 1) starts"),
        (Severity::Warning, "`s/blank.txt` holds no text"),
        (Severity::Error, "`s/nul.txt` is no text: byte 2 (line 1) is NUL"),
        (
            Severity::Error,
            "`s/wide.txt` is damaged UTF-16: it ends within the character that byte 5 (line 1) starts",
        ),
    ];
    assert_eq!(messages(&folder, &loaded), expected.map(|(severity, text)| (severity, text.to_string())));
    for finding in &loaded.findings {
        assert_eq!(finding.rule, "source-unreadable");
        assert_eq!(loaded.files.slice(finding.primary.span), "");
    }
}

#[test]
fn paths_that_name_nothing_are_errors() {
    let folder = folder(&[
        ("drafts/brief.md", b"B"),
        ("drafts/notes.odt", b"N"),
        ("scan.djvu", b"%PDF"),
        ("seeds/a.txt", b"A"),
        ("empty/x.png", b""),
        ("blank/a.txt", b" "),
        ("blank/b.txt", b" "),
        ("hidden/.gitignore", b"*.txt"),
        ("hidden/a.txt", b"A"),
        ("list.bib", b"@misc{a,}"),
    ]);
    let (kinds, text) = (Role::Source.kinds(), Role::Draft.kinds());
    let ok = &["drafts/brief.md"][..];
    fails(
        &folder,
        &["drafts/breif.md"],
        &[],
        "`drafts/breif.md` does not exist; did you mean `drafts/brief.md`?",
    );
    fails(&folder, &["nowhere.md"], &[], "`nowhere.md` does not exist");
    fails(
        &folder,
        &["draft/x/brief.md"],
        &[],
        "`draft/x/brief.md` does not exist: there is no folder `draft`; did you mean `drafts`?",
    );
    fails(&folder, &["list.bib/x"], &[], "`list.bib/x` does not exist: there is no folder `list.bib`");
    fails(
        &folder,
        &["drafts/notes.odt"],
        &[],
        &format!("`drafts/notes.odt` is of no kind that is read: {text}"),
    );
    fails(&folder, &["list.bib"], &[], &format!("`list.bib` is of no kind that is read: {text}"));
    fails(&folder, ok, &["scan.djvu"], &format!("`scan.djvu` is of no kind that is read: {kinds}"));
    fails(&folder, &["empty"], &[], &format!("no draft under `empty`: {text}"));
    fails(
        &folder,
        &["seeds"],
        &["seeds"],
        "no draft under `seeds`: a file under a path of sources is a source, never a draft",
    );
    fails(&folder, ok, &["empty"], &format!("no source with text under `empty`: {kinds}"));
    fails(
        &folder,
        ok,
        &["blank"],
        "no source with text under `blank`: `blank/a.txt` holds no text, and so for 1 more",
    );
    fails(
        &folder,
        ok,
        &["empty", "hidden"],
        &format!("no source with text under `empty`, `hidden`: {kinds}, and a .gitignore hides 1 of them"),
    );
    fails(
        &folder,
        ok,
        &["list.bib"],
        "no source with text under `list.bib`: a bibliography has no text of its own\nname the folder of its files, too: --sources DIR",
    );
}

#[test]
fn many_files_keep_their_order() {
    let names: Vec<String> = (0..300).map(|i| format!("s/{i:03}.txt")).collect();
    let mut files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), name.as_bytes())).collect();
    files.push(("a.md", b"A"));
    let folder = folder(&files);
    let loaded = run(&folder, &["a.md"], &["s"]).unwrap();
    assert_eq!(loaded.projects[0].sources.len(), 300);
    for (source, name) in loaded.projects[0].sources.iter().zip(&names) {
        assert_eq!(source.file.text(), name);
        assert_eq!(format!("s/{}.txt", source.name), *name);
    }
}

#[cfg(unix)]
#[test]
fn links_are_followed_once_and_loops_reported() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("d/a.md", b"A"), ("elsewhere/b.md", b"B"), ("s/c.txt", b"C")]);
    let at = |path: &str| folder.path().join(path);
    symlink(at("d"), at("d/loop")).unwrap();
    symlink(at("elsewhere"), at("d/other")).unwrap();
    symlink(at("elsewhere"), at("d/twin")).unwrap();
    symlink(at("d/a.md"), at("d/same.md")).unwrap();
    symlink(at("s/c.txt"), at("d/source.txt")).unwrap();
    symlink(at("nothing"), at("d/gone.md")).unwrap();
    symlink(at("nothing"), at("d/gone")).unwrap();
    symlink(at("d/self.md"), at("d/self.md")).unwrap();
    // A link that nothing would read gives no finding.
    fs::write(at("d/.gitignore"), "back\nignored.md\n").unwrap();
    symlink(at("d"), at("d/back")).unwrap();
    symlink(at("nothing"), at("d/ignored.md")).unwrap();
    symlink(at("nothing"), at("d/.#a.md")).unwrap();
    let loaded = run(&folder, &["d"], &["s"]).unwrap();
    assert_eq!(drafts(&folder, &loaded), ["d/a.md", "d/other/b.md"]);
    let expected = [
        (Severity::Error, "`d/gone.md` cannot be read: no such file or directory"),
        (Severity::Warning, "`d/loop` is a link that leads back to `d`, and was not followed"),
        (Severity::Error, "`d/self.md` cannot be read: too many levels of symbolic links"),
    ];
    let found = messages(&folder, &loaded);
    assert_eq!(found, expected.map(|(severity, text)| (severity, text.to_string())));
}

#[cfg(unix)]
#[test]
fn folders_that_link_to_each_other_end() {
    use std::os::unix::fs::symlink;
    let names: Vec<String> = (0..12).map(|i| format!("{i}")).collect();
    let files: Vec<String> = names.iter().map(|name| format!("{name}/a.md")).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|file| (file.as_str(), &b"A"[..])).collect();
    let folder = folder(&files);
    for from in &names {
        for to in names.iter().filter(|to| *to != from) {
            symlink(folder.path().join(to), folder.path().join(from).join(to)).unwrap();
        }
    }
    assert_eq!(run(&folder, &[""], &[]).unwrap().drafts.len(), 12);
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_read_is_a_finding() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("a.md", b"A"), ("locked/b.md", b"B")]);
    let locked = folder.path().join("locked");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser may read it all the same.
    let readable = fs::read_dir(&locked).is_ok();
    let loaded = run(&folder, &[""], &[]);
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o700)).unwrap();
    if !readable {
        let loaded = loaded.unwrap();
        let expected = (Severity::Error, "`locked` cannot be read: permission denied".to_string());
        assert_eq!(messages(&folder, &loaded), [expected]);
        assert_eq!(drafts(&folder, &loaded), ["a.md"]);
    }
}

#[test]
fn a_path_below_the_current_folder_is_shown_from_there() {
    // Tests run in the crate's folder.
    let here = std::env::current_dir().unwrap();
    for path in [here.join("seeds"), "./seeds".into(), Path::new("src/../seeds").into()] {
        let drafts = vec!["fixtures/demo/brief.md".into()];
        let request = Request { drafts, sources: vec![path], ..Request::default() };
        let loaded = load(&request, &|_, _| ()).unwrap();
        assert_eq!(loaded.projects[0].sources[0].file.path, "seeds/000_d294943121224d70.txt");
        assert_eq!(loaded.projects[0].sources[0].name, "000_d294943121224d70");
    }
}

#[test]
fn a_text_stands_in_the_place_of_a_files() {
    let folder = folder(&[
        ("ibid.toml", b"drafts = [\"a.md\"]\n[sources]\npaths = [\"texts\"]\n"),
        ("a.md", b"saved"),
        ("b.md", b"not configured"),
        ("texts/s.txt", b"saved source"),
    ]);
    let base = folder.path().canonicalize().unwrap();
    let texts = [("a.md", "typed"), ("new.md", "never saved"), ("texts/s.txt", "typed source")];
    let texts = texts.iter().map(|(name, text)| (base.join(name), (*text).to_owned())).collect();
    let drafts = vec![base.clone(), base.join("new.md")];
    let request = Request { drafts, as_configured: true, texts: Arc::new(texts), ..Request::default() };
    let loaded = load(&request, &|_, _| ()).unwrap();
    let read: Vec<&str> = loaded.drafts.iter().map(|draft| draft.file.text()).collect();
    assert_eq!(read, ["typed", "never saved"]);
    assert_eq!(loaded.projects[0].sources[0].file.text(), "typed source");
    assert_eq!(project_folder(&base.join("texts/none.md")), Some(base));
}
