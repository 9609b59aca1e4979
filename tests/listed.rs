//! Sources that an earlier run has listed: a run that takes the list for what is there finds what one finds that reads them all.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{copy_folder, entries, folders, json, name};
use ibid::check::{self, Report};
use ibid::config::Choice;
use ibid::load::cache::{Cache, Keeping};
use ibid::load::{self, Indexing, LoadError, Loaded, Request};

/// Whether a run on a list with damaged bytes finds what is right, or says that it does not; whether it says so.
fn is_told(desk: &Desk, manifest: &Path, bytes: &[u8], read: &str, what: usize) -> bool {
    fs::remove_file(manifest).expect("it is there");
    fs::write(manifest, bytes).expect("it can be written");
    let loaded = match desk.load(Some(true), Indexing::Always) {
        Ok(loaded) => loaded,
        Err(LoadError::NotKept) => return false,
        Err(error) => panic!("byte {what}: {error}"),
    };
    let stale = loaded.stale.clone();
    let found = json(&check::check(loaded));
    assert!(stale.is_set() || found == read, "byte {what}");
    stale.is_set()
}

/// A reader takes its words out of it, so that what is known of it is kept however little that is.
const PAGE: &str =
    "<html><head><title>Tides</title></head><body><p>The tide tables hung by the door.</p></body></html>\n";

struct Desk {
    drafts: Vec<PathBuf>,
    sources: Vec<PathBuf>,
    cache: PathBuf,
}

impl Desk {
    fn loaded(&self, cache: Option<bool>, indexing: Indexing) -> Loaded {
        self.load(cache, indexing).expect("there are drafts and sources")
    }

    fn load(&self, cache: Option<bool>, indexing: Indexing) -> Result<Loaded, LoadError> {
        let cache = cache.map(|frozen| Cache { folder: self.cache.clone(), frozen });
        let choice = Choice { preview: Some(true), pedantic: Some(true), ..Choice::default() };
        let (drafts, sources) = (self.drafts.clone(), self.sources.clone());
        // A source that is named is looked at as a draft.
        let request =
            Request { drafts, sources, choice, cache, indexing, named_sources: true, ..Request::default() };
        load::load(&request, &|_, _| ())
    }

    /// Checks and keeps what was learned.
    fn keep(&self) {
        let loaded = self.loaded(Some(false), Indexing::Always);
        let keeping = Keeping::of(&loaded);
        let report = check::check(loaded);
        assert!(!keeping.is_stale());
        keeping.keep(report.gained()).expect("it can be written");
    }

    /// Holds a run on what is listed against one that reads everything; whether there was a list.
    fn same(&self) -> bool {
        let read = check::check(self.loaded(None, Indexing::Never));
        self.keep();
        let loaded = self.loaded(Some(true), Indexing::Always);
        let is_listed = loaded.projects.iter().any(|project| project.sources.are_listed());
        let stale = loaded.stale.clone();
        let listed = check::check(loaded);
        assert!(!stale.is_set(), "{:?}", self.drafts);
        assert_eq!(json(&listed), json(&read), "{:?}", self.drafts);
        let counts = |report: &Report| {
            (report.summary.sources, report.corpora.iter().map(|corpus| corpus.keys().len()).sum::<usize>())
        };
        assert_eq!(counts(&listed), counts(&read), "{:?}", self.drafts);
        is_listed
    }
}

#[test]
fn every_fixture_is_found_the_same_by_a_list() {
    let mut listed = 0;
    for case in folders(Path::new("fixtures")).iter().flat_map(|rule| folders(rule)) {
        let drafts: Vec<PathBuf> =
            entries(&case).into_iter().filter(|path| name(path).starts_with("draft.")).collect();
        if drafts.is_empty() || case.join("ibid.toml").exists() || !case.join("sources").is_dir() {
            continue;
        }
        let home = tempfile::tempdir().expect("there is a temporary folder");
        let sources = home.path().join("sources");
        copy_folder(&case.join("sources"), &sources);
        fs::write(sources.join("tides.html"), PAGE).expect("it can be written");
        let desk = Desk { drafts, sources: vec![sources], cache: home.path().join("cache") };
        listed += usize::from(desk.same());
    }
    assert!(listed >= 100, "only {listed} cases were listed");
}

