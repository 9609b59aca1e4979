//! The allows of a draft: comments by which a writer stands by what a rule reports.
//!
//! Takes a draft's comments and its findings; hands on the findings that remain, those that are allowed, and
//! `allow-unused` for every allow that allowed nothing or is not understood.

use std::ops::Range;

use crate::block::Comment;
use crate::file::{File, Span};
use crate::finding::{Edit, Finding, Fix, Label, Safety};
use crate::nearest::nearest;
use crate::page::{self, Page, covers};
use crate::rule::{Check, Cx, RULES};

/// What the allows made of a draft's findings.
#[derive(Debug, Default)]
pub(super) struct Allowed {
    /// Findings that no allow is about, and those on allows themselves.
    pub left: Vec<Finding>,
    /// Findings that an allow is about.
    pub allowed: Vec<Finding>,
}

/// One comment that was understood.
struct Allow {
    comment: Span,
    /// What it is about; none for the whole file.
    reach: Option<Span>,
    /// `allow(…)`, with the brackets.
    form: Span,
    names: Vec<Name>,
    alone: bool,
}

/// A rule or a family of rules in an allow's brackets.
struct Name {
    span: Span,
    used: bool,
}

/// Parts a draft's findings by its allows. The findings of every severity are wanted, shown or not: one that is not shown
/// is a use all the same.
pub(super) fn allow(cx: &Cx, comments: &[Comment], findings: Vec<Finding>) -> Allowed {
    let mut allowed = Allowed { left: findings, allowed: Vec::new() };
    if comments.is_empty() {
        return allowed;
    }
    let mut allows = Vec::new();
    let mut strange = Vec::new();
    for comment in comments {
        match parse(cx.file, comment) {
            Some(allow) => allows.push(allow),
            None if is_meant(cx.file.slice(comment.body)) => strange.push(not_understood(comment)),
            // Scholars write `ibid:` to each other, too.
            None => {}
        }
    }
    let findings = std::mem::take(&mut allowed.left);
    for finding in findings {
        let mut is_allowed = false;
        for allow in allows
            .iter_mut()
            .filter(|allow| allow.reach.is_none_or(|reach| reaches(reach, finding.primary.span)))
        {
            for name in &mut allow.names {
                if covers(cx.file.slice(name.span), finding.rule) {
                    name.used = true;
                    is_allowed = true;
                }
            }
        }
        if is_allowed { allowed.allowed.push(finding) } else { allowed.left.push(finding) }
    }
    if cx.config.wants(&page::ALLOW_UNUSED) {
        allowed.left.extend(strange);
        allows.iter().for_each(|allow| unused(cx, allow, &mut allowed.left));
    }
    allowed
}

/// Whether a finding's words lie in what a comment is about, if only in part.
pub(super) fn reaches(reach: Span, span: Span) -> bool {
    match span.start == span.end {
        // A place between words lies in what it touches.
        true => reach.start <= span.start && span.end <= reach.end,
        false => reach.overlaps(span),
    }
}

/// Reads `allow(rule, family) reason` and `allow-file(…) reason`.
fn parse(file: &File, comment: &Comment) -> Option<Allow> {
    let body = file.slice(comment.body);
    let (rest, reach) = match body.strip_prefix("allow-file") {
        Some(rest) => (rest, None),
        None => (body.strip_prefix("allow")?, Some(comment.reach)),
    };
    let (list, _) = rest.trim_start().strip_prefix('(')?.split_once(')')?;
    let start = comment.body.start as usize;
    let list_start = start + body.find('(')? + 1;
    let mut names = Vec::new();
    let mut at = list_start;
    for part in list.split(',') {
        let name = part.trim();
        let from = at + (part.len() - part.trim_start().len());
        if !name.is_empty() {
            names.push(Name { span: file.span(from..from + name.len()), used: false });
        }
        at += part.len() + 1;
    }
    let form = file.span(start..list_start + list.len() + 1);
    let understood = !names.is_empty() && comment.closed;
    understood.then_some(Allow { comment: comment.span, reach, form, names, alone: comment.alone })
}

/// Whether a comment that is not understood was meant for this program: its first word is like `allow`, or it names a
/// rule, or something stands in brackets behind its first word.
fn is_meant(body: &str) -> bool {
    let word = body.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or_default();
    let called = (1..=20).contains(&word.len()) && body[word.len()..].starts_with('(');
    called
        || nearest(word, ["allow", "allow-file"]).is_some()
        || RULES.iter().any(|rule| body.contains(rule.page.id))
}

fn not_understood(comment: &Comment) -> Finding {
    let (message, help) = match comment.closed {
        true => (
            "this comment to ibid is not understood",
            "write `allow(rule) reason`, for what stands behind it, or `allow-file(rule) reason`",
        ),
        false => ("this comment to ibid has no end", "close it with `-->`"),
    };
    let mut finding = finding(message.into(), comment.span, "allows nothing");
    finding.help.push(help.into());
    finding
}

