//! Places that a draft puts where none of that name lies, and capitals that are none: its claims held against the gazetteer.
//!
//! Takes what `claim::place` read and hands on faults, each with the place of a source that has the same one. A place of any
//! size acquits, and so do a dispute, a former state, and names that are common where the place is said to lie.

use std::borrow::Cow;

use memchr::memmem::{Finder, find};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Draft, Found};
use crate::claim::Placed;
use crate::claim::place::{Form, places};
use crate::corpus::{Corpus, DocumentId};
use crate::file::Span;
use crate::fold::{folded, words_in};
use crate::gazetteer::{self, City, Region};
use crate::lexicon::{common_words, function_words, given_names, has};
use crate::parallel;

/// A place that is not where the draft says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere<'a> {
    /// What the draft says.
    pub placed: &'a Placed,
    /// What is wrong with it.
    pub fault: Fault,
    /// The largest city of the name.
    pub city: City,
    /// Whether cities of the name lie in several countries.
    pub several: bool,
    /// Where a source puts the place in the same region.
    pub source: Option<Found>,
}

/// What is wrong with where a place is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No place of that name lies there.
    NotThere,
    /// It is not the capital of that country.
    NotCapital,
}

/// So many regions that have a name make it a common one, which a place too small to be listed may have, too.
const COMMON: usize = 3;

/// A name so short, or in so few capitals, is taken for a place's beside a word of place alone.
const SHORT: usize = 3;

/// Those of a draft's places that lie elsewhere, in order.
pub fn elsewhere<'a>(draft: &Draft, all: &'a [Placed], corpus: &Corpus) -> Vec<Elsewhere<'a>> {
    let judged: Vec<Option<Judged>> = all.iter().map(|placed| judge(draft.text, placed)).collect();
    let others = unpaired(all, &judged);
    let mut wrong = Vec::new();
    for (placed, own) in all.iter().zip(&judged) {
        let Some(Judged::Wrong(fault, city)) = own else { continue };
        if !matches!(placed.form, Form::Row { table, headed: false } if others.contains(&table)) {
            wrong.push((placed, *fault, *city));
        }
    }
    let claimed: Vec<&Placed> = wrong.iter().map(|(placed, ..)| *placed).collect();
    let sources = sources(draft.text, &claimed, corpus);
    let found = wrong.into_iter().zip(sources).map(|((placed, fault, city), source)| {
        let name = &draft.text[placed.place.range()];
        let home = gazetteer::country_of(city.region);
        let several = gazetteer::cities(name).any(|other| gazetteer::country_of(other.region) != home);
        Elsewhere { placed, fault, city, several, source }
    });
    found.collect()
}

/// The tables of which most rows are wrong: rows that pair other things would all be.
fn unpaired(all: &[Placed], judged: &[Option<Judged>]) -> FxHashSet<u32> {
    let mut counts: FxHashMap<u32, (usize, usize)> = FxHashMap::default();
    for (placed, own) in all.iter().zip(judged) {
        let Form::Row { table, .. } = placed.form else { continue };
        let (right, wrong) = counts.entry(table).or_default();
        match own {
            Some(Judged::Right) => *right += 1,
            Some(Judged::Wrong(..)) => *wrong += 1,
            None => {}
        }
    }
    let most = |&(right, wrong): &(usize, usize)| right + wrong > 1 && (right == 0 || right < wrong);
    counts.iter().filter(|(_, counts)| most(counts)).map(|(table, _)| *table).collect()
}

/// What the gazetteer says of a claim; nothing where it cannot tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Judged {
    Right,
    Wrong(Fault, City),
}

fn judge(text: &str, placed: &Placed) -> Option<Judged> {
    let name = &text[placed.place.range()];
    let city = gazetteer::city(name)?;
    let regions = &placed.regions;
    let is_country = |region: &Region| gazetteer::country_of(*region) == *region;
    let right = if placed.form == Form::Capital {
        regions.iter().any(|&region| match is_country(&region) {
            true => gazetteer::is_capital(name, region),
            false => gazetteer::lies_in(name, region),
        })
    } else {
        regions.iter().any(|&region| gazetteer::lies_in(name, region))
    };
    if right {
        return Some(Judged::Right);
    }
    let open = placed.form != Form::Capital && gazetteer::named(name).next().is_some()
        || !placed.located && may_be_another_word(name, &text[placed.within.range()])
        || regions.iter().any(|&region| {
            gazetteer::contested(name, region)
                || placed.dated && may_have_been(city.region, region)
                || placed.form != Form::Capital && is_common(name, city, region)
        });
    if open {
        return None;
    }
    let fault = match placed.form {
        Form::Capital if regions.iter().any(is_country) => Fault::NotCapital,
        _ => Fault::NotThere,
    };
    Some(Judged::Wrong(fault, city))
}

