//! Words as a text of some notation has them: the way back from what a reader took out of a file.
//!
//! Takes words in the dialect that drafts are read in, citations in Pandoc's form among them, and hands on what to write into the
//! file. Nothing where the notation has no way to say it.

use std::ops::Range;

use super::origin::{Mapped, Notation};

/// What to write into a file for some words, in the place of some of its bytes.
pub fn written(mapped: &Mapped, at: &Range<usize>, words: &str) -> Option<String> {
    match mapped.notation {
        Notation::Plain => Some(words.to_owned()),
        Notation::Html => html(words),
        // The marks of the string stand round it already.
        Notation::Json => {
            let string = serde_json::to_string(words).ok()?;
            Some(string.strip_prefix('"')?.strip_suffix('"')?.to_owned())
        }
        Notation::Latex if is_in_keys(&mapped.raw.text, at.start) => keys(words),
        Notation::Latex => latex(&mapped.raw.text, words),
    }
}

/// Signs of the dialect that no other notation has: notes, links and, where there are no keys, citations of keys.
fn has_signs(words: &str, signs: &[&str]) -> bool {
    signs.iter().any(|sign| words.contains(sign))
}

fn html(words: &str) -> Option<String> {
    if has_signs(words, &["[^", "](", "[@", "\n"]) {
        return None;
    }
    let mut text = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '\u{a0}' => text.push_str("&nbsp;"),
            c => text.push(c),
        }
    }
    Some(text)
}

/// Commands that cite, as a text may have them; the first of those that it has most often is used.
const CITING: &[&str] =
    &["cite", "autocite", "parencite", "citep", "footcite", "textcite", "citet", "smartcite"];

/// Whether a byte lies in the braces of a command that cites: what stands there is a key, and no words.
fn is_in_keys(raw: &str, at: usize) -> bool {
    /// So many bytes of keys and options stand before it at most.
    const NEAR: usize = 400;
    let near = &raw[raw.floor_char_boundary(at.saturating_sub(NEAR))..at];
    let Some((before, keys)) = near.rsplit_once('{') else { return false };
    let mut command = before.trim_end();
    while let Some((rest, _)) =
        command.strip_suffix([']', '}']).and_then(|inside| inside.rsplit_once(['[', '{']))
    {
        command = rest.trim_end();
    }
    let command = command.trim_end_matches('*');
    let name = command.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let cites = command[name.len()..].to_ascii_lowercase().contains("cite");
    !keys.contains(['}', '\\']) && name.ends_with('\\') && cites
}

/// A key as it stands in a command: without Pandoc's sign and braces.
fn keys(words: &str) -> Option<String> {
    let key = words.strip_prefix('@').unwrap_or(words);
    let key = key.strip_prefix('{').and_then(|key| key.strip_suffix('}')).unwrap_or(key);
    (!key.contains(['{', '}', '\\', '%', ',', '[', ']'])).then(|| key.to_owned())
}

fn latex(raw: &str, words: &str) -> Option<String> {
    if has_signs(words, &["[^", "](", "\n"]) {
        return None;
    }
    let mut text = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find("[@") {
        let close = at + rest[at..].find(']')?;
        escape(raw, &rest[..at], &mut text);
        text.push_str(&citation(raw, &rest[at + 1..close])?);
        rest = &rest[close + 1..];
    }
    escape(raw, rest, &mut text);
    Some(text)
}

/// What stands between the brackets of a citation of keys, "@ward2021, p. 4", as a command. Pages are plain numbers behind it.
fn citation(raw: &str, inside: &str) -> Option<String> {
    let used = |command: &str| {
        raw.matches(&format!("\\{command}{{")).count() + raw.matches(&format!("\\{command}[")).count()
    };
    let most = CITING.iter().map(|command| used(command)).max().unwrap_or(0);
    let command = CITING.iter().find(|command| used(command) == most).unwrap_or(&"cite");
    let mut keys = Vec::new();
    let mut locator = None;
    for part in inside.split(';') {
        let part = part.trim().strip_prefix('@')?;
        let (key, behind) =
            part.split_once(',').map_or((part, None), |(key, behind)| (key, Some(behind.trim())));
        if key.contains(|c: char| c.is_whitespace() || "{}\\,%".contains(c)) || locator.is_some() {
            return None;
        }
        keys.push(key);
        locator = behind;
    }
    let locator = match locator {
        None => String::new(),
        Some(pages) => {
            let number = ["pp. ", "p. "].iter().find_map(|unit| pages.strip_prefix(unit));
            let mut written = String::new();
            escape(raw, number.unwrap_or(pages), &mut written);
            format!("[{written}]")
        }
    };
    Some(format!("\\{command}{locator}{{{}}}", keys.join(",")))
}

