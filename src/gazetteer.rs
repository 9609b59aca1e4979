//! Places and what they lie in: countries and first-order regions by their names and adjectives, cities with their proper
//! names, and in which regions any place of a name lies.
//!
//! The tables are GeoNames', reduced (see `gazetteer/README.md`), embedded and used in place: nothing is read or made when
//! the program starts. Takes words of a text, in any spelling that `fold` makes one, and hands on what they may name.

mod hash;
mod table;

use std::sync::LazyLock;

use hash::hash;
use rustc_hash::FxHashMap;

use crate::fold::{MASK, Word, folded, words};

/// A country, or a first-order region of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(u16);

/// What kind of name a name of a region is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// The name of a country or of a dependent territory.
    Country,
    /// The adjective of a country, or what its people are called.
    Adjective,
    /// The name of a first-order region.
    Region,
    /// The abbreviation of a first-order region, which counts behind a city alone.
    Abbreviation,
}

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    /// The region.
    pub region: Region,
    /// How it is named.
    pub naming: Naming,
    /// Whether the name counts in capitals alone, as "US" does.
    upper: bool,
}

/// A city of some size, a capital, or the seat of a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct City {
    /// Its name as it is spelled in English.
    pub name: &'static str,
    /// The first-order region that it lies in, or the country where none is known.
    pub region: Region,
    /// Whether it is its country's capital.
    pub capital: bool,
}

/// The bits of a region's kin that are its languages; one that tells whether settlers named its places, and above it its continent.
const LANGUAGES: u16 = 0x07ff;
const SETTLED: u16 = 0x0800;
const CONTINENT: u16 = 0xf000;
const EUROPE: u16 = 4 << 12;

/// The bit that tells in a pair's region that the name may be called its capital.
const CAPITAL: u16 = 1 << 15;

/// What a name names: nothing, one region, or several ("Georgia", "Congo").
pub fn named(name: &str) -> impl Iterator<Item = Named> {
    let bare = name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name);
    let name = words(bare).map(|word| match &bare[word.range()] {
        "&" => "and".to_owned(),
        word => letters(word),
    });
    let name = name.collect::<Vec<_>>().join(" ");
    table::NAMES.equal(hash(&name)).map(|entry| {
        let (region, kind) = table::name(entry);
        let naming = match kind & 0xff {
            0 => Naming::Country,
            1 => Naming::Adjective,
            2 => Naming::Region,
            _ => Naming::Abbreviation,
        };
        Named { region: Region(region), naming, upper: kind >> 8 == 1 }
    })
}

/// The longest name of a region that these words of a text begin with: how many words it has, and what it names. It begins with a
/// capital; the ending of a possessive is no part of it.
pub fn region_at(text: &str, words: &[Word]) -> Option<(usize, Vec<Named>)> {
    let first = words.first()?;
    let written = &text[first.range()];
    if !written.starts_with(char::is_uppercase) {
        return None;
    }
    let opens = |word: &str| table::opens(hash(word));
    let own = if written.contains(['\'', '’']) { opens(&letters(written)) } else { 0 };
    let longest = opens(&folded(written)).max(own);
    if longest == 0 {
        return None;
    }
    let joined = |pair: &[Word]| {
        let gap = &text[pair[0].end as usize..pair[1].start as usize];
        gap.len() < 8 && gap.chars().all(|c| c == MASK || " \n-‐‑/&.".contains(c)) && gap != ". "
            || (gap == ". " && pair[0].range().len() < 4)
    };
    let reach = 1 + words.windows(2).take(longest - 1).take_while(|pair| joined(pair)).count();
    (1..=reach).rev().find_map(|count| {
        let stretch = words[0].start as usize..words[count - 1].end as usize;
        let upper = !text[stretch.clone()].contains(char::is_lowercase);
        let found: Vec<Named> = named(&text[stretch]).filter(|named| upper || !named.upper).collect();
        (!found.is_empty()).then_some((count, found))
    })
}

/// The country that a region is, or lies in.
pub fn country_of(region: Region) -> Region {
    Region(table::region(region.0).0)
}

/// What a region is called in English; empty for a first-order region without a usual name there.
pub fn written(region: Region) -> &'static str {
    table::region(region.0).2
}

/// Whether names of places are alike in two regions, since people there speak one language or near ones.
pub fn share_language(a: Region, b: Region) -> bool {
    table::region(a.0).1 & table::region(b.0).1 & LANGUAGES != 0
}

/// Whether two regions lie on one continent.
pub fn share_continent(a: Region, b: Region) -> bool {
    table::region(a.0).1 & CONTINENT == table::region(b.0).1 & CONTINENT
}

