//! A library of 500 works of all usual kinds and odd names, written as each program writes it.
//!
//! Hands on the works in plain text and the files, by their names.

use std::fmt::Write as _;

use serde_json::{Value, json};

pub const WORKS: usize = 500;
/// A breakable work in the middle: one with a title and a date.
pub const MIDDLE: usize = 241;

/// A work, in plain text.
pub struct Work {
    pub key: String,
    pub kind: Kind,
    pub title: Option<String>,
    pub people: Vec<Person>,
    pub date: Option<(i32, Option<u32>, Option<u32>)>,
    pub publication: String,
    pub url: Option<String>,
    pub doi: Option<String>,
}

#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    Article,
    Book,
    Chapter,
    News,
    Report,
    Page,
}

#[derive(Clone, Copy)]
pub enum Person {
    /// Given name, particle, family, suffix.
    Named(&'static str, &'static str, &'static str, &'static str),
    Body(&'static str),
}

const PEOPLE: &[Person] = &[
    Person::Named("Ann", "", "Ward", ""),
    Person::Named("Marta", "van der", "Berg", ""),
    Person::Named("A. B.", "", "Ward", "Jr."),
    Person::Named("Łucja", "", "Żak-Müller", ""),
    Person::Named("Ana", "de la", "Cruz Ñuñez", ""),
    Person::Named("Jean", "d'", "Arcy", ""),
    Person::Named("春", "", "港野", ""),
    Person::Named("Šárka", "", "Ó Briain", ""),
    Person::Body("Harbour Board"),
    Person::Body("Ferries, Ports and Quays Council"),
    Person::Named("Zoë", "", "Åström", ""),
];

const TITLES: &[&str] = &[
    "The Old Quay",
    "Ferries & Tides: 50% More of Both",
    "Über die Fähre nach Skarvøy",
    "What the UN Said of the Harbour",
    "“Ice Has Gone”: a Pilot's Log",
    "渡し船の歴史",
    "Does It Sail? The #1 Question",
    "L’été à Saint-Malo [revised]",
    "Notes on a_b and C: \\ Tides",
];

const PUBLICATIONS: &[&str] =
    &["Harbour Gazette", "Fähr-Zeitung", "Quay & Sons", "Annals of Ports", "Board of Trade, Skarv"];

pub fn works() -> Vec<Work> {
    let kinds = [Kind::Article, Kind::Book, Kind::Chapter, Kind::News, Kind::Report, Kind::Page];
    let work = |i: usize| {
        let family = ["ward", "berg", "żak", "oBriain", "board", "x:y"][i % 6];
        let title = format!("{} {i}", TITLES[i % TITLES.len()]);
        let people = (0..[1, 2, 3, 0, 1][i % 5]).map(|n| PEOPLE[(i * 3 + n * 5) % PEOPLE.len()]).collect();
        let (month, day) = (i as u32 % 12 + 1, i as u32 % 28 + 1);
        let date = match i % 6 {
            0 => None,
            1 => Some((1900 + i as i32 % 120, None, None)),
            2 => Some((1900 + i as i32 % 120, Some(month), None)),
            _ => Some((1900 + i as i32 % 120, Some(month), Some(day))),
        };
        Work {
            key: format!("{family}_{i}"),
            kind: kinds[i % 6],
            title: (i % 29 != 5).then_some(title),
            people,
            date,
            publication: PUBLICATIONS[i % PUBLICATIONS.len()].to_owned(),
            url: (!i.is_multiple_of(3)).then(|| format!("https://ports.example/a_{i}?x=1&y=%20{i}#top")),
            doi: (i % 4 == 1).then(|| format!("10.1234/port_{i}")),
        }
    };
    (0..WORKS).map(work).collect()
}

pub fn iso((year, month, day): (i32, Option<u32>, Option<u32>)) -> String {
    let mut date = format!("{year:04}");
    [month, day].into_iter().flatten().for_each(|part| write!(date, "-{part:02}").unwrap());
    date
}

/// Text as LaTeX; with accents as commands where JabRef has it so.
fn latex(text: &str, commands: bool) -> String {
    let mut latex = String::new();
    for c in text.chars() {
        match c {
            '&' | '%' | '#' | '_' | '$' => write!(latex, "\\{c}").unwrap(),
            '\\' => latex.push_str("\\textbackslash{}"),
            'Ł' if commands => latex.push_str("{\\L}"),
            'Ż' if commands => latex.push_str("{\\.Z}"),
            'ü' if commands => latex.push_str("{\\\"u}"),
            'Ü' if commands => latex.push_str("{\\\"U}"),
            'ä' if commands => latex.push_str("\\\"{a}"),
            'ñ' if commands => latex.push_str("\\~{n}"),
            'é' if commands => latex.push_str("{\\'e}"),
            'à' if commands => latex.push_str("{\\`a}"),
            'Š' if commands => latex.push_str("{\\v{S}}"),
            'ø' if commands => latex.push_str("{\\o}"),
            'Å' if commands => latex.push_str("{\\AA}"),
            _ => latex.push(c),
        }
    }
    latex
}

fn bib_names(people: &[Person], commands: bool) -> String {
    let name = |person: &Person| match *person {
        Person::Body(name) => format!("{{{}}}", latex(name, commands)),
        Person::Named(given, particle, family, suffix) => {
            let space = if particle.is_empty() || particle.ends_with('\'') { "" } else { " " };
            let suffix = if suffix.is_empty() { String::new() } else { format!(", {suffix}") };
            latex(&format!("{particle}{space}{family}{suffix}, {given}"), commands)
        }
    };
    people.iter().map(name).collect::<Vec<_>>().join(" and ")
}

/// As Better BibTeX exports a Zotero library.
fn zotero(works: &[Work]) -> Vec<String> {
    let entry = |work: &Work| {
        let (kind, publication) = match work.kind {
            Kind::Article | Kind::News => ("article", "journaltitle"),
            Kind::Book => ("book", "publisher"),
            Kind::Chapter => ("incollection", "booktitle"),
            Kind::Report => ("report", "institution"),
            Kind::Page => ("online", "titleaddon"),
        };
        let mut entry = format!("@{kind}{{{},\n", work.key);
        let mut field = |name: &str, value: String| writeln!(entry, "  {name} = {{{value}}},").unwrap();
        if let Some(title) = &work.title {
            field("title", latex(title, false).replace("UN", "{{UN}}").replace("Ice", "{{Ice}}"));
        }
        if !work.people.is_empty() {
            field("author", bib_names(&work.people, false));
        }
        if let Some(date) = work.date {
            field("date", iso(date));
        }
        field(publication, latex(&work.publication, false));
        if let Some(url) = &work.url {
            field("url", url.clone());
            field("urldate", "2024-01-01".into());
        }
        if let Some(doi) = &work.doi {
            field("doi", doi.clone());
        }
        field("abstract", "A text: of {several} words, 5\\% of them in \\emph{italics}.".into());
        field("langid", "english".into());
        field("keywords", "ports,ferries".into());
        field("file", format!("/home/ann/Zotero/storage/AB{}/Scan.pdf", work.key));
        entry + "}\n\n"
    };
    works.iter().map(entry).collect()
}

/// As JabRef writes a library in BibTeX.
fn jabref(works: &[Work]) -> Vec<String> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let entry = |work: &Work| {
        let (kind, publication) = match work.kind {
            Kind::Article | Kind::News => ("Article", "journal"),
            Kind::Book => ("Book", "publisher"),
            Kind::Chapter => ("InCollection", "booktitle"),
            Kind::Report => ("TechReport", "institution"),
            Kind::Page => ("Misc", "organization"),
        };
        let mut entry = format!("@{kind}{{{},\n", work.key);
        let mut field = |name: &str, value: String| writeln!(entry, "  {name:<12} = {value},").unwrap();
        if !work.people.is_empty() {
            field("author", format!("{{{}}}", bib_names(&work.people, true)));
        }
        if let Some(title) = &work.title {
            field("title", format!("{{{}}}", latex(title, true).replace("UN", "{UN}")));
        }
        field(publication, format!("{{{}}}", latex(&work.publication, true)));
        if let Some((year, month, day)) = work.date {
            field("year", format!("{{{year}}}"));
            if let Some(month) = month {
                field("month", MONTHS[month as usize - 1].into());
            }
            if let Some(day) = day {
                field("day", format!("{{{day}}}"));
            }
        }
        if let Some(url) = &work.url {
            field("url", format!("{{{}}}", url.replace('_', "\\_")));
        }
        if let Some(doi) = &work.doi {
            field("doi", format!("{{{}}}", doi.replace('_', "{\\_}")));
        }
        field("file", format!("{{:{}.pdf:PDF}}", work.key.replace(':', "\\:")));
        field("groups", "{Ports}".into());
        entry + "}\n\n"
    };
    works.iter().map(entry).collect()
}

