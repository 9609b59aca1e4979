//! The forms in which a bracket refers to something: a page, a dated or numbered place, a case in a law report, a time.
//!
//! Takes what a bracket holds and answers whether it begins with one of them. They are read by hand, since a pattern takes longer to
//! be compiled than most texts to be checked; a test holds them to the pattern that says the same.

/// Whether what a bracket holds begins as a reference does.
pub(super) fn refers(text: &str) -> bool {
    let bytes = text.as_bytes();
    // What follows a capital stands on its line.
    let line = &bytes[..bytes.iter().position(|&byte| byte == b'\n').unwrap_or(bytes.len())];
    let named = line.first().is_some_and(u8::is_ascii_uppercase);
    leads(bytes)
        || secondhand(bytes)
        || located_year(bytes)
        || is_cit(bytes)
        || report(bytes)
        || time(bytes)
        || dated_author(bytes)
        || named && (unpublished(line) || paged(line) || cited_work(line) || dated(line) || versus(line))
        || named && (marked_section(bytes) || numbered(bytes))
}

/// A word that leads to a place: "see", "p".
fn leads(text: &[u8]) -> bool {
    const HEADS: [&[u8]; 11] =
        [b"see", b"cf", b"ibid", b"id", b"supra", b"infra", b"ch", b"vol", b"sec", b"fig", b"table"];
    let head = &text[..count(text, is_word)];
    let is_head = |own: &&[u8]| {
        head.len() == own.len() && head[0].to_ascii_lowercase() == own[0] && head[1..] == own[1..]
    };
    matches!(head, b"p" | b"pp" | b"para" | b"Para") || HEADS.iter().any(is_head)
}

/// "qtd. in van den Hale", "as cited in Ward".
fn secondhand(text: &[u8]) -> bool {
    const VERBS: [&[u8]; 12] = [
        b"quoted",
        b"Quoted",
        b"qtd.",
        b"Qtd.",
        b"qtd",
        b"Qtd",
        b"as cited",
        b"as Cited",
        b"cited",
        b"Cited",
        b"reprinted",
        b"Reprinted",
    ];
    let behind = VERBS.iter().find_map(|verb| text.strip_prefix(*verb)?.strip_prefix(b" in "));
    let Some(mut rest) = behind else {
        return false;
    };
    for _ in 0..3 {
        let small = count(rest, |byte| byte.is_ascii_lowercase());
        match rest[small..].strip_prefix(b" ") {
            Some(behind) if (1..=4).contains(&small) => rest = behind,
            _ => break,
        }
    }
    rest.first().is_some_and(u8::is_ascii_uppercase)
}

/// "Hale, n.d.", "Ward, in press".
fn unpublished(line: &[u8]) -> bool {
    beginnings(line).any(|rest| {
        let whole = |word: &[u8]| rest.strip_prefix(word).is_some_and(|behind| !begins_word(behind));
        rest.starts_with(b"n.d.") || whole(b"forthcoming") || whole(b"in press")
    })
}

/// "Hale, *Boats*, p. 33".
fn paged(line: &[u8]) -> bool {
    behind(line, b", p").any(|rest| {
        let rest = rest.strip_prefix(b"p").unwrap_or(rest);
        rest.strip_prefix(b".").is_some_and(|rest| begins_number(spaced(rest)))
    })
}

/// "2001: 203", behind an author who was named before.
fn located_year(text: &[u8]) -> bool {
    let Some(rest) = year(text) else { return false };
    let letter = usize::from(rest.first().is_some_and(u8::is_ascii_lowercase));
    let Some(rest) = rest[letter..].strip_prefix(b":").or_else(|| rest[letter..].strip_prefix(b",")) else {
        return false;
    };
    let rest = spaced(rest);
    let page = rest.strip_prefix(b"pp.").or_else(|| rest.strip_prefix(b"p."));
    begins_number(page.map_or(rest, spaced))
}

/// "Compl. ¶ 2".
fn marked_section(text: &[u8]) -> bool {
    let mut rest = &text[count(text, |byte| byte.is_ascii_alphabetic() || matches!(byte, b'.' | b' '))..];
    let before = rest.len();
    while let Some(behind) = rest.strip_prefix("¶".as_bytes()).or_else(|| rest.strip_prefix("§".as_bytes()))
    {
        rest = behind;
    }
    rest.len() < before && begins_number(spaced(rest))
}

/// "Dep. 14", and nothing else.
fn numbered(text: &[u8]) -> bool {
    let small = count(&text[1..], |byte| byte.is_ascii_lowercase());
    let Some(rest) = text[1 + small..].strip_prefix(b". ").filter(|_| small > 0) else { return false };
    let digits = count(rest, |byte| byte.is_ascii_digit());
    digits > 0 && matches!(&rest[digits..], b"" | b".")
}

