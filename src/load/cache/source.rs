//! One source, by what the cache knows of it: read, or left to be read when somebody asks for its text.
//!
//! Takes what was found and what was kept, and hands on what the file holds, or how that will be read. A stamp is trusted, but for one
//! that may have been the same before a change; where it differs, the bytes are what counts.

use std::path::PathBuf;

use xxhash_rust::xxh3::xxh3_128;

use super::manifest::{At, Entry, Held};
use super::prior::{Prior, Told};
use super::stamp::Stamp;
use super::{Cached, Stale, body};
use crate::file::bytes::Bytes;
use crate::file::origin::Origin;
use crate::file::placed::Placed;
use crate::file::{Body, Format};
use crate::load::decode::{self, Fault};
use crate::load::reader::{self, Contents};
use crate::load::walk::Found;

/// What is known of the file of a source, beside its text.
#[derive(Clone, Debug)]
pub(in crate::load) struct Known {
    pub stamp: Stamp,
    /// Of its bytes.
    pub hash: u128,
    /// Why it has no text, if it has none.
    pub fault: Option<Fault>,
    /// Whether a reader took its text out of it.
    pub extracted: bool,
}

/// What a source came to.
pub(in crate::load) struct Got {
    pub text: Text,
    /// None where nothing is to be kept of it.
    pub known: Option<Known>,
    /// Its own item.
    pub own: Option<u32>,
    /// The item that knows its bytes.
    pub item: Option<u32>,
    /// Whether that is its own item, and its stamp was enough.
    pub trusted: bool,
}

/// The text of a source.
pub(in crate::load) enum Text {
    Now(Result<Contents, Fault>),
    Later(Unread),
}

/// A text that is read when somebody asks for it.
pub(in crate::load) struct Unread {
    pub encoding: &'static str,
    /// How many bytes it has.
    pub length: usize,
    canonical: PathBuf,
    format: Format,
    hash: u128,
    body: Option<(Bytes, At)>,
}

/// How sources are looked up.
pub(in crate::load) struct Look<'a> {
    prior: Option<&'a Prior>,
    frozen: bool,
    /// Whether anything is to be kept.
    wanted: bool,
}