/// As Better BibTeX exports it in CSL-JSON.
fn csl(works: &[Work]) -> Vec<Value> {
    let name = |person: &Person| match *person {
        Person::Body(name) => json!({"literal": name}),
        Person::Named(given, particle, family, suffix) => {
            let mut name = json!({"family": family, "given": given});
            if !particle.is_empty() {
                let kind = if particle == "d'" { "dropping-particle" } else { "non-dropping-particle" };
                name[kind] = particle.into();
            }
            if !suffix.is_empty() {
                name["suffix"] = suffix.into();
            }
            name
        }
    };
    let item = |work: &Work| {
        let (kind, publication) = match work.kind {
            Kind::Article => ("article-journal", "container-title"),
            Kind::News => ("article-newspaper", "container-title"),
            Kind::Book => ("book", "publisher"),
            Kind::Chapter => ("chapter", "container-title"),
            Kind::Report => ("report", "publisher"),
            Kind::Page => ("webpage", "container-title"),
        };
        let mut item = json!({"id": work.key, "citation-key": work.key, "type": kind, "language": "en", "abstract": "A text: \"of\" {several} words."});
        item[publication] = work.publication.clone().into();
        if let Some(title) = &work.title {
            item["title"] =
                title.replace("UN", "<span class=\"nocase\">UN</span>").replace("Old", "<i>Old</i>").into();
        }
        if !work.people.is_empty() {
            item["author"] = work.people.iter().map(name).collect();
        }
        if let Some((year, month, day)) = work.date {
            let parts: Vec<Value> =
                [Some(Value::from(year)), month.map(Value::from), day.map(|day| day.to_string().into())]
                    .into_iter()
                    .flatten()
                    .collect();
            item["issued"] = json!({"date-parts": [parts]});
        }
        if let Some(url) = &work.url {
            item["URL"] = url.clone().into();
            item["accessed"] = json!({"date-parts": [[2024, 1, 1]]});
        }
        if let Some(doi) = &work.doi {
            item["DOI"] = doi.clone().into();
        }
        item
    };
    works.iter().map(item).collect()
}