/// Plain words with what LaTeX would take for a command made plain.
fn escape(raw: &str, words: &str, text: &mut String) {
    let by_accents = raw.contains("``");
    for c in words.chars() {
        match c {
            '%' | '&' | '$' | '#' | '_' | '{' | '}' => text.extend(['\\', c]),
            '~' => text.push_str("\\textasciitilde{}"),
            '^' => text.push_str("\\textasciicircum{}"),
            '\\' => text.push_str("\\textbackslash{}"),
            '\u{a0}' => text.push('~'),
            '“' if by_accents => text.push_str("``"),
            '”' if by_accents => text.push_str("''"),
            '‘' if by_accents => text.push('`'),
            '’' if !raw.contains('’') => text.push('\''),
            '–' if !raw.contains('–') => text.push_str("--"),
            '—' if !raw.contains('—') => text.push_str("---"),
            '…' if !raw.contains('…') => text.push_str("\\ldots{}"),
            c => text.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::origin::Raw;
    use super::*;

    fn write(notation: Notation, raw: &str, words: &str) -> Option<String> {
        let at = raw.find('|').unwrap_or(raw.len());
        written(&Mapped { raw: Arc::new(Raw::new(raw.into())), runs: Vec::new(), notation }, &(at..at), words)
    }

    #[test]
    fn words_are_written_as_the_notation_has_them() {
        let table = [
            (Notation::Plain, "", "a & b", Some("a & b")),
            (Notation::Html, "", "a & b < “c”", Some("a &amp; b &lt; “c”")),
            (Notation::Html, "", "a [@b]", None),
            (Notation::Json, "", "a \"b\"\n", Some("a \\\"b\\\"\\n")),
            (Notation::Latex, "", "5 % of $3 – “so” …", Some("5 \\% of \\$3 -- “so” \\ldots{}")),
            (Notation::Latex, "``a'' – …", "“b’s” – …", Some("``b's'' – …")),
            (Notation::Latex, "", "a\\b", Some("a\\textbackslash{}b")),
            (Notation::Latex, "", "a [^1]", None),
        ];
        for (notation, raw, words, expected) in table {
            assert_eq!(write(notation, raw, words).as_deref(), expected, "{words}");
        }
    }

    #[test]
    fn a_key_is_written_as_it_is() {
        let table = [
            ("\\cite{|x}", "log_07", Some("log_07")),
            ("\\Parencites[see][2]{a}[4]{b,|x}", "{a b}", Some("a b")),
            ("\\footcite*{|x}", "a%b", None),
            ("\\emph{|x}", "log_07", Some("log\\_07")),
            ("\\cite{x} |x", "log_07", Some("log\\_07")),
        ];
        for (raw, words, expected) in table {
            assert_eq!(write(Notation::Latex, raw, words).as_deref(), expected, "{raw}");
        }
    }

    #[test]
    fn a_citation_is_the_command_that_the_text_has() {
        let table = [
            ("", "so [@a].", Some("so \\cite{a}.")),
            ("\\parencite[2]{x} \\parencite{y} \\cite{z}", "[@a, p. 4]", Some("\\parencite[4]{a}")),
            ("\\citep{x}", "[@a; @b, pp. 4–5]", Some("\\citep[4--5]{a,b}")),
            ("\\citep{x}", "[@a, § 3; @b]", None),
            ("\\citep{x}", "[@{https://a.b}]", None),
            ("\\citep{x}", "[@a", None),
        ];
        for (raw, words, expected) in table {
            assert_eq!(write(Notation::Latex, raw, words).as_deref(), expected, "{words}");
        }
    }
}
