//! Code and prose in text that is set as it was typed.
//!
//! Takes such an element of a page and says whether it holds code, which is no prose, or a letter, a log, a text of its own.

use super::tree::{Kind, Tree};

/// Whether what is set as it is typed is code, and not running text: a letter, a poem.
pub(super) fn is_code(tree: &Tree, raw: &str, node: usize) -> bool {
    if tree.within(node).any(|node| tree.nodes[node].name == "code") {
        return true;
    }
    let (mut letters, mut signs, mut words, mut run) = (0u32, 0u32, 0u32, 0u32);
    let texts = tree.within(node).filter(|&node| tree.nodes[node].kind == Kind::Text);
    for text in texts {
        let own = &tree.nodes[text];
        let lines = raw[own.from.start as usize..own.from.end as usize].split_inclusive('\n');
        for c in lines.flat_map(|line| without_quoting(line).chars()) {
            match c {
                c if c.is_alphabetic() => {
                    letters += 1;
                    run += 1;
                }
                '{' | '}' | ';' | '<' | '>' | '=' | '|' | '\\' | '$' | '_' | '#' | '/' | '*' | '+' | '&'
                | '@' => signs += 1,
                c => {
                    words += u32::from(c.is_whitespace() && run > 1);
                    run = 0;
                }
            }
        }
    }
    // Prose has letters in words, and few signs.
    words < 8 || signs * 20 > letters
}

/// A line without the signs by which a letter quotes another: `&gt; &gt; so it is`.
fn without_quoting(mut line: &str) -> &str {
    while let Some(rest) = line.strip_prefix("&gt;").or_else(|| line.strip_prefix(['>', ' '])) {
        line = rest;
    }
    line
}
