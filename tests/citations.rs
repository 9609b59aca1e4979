//! Citations of what no single folder of sources holds: names that two roots share, sources whose text is not here, and
//! sources that are not declared to be all there are.

mod common;

use common::program::{folder, run};
use ibid::bibliography;
use ibid::block::blocks;
use ibid::claim::claims;
use ibid::config::Options;
use ibid::corpus::Corpus;
use ibid::file::{Files, Format};
use ibid::load::Source;
use ibid::matching::{Draft, Reason, Verdict, matches};

const LETTER: &str =
    "“The ferry will run through the winter on the old timetable,” the harbour master wrote.\n";
const MINUTES: &str = "The treasurer said: “The reserve had not been touched since the flood.”\n";

#[test]
fn a_name_that_two_roots_share_cites_both() {
    let draft = "“The ferry will run through the winter on the old timetable,” she wrote [@log]. “The reserve had not \
                 been touched since the flood,” he said [@log].\n";
    let files = [("draft.md", draft), ("a/log.txt", LETTER), ("b/log.txt", MINUTES), ("a/ship.txt", LETTER)];
    let place = folder(files);
    let check = ["check", "--format", "concise", "--sources", "a", "--sources", "b", "draft.md"];
    let shared = run(place.path(), &check, &[]);
    assert_eq!(shared.status, 1, "{}{}", shared.out, shared.err);
    let lines: Vec<&str> = shared.out.lines().filter(|line| line.contains('[')).collect();
    assert!(lines.len() == 1 && lines[0].contains("key-duplicate"), "{}", shared.out);
    assert!(lines[0].contains("2 sources are called `log`"), "{}", shared.out);
    common::program::write(place.path(), "draft.md", draft.replace("@log", "@ship"));
    let other = run(place.path(), &check, &[]);
    assert!(
        !other.out.contains("key-duplicate") && other.out.contains("citation-wrong-source"),
        "{}",
        other.out
    );
}

#[test]
fn what_cites_a_source_without_a_text_is_unchecked() {
    let draft = "“We are all glad that the boat goes on,” she wrote [@scan]. “We are all glad that the boat goes on,” \
                 she wrote [@letter]. “We are all glad that the boat goes on,” she wrote [@alone; @letter].";
    let expected =
        [Verdict::Unchecked(Reason::NoText), Verdict::NotFound, Verdict::Unchecked(Reason::NoText)];
    assert_eq!(verdicts(draft, &Options::default()), expected);
}

#[test]
fn sources_that_are_not_complete_lack_only_what_cites_them() {
    let draft = "“We are all glad that the boat goes on,” she wrote [@letter]. She went on.\n\n“We are all glad that \
                 the boat goes on,” she wrote.\n\n“The ferry will run through the summer on the old timetable,” she wrote.";
    let options = |complete| Options { complete, ..Options::default() };
    let outside = Verdict::Unchecked(Reason::OutsideCorpus);
    assert_eq!(verdicts(draft, &options(true)), [Verdict::NotFound, Verdict::NotFound, Verdict::Altered]);
    assert_eq!(verdicts(draft, &options(false)), [Verdict::NotFound, outside, Verdict::Altered]);
}

/// The verdicts on a draft's quotations, against a letter, an entry `alone` without a file and a file `scan` without a text.
fn verdicts(draft: &str, options: &Options) -> Vec<Verdict> {
    let mut files = Files::default();
    let mut add = |path: &str, format, text: &str| {
        files.add(|id| ibid::file::File::new(id, path.into(), "UTF-8", format, text.into()))
    };
    let source = Source::new(add("letter.txt", Format::Plain, LETTER), "letter".into());
    let (entries, _) =
        bibliography::read(&add("refs.bib", Format::Bibliography, "@misc{alone, title = {Alone}}"));
    let corpus = Corpus::new(vec![source], vec![("refs.bib".into(), entries)], vec!["scan".into()]);
    let draft = add("draft.md", Format::Markdown, draft);
    let blocks = blocks(&draft);
    let claims = claims(&draft, &blocks);
    let drafts = [Draft { text: blocks.text(&draft), claims: &claims, options }];
    matches(&drafts, &corpus, None).remove(0).into_iter().map(|found| found.verdict).collect()
}

#[test]
fn a_file_of_another_machines_library_is_found_by_its_own_folder() {
    let draft = "“The ferry will run through the winter on the old timetable,” she wrote [@ward2021]. “The reserve had not been \
                 touched since the flood,” he said [@hill2019].\n";
    let bibliography = "@misc{ward2021, title = {Letters}, file = {Full Text:/home/ward/Zotero/storage/X7KQ2M9P/Ward - Letters.txt:text/plain}}\n\
                        @misc{hill2019, title = {Minutes}, file = {C:\\\\Users\\\\hill\\\\Zotero\\\\storage\\\\AB12CD34\\\\minutes.txt}}\n\
                        @misc{lund2020, title = {Other}, file = {/home/ward/Zotero/storage/ZZ99ZZ99/minutes.txt}}\n";
    let place = folder([
        ("draft.md", draft),
        ("lib/lib.bib", bibliography),
        ("lib/storage/X7KQ2M9P/Ward - Letters.txt", LETTER),
        ("lib/storage/AB12CD34/minutes.txt", MINUTES),
    ]);
    let found = run(place.path(), &["trace", "--sources", "lib", "draft.md"], &[]);
    assert_eq!(found.status, 0, "{}{}", found.out, found.err);
    let shown = common::squash(&found.out);
    assert!(shown.contains("Letters.txt:1 (ward2021) cites ward2021"), "{shown}");
    assert!(shown.contains("minutes.txt:1 (hill2019)") && shown.contains("cites hill2019"), "{shown}");
}