/// Whether settlers from Europe named most places of a country after those that they came from.
pub fn is_settled(country: Region) -> bool {
    table::region(country.0).1 & SETTLED != 0
}

/// Whether a region lies in Europe.
pub fn is_european(region: Region) -> bool {
    table::region(region.0).1 & CONTINENT == EUROPE
}

/// The cities that have a name as their own, or as a usual English one, the largest first.
pub fn cities(name: &str) -> impl Iterator<Item = City> {
    let key = key(name);
    let entries = table::CITIES.equal(hash(&key));
    let found = entries.map(table::city).filter(move |(name, _, _)| self::key(name) == key);
    found.map(|(name, region, size)| City {
        name,
        region: Region(region),
        capital: size & table::CAPITAL != 0,
    })
}

/// The largest city of a name.
pub fn city(name: &str) -> Option<City> {
    cities(name).next()
}

/// The regions in which a place of a name lies, down to 500 inhabitants, each once at least. The name may be any that a place has or had.
/// One key in eight thousand finds a region in which none lies.
pub fn places(name: &str) -> impl Iterator<Item = Region> {
    let key = key(name);
    let bare = key.strip_prefix("al ").map(|bare| table::places(hash(bare)));
    table::places(hash(&key)).chain(bare.into_iter().flatten()).map(Region)
}

/// Whether a place of a name lies in a region.
pub fn lies_in(name: &str, region: Region) -> bool {
    places(name).any(|place| place == region || country_of(place) == region)
}

/// The capital of a country.
pub fn capital_of(country: Region) -> Option<&'static str> {
    CAPITALS.get(&country).copied()
}

/// The capital of each country by its own name. Made when one is first asked for, since the table of cities is in the order of
/// their names.
static CAPITALS: LazyLock<FxHashMap<Region, &'static str>> = LazyLock::new(|| {
    let mut capitals = FxHashMap::default();
    for (name, region, size) in (0..table::CITIES.count).map(table::city) {
        if size & (table::CAPITAL | table::ALTERNATE) == table::CAPITAL {
            capitals.entry(country_of(Region(region))).or_insert(name);
        }
    }
    capitals
});

/// Whether a name may be called the capital of a country: it is, it was, or the government sits there.
pub fn is_capital(name: &str, country: Region) -> bool {
    table::has_pair(hash(&key(name)), country.0 | CAPITAL)
}

/// Whether cities of a name may be put in a region without fault: a claim is disputed, a territory depends on it, a former
/// state had it, or the name stands for something else there.
pub fn contested(name: &str, region: Region) -> bool {
    let depends = |city: City| {
        let (place, country) = (city.region, country_of(city.region));
        let whole = country_of(region);
        [(place, region), (place, whole), (country, region), (country, whole)]
            .iter()
            .any(|(place, region)| table::has_within(place.0, region.0))
    };
    table::has_pair(hash(&key(name)), region.0) || cities(name).any(depends)
}

/// A name in the form in which the tables have it: its folded words, without apostrophes, a few of them in one form.
fn key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for word in words(name) {
        let written = &name[word.range()];
        if !written.contains(char::is_alphanumeric) {
            continue;
        }
        let folded = folded(written);
        let letters = folded.replace(SILENT, "");
        let first = key.is_empty() && (word.end as usize) < name.len();
        let letters = match &*letters {
            "saint" => "st",
            "sainte" => "ste",
            "mount" => "mt",
            "fort" => "ft",
            // The article of an Arabic name is spelled as it sounds.
            "el" | "ad" | "adh" | "an" | "ar" | "as" | "ash" | "at" | "ath" | "az" if first => "al",
            letters => letters,
        };
        if !key.is_empty() && !letters.is_empty() {
            key.push(' ');
        }
        key.push_str(letters);
    }
    key
}

/// A word's folded letters without apostrophes and the ending of a possessive.
fn letters(word: &str) -> String {
    let folded = folded(word);
    folded.strip_suffix("'s").unwrap_or(&folded).replace(SILENT, "")
}

/// What stands in some spellings of a name and is left out in others.
const SILENT: [char; 5] = ['\'', 'ʻ', 'ʾ', 'ʿ', 'ʹ'];

/// Some city and the country that it lies in, for tests that go through many.
#[cfg(test)]
pub fn any_city(number: u32) -> (&'static str, &'static str) {
    let (name, region, _) = table::city(number as usize % table::CITIES.count);
    (name, written(country_of(Region(region))))
}

#[cfg(test)]
mod tests;
