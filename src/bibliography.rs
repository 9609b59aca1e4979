//! The entries of a `.bib`: keys, titles, authors, dates and the files that hold their texts.
//!
//! Takes a `File` and hands on its entries and a finding for each that is broken. An entry with a key is kept however
//! broken it is, with what could be read of it, so that one slip makes no citation unknown.

mod fault;
mod files;
mod latex;
mod scan;

use self::fault::Fault;
use self::scan::Scanned;
use crate::file::{File, Span};
use crate::finding::{Finding, Label, Severity};
use crate::page;

/// One entry of a bibliography.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The citation key, as written.
    pub key: String,
    /// Where the key stands in its `.bib`.
    pub span: Span,
    /// The title as text, without markup.
    pub title: Option<String>,
    /// The authors as they are named in prose, `Ursula von der Leyen`; the editors of a work without authors.
    pub authors: Vec<String>,
    /// As written, `2023-03-03`, `2023-03` or `2023`.
    pub date: Option<String>,
    /// The journal, paper, book, site or body that published it.
    pub publication: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its DOI, as written.
    pub doi: Option<String>,
    /// The paths of its files as written, with `/`; relative ones start from the `.bib`'s folder.
    pub files: Vec<String>,
}

/// The entries of one `.bib` in order, and a finding (`source-unreadable`) for each that is broken. Linear in its
/// length.
pub fn read(file: &File) -> (Vec<Entry>, Vec<Finding>) {
    let (mut entries, mut findings) = (Vec::new(), Vec::new());
    for scanned in scan::entries(&file.text) {
        if let Some(fault) = &scanned.fault {
            findings.push(finding(file, &scanned, fault));
        }
        if !scanned.key.is_empty() {
            entries.push(entry(file, &scanned));
        }
    }
    (entries, findings)
}

fn entry(file: &File, scanned: &Scanned) -> Entry {
    // BibTeX takes the first of two fields with one name.
    let raw = |name: &str| {
        let field = scanned.fields.iter().find(|(field, _)| field.eq_ignore_ascii_case(name));
        field.map(|(_, value)| value.as_str()).filter(|value| !value.trim().is_empty())
    };
    let first = |names: &[&str]| names.iter().find_map(|name| raw(name));
    let howpublished = raw("howpublished");
    let is_link = |value: &&str| value.contains("\\url") || value.trim_start().starts_with("http");
    let is_page = ["online", "electronic", "www", "misc", "webpage"]
        .iter()
        .any(|kind| scanned.kind.eq_ignore_ascii_case(kind));
    let publication = first(&["journaltitle", "journal", "booktitle", "maintitle"])
        .or_else(|| raw("titleaddon").filter(|_| is_page))
        .or_else(|| first(&["organization", "institution", "publisher", "school"]))
        .or_else(|| howpublished.filter(|value| !is_link(value)));
    let url = raw("url").or_else(|| howpublished.filter(is_link));
    Entry {
        key: scanned.key.to_string(),
        span: file.span(scanned.key_range.clone()),
        title: raw("title").map(latex::text).filter(|title| !title.is_empty()),
        authors: first(&["author", "editor"]).map(latex::names).unwrap_or_default(),
        date: date(raw),
        publication: publication.map(latex::text).filter(|publication| !publication.is_empty()),
        url: url.map(latex::address).filter(|url| !url.is_empty()),
        doi: raw("doi").map(latex::address).filter(|doi| !doi.is_empty()),
        files: first(&["file", "pdf", "localfile"]).map(files::paths).unwrap_or_default(),
    }
}

/// `date`, or what `year`, `month` and `day` make of it.
fn date<'a>(raw: impl Fn(&str) -> Option<&'a str>) -> Option<String> {
    if let Some(date) = raw("date") {
        return Some(latex::text(date));
    }
    let mut date = latex::text(raw("year")?);
    if let Some(month) = raw("month").and_then(month) {
        date = format!("{date}-{month:02}");
        let day = raw("day").and_then(|day| day.trim_matches(['{', '}', ' ']).parse::<u8>().ok());
        if let Some(day) = day {
            date = format!("{date}-{day:02}");
        }
    }
    Some(date)
}

/// A month from 1 to 12, from its number or its English name.
fn month(value: &str) -> Option<u8> {
    let value = value.trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_ascii_lowercase();
    let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let named = || names.iter().position(|name| value.starts_with(name)).map(|i| i as u8 + 1);
    value.parse().ok().filter(|month| (1..=12).contains(month)).or_else(named)
}

