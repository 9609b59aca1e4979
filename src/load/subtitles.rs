//! Subtitles: SubRip (`.srt`) and WebVTT (`.vtt`).
//!
//! Takes the text of a file and hands on what is said in it, with the time of each cue. A sentence runs over several cues, so
//! paragraphs end where the voice changes or a sentence is followed by silence, and never with a cue. A voice that a cue names
//! stands before its words as a transcript has it: "Ann Ward: …".

use std::ops::Range;
use std::sync::Arc;

use super::build::{Build, Extracted};
use super::decode::Fault;
use crate::file::extract::{Kind, Mark};
use crate::file::origin::{Notation, Raw};

/// So much silence behind a sentence ends a paragraph, in milliseconds.
const SILENCE: u32 = 2_000;
/// So many bytes end a paragraph at the next sentence's end.
const LONG: usize = 900;

/// Takes what is said out of subtitles. Linear in their length.
pub(super) fn read(raw: String) -> Result<Extracted, Fault> {
    let raw = Arc::new(Raw::new(raw));
    let text = &raw.text;
    let cues = cues(text);
    if cues.is_empty() {
        return Err(Fault::unread(
            "has no cue: no line of it says from when to when, as `00:00:01.000 --> 00:00:04.000`",
            "see that it is SubRip or WebVTT, or give its text as .txt",
        ));
    }
    let mut reader =
        Reader { text, build: Build::mapped(), voice: String::new(), said: 0, last: String::new() };
    let mut ended = 0;
    for cue in cues {
        if reader.ends_sentence() && (cue.from.saturating_sub(ended) >= SILENCE || reader.said > LONG) {
            reader.paragraph();
        }
        reader.cue(&cue);
        ended = cue.to;
    }
    Ok(reader.build.finish_mapped(Arc::clone(&raw), Notation::Plain))
}

/// One cue: its times in milliseconds, and the lines of its words.
struct Cue {
    from: u32,
    to: u32,
    lines: Vec<Range<usize>>,
}

/// The cues of a text, in its order. Lines before a time line that no time line follows are headers, comments and styles.
fn cues(text: &str) -> Vec<Cue> {
    let mut cues: Vec<Cue> = Vec::new();
    let mut inside = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim_end();
        let range = at..at + body.len();
        at += line.len();
        if let Some((from, to)) = times(body) {
            // A number before a time names the cue, where an empty line between cues is missing.
            if inside && let Some(last) = cues.last_mut() {
                let numbered = last.lines.last().is_some_and(|line| is_number(&text[line.clone()]));
                last.lines.truncate(last.lines.len() - usize::from(numbered));
            }
            cues.push(Cue { from, to, lines: Vec::new() });
            inside = true;
        } else if body.trim().is_empty() {
            inside = false;
        } else if inside && let Some(cue) = cues.last_mut() {
            cue.lines.push(range);
        }
    }
    cues
}

fn is_number(text: &str) -> bool {
    !text.trim().is_empty() && text.trim().bytes().all(|byte| byte.is_ascii_digit())
}

/// The times of a time line.
fn times(line: &str) -> Option<(u32, u32)> {
    let (from, to) = line.split_once("-->")?;
    let from = time(from.trim().trim_start_matches('\u{feff}'))?;
    Some((from, time(to.split_whitespace().next()?)?))
}

/// A time in milliseconds: `01:02:03,456`, `02:03.456`.
fn time(text: &str) -> Option<u32> {
    let (whole, part) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let mut seconds: u32 = 0;
    for part in whole.split(':') {
        let number: u32 = part.parse().ok()?;
        seconds = seconds.checked_mul(60)?.checked_add(number)?;
    }
    let part: u32 = format!("{part:0<3}").get(..3)?.parse().ok()?;
    (whole.contains(':')).then_some(seconds.checked_mul(1000)?.checked_add(part)?)
}

struct Reader<'a> {
    text: &'a str,
    build: Build,
    /// Who speaks, as cues name them.
    voice: String,
    /// How many bytes the open paragraph has.
    said: usize,
    /// The words of the last line, which captions that roll up show again.
    last: String,
}