/// Text in YAML's double quotation marks, which are JSON's.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// An item of CSL in YAML: fields of JSON, one a line.
fn csl_yaml(item: &Value) -> String {
    let fields = item.as_object().unwrap().iter();
    let lines = fields.map(|(name, value)| format!("  {name}: {value}\n")).collect::<String>();
    format!("-{}", &lines[1..])
}

fn hayagriva(works: &[Work]) -> Vec<String> {
    let name = |person: &Person| match *person {
        Person::Body(name) if name.contains(',') => format!("{{ name: {} }}", quoted(name)),
        Person::Body(name) => quoted(name),
        Person::Named(given, particle, family, suffix) => {
            let space = if particle.is_empty() || particle.ends_with('\'') { "" } else { " " };
            let suffix = if suffix.is_empty() { String::new() } else { format!(", {suffix}") };
            quoted(&format!("{particle}{space}{family}, {given}{suffix}"))
        }
    };
    let entry = |work: &Work| {
        let (kind, parent) = match work.kind {
            Kind::Article => ("Article", Some("Periodical")),
            Kind::News => ("article", Some("newspaper")),
            Kind::Book => ("Book", None),
            Kind::Chapter => ("Chapter", Some("Anthology")),
            Kind::Report => ("Report", None),
            Kind::Page => ("Web", Some("Web")),
        };
        let mut entry = format!("{}:\n    type: {kind}\n", quoted(&work.key));
        if let Some(title) = &work.title {
            let title = quoted(&title.replace("UN", "{UN}"));
            match work.kind {
                Kind::Book => {
                    writeln!(entry, "    title:\n        value: {title}\n        verbatim: true").unwrap()
                }
                _ => writeln!(entry, "    title: {title}").unwrap(),
            }
        }
        match work.people.as_slice() {
            [] => {}
            [one] => writeln!(entry, "    author: {}", name(one)).unwrap(),
            people => {
                entry += "    author:\n";
                people.iter().for_each(|person| writeln!(entry, "    - {}", name(person)).unwrap());
            }
        }
        if let Some(date) = work.date {
            writeln!(entry, "    date: {}", iso(date)).unwrap();
        }
        if let Some(url) = &work.url {
            writeln!(entry, "    url: {{ value: {}, date: 2024-01-01 }}", quoted(url)).unwrap();
        }
        if let Some(doi) = &work.doi {
            writeln!(entry, "    serial-number:\n        doi: {}", quoted(doi)).unwrap();
        }
        let publication = quoted(&work.publication);
        match parent {
            Some(kind) => writeln!(
                entry,
                "    parent:\n        type: {kind}\n        title: {publication}\n        volume: 3"
            )
            .unwrap(),
            None => writeln!(entry, "    publisher: {publication}").unwrap(),
        }
        entry + "\n"
    };
    works.iter().map(entry).collect()
}