impl<'a> Look<'a> {
    pub fn new(cached: Option<&'a Cached>) -> Look<'a> {
        let prior = cached.and_then(|cached| cached.prior.as_deref());
        let frozen = cached.is_some_and(|cached| cached.frozen);
        Look { prior, frozen, wanted: cached.is_some() }
    }

    /// What a source that is on the disk holds.
    pub fn get(&self, found: &Found) -> Got {
        if found.format == Format::Bibliography || !self.wanted {
            return Got {
                text: Text::Now(reader::read(&found.path, found.format)),
                known: None,
                own: None,
                item: None,
                trusted: false,
            };
        }
        let own = self.item(found);
        if let Some(prior) = self.prior
            && let Some(number) = own
            && let Some(entry) = prior.entry(number, found.format)
        {
            let known = if self.frozen {
                Some(entry.stamp)
            } else {
                found.path.metadata().ok().map(|it| Stamp::of(&it))
            };
            let is_same =
                |stamp: &Stamp| *stamp == entry.stamp && !stamp.is_racy(prior.manifest.table.read_at);
            if let Some(stamp) = known.filter(|stamp| self.frozen || is_same(stamp))
                && let Some((text, known)) = kept(prior, &entry, stamp, found)
            {
                return Got { text, known: Some(known), own, item: own, trusted: true };
            }
        }
        self.read(found, own)
    }

    /// The item of a file.
    pub fn item(&self, found: &Found) -> Option<u32> {
        found.item.or_else(|| self.prior.filter(|_| !self.frozen)?.at_path(&found.canonical))
    }

    /// The item of a file that has been read elsewhere in this run.
    pub fn item_of(&self, found: &Found, known: &Known) -> Option<u32> {
        let (prior, number) = (self.prior?, self.item(found)?);
        prior.entry(number, found.format).filter(|entry| entry.hash == known.hash).map(|_| number)
    }

    /// Reads a source. Where its bytes are known, under whatever path, what was made of them is used.
    fn read(&self, found: &Found, own: Option<u32>) -> Got {
        let (bytes, metadata) = match decode::known_bytes(&found.path) {
            Ok(Ok(read)) => read,
            Ok(Err(fault)) => return unknown(fault, own),
            Err(error) => return unknown(Fault::Io(decode::plain(&error)), own),
        };
        let (stamp, hash) = (Stamp::of(&metadata), xxh3_128(&bytes));
        if let Some(prior) = self.prior {
            let same =
                |&number: &u32| prior.entry(number, found.format).is_some_and(|entry| entry.hash == hash);
            let item = own.filter(same).or_else(|| prior.by_hash(hash, found.format));
            if let Some(number) = item
                && let Some(entry) = prior.entry(number, found.format)
                && let Some((text, known)) = kept(prior, &entry, stamp, found)
            {
                return Got { text, known: Some(known), own, item, trusted: false };
            }
        }
        let contents = reader::contents(bytes, found.format);
        let fault = contents.as_ref().err().cloned();
        let extracted = contents.as_ref().is_ok_and(|contents| contents.extract.is_some());
        let lasts = fault.as_ref().is_none_or(Fault::lasts);
        let known = lasts.then_some(Known { stamp, hash, fault, extracted });
        Got { text: Text::Now(contents), known, own, item: None, trusted: false }
    }
}

fn unknown(fault: Fault, own: Option<u32>) -> Got {
    Got { text: Text::Now(Err(fault)), known: None, own, item: None, trusted: false }
}

/// What was kept of a file; none where that cannot be used.
fn kept(prior: &Prior, entry: &Entry, stamp: Stamp, found: &Found) -> Option<(Text, Known)> {
    let known = |fault, extracted| Known { stamp, hash: entry.hash, fault, extracted };
    if let Held::Nothing(fault) = &entry.held {
        return Some((Text::Now(Err(fault.clone())), known(Some(fault.clone()), false)));
    }
    let told = prior.told(entry).filter(|told| told.is_whole)?;
    let known = known(None, told.body.is_some());
    Some((Text::Later(Unread::of(told, entry, found.canonical.clone(), found.format)), known))
}

impl Unread {
    /// The text that an entry tells of, of a file at a canonical path. Without its body it is read out of the file again.
    pub fn of(told: Told, entry: &Entry, canonical: PathBuf, format: Format) -> Unread {
        let Told { encoding, length, body, .. } = told;
        Unread { encoding, length, canonical, format, hash: entry.hash, body }
    }

    /// What the file holds; where it is not what it was, that is noted, and blanks stand for it: whoever counts on its length finds
    /// nothing there.
    pub fn read(&self, stale: &Stale) -> Body {
        let kept = || {
            let (bytes, at) = self.body.as_ref()?;
            body::decode(body::bytes(bytes, *at)?).filter(|body| body.text.len() == self.length)
        };
        kept().or_else(|| self.again()).unwrap_or_else(|| {
            stale.set();
            Body { text: " ".repeat(self.length), ..Body::default() }
        })
    }

    fn again(&self) -> Option<Body> {
        let bytes = decode::bytes(&self.canonical).ok()?.ok()?;
        if xxh3_128(&bytes) != self.hash {
            return None;
        }
        let Contents { text, extract, .. } = reader::contents(bytes, self.format).ok()?;
        if text.len() != self.length {
            return None;
        }
        Some(match extract {
            Some((extract, origin)) => Body { text, extract: Some(extract), origin: of_source(origin) },
            None => Body { text, ..Body::default() },
        })
    }
}

/// How places in a source are told: nothing is ever written into one, so that its own text is not kept.
pub(in crate::load) fn of_source(origin: Origin) -> Origin {
    match origin {
        Origin::Text(mapped) => Origin::Places(Placed::of(&mapped)),
        origin => origin,
    }
}