/// "von Hale 2021", "e.g., Ward 2019b".
fn dated_author(text: &[u8]) -> bool {
    const PARTICLES: [&[u8]; 18] = [
        b"von ", b"van ", b"de ", b"der ", b"den ", b"di ", b"du ", b"da ", b"dos ", b"la ", b"le ", b"el ",
        b"al ", b"bin ", b"ibn ", b"ten ", b"ter ", b"zu ",
    ];
    let lead = text.strip_prefix(b"e.g.").or_else(|| text.strip_prefix(b"as in"));
    let lead = lead.and_then(|rest| rest.strip_prefix(b",").unwrap_or(rest).strip_prefix(b" "));
    let mut rest = lead.unwrap_or(text);
    for _ in 0..3 {
        let behind = PARTICLES.iter().find_map(|particle| rest.strip_prefix(*particle));
        rest = behind.unwrap_or(rest);
    }
    let line = &rest[..rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len())];
    line.first().is_some_and(u8::is_ascii_uppercase) && beginnings(line).any(is_year)
}

/// "op. cit.", at the beginning.
fn is_cit(text: &[u8]) -> bool {
    let first =
        [b"op.".as_slice(), b"Op.", b"loc.", b"Loc."].iter().find_map(|word| text.strip_prefix(*word));
    first.and_then(|rest| spaced(rest).strip_prefix(b"cit")).is_some_and(|rest| !begins_word(rest))
}

/// "Hale, op. cit., 5".
fn cited_work(line: &[u8]) -> bool {
    beginnings(line).any(is_cit)
}

/// "Xinhua, May 12", "NBR, 16 May", "Smith 2020".
fn dated(line: &[u8]) -> bool {
    beginnings(line).any(|rest| {
        let digits = count(rest, |byte| byte.is_ascii_digit());
        if digits > 0 {
            let month = rest[digits..].strip_prefix(b" ").is_some_and(|rest| {
                months(rest).any(|behind| {
                    let stop = behind.strip_prefix(b".").is_some_and(begins_word);
                    !begins_word(behind) || stop
                })
            });
            return month || is_year(rest);
        }
        months(rest).any(|behind| {
            let day = behind.strip_prefix(b".").unwrap_or(behind).strip_prefix(b" ");
            day.is_some_and(|day| {
                let digits = count(day, |byte| byte.is_ascii_digit());
                digits > 0 && !begins_word(&day[digits..])
            })
        })
    })
}

/// "Marsh v. Pell".
fn versus(line: &[u8]) -> bool {
    behind(line, b" v").any(|rest| {
        let rest = rest.strip_prefix(b".").unwrap_or(rest);
        rest.strip_prefix(b" ").and_then(|rest| rest.first()).is_some_and(u8::is_ascii_uppercase)
    })
}

/// "410 U.S. 113".
fn report(text: &[u8]) -> bool {
    let digits = count(text, |byte| byte.is_ascii_digit());
    let Some(rest) = text[digits..].strip_prefix(b" ").filter(|_| digits > 0) else { return false };
    let series = count(rest, |byte| byte.is_ascii_alphabetic() || byte == b'.');
    rest.first().is_some_and(u8::is_ascii_uppercase)
        && rest[series..].strip_prefix(b" ").is_some_and(begins_number)
}

/// "00:03:41".
fn time(text: &[u8]) -> bool {
    let digits = count(text, |byte| byte.is_ascii_digit());
    matches!(&text[digits..], [b':', b'0'..=b'9', b'0'..=b'9', ..]) && digits > 0
}

/// What stands behind a month that a text begins with, in each of its lengths.
fn months(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    const MONTHS: [(&[u8], &[&[u8]]); 12] = [
        (b"Jan", &[b"", b"uary"]),
        (b"Feb", &[b"", b"ruary"]),
        (b"Mar", &[b"", b"ch"]),
        (b"Apr", &[b"", b"il"]),
        (b"May", &[b""]),
        (b"Jun", &[b"", b"e"]),
        (b"Jul", &[b"", b"y"]),
        (b"Aug", &[b"", b"ust"]),
        (b"Sep", &[b"", b"t", b"ember", b"tember"]),
        (b"Oct", &[b"", b"ober"]),
        (b"Nov", &[b"", b"ember"]),
        (b"Dec", &[b"", b"ember"]),
    ];
    let found = MONTHS.iter().find_map(|(head, tails)| Some((text.strip_prefix(*head)?, *tails)));
    found.into_iter().flat_map(|(rest, tails)| tails.iter().filter_map(move |tail| rest.strip_prefix(*tail)))
}

/// What stands behind the four figures of a year that a text begins with.
fn year(text: &[u8]) -> Option<&[u8]> {
    let century = matches!(text, [b'1', b'5'..=b'9', ..] | [b'2', b'0', ..]);
    (century && text.len() >= 4 && text[2..4].iter().all(u8::is_ascii_digit)).then(|| &text[4..])
}

/// Whether a text begins with a year as a whole word, with or without a letter behind it.
fn is_year(text: &[u8]) -> bool {
    year(text).is_some_and(|rest| match rest {
        [b'a'..=b'z', behind @ ..] => !begins_word(behind),
        behind => !begins_word(behind),
    })
}