/// The library in every form, by the name of its file; `broken` breaks the entry in the middle.
pub fn libraries(broken: bool) -> Vec<(&'static str, String)> {
    let works = works();
    let spoiled = |mut entries: Vec<String>, find: &str, with: &str| {
        if broken {
            assert!(entries[MIDDLE].contains(find), "{}", entries[MIDDLE]);
            entries[MIDDLE] = entries[MIDDLE].replacen(find, with, 1);
        }
        entries
    };
    let json = csl(&works);
    let pretty = json.iter().map(|item| {
        let item = serde_json::to_string_pretty(item).unwrap();
        item.lines().map(|line| format!("  {line}\n")).collect::<String>().trim_end().to_owned()
    });
    let compact = json.iter().map(|item| item.to_string());
    let pretty = spoiled(pretty.collect(), "\",\n    \"type\"", "\n    \"type\"").join(",\n");
    let compact = spoiled(compact.collect(), "\",\"type\"", ",\"type\"").join(",");
    let yaml = spoiled(json.iter().map(csl_yaml).collect(), "\"\n  type", "\n  type");
    vec![
        ("zotero.bib", format!("\n{}", spoiled(zotero(&works), "},\n  date", ",\n  date").concat())),
        (
            "jabref.bib",
            format!(
                "% Encoding: UTF-8\n\n{}@Comment{{jabref-meta: databaseType:bibtex;}}\n",
                spoiled(jabref(&works), "},\n  year", "}\n  year").concat()
            ),
        ),
        ("refs.json", format!("[\n{pretty}\n]\n")),
        ("compact.json", format!("[{compact}]")),
        ("refs.yaml", format!("---\nreferences:\n{}...\n", yaml.concat())),
        ("hayagriva.yml", spoiled(hayagriva(&works), "\"\n    date", "\n    date").concat()),
    ]
}