/// Reports the names of an allow that allowed nothing; all at once where none did.
fn unused(cx: &Cx, allow: &Allow, findings: &mut Vec<Finding>) {
    let word = |name: &Name| cx.file.slice(name.span);
    let known = |name: &Name| RULES.iter().any(|rule| covers(word(name), rule.page.id));
    let idle = |name: &Name| !name.used && known(name) && is_judged(cx, word(name));
    if allow.names.iter().all(idle) {
        let message = format!("`{}` allows nothing", cx.file.slice(allow.form));
        let mut finding = finding(message, allow.form, "no such finding here");
        finding.help.extend(why(&allow.names.iter().map(word).collect::<Vec<_>>(), allow));
        finding.fixes.push(fix("remove the comment".into(), without_comment(cx.file, allow), ""));
        findings.push(finding);
        return;
    }
    let mut leading = true;
    for (number, name) in allow.names.iter().enumerate() {
        let goes = idle(name);
        // What goes takes the comma with it on the side where no other fix reaches.
        let next = allow.names.get(number + 1).map(|next| next.span.start);
        let range = match number.checked_sub(1).map(|before| allow.names[before].span.end) {
            Some(before) if !leading => before..name.span.end,
            _ => name.span.start..next.unwrap_or(name.span.end),
        };
        leading &= goes;
        if goes {
            let message = format!("`{}` allows nothing", word(name));
            let mut finding = finding(message, name.span, "no such finding here");
            finding.help.extend(why(&[word(name)], allow));
            let range = range.start as usize..range.end as usize;
            finding.fixes.push(fix("remove the name".into(), cx.file.span(range), ""));
            findings.push(finding);
        } else if !known(name) {
            findings.push(unknown(word(name), name.span));
        }
    }
}

/// Why an allow of these rules allows nothing, where the reason is not the text's.
fn why(names: &[&str], allow: &Allow) -> Option<String> {
    let never: Vec<_> =
        names.iter().filter(|name| rules(name).all(|rule| !is_about_text(&rule.check))).collect();
    match never.first() {
        Some(name) => Some(format!("`{name}` cannot be allowed: `--ignore {name}` turns it off")),
        None if allow.reach.is_some() => Some(
            "an allow alone in its line is about the block behind it, any other about its own line".into(),
        ),
        None => None,
    }
}

fn unknown(name: &str, span: Span) -> Finding {
    let mut finding = finding(format!("no rule is called `{name}`"), span, "names nothing");
    match nearest(name, page::names()) {
        // What it then allows nobody has seen.
        Some(near) => {
            let fix = fix(format!("name `{near}`"), span, near);
            finding.fixes.push(Fix { safety: Safety::Unsafe, ..fix });
        }
        None => finding.help.push("`ibid rules` lists them".into()),
    }
    finding
}

/// Whether a rule or a family can be said to find nothing here: all of it ran, and there was something to hold the draft
/// against.
fn is_judged(cx: &Cx, name: &str) -> bool {
    let ran = |page: &Page| {
        let severity = cx.config.severity(page).unwrap_or(page.severity);
        let shown = cx.config.shows(page, severity);
        // A family is judged by what it finds, and its notes are found where they are not shown, too.
        cx.config.wants(page) && (shown || page.id != name)
    };
    let about_text = || rules(name).filter(|rule| is_about_text(&rule.check));
    about_text().next().is_none() || (!cx.corpus.is_empty() && rules(name).all(|rule| ran(rule.page)))
}

fn rules(name: &str) -> impl Iterator<Item = &'static crate::rule::Rule> {
    RULES.iter().filter(move |rule| covers(name, rule.page.id))
}

fn is_about_text(check: &Check) -> bool {
    !matches!(check, Check::Reported)
}

/// What goes with a comment that is removed: the line that it has for itself, or the space before it.
fn without_comment(file: &File, allow: &Allow) -> Span {
    let text = file.text();
    let Range { start, end } = allow.comment.range();
    if !allow.alone {
        let before = start - (text[..start].len() - text[..start].trim_end_matches([' ', '\t']).len());
        let line_start = before == 0 || text[..before].ends_with('\n');
        let behind = end + (text[end..].len() - text[end..].trim_start_matches([' ', '\t']).len());
        return file.span(if line_start { start..behind } else { before..end });
    }
    let (first, last) = (file.row(start as u32), file.row(end as u32));
    let whole = file.line(first).start..file.line(last + 1).start.max(file.line(last).end);
    let margin = &text[whole.start..start];
    let blank =
        |line: u32| text[file.line(line)].trim_matches(|c: char| c.is_whitespace() || c == '>').is_empty();
    // Between two lines of text the comment's line may be what keeps two paragraphs apart.
    let next = &text[file.line(last + 1)];
    let item = |line: &str| begins_item(line.trim_start_matches([' ', '\t', '>']));
    let apart =
        first == 1 || blank(first - 1) || blank(last + 1) || item(next) || text[start..].starts_with('%');
    let only_own = margin.chars().all(|c| c.is_whitespace() || c == '>');
    // An item goes with the comment that is all it holds.
    let behind = text[whole.end..].lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let only_item =
        item(&text[whole.start..whole.end]) && margin.trim().len() <= 3 && !behind.starts_with([' ', '\t']);
    let rest = text[end..whole.end].trim().is_empty();
    if rest && (apart && only_own || only_item) {
        return file.span(whole);
    }
    let before = if rest { text[..start].trim_end_matches([' ', '\t']).len() } else { start };
    let spaces = text[end..].len() - text[end..].trim_start_matches([' ', '\t']).len();
    file.span(before..if rest { end + spaces } else { end })
}

/// Whether a line of Markdown begins an item of a list.
fn begins_item(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let marked = if rest.len() < line.len() {
        rest.starts_with(['.', ')'])
    } else {
        rest.starts_with(['-', '*', '+'])
    };
    marked && rest[1..].starts_with([' ', '\t'])
}

fn fix(title: String, span: Span, replacement: &str) -> Fix {
    Fix { title, safety: Safety::Safe, edits: vec![Edit { span, replacement: replacement.to_owned() }] }
}

fn finding(message: String, span: Span, label: &str) -> Finding {
    page::ALLOW_UNUSED.finding(message, Label { span, message: label.to_owned(), source: None })
}