fn finding(file: &File, scanned: &Scanned, fault: &Fault) -> Finding {
    let (name, kept) = match scanned.key {
        "" => (format!("an `@{}` entry", scanned.kind), "it is left out"),
        key => (format!("the entry `{key}`"), "what could be read of it is used"),
    };
    let label = |range: std::ops::Range<usize>, message: &str| Label {
        span: file.span(range),
        message: message.into(),
        source: None,
    };
    let place = fault.at.start.max(scanned.head.end);
    let related = match place > scanned.head.end {
        true => vec![label(place..fault.at.end, "it breaks here")],
        false => Vec::new(),
    };
    let message = format!("{name} of `{}` is broken: {}", file.path, fault.what);
    let finding = page::SOURCE_UNREADABLE.finding(message, label(scanned.head.clone(), kept));
    Finding { severity: Severity::Warning, related, help: vec![fault.remedy.to_string()], ..finding }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{FileId, Format};

    fn bib(text: &str) -> (File, Vec<Entry>, Vec<Finding>) {
        let file = File::new(FileId(0), "a.bib".into(), "UTF-8", Format::Bibliography, text.into());
        let (entries, findings) = read(&file);
        (file, entries, findings)
    }

    fn keys(entries: &[Entry]) -> Vec<&str> {
        entries.iter().map(|entry| entry.key.as_str()).collect()
    }

    /// One broken entry between two sound ones: both sound ones are read, and the broken one's file too.
    #[track_caller]
    fn breaks(middle: &str, says: &str) {
        let sound = |key: &str| format!("@article{{{key},\n  title = {{T {key}}},\n}}\n\n");
        let (file, entries, findings) = bib(&format!("{}{middle}\n\n{}", sound("one"), sound("two")));
        let whole = |key: &str| {
            entries.iter().any(|e| e.key == key && e.title.as_deref() == Some(&format!("T {key}")))
        };
        assert!(whole("one") && whole("two"), "{middle}: {entries:?}");
        assert_eq!(findings.len(), 1, "{middle}: {findings:?}");
        assert_eq!(findings[0].message, says);
        assert!(file.slice(findings[0].primary.span).starts_with('@'));
        let bad = entries.iter().find(|entry| entry.key == "bad");
        assert_eq!(entries.len(), 2 + usize::from(bad.is_some()), "{entries:?}");
        if let Some(bad) = bad {
            assert_eq!(bad.files, ["bad.txt"], "{middle}: {bad:?}");
        }
    }

    #[test]
    fn an_entry_is_read_whole() {
        let (file, entries, findings) = bib(
            "\u{feff}% Encoding: UTF-8\r\n@string{cmo = {China Military} # \" Online\"}\r\n\
             @Article{asia/pacific:nato-é,\r\n  author = \"von der Leyen, Ursula and {World Bank}\",\r\n  \
             title = {{\"Asia-Pacific\r\n version\" of} G{\\\"o}del},\r\n  journal = cmo,\r\n  year = 2023, month = mar,\r\n  \
             url = {https://x.org/a_b},\r\n  file = {:a.pdf:PDF;:b.txt:Text}\r\n}\r\n",
        );
        assert_eq!(findings, []);
        let entry = &entries[0];
        assert_eq!(entry.key, "asia/pacific:nato-é");
        assert_eq!(file.slice(entry.span), entry.key);
        assert_eq!(entry.title.as_deref(), Some("\"Asia-Pacific version\" of Gödel"));
        assert_eq!(entry.authors, ["Ursula von der Leyen", "World Bank"]);
        assert_eq!(entry.date.as_deref(), Some("2023-03"));
        assert_eq!(entry.publication.as_deref(), Some("China Military Online"));
        assert_eq!(entry.url.as_deref(), Some("https://x.org/a_b"));
        assert_eq!(entry.files, ["a.pdf", "b.txt"]);
    }

    #[test]
    fn entries_in_every_form() {
        let (_, entries, findings) = bib(
            "@comment{jabref-meta: @article{no, title={x}};}\n@preamble{\"\\newcommand{\\x}{y}\"}\n\
             mail me@example.org\n% @article{neither, title={x}}\n@misc(round, title = {A)B})\n@misc{empty}\n\
             @online{two words, title = {{A}} # { and } # \"{B\"}\", % why\n year = {2020}, day = 1}\n@misc{last,}",
        );
        assert_eq!(findings, []);
        assert_eq!(keys(&entries), ["round", "empty", "two words", "last"]);
        assert_eq!(entries[0].title.as_deref(), Some("A)B"));
        assert_eq!(entries[2].title.as_deref(), Some("A and B\""));
    }

    #[test]
    fn a_broken_entry_loses_nothing_else() {
        breaks(
            "@book{bad,\n  title = {Open,\n  file = {bad.txt},\n}",
            "the entry `bad` of `a.bib` is broken: its field `title` is opened and not closed",
        );
        breaks(
            "@book{bad,\n  title = \"Open,\n  file = {bad.txt},\n}",
            "the entry `bad` of `a.bib` is broken: its field `title` is opened and not closed",
        );
        breaks(
            "@book{bad,\n  title = {A}\n  file = {bad.txt}\n}",
            "the entry `bad` of `a.bib` is broken: no comma follows its field `title`",
        );
        breaks(
            "@book{bad\n  title = {A},\n  file = {bad.txt}\n}",
            "the entry `bad` of `a.bib` is broken: no comma follows its key",
        );
        breaks(
            "@book{bad,\n  title = {A}},\n  file = {bad.txt}\n}",
            "the entry `bad` of `a.bib` is broken: it closes before its last field: a `}` too many",
        );
        breaks(
            "@book{bad,\n  title {A},\n  file = {bad.txt}\n}",
            "the entry `bad` of `a.bib` is broken: `title` stands where a field should, and no `=` follows it",
        );
        breaks(
            "@book{bad,\n  ) = # ,\n  file = {bad.txt}\n}",
            "the entry `bad` of `a.bib` is broken: `)` stands where a field's name should",
        );
        breaks(
            "@book{bad,\n  title = {A},\n  file = {bad.txt}",
            "the entry `bad` of `a.bib` is broken: the next entry begins before its `}`",
        );
        breaks(
            "@book{\n  title = {A},\n  file = {bad.txt},\n}",
            "an `@book` entry of `a.bib` is broken: it has no key",
        );
        breaks("@book{, title = {A}}", "an `@book` entry of `a.bib` is broken: it has no key");
    }

    #[test]
    fn a_field_that_is_never_closed_at_the_end() {
        let (_, entries, findings) =
            bib("@misc{a, title = {T}}\n@misc{b,\n file = {b.txt},\n title = {Open,\n");
        assert_eq!(keys(&entries), ["a", "b"]);
        assert_eq!(entries[1].files, ["b.txt"]);
        assert_eq!(entries[1].title.as_deref(), Some("Open"));
        assert_eq!(findings.len(), 1);
    }

    #[test]
    fn a_name_that_nothing_defines_stands_for_itself() {
        let (_, entries, findings) = bib("@article{a, journal = jacm, year = 2020}\n@string{a = a # a}");
        assert_eq!(entries[0].publication.as_deref(), Some("jacm"));
        assert_eq!(findings, []);
    }

    #[test]
    fn garbage_does_not_hang() {
        let doubling: String = (0..64).map(|i| format!("@string{{a{} = a{i} # a{i}}}\n", i + 1)).collect();
        let (_, entries, _) = bib(&format!("@string{{a0 = {{x}}}}\n{doubling}@misc{{k, title = a64}}"));
        assert_eq!(entries.len(), 1);
        let parts = [
            "@comment{",
            "@a{b,c={",
            "a={\n",
            "@a{b,\n",
            "@",
            "{",
            "}",
            "@string{a=",
            "@string{a={",
            "@preamble{\"",
            "\"",
            "@a{b,c=\"{",
            "@a{b,c={}}",
            "\\",
            "@a(b,c=d})",
            " @",
            "@a{é=日}",
            "%",
            "@a{b,\na={\n",
            "@a{",
            "@preamble{",
            "#",
            "@a{b c=\n",
        ];
        for part in parts {
            for prefix in ["", "@misc{k,\n", "@misc{k,\nt = {"] {
                bib(&format!("{prefix}{}", part.repeat(100_000 / part.len())));
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics_and_a_later_entry_is_always_read(
            parts in proptest::collection::vec(proptest::sample::select(vec![
                "@a{k,", "@b(é,", "@string{s = ", "@comment{", "title = ", "author = ", "file = ", "{", "}", "\"", "=", "s",
                "\n", "@", "\\", "#", ",", "%", " and ", "$", "\\'", "~", "日", ")", ":", ";", "\\emph{", "\\enquote{", "--",
                "family=", "\r\n",
            ]), 0..60),
        ) {
            let (file, entries, findings) = bib(&format!("{}\n@misc{{last,\n title = {{T}}\n}}", parts.concat()));
            for entry in &entries {
                assert_eq!(file.slice(entry.span), entry.key);
            }
            for finding in &findings {
                assert!(file.slice(finding.primary.span).starts_with('@'));
            }
            // A comment that happens to be closed takes in what stands in it.
            if !parts.contains(&"@comment{") {
                assert!(entries.iter().any(|entry| entry.key == "last"), "{entries:?}");
            }
        }
    }
}
