//! Links, and addresses and DOIs that are written out.
//!
//! Takes a text's blocks and hands on a citation for each link and each address.

use std::ops::Range;

use super::{Citation, Form, Name, names};
use crate::block::{Blocks, addresses};
use crate::file::File;

/// The words of a link are read no further, in bytes.
const LONGEST: usize = 600;

/// Adds the links, and the addresses that stand in running text.
pub(super) fn read(file: &File, blocks: &Blocks, citations: &mut Vec<Citation>) {
    for link in &blocks.links {
        let address = Name { span: link.span, text: link.address.clone() };
        let cited = Citation::new(link.span, Form::Link);
        citations.push(Citation {
            addresses: vec![address],
            prose: vec![file.span(
                link.span.start as usize..(link.span.end as usize).min(link.span.start as usize + LONGEST),
            )],
            ..cited
        });
    }
    let mut linked = blocks.links.iter().map(|link| link.span).peekable();
    for block in &blocks.blocks {
        for range in written(file.text(), block.span.range()) {
            while linked.next_if(|link| link.end as usize <= range.start).is_some() {}
            let in_link = linked.peek().is_some_and(|link| (link.start as usize) < range.end);
            // The address of an image is where the image lies, not where words are from.
            let of_image =
                file.text()[..range.start].ends_with("](") || file.text()[..range.start].ends_with("](<");
            let embedded =
                ["src=\"", "src='"].iter().any(|value| file.text()[..range.start].ends_with(value));
            if !in_link && !of_image && !embedded {
                let span = file.span(range.clone());
                let addresses = names(file, vec![range]);
                citations.push(Citation { addresses, ..Citation::new(span, Form::Link) });
            }
        }
    }
}

/// The web addresses and the DOIs that are written out in a stretch of text, in order.
pub(super) fn written(text: &str, within: Range<usize>) -> Vec<Range<usize>> {
    let inside = &text[within.clone()];
    let mut found = addresses(inside);
    // In braces behind an `@` it is a key.
    found.retain(|address| !inside[..address.start].ends_with("@{"));
    let mut known = found.clone().into_iter().peekable();
    let mut read_to = 0;
    for (at, _) in inside.match_indices("10.") {
        if at < read_to {
            continue;
        }
        while known.next_if(|address| address.end <= at).is_some() {}
        let in_address = known.peek().is_some_and(|address| address.start <= at);
        let before = inside[..at].trim_end();
        let marked = ["doi:", "DOI:", "doi", "DOI", "doi.org/"].iter().any(|mark| before.ends_with(mark));
        if marked && !in_address {
            let end = inside[at..].find(|c: char| c.is_whitespace() || "<>\"“”|;".contains(c));
            let doi = &inside[at..end.map_or(inside.len(), |end| at + end)];
            let doi = doi.trim_end_matches(['.', ',', ')', ']', '*', '_']);
            read_to = at + doi.len();
            found.push(at..read_to);
        }
    }
    found.sort_by_key(|range| range.start);
    found.into_iter().map(|range| within.start + range.start..within.start + range.end).collect()
}