/// A line from each of its words on but the first.
fn beginnings(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    (1..line.len()).filter(|&at| is_word(line[at]) && !is_word(line[at - 1])).map(|at| &line[at..])
}

/// What stands behind each place behind the first letter of a line that has these.
fn behind<'l>(line: &'l [u8], letters: &'static [u8]) -> impl Iterator<Item = &'l [u8]> {
    (1..line.len()).filter_map(move |at| line[at..].strip_prefix(letters))
}

fn count(text: &[u8], is: impl Fn(u8) -> bool) -> usize {
    text.iter().take_while(|&&byte| is(byte)).count()
}

/// A text without the one space that it may begin with.
fn spaced(text: &[u8]) -> &[u8] {
    text.strip_prefix(b" ").unwrap_or(text)
}

fn begins_number(text: &[u8]) -> bool {
    text.first().is_some_and(u8::is_ascii_digit)
}

fn begins_word(text: &[u8]) -> bool {
    text.first().is_some_and(|&byte| is_word(byte))
}

/// A letter, a figure or an underscore of ASCII: where such a one meets another sign, a word begins or ends.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;

    /// The same as a pattern.
    fn pattern() -> Regex {
        let month = "(Jan(uary)?|Feb(ruary)?|Mar(ch)?|Apr(il)?|May|June?|July?|Aug(ust)?|Sept?(ember)?|Oct(ober)?|Nov(ember)?|Dec(ember)?)\\.?";
        let year = r"(1[5-9]|20)[0-9][0-9][a-z]?";
        let forms = [
            r"([Ss]ee|[Cc]f|[Ii]bid|[Ii]d|[Ss]upra|[Ii]nfra|pp?|[Cc]h|[Vv]ol|[Ss]ec|[Ff]ig|[Tt]able|[Pp]ara)\b"
                .to_owned(),
            r"([Qq]uoted|[Qq]td\.?|(as )?[Cc]ited|[Rr]eprinted) in ([a-z]{1,4} ){0,3}[A-Z]".to_owned(),
            r"[A-Z].*\b(n\.d\.|forthcoming\b|in press\b)".to_owned(),
            r"[A-Z].*, pp?\. ?[0-9]".to_owned(),
            // "(2001: 203)", behind an author who was named before; "(Compl. ¶ 2)", "(Dep. 14)".
            format!(r"{year}[:,] ?(pp?\. ?)?[0-9]"),
            r"[A-Z][A-Za-z. ]*(¶|§)+ ?[0-9]".to_owned(),
            r"[A-Z][a-z]+\. [0-9]+\.?$".to_owned(),
            format!(
                r"((e\.g\.|as in),? )?((von|van|de|der|den|di|du|da|dos|la|le|el|al|bin|ibn|ten|ter|zu) ){{0,3}}[A-Z].*\b{year}\b"
            ),
            r"([A-Z].*\b)?([Oo]p|[Ll]oc)\. ?cit\b".to_owned(),
            format!(r"[A-Z].*\b({month} [0-9]+|[0-9]+ {month}|{year})\b"),
            r"[A-Z].* v\.? [A-Z]".to_owned(),
            r"[0-9]+ [A-Z][A-Za-z.]* [0-9]+".to_owned(),
            r"[0-9]+:[0-9][0-9]".to_owned(),
        ];
        // Without Unicode tables `\b` is ASCII's, which is all that the forms need.
        let forms = forms.map(|form| form.replace(r"\b", r"(?-u:\b)")).join("|");
        Regex::new(&format!("^({forms})")).expect("the pattern is a constant, and a test compiles it")
    }

    #[test]
    fn the_forms_are_those_of_the_pattern() {
        let pattern = pattern();
        let parts = [
            "See",
            "cf.",
            "id",
            "p.",
            "pp",
            "P",
            "para",
            "Table",
            "quoted",
            "Qtd.",
            "qtd",
            "as",
            "Cited in",
            "reprinted in",
            "in",
            "The",
            "Ward",
            "n.d.",
            "in press",
            "forthcoming",
            "¶",
            "§",
            "7",
            "2019",
            "2019b",
            "1850",
            "3000",
            "op. cit.",
            "Loc.cit",
            "v.",
            "v",
            "May",
            "Sept",
            "Sepember",
            "September.",
            "Jun.",
            "Dec",
            ", ",
            ",",
            ".",
            ":",
            "\n",
            "Ferry.",
            "3:12",
            "x",
            "von",
            "de",
            "el",
            "e.g.",
            "as in",
            "_",
            "é",
            "Émile",
        ];
        let count = parts.len();
        let (mut state, mut seen) = (7_u64, 0);
        let mut below = |end: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % end
        };
        for round in 0..300_000 {
            let mut text = String::new();
            for _ in 0..1 + round % 6 {
                text += parts[below(count)];
                text += ["", " ", " ", ", "][below(4)];
            }
            let expected = pattern.is_match(&text);
            seen += usize::from(expected);
            assert_eq!(refers(&text), expected, "{text:?}");
        }
        assert!(seen > 30_000, "only {seen} refer");
    }
}
