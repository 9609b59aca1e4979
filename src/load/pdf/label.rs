//! The numbers that the pages of a PDF go by.
//!
//! Takes the labels that the file gives its pages and the numbers that were seen on them, and hands on one decimal number for
//! each page that has one.

use hayro_syntax::object::{Array, Dict, Name, Object};

/// A stretch of pages that are numbered on.
struct Stretch {
    /// The first page, from 0.
    from: usize,
    /// Its number, if the numbers are decimal and nothing stands before them.
    first: Option<u32>,
}

/// The trees of labels are no deeper, and no longer.
const DEEPEST: usize = 16;
const LONGEST: usize = 20_000;

/// The number of each page, from the file's labels, or else from what was seen.
pub fn printed(root: &Dict, pages: usize, seen: Vec<Option<u32>>) -> Vec<Option<u32>> {
    let mut stretches = Vec::new();
    if let Some(labels) = root.get::<Dict>("PageLabels") {
        collect(&labels, 0, &mut stretches);
    }
    stretches.sort_by_key(|stretch| stretch.from);
    // Writers of files count all pages from one where nobody numbered them: that says nothing of what is printed.
    let counted = matches!(stretches.as_slice(), [] | [Stretch { first: Some(1) | None, .. }]);
    let known = seen.iter().filter(|number| number.is_some()).count();
    if stretches.is_empty() || counted && known * 2 >= pages {
        return seen;
    }
    let number = |page: usize| {
        let at = stretches.partition_point(|stretch| stretch.from <= page).checked_sub(1)?;
        let first = stretches[at].first?;
        first.checked_add((page - stretches[at].from) as u32)
    };
    (0..pages).map(number).collect()
}

fn collect(node: &Dict, depth: usize, stretches: &mut Vec<Stretch>) {
    if depth > DEEPEST || stretches.len() > LONGEST {
        return;
    }
    if let Some(pairs) = node.get::<Array>("Nums") {
        let items: Vec<Object> = pairs.iter::<Object>().take(2 * LONGEST).collect();
        for pair in items.chunks_exact(2) {
            if let (Object::Number(from), Object::Dict(label)) = (&pair[0], &pair[1]) {
                let decimal = label.get::<Name>("S").is_some_and(|style| style.as_str() == "D");
                let bare = !label.contains_key("P");
                let first = label.get::<u32>("St").unwrap_or(1);
                stretches.push(Stretch {
                    from: from.as_i64().max(0) as usize,
                    first: (decimal && bare).then_some(first),
                });
            }
        }
    }
    if let Some(kids) = node.get::<Array>("Kids") {
        kids.iter::<Dict>().take(LONGEST).for_each(|kid| collect(&kid, depth + 1, stretches));
    }
}
