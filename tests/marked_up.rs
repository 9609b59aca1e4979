//! Drafts in markup from outside: findings stand at the words of the file, fixes put words in as its notation has them, and
//! allows are comments of its own.

mod common;

use common::program::{self, Run};
use common::schema::holds;
use serde_json::Value;
use tempfile::TempDir;

const SOURCE: &str = "Ann Ward, the harbour master, said: “The ferry will not run for 5 % less before the ice has gone.” \
“Nobody has gone hungry on the island yet,” she said in March.\n\n“The boats of Ward & Sons were drawn up on the shingle,” Hill wrote.\n";

const LATEX: &str = "\\documentclass{article}
\\newcommand{\\hm}{harbour master}
\\begin{document}
The \\hm\\ said that \\enquote{the ferry will not run for 5~\\% more before
the ice has \\emph{gone}} \\parencite{log}. % she did
She added: ``Nobody has gone hungry on the \\emph{isle} yet'' \\parencite{log}.

Hill wrote that ``the boats of Ward were drawn up on the shingle'' \\parencite[3]{log}.
\\end{document}
";

#[cfg(feature = "html")]
const PAGE: &str = "<!DOCTYPE html>
<html><head><title>The Winter</title></head>
<body><p>The harbour master said that &ldquo;the ferry will not run for 5&nbsp;% more before
the ice has <em>gone</em>&rdquo;. She added: &ldquo;Nobody has gone hungry on the <em>isle</em> yet&rdquo;.</p>
<p>Hill wrote that <q>the boats of Ward were drawn up on the shingle</q>.</p>
</body></html>
";

fn drafts() -> Vec<(&'static str, &'static str)> {
    let all = [
        ("brief.tex", LATEX),
        #[cfg(feature = "html")]
        ("brief.html", PAGE),
    ];
    all.to_vec()
}

fn check(folder: &TempDir, draft: &str, more: &[&str]) -> Run {
    let check = ["check", "--sources", "sources", "--ignore", "citation-missing", draft];
    program::run(folder.path(), &[&check, more].concat(), &[])
}

fn diagnostics(folder: &TempDir, draft: &str) -> Vec<Value> {
    let run = check(folder, draft, &["--format", "json"]);
    let object: Value = serde_json::from_str(&run.out).unwrap();
    holds("report", &object);
    object["diagnostics"].as_array().unwrap().clone()
}

fn offsets(span: &Value) -> (usize, usize) {
    let at = |end: &str| span[end]["offset"].as_u64().unwrap() as usize;
    (at("start"), at("end"))
}

#[test]
fn a_finding_stands_at_the_words_of_the_file() {
    for (name, text) in drafts() {
        let folder = program::folder([(name, text), ("sources/log.txt", SOURCE)]);
        let found: Vec<(String, String)> = diagnostics(&folder, name)
            .iter()
            .map(|one| {
                let (start, end) = offsets(&one["span"]);
                let line = text[..start].matches('\n').count() as u64 + 1;
                assert_eq!(one["span"]["start"]["line"].as_u64(), Some(line), "{name}: {one}");
                (one["rule"].as_str().unwrap().to_owned(), text[start..end].to_owned())
            })
            .collect();
        let expected = [("quote-altered", "more"), ("quote-altered", "isle"), ("quote-elided", "Ward were")];
        assert_eq!(found, expected.map(|(rule, words)| (rule.to_owned(), words.to_owned())), "{name}");
    }
}

#[test]
fn a_fix_is_written_as_the_notation_has_it() {
    for (name, text) in drafts() {
        let folder = program::folder([(name, text), ("sources/log.txt", SOURCE)]);
        let mut left = diagnostics(&folder, name).len();
        let mut text = text.to_owned();
        while left > 0 {
            let found = diagnostics(&folder, name);
            // What stands in one word of its own can be written; the fix of it is the first.
            let fixable = found.iter().find(|one| !one["fixes"].as_array().unwrap().is_empty());
            let one = fixable.unwrap_or_else(|| panic!("{name}: no fix in {found:?}"));
            let mut edits: Vec<&Value> = one["fixes"][0]["edits"].as_array().unwrap().iter().collect();
            edits.sort_by_key(|edit| std::cmp::Reverse(offsets(&edit["span"]).0));
            for edit in edits {
                let (start, end) = offsets(&edit["span"]);
                text.replace_range(start..end, edit["replacement"].as_str().unwrap());
            }
            program::write(folder.path(), name, &text);
            left -= 1;
            assert_eq!(diagnostics(&folder, name).len(), left, "{name}:\n{text}");
        }
        let written = if name.ends_with("tex") { "Ward \\& Sons were" } else { "Ward &amp; Sons were" };
        assert!(text.contains(written) && text.contains("island"), "{text}");
        assert!(text.contains("\\emph{island}") || text.contains("<em>island</em>"), "{text}");
    }
}

#[test]
fn an_allow_is_a_comment_of_the_notation() {
    for (name, text) in drafts() {
        let folder = program::folder([(name, text), ("sources/log.txt", SOURCE)]);
        let run = check(&folder, name, &["--add-allow", "as printed"]);
        assert!(run.out.contains("written to"), "{name}: {}{}", run.out, run.err);
        let written = std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert_ne!(written, text);
        let again = check(&folder, name, &[]);
        assert!(again.status == 0 && again.out.contains("3 allowed"), "{name}: {}\n{written}", again.out);
        let sign = if name.ends_with("tex") {
            "% ibid: allow(quote-altered) as printed"
        } else {
            "<!-- ibid: allow(quote-altered) as printed -->"
        };
        assert!(written.contains(sign), "{written}");
    }
}

#[test]
fn a_row_of_a_table_is_cited_as_a_whole() {
    let source = "“An owner is whoever pays for the sluice in the spring,” the deed says. “The mill stands on both sides of the water,” it goes on.\n";
    let latex = "\\begin{tabular}{ll}\nDeed & ``An owner is whoever pays for the sluice in the spring'' & \\cite{deed} \\\\\n\
        Mill & ``The mill stands on both sides of the water'' & none \\\\\n\\end{tabular}\n";
    let page = "<table><tr><td>Deed</td><td>“An owner is whoever pays for the sluice in the spring”</td><td><a href=\"sources/deed.txt\">deed</a></td></tr>\n\
        <tr><td>Mill</td><td>“The mill stands on both sides of the water”</td><td>none</td></tr></table>\n";
    for (name, text) in [("t.tex", latex), ("t.html", page)] {
        if cfg!(not(feature = "html")) && name == "t.html" {
            continue;
        }
        let folder = program::folder([(name, text), ("sources/deed.txt", source)]);
        let run =
            program::run(folder.path(), &["check", "--sources", "sources", "--format", "concise", name], &[]);
        assert_eq!(run.out.matches("citation-missing").count(), 1, "{}", run.out);
        assert!(run.out.contains(&format!("{name}:{}:", if name == "t.tex" { 3 } else { 2 })), "{}", run.out);
    }
}
