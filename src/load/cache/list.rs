//! What a walk found, as a manifest lists it, and the walk that a list stands for.
//!
//! Takes a `Walk` and hands on items with their names, and takes a manifest and hands on the walk, as if the disk had been looked at from
//! the folder where the program runs now.

use std::path::PathBuf;

use super::manifest::{Item, Manifest, Told};
use super::name::{Name, Names};
use super::path;
use crate::finding::Severity;
use crate::load::root::{Root, slashed};
use crate::load::walk::{Found, Other, Role, Trouble, Walk, shown_below};

/// Lists what was found under some paths; none where a path cannot be written down.
pub(super) fn items<'a>(
    found: impl Iterator<Item = &'a Found>,
    roots: &[Root],
    names: &mut Names,
) -> Option<Vec<Item>> {
    found.map(|found| item(found, roots, names)).collect()
}

fn item(found: &Found, roots: &[Root], names: &mut Names) -> Option<Item> {
    let root = roots.get(found.root as usize)?;
    let canonical = names.add(&path::bytes(&found.canonical)?)?;
    let (below, shown) = match root.is_folder {
        true => {
            let below = found.path.strip_prefix(&root.path).ok()?;
            (
                names.within(canonical, &path::bytes(below)?)?,
                names.within(canonical, slashed(below).as_bytes())?,
            )
        }
        false => Default::default(),
    };
    let name = names.within(shown, found.name.as_bytes())?;
    Some(Item { root: found.root, canonical, below, shown, name, format: found.format, entry: None })
}

/// Lists what else a walk has seen, as far as it matters: the files of no known kind, and with them all others.
pub(super) fn others(walk: &Walk, names: &mut Names) -> Option<(Vec<[Name; 3]>, Vec<Name>)> {
    let mut others = Vec::new();
    for Other { canonical, name, extension } in &walk.others {
        let canonical = names.add(&path::bytes(canonical)?)?;
        others.push([canonical, names.add(name.as_bytes())?, names.add(extension.as_bytes())?]);
    }
    let mut seen: Vec<_> = if others.is_empty() { Vec::new() } else { walk.seen.iter().collect() };
    seen.sort();
    let seen = seen.into_iter().map(|seen| names.add(&path::bytes(seen)?)).collect::<Option<_>>()?;
    Some((others, seen))
}

/// Lists what could not be walked.
pub(super) fn troubles(walk: &Walk) -> Vec<Told> {
    let told = |trouble: &Trouble| Told {
        shown: trouble.shown.clone(),
        message: trouble.message.clone(),
        help: trouble.help.clone().into_owned(),
        is_error: trouble.severity == Severity::Error,
    };
    walk.troubles.iter().map(told).collect()
}

/// The walk that a list stands for, from one of its items on; none where its paths can be none here.
pub(in crate::load) fn walk(manifest: &Manifest, first: usize, roots: &[Root]) -> Option<Walk> {
    let text = |name: Name| String::from_utf8_lossy(manifest.name(name)).into_owned();
    let mut walk = Walk::default();
    for number in first as u32..manifest.items() as u32 {
        let item = manifest.item(number)?;
        let (path, shown) = place(manifest, &item, roots)?;
        walk.found.push(Found {
            path,
            canonical: path::read(manifest.name(item.canonical))?,
            shown,
            name: text(item.name),
            format: item.format,
            role: Role::Source,
            root: item.root,
            item: Some(number),
        });
    }
    for &[canonical, name, extension] in &manifest.table.others {
        let canonical = path::read(manifest.name(canonical))?;
        walk.others.push(Other { canonical, name: text(name), extension: text(extension) });
    }
    for &seen in &manifest.table.seen {
        walk.seen.insert(path::read(manifest.name(seen))?);
    }
    walk.troubles.extend(manifest.table.troubles.iter().map(|Told { shown, message, help, is_error }| {
        Trouble {
            shown: shown.clone(),
            message: message.clone(),
            help: help.clone().into(),
            severity: if *is_error { Severity::Error } else { Severity::Warning },
        }
    }));
    Some(walk)
}

/// The path of an item's file, and how it is shown from here.
pub(super) fn place(manifest: &Manifest, item: &Item, roots: &[Root]) -> Option<(PathBuf, String)> {
    let root = roots.get(item.root as usize)?;
    if !root.is_folder {
        return Some((root.path.clone(), root.shown.clone()));
    }
    let below = path::read(manifest.name(item.below))?;
    let shown = shown_below(root, &String::from_utf8_lossy(manifest.name(item.shown)));
    Some((root.path.join(below), shown))
}
