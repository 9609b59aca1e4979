//! A report made by hand, with everything in it that is hard to show, which passes through every format.

use ibid::check::{Quotes, Report, Summary};
use ibid::file::{File, FileId, Files, Format, Span};
use ibid::finding::{Edit, Finding, Fix, Label, Safety, Severity};

/// A label without a source.
pub fn label(span: Span, message: &str) -> Label {
    Label { span, message: message.into(), source: None }
}

/// An error of `quote-altered` with nothing beside its place.
pub fn finding(primary: Label) -> Finding {
    Finding {
        rule: "quote-altered",
        severity: Severity::Error,
        message: "the words differ from the source’s".into(),
        primary,
        related: Vec::new(),
        notes: Vec::new(),
        help: Vec::new(),
        fixes: Vec::new(),
    }
}

/// The span of some words of a file that was added.
pub fn find(files: &Files, file: FileId, words: &str) -> Span {
    let file = files.get(file);
    let start = file.text().find(words).unwrap_or_else(|| panic!("{words:?} is not in {}", file.path));
    file.span(start..start + words.len())
}

const DRAFT: &str = "# Brief\n\nThe idea has met with resistance all over the region, and nowhere more than among those \
whom it was meant to please. At the forum in the spring one delegate after another rose to say that nobody had asked for \
it. “We are already ASEAN. We don’t require NATO in ASEAN,” said the Malaysian foreign minister, Mohamad Hasan, to long \
applause, and the Indonesian papers said much the same on the morning after. India kept its distance, too: it “has a \
different history and a different way of approaching the world”, its minister said in Tokyo. Others were more cautious. \
The Philippines, which of all the members has the most to fear, called the plan unrealistic; Singapore said that it would \
wait and see; and Thailand said nothing at all, which those who know the country took for an answer. What the plan’s \
friends had to say to this was little enough.\n\n\
\tA tab, 他说：“我们不需要亚洲版北约。” and 👩🏽‍🚀 e\u{301}t cetera, “wholly altered”.\n\n\
> No one wishes to return\n> to bloc confrontation, and no one\n> ever did.\n\n\
“One.\nTwo.\nThree.\nFour.\nFive.\nSix.”\n";

const SOURCE: &str = "Why “Asian NATO” finds no support?\nWith the geopolitical landscape shifting in recent years, some are \
trumpeting NATO's eastward expansion into Asia, an attempt to mimic the \"collective security\" concept of the West. Much \
to their surprise, however, such a notion has been met with a chorus of resistance. \"We are already ASEAN. We do not need \
NATO in ASEAN,\" said the Malaysian Foreign Minister Mohamad Hasan. The Jakarta Post, a leading English newspaper, has \
dismissed the idea.\n他说：\u{201c}我们根本不需要亚洲版的北约，也不需要别的什么集团，我们需要的是和平、稳定、发展与合作，不是对抗与分裂。\u{201d}\n";

/// A report with a case of everything that is hard to show.
pub fn report() -> Report {
    let mut files = Files::default();
    let mut add = |path: &str, text: &str| {
        files.add(|id| File::new(id, path.into(), "UTF-8", Format::Markdown, text.into())).id
    };
    let draft = add("drafts/brief.md", DRAFT);
    let source = add("seeds/004_c180aff60098511c.txt", SOURCE);
    let hostile = add("evil\u{1b}[31m\u{202e}.md", "He said “\u{1b}[2J\u{202e}gone\u{7}” and left.\n");
    let unreadable = add("sources/scan.pdf", "");
    let at = |file, words: &str| find(&files, file, words);
    let cited = |words: &str, message: &str| Label {
        source: Some("why-no-support".into()),
        ..label(find(&files, source, words), message)
    };

    let mut altered = finding(label(at(draft, "don’t require"), "the source: “do not need”"));
    altered.message = "this quotation differs from its source in two words".into();
    altered.related.push(cited("We are already ASEAN. We do not need NATO in ASEAN,", "nearest passage"));
    altered.fixes.push(Fix {
        title: "use the source’s words".into(),
        safety: Safety::Unsafe,
        edits: vec![Edit { span: at(draft, "don’t require"), replacement: "do not need".into() }],
    });

    let mut noted = finding(label(at(draft, "different history"), ""));
    noted.severity = Severity::Warning;
    noted.rule = "quote-out-of-context";
    noted.message =
        "the cut removes a limit on the quoted words, so that they say more in the draft than they say in \
                     the source, where “only if” stands before them"
            .into();
    noted.notes.push(
        "the source goes on: “but it would, all the same, have to be considered by the whole of the cabinet before it \
         could be said to be the policy of the government”"
            .into(),
    );
    noted
        .help
        .push("quote the whole sentence, or say in your own words on what condition it was said".into());

    let mut wide = finding(label(at(draft, "我们不需要亚洲版北约"), "differs in three characters"));
    wide.related.push(cited(
        "我们根本不需要亚洲版的北约，也不需要别的什么集团，我们需要的是和平、稳定、发展与合作，不是对抗与分裂",
        "nearest passage, of which the draft gives the first part and which goes on to say what is needed instead",
    ));
    wide.notes.push("源文本继续写道：我们需要的是和平、稳定、发展与合作，不是对抗与分裂，这一点我们在去年的会议上已经说得非常清楚了。".into());

    let mut omitted = finding(label(at(draft, "wholly").with_end_as_start(), "“not” is left out here"));
    omitted.rule = "quote-elided";
    omitted.related.push(label(at(draft, "wholly altered"), "a second place"));

    let long = "“We are already ASEAN. We don’t require NATO in ASEAN,” said the Malaysian foreign minister, Mohamad \
                Hasan, to long applause, and the Indonesian papers said much the same on the morning after.";
    let long =
        finding(label(at(draft, long), "a span that is longer than the line is shown by its two ends"));
    let block = finding(label(
        at(draft, "No one wishes to return\n> to bloc confrontation, and no one\n> ever did."),
        "over three lines",
    ));
    let six = finding(label(at(draft, "One.\nTwo.\nThree.\nFour.\nFive.\nSix."), "over six"));

    let mut evil = finding(label(at(hostile, "\u{1b}[2J\u{202e}gone\u{7}"), "ends \u{1b}]0;title\u{7} here"));
    evil.message = "a message\nwith \u{9b}31m control".into();
    let mut scan = finding(label(files.get(unreadable).span(0..0), "no text layer"));
    scan.rule = "source-unreadable";
    scan.message = "this source cannot be read".into();
    scan.help.push("convert it to text, and put `scan.txt` beside it".into());

    let quotes =
        Quotes { found: 12, verbatim: 6, permitted: 1, altered: 2, unchecked: 3, ..Quotes::default() };
    let mut summary = Summary { drafts: 1, sources: 5, errors: 8, warnings: 1, quotes, ..Summary::default() };
    summary.unchecked.extend([("with-no-reporting-clause", 1), ("too-short", 2)]);
    summary.skipped.insert("pdf".into(), 4);
    let input = vec![altered, noted, wide, omitted, long, block, six, evil, scan];
    Report { files, input, summary, ..Report::default() }
}

trait EmptyAt {
    /// The place before a span.
    fn with_end_as_start(self) -> Span;
}

impl EmptyAt for Span {
    fn with_end_as_start(self) -> Span {
        Span { end: self.start, ..self }
    }
}
