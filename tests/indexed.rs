//! The index: what is found by it has to be what a reading of every source finds, whatever segments the sources lie in.

mod common;

use std::path::{Path, PathBuf};

use common::{entries, folders, json, name};
use ibid::check::{self, Report};
use ibid::config::Choice;
use ibid::load::{self, Indexing, Request};

fn checked(drafts: &[PathBuf], sources: Option<PathBuf>, indexing: Indexing) -> Option<Report> {
    let choice = Choice { preview: Some(true), pedantic: Some(true), ..Choice::default() };
    let (drafts, sources) = (drafts.to_vec(), sources.into_iter().collect());
    let request = Request { drafts, sources, choice, indexing, ..Request::default() };
    load::load(&request, &|_, _| ()).ok().map(check::check)
}

/// Holds a run by the index against one that reads everything.
fn same(drafts: &[PathBuf], sources: Option<PathBuf>) -> bool {
    let Some(read) = checked(drafts, sources.clone(), Indexing::Never) else { return false };
    let indexed = checked(drafts, sources, Indexing::Always).expect("it was read before");
    assert_eq!(json(&indexed), json(&read), "{drafts:?}");
    for (one, other) in indexed.drafts.iter().zip(&read.drafts) {
        assert_eq!(one.matches, other.matches, "{drafts:?}");
        assert_eq!(one.follows, other.follows, "{drafts:?}");
        assert_eq!(one.copied, other.copied, "{drafts:?}");
    }
    true
}

#[test]
fn every_fixture_is_found_the_same_by_the_index() {
    let mut held = 0;
    for case in folders(Path::new("fixtures")).iter().flat_map(|rule| folders(rule)) {
        let drafts: Vec<PathBuf> =
            entries(&case).into_iter().filter(|path| name(path).starts_with("draft.")).collect();
        let sources = Some(case.join("sources")).filter(|_| !case.join("ibid.toml").exists());
        held += usize::from(!drafts.is_empty() && same(&drafts, sources));
    }
    assert!(held >= 100, "only {held} cases were held");
    assert!(same(&["fixtures/demo/brief.md".into()], Some("seeds".into())));
}