impl Reader<'_> {
    fn paragraph(&mut self) {
        self.build.close();
        self.said = 0;
    }

    /// Whether what was said last ends a sentence.
    fn ends_sentence(&self) -> bool {
        let last = self.last.trim_end_matches(['"', '”', '’', ')', ']', '»', '♪', ' ']);
        last.ends_with(['.', '!', '?', '…', '。', '！', '？'])
    }

    fn cue(&mut self, cue: &Cue) {
        let mut begun = false;
        for line in &cue.lines {
            let words = plain(&self.text[line.clone()]);
            if words.trim().is_empty() || words.trim() == self.last.trim() {
                continue;
            }
            if !begun {
                // The anchor of a paragraph's first cue stands behind the end of the one before.
                if self.opens(line) {
                    self.paragraph();
                }
                self.build.anchor(Mark::Time(cue.from / 1000, cue.to.div_ceil(1000)));
                begun = true;
            }
            self.line(line.clone());
            self.said += words.len();
            self.last = words;
        }
    }

    /// Whether a line begins with another voice.
    fn opens(&self, line: &Range<usize>) -> bool {
        let text = self.text[line.clone()].trim_start();
        let named = voice(text).is_some_and(|name| name != self.voice);
        named || is_change(text) || label(text)
    }

    fn line(&mut self, line: Range<usize>) {
        let text = &self.text[line.clone()];
        let lead = text.len() - text.trim_start().len();
        if self.said > 0 && self.opens(&line) {
            self.paragraph();
        }
        if !self.build.is_open() {
            self.build.open(Kind::Paragraph, 0);
        }
        let mut at = line.start + lead;
        if is_change(&text[lead..]) {
            at += text[lead..].len() - text[lead..].trim_start_matches(['-', '–', '—', '>', '»', ' ']).len();
        }
        while at < line.end {
            let rest = &self.text[at..line.end];
            let Some(next) = rest.find(['<', '{', '&']) else {
                self.build.copy(rest, at);
                break;
            };
            self.build.copy(&rest[..next], at);
            at += next;
            at += self.markup(at, line.end);
        }
        self.build.put(" ", line.end..line.end);
    }

    /// Takes what stands at a `<`, `{` or `&`, and returns its length in bytes.
    fn markup(&mut self, at: usize, end: usize) -> usize {
        let rest = &self.text[at..end];
        if rest.starts_with('&') {
            let names = [
                ("&amp;", "&"),
                ("&lt;", "<"),
                ("&gt;", ">"),
                ("&nbsp;", "\u{a0}"),
                ("&lrm;", ""),
                ("&rlm;", ""),
            ];
            if let Some((name, stands)) = names.iter().find(|(name, _)| rest.starts_with(name)) {
                self.build.put(stands, at..at + name.len());
                return name.len();
            }
        } else if let Some(length) = tag(rest) {
            if let Some(name) = voice(rest).filter(|name| *name != self.voice) {
                let from = at + "<v".len()..at + length;
                self.voice = name.to_owned();
                if self.said > 0 {
                    self.paragraph();
                    self.build.open(Kind::Paragraph, 0);
                }
                self.build.put(&format!("{name}:"), from.clone());
                self.build.put(" ", from.end..from.end);
            }
            return length;
        }
        self.build.copy(&rest[..1], at);
        1
    }
}

