//! What Pandoc, Quarto and Hugo put into running text that is no prose: attributes in braces and shortcodes.
//!
//! Takes the raw text of a block and hands on where they stand: `{#fig-ice fig-alt="…"}` behind an image or a bracket, the
//! attributes of a fenced division, `{{< video … >}}`. The parser knows neither and takes both for text.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// Where attributes and shortcodes stand in a block, in order.
pub(super) fn attributes(block: &str) -> Vec<Range<usize>> {
    // Most blocks have no brace, and need no pattern.
    if !block.contains('{') {
        return Vec::new();
    }
    MARKUP.find_iter(block).map(|found| found.range()).collect()
}

/// Whether words go on across what stands at a place: `[Marigold]{.ship}'s`.
pub(super) fn joins(block: &str, place: &Range<usize>) -> bool {
    let before = block[..place.start].chars().next_back();
    before.is_some_and(|c| !c.is_whitespace()) && !block[place.clone()].contains('\n')
}

/// A shortcode, or braces with nothing but ids, classes and values in them.
static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
    let space = r"[ \t\r\n]";
    let name = r#"[^ \t\r\n{}"'=“”]+"#;
    let value = r#"(?:"[^"]*"|'[^']*'|[^ \t\r\n{}"']+)"#;
    let item = format!("(?:[#.]{name}|[A-Za-z]{name}={value}|[A-Za-z]={value}|-)");
    let attributes = format!(r"\{{{space}*(?:=[a-z0-9]+|{item}(?:{space}+{item})*){space}*\}}");
    let shortcode = r"\{\{[<%][^}]*[>%]\}\}";
    Regex::new(&format!("{shortcode}|{attributes}"))
        .expect("the pattern is a constant, and a test compiles it")
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_with_attributes_are_told_from_braces_in_prose() {
        let table: &[(&str, &[&str])] = &[
            ("![](a.png){#fig-a fig-alt=\"A “b” c\"} d", &["{#fig-a fig-alt=\"A “b” c\"}"]),
            ("::: {.callout-note title='a b' collapse=true}", &["{.callout-note title='a b' collapse=true}"]),
            ("[a b]{.smallcaps}'s and [c]{ .x\n #y }", &["{.smallcaps}", "{ .x\n #y }"]),
            (
                "{{< video https://a.b title=\"c d\" >}} {{% e %}}",
                &["{{< video https://a.b title=\"c d\" >}}", "{{% e %}}"],
            ),
            ("`<b>`{=html} and # {-}", &["{=html}", "{-}"]),
            ("{a b} {“c”} {} {a, b} {#a “b”} {{a}} {.", &[]),
            ("{#a {#b}", &["{#b}"]),
        ];
        for (text, expected) in table {
            let found: Vec<&str> = attributes(text).into_iter().map(|place| &text[place]).collect();
            assert_eq!(found, *expected, "{text}");
        }
    }

    #[test]
    fn words_go_on_across_attributes_that_touch_them() {
        for (text, expected) in
            [("[a]{.b}'s", true), ("a {.b}", false), ("{.b}", false), ("[a]{.b\n}", false)]
        {
            assert_eq!(joins(text, &attributes(text)[0]), expected, "{text}");
        }
    }
}