/// Whether a place may have lain in a region long ago: on one continent, or as a colony.
fn may_have_been(place: Region, region: Region) -> bool {
    gazetteer::share_continent(place, region)
        || gazetteer::is_european(place)
        || gazetteer::is_european(region)
}

/// Whether a name without a word of place may be a person's, a common word's or an abbreviation.
fn may_be_another_word(name: &str, within: &str) -> bool {
    let upper = |text: &str| !text.contains(char::is_lowercase);
    let word = folded(name);
    let lists = [given_names::MEN, given_names::WOMEN, common_words::WORDS, function_words::WORDS];
    lists.iter().any(|list| has(list, &word))
        || word.chars().count() <= SHORT
        || upper(name) && !upper(within) && !name.contains(' ')
}

/// Whether so many places have a name that one too small to be listed may lie in a region, too: in its neighbours that speak its language,
/// and, for a part of a country, in the other parts. Settlers named hamlets after the towns that they came from.
fn is_common(name: &str, city: City, region: Region) -> bool {
    let country = gazetteer::country_of(region);
    let mut others: Vec<Region> = gazetteer::places(name)
        .filter_map(|place| match gazetteer::country_of(place) {
            own if own == country => (region != country).then_some(place),
            own => (region == country && gazetteer::share_language(own, country)).then_some(own),
        })
        .collect();
    others.sort_unstable();
    others.dedup();
    others.len() >= COMMON || gazetteer::is_settled(country) && gazetteer::is_european(city.region)
}