#[test]
fn what_is_no_plain_list_of_texts_is_read_as_ever() {
    let home = tempfile::tempdir().expect("there is a temporary folder");
    let write = |path: &str, text: &str| {
        let path = home.path().join(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("it can be made");
        fs::write(&path, text).expect("it can be written");
        path
    };
    let draft = write("b/memo.md", "“The tide tables hung by the door” [@page].\n");
    let page = write("b/page.html", PAGE);
    let other = write("a/log.html", "<p>The log was kept in ink.</p>");
    let folder = |name: &str| home.path().join(name);
    // A draft among the sources, and the texts of two folders, which are shown in another order from elsewhere.
    for (number, sources) in
        [vec![folder("b")], vec![folder("b"), folder("a")], vec![page, other]].into_iter().enumerate()
    {
        let desk =
            Desk { drafts: vec![draft.clone()], sources, cache: home.path().join(format!("cache{number}")) };
        assert!(!desk.same(), "{number}");
    }
    let desk = Desk { drafts: vec![draft], sources: vec![folder("a")], cache: home.path().join("cache") };
    assert!(desk.same());
}

#[test]
fn a_draft_that_was_a_source_keeps_its_place_among_them() {
    let home = tempfile::tempdir().expect("there is a temporary folder");
    let sources = home.path().join("sources");
    fs::create_dir_all(&sources).expect("it can be made");
    for name in ["a", "b", "c"] {
        fs::write(sources.join(format!("{name}.html")), PAGE).expect("it can be written");
    }
    let memo = home.path().join("memo.md");
    fs::write(&memo, "“The tide tables hung by the door.”\n").expect("it can be written");
    let cache = home.path().join("cache");
    let desk =
        |draft: PathBuf| Desk { drafts: vec![draft], sources: vec![sources.clone()], cache: cache.clone() };
    desk(memo.clone()).keep();
    desk(sources.join("a.html")).keep();
    let desk = desk(memo);
    let listed = check::check(desk.loaded(Some(true), Indexing::Always));
    assert_eq!(json(&listed), json(&check::check(desk.loaded(None, Indexing::Never))));
}

#[test]
fn a_damaged_list_is_told_where_it_is_used() {
    let home = tempfile::tempdir().expect("there is a temporary folder");
    let sources = home.path().join("sources");
    fs::create_dir_all(&sources).expect("it can be made");
    for number in 0..40 {
        let page = PAGE.replace("tide tables", &format!("tables of pier {number}"));
        fs::write(sources.join(format!("page{number}.html")), page).expect("it can be written");
    }
    fs::write(sources.join("ice.html"), "<p>No ship had left since the ice came.</p>")
        .expect("it can be written");
    let memo = home.path().join("memo.md");
    // What is cited last says nothing of what is quoted before it.
    fs::write(
        &memo,
        "“The tables of pier 7 hang by the door” [@page7]. “The tables of pier 9 hung by the door” [@ice].\n",
    )
    .expect("it can be written");
    let page = sources.join("page3.html");
    for (number, draft) in [memo, page].into_iter().enumerate() {
        let cache = home.path().join(format!("cache{number}"));
        let desk = Desk { drafts: vec![draft], sources: vec![sources.clone()], cache };
        assert_eq!(desk.same(), number == 0);
        let read = json(&check::check(desk.loaded(None, Indexing::Never)));
        let manifest = common::kept::named(&desk.cache, "manifest").remove(0);
        let whole = fs::read(&manifest).expect("it was kept");
        let mut told = 0;
        for at in (0..whole.len()).step_by(17) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x24;
            told += usize::from(is_told(&desk, &manifest, &bytes, &read, at));
        }
        assert!(told > 0 || number > 0, "no byte was hit that anybody looked at");
    }
}