/// The length in bytes of the markup that a text starts with: `<i>`, `</v>`, `<00:01.000>`, `{\an8}`.
fn tag(text: &str) -> Option<usize> {
    let close = if text.starts_with("{\\") { '}' } else { '>' };
    let is_tag = text.starts_with("{\\")
        || text[1..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/') && text.starts_with('<');
    text.find(close).filter(|_| is_tag).map(|end| end + 1)
}

/// The voice that a line begins with, as WebVTT names it: `<v.loud Ann Ward>`.
fn voice(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("<v")?;
    let inner = inner.get(..inner.find('>')?)?;
    let (classes, name) = inner.split_once(char::is_whitespace)?;
    let name = name.trim();
    ((classes.is_empty() || classes.starts_with('.')) && !name.is_empty()).then_some(name)
}

/// Whether a line says that another person speaks: `- Yes.`, `>> Yes.`
fn is_change(text: &str) -> bool {
    text.starts_with(">>") || text.starts_with("- ") || text.starts_with("– ") || text.starts_with("— ")
}

/// Whether a line begins with who speaks: `WARD: Yes.`
fn label(text: &str) -> bool {
    /// A label is no longer, in bytes.
    const LONGEST: usize = 40;
    let Some((name, _)) = text.split_once(": ").filter(|(name, _)| name.len() <= LONGEST) else {
        return false;
    };
    let words = name.split(' ');
    let is_name = |word: &str| word.starts_with(char::is_uppercase) || word.starts_with(['(', '[']);
    !name.is_empty() && words.clone().count() <= 4 && words.into_iter().all(is_name)
}

/// A line without its markup.
fn plain(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(['<', '{']) {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = tag(rest).unwrap_or(1);
        if length == 1 {
            plain.push_str(&rest[..1]);
        }
        rest = &rest[length..];
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{File, FileId, Format};

    /// The paragraphs of subtitles, each with the time at which it begins.
    fn paragraphs(text: &str) -> Vec<String> {
        let Extracted { text, extract, .. } = read(text.into()).unwrap();
        let shown = |block: &crate::file::extract::Stretch| {
            let time = match extract.anchor(block.range.start) {
                Some(&Mark::Time(from, to)) => format!("{from}-{to}"),
                _ => String::new(),
            };
            format!("{time} {}", &text[block.range.clone()])
        };
        extract.blocks.iter().map(shown).collect()
    }

    #[test]
    fn a_sentence_runs_over_cues() {
        let text = "1\r\n00:00:01,000 --> 00:00:03,500\r\nThe ferry {\\an8}will <i>not</i>\r\nrun\r\n\r\n2\r\n00:01:03,600 --> 00:01:05,000\r\nbefore May.\r\n3\r\n00:01:08,000 --> 00:01:09,000\r\n- Why?\r\n- Ice.\r\n";
        assert_eq!(paragraphs(text), ["1-4 The ferry will not run before May.", "68-69 Why?", "68-69 Ice."]);
    }

    #[test]
    fn a_voice_is_a_label() {
        let text = "\u{feff}WEBVTT - Harbour\n\nNOTE\na note\n\nintro\n00:01.000 --> 00:02.000 align:start\n<v.loud Ann Ward>We wait &amp; see.\n\n00:02.000 --> 00:03.000\n<v Ann Ward>The quay is full.</v>\n\n00:03.000 --> 00:04.000\n<v Hill>No <00:03.500>it is not, 3 < 4.\n";
        let expected = ["1-2 Ann Ward: We wait & see. The quay is full.", "3-4 Hill: No it is not, 3 < 4."];
        assert_eq!(paragraphs(text), expected);
    }

    #[test]
    fn captions_that_roll_up_are_read_once() {
        let text = "WEBVTT\n\n00:01.000 --> 00:02.000\nthe ferry\n\n00:02.000 --> 00:03.000\nthe ferry\nis late\n\n00:03.000 --> 00:04.000\nis late\nagain\n";
        assert_eq!(paragraphs(text), ["1-2 the ferry is late again"]);
    }

    #[test]
    fn a_place_is_the_files_own() {
        let raw = "1\n00:00:01,000 --> 00:00:03,500\nThe <i>ferry</i> &amp; quay\n";
        let Extracted { text, extract, origin } = read(raw.into()).unwrap();
        let file =
            File::new(FileId(0), "a.srt".into(), "UTF-8", Format::Subtitles, text).extracted(extract, origin);
        let at = file.text().find("quay").unwrap();
        let (start, end) = file.places(file.span(at..at + 4));
        assert_eq!((start.line, start.column, end.column), (3, 24, 28));
        assert_eq!(&raw[start.offset as usize..end.offset as usize], "quay");
        let at = file.text().find("ferry").unwrap();
        let (start, end) = file.places(file.span(at..at + 7));
        assert_eq!(&raw[start.offset as usize..end.offset as usize], "ferry</i> &amp;");
    }

    #[test]
    fn what_has_no_times_is_none() {
        assert!(matches!(read("1\nThe ferry\n".into()), Err(Fault::Unread { .. })));
        assert_eq!(time("00:99999999:00"), None);
        assert_eq!(time("12"), None);
    }
}