/// For each of some claims, where the first source that makes it makes it, too. A source is read once for all of them, and only
/// where it holds the words of one.
fn sources(text: &str, wrong: &[&Placed], corpus: &Corpus) -> Vec<Option<Found>> {
    if wrong.is_empty() {
        return Vec::new();
    }
    let words = |span: Span| text[span.range()].as_bytes();
    let pairs: FxHashSet<_> = wrong.iter().map(|one| (words(one.place), words(one.within))).collect();
    let pairs: Vec<_> = pairs.into_iter().map(|(place, within)| (Finder::new(place), within)).collect();
    let named: Vec<Cow<str>> = wrong.iter().map(|one| folded(&text[one.place.range()])).collect();
    let mut sought: FxHashMap<(&str, Region), usize> = FxHashMap::default();
    for (one, name) in wrong.iter().zip(&named) {
        for &region in &one.regions {
            let next = sought.len();
            sought.entry((name, region)).or_insert(next);
        }
    }
    let holding = |span: Span| {
        let words = words_in(text, span.range()).map(|word| folded(&text[word.range()]).into_owned());
        corpus.holding(&words.collect::<Vec<String>>())
    };
    let mut ids: Vec<DocumentId> = Vec::new();
    for one in wrong {
        let within = holding(one.within);
        ids.extend(holding(one.place).into_iter().filter(|id| within.binary_search(id).is_ok()));
    }
    ids.sort_unstable();
    ids.dedup();
    let read = parallel::map(&ids, |&id| {
        let document = corpus.document(id);
        let mut found: Vec<(usize, Span)> = Vec::new();
        // Either word is written otherwise under markup alone.
        let raw = document.file.text().as_bytes();
        if !pairs.iter().any(|(place, within)| place.find(raw).is_some() && find(raw, within).is_some()) {
            return found;
        }
        let text = document.text();
        for own in places(&document.file, document.blocks()) {
            let name = folded(&text[own.place.range()]);
            let claims = own.regions.iter().filter_map(|&region| sought.get(&(&*name, region)));
            found.extend(claims.map(|&claim| (claim, own.within)));
        }
        found
    });
    let mut first: Vec<Option<Found>> = vec![None; sought.len()];
    for (&document, found) in ids.iter().zip(&read) {
        for &(claim, span) in found {
            first[claim].get_or_insert(Found { document, span });
        }
    }
    let at = wrong.iter().zip(&named).map(|(one, name)| {
        let claims = one.regions.iter().map(|&region| sought[&(&**name, region)]);
        claims.filter_map(|claim| first[claim]).min_by_key(|found| (found.document, found.span.start))
    });
    at.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::block::blocks;
    use crate::claim::claims;
    use crate::config::Options;
    use crate::file::{File, FileId, Files, Format};
    use crate::load::Source;

    /// The faults of a draft: the place, what it is put in, and what is wrong.
    fn faults(text: &str) -> Vec<(String, String, Fault)> {
        let file = File::new(FileId(0), "a.md".into(), "UTF-8", Format::Markdown, text.into());
        let blocks = blocks(&file);
        let (claims, places) = (claims(&file, &blocks), places(&file, &blocks));
        let draft = Draft { text: blocks.text(&file), claims: &claims, options: &Options::default() };
        let found = elsewhere(&draft, &places, &Corpus::default());
        let part = |span| file.slice(span).to_owned();
        found.iter().map(|wrong| (part(wrong.placed.place), part(wrong.placed.within), wrong.fault)).collect()
    }

    #[test]
    fn small_namesakes_disputes_and_common_names_acquit() {
        let silent = [
            "He lives in Paris, Kentucky, and in Paris (Texas).",
            "A plant in Berlin, N.H., and one in Athens, Ga., shut.",
            "The fleet lies at Sevastopol (Russia), the court at The Hague, the capital of the Netherlands.",
            "He flew to Taipei, China, and to Pristina, Serbia.",
            "He was born in Lviv, Poland, and died in Nuuk (Denmark).",
            "He was born in 1889 in Graz (Germany).",
            "La Paz, the capital of Bolivia, and Sucre, the capital of Bolivia, are far apart.",
            "San Pedro (Venezuela) is small.",
            "Victoria (Poland) won the race, and Florence (Austria) came second.",
            "Geneva, Iowa, is a village.",
            "NICE (England) said so.",
            "| Lyon | Spain |\n| Hamburg | Italy |\n| Porto | France |",
        ];
        for text in silent {
            assert_eq!(faults(text), [], "{text}");
        }
    }

    #[test]
    fn each_fault_has_the_first_source_that_has_it_too() {
        let mut files = Files::default();
        let texts = [
            "The pilots met in Gdynia, Poland, in May. Lyon lies in France.",
            "They met in Lyon (Spain) and in Gdynia (Finland).",
            "The lamp came from Gdynia (Finland), the wick from Lyon (Spain).",
        ];
        let sources = texts.iter().enumerate().map(|(i, text)| {
            let add = |id| File::new(id, format!("{i}.txt"), "UTF-8", Format::Plain, (*text).into());
            Source::new(files.add(add), i.to_string())
        });
        let corpus = Corpus::new(sources.collect(), Vec::new(), Vec::new());
        let text = "One met in Gdynia (Finland), one in Lyon (Spain), one in Porto (Greece), one in Gdynia (Finland).";
        let file = files.add(|id| File::new(id, "a.md".into(), "UTF-8", Format::Markdown, text.into()));
        let blocks = blocks(&file);
        let (claims, places) = (claims(&file, &blocks), places(&file, &blocks));
        let draft = Draft { text: blocks.text(&file), claims: &claims, options: &Options::default() };
        let found = elsewhere(&draft, &places, &corpus).into_iter().map(|wrong| {
            wrong
                .source
                .map(|found| (found.document.0, &texts[found.document.0 as usize][found.span.range()]))
        });
        let (lyon, gdynia) = (Some((1, "Spain")), Some((1, "Finland")));
        assert_eq!(found.collect::<Vec<_>>(), [gdynia, lyon, None, gdynia]);
    }

    #[test]
    fn a_place_that_lies_elsewhere_is_found() {
        use Fault::*;
        let table = [
            ("They met in Dushanbe (Uzbekistan).", "Dushanbe", "Uzbekistan", NotThere),
            ("They met in Bogota, Peru, in May.", "Bogota", "Peru", NotThere),
            ("They met in Chicago, Texas, in May.", "Chicago", "Texas", NotThere),
            ("They met in Sydney, the capital of Australia.", "Sydney", "Australia", NotCapital),
            ("They met in Sydney, the capital of Queensland.", "Sydney", "Queensland", NotThere),
            ("They met in the Turkish capital, Baku.", "Baku", "Turkish", NotCapital),
            ("In Florence (Austria) it rained.", "Florence", "Austria", NotThere),
            ("| Lyon | France |\n| Hamburg | Italy |\n| Porto | Portugal |", "Hamburg", "Italy", NotThere),
        ];
        for (text, place, within, fault) in table {
            assert_eq!(faults(text), [(place.to_owned(), within.to_owned(), fault)], "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

        /// A city beside the country that it lies in is never a fault, in any form and however it is put.
        #[test]
        fn a_city_where_it_lies_is_right(number in any::<u32>(), form in 0..7_usize) {
            let (name, country) = gazetteer::any_city(number);
            let text = match form {
                0 => format!("They met in {name} ({country})."),
                1 => format!("They met in {name}, {country}, in May."),
                2 => format!("| {name} | {country} | late |"),
                3 => format!("They met in {name} in {country}."),
                4 => format!("- **{name}** (*{country}*): late"),
                5 => format!("{name}, {country}, was calm."),
                _ => format!("They met in {country}'s largest city, {name}, in May."),
            };
            prop_assert_eq!(faults(&text), []);
        }

        #[test]
        fn any_text_is_read(text in "(\\PC{0,8}|[(), |]|in |Paris|Georgia|Ga|Mass|[.]|the capital of |Uzbek|’s|'s){0,12}") {
            faults(&text);
        }
    }
}
