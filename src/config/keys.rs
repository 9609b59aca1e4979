//! The keys of an `ibid.toml`: what each is called, what it may be, and what it is for.
//!
//! One list, from which `toml` reads a file, `schema` writes the JSON Schema, and errors name the nearest key.

/// A key of a table.
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it may be.
    pub shape: Shape,
    /// What it is for, in one or two sentences.
    pub meaning: &'static str,
}

/// What a key may be.
#[derive(Debug)]
pub enum Shape {
    /// `true` or `false`.
    Flag,
    /// A path.
    Path,
    /// A list of paths or patterns.
    Paths,
    /// A list of rules and families of rules.
    Rules,
    /// A table from rules and families to severities.
    Severities,
    /// A table from rules to tables of their options.
    Options,
    /// A share in per cent, or a table of shares by what is counted.
    Shares,
    /// A table from names to strings or lists of strings.
    Facts,
    /// A table with keys of its own.
    Table(&'static [Key]),
    /// A list of tables with keys of their own.
    Tables(&'static [Key]),
}

impl Shape {
    /// What the value has to be.
    pub fn wanted(&self) -> &'static str {
        match self {
            Shape::Flag => "`true` or `false`",
            Shape::Path => "a path",
            Shape::Paths => "a list of strings",
            Shape::Rules => "a list of rules and families of rules",
            Shape::Severities | Shape::Options | Shape::Facts | Shape::Table(_) => "a table",
            Shape::Shares => "a number of per cent, or a table of them",
            Shape::Tables(_) => "a list of tables",
        }
    }

    /// How it is written, for a key of a name.
    pub fn example(&self, name: &str) -> String {
        match self {
            Shape::Flag => format!("{name} = true"),
            Shape::Path => format!("{name} = \"ibid-baseline.toml\""),
            Shape::Paths => format!("{name} = [\"texts\", \"notes.md\"]"),
            Shape::Rules => format!("{name} = [\"quote\", \"citation-unknown\"]"),
            Shape::Severities => format!("{name} = {{ citation-unknown = \"warning\" }}"),
            Shape::Options => format!("{name} = {{ quote-short = {{ shortest = 2 }} }}"),
            Shape::Shares => format!("{name} = {{ quotes = 100, sentences = 80 }}"),
            Shape::Facts => format!("{name} = {{ \"a name\" = \"what is true of it\" }}"),
            Shape::Table(_) => format!("[{name}], with its keys on the lines below"),
            Shape::Tables(_) => format!("[[{name}]], with its keys on the lines below"),
        }
    }
}

const SELECT: Key = Key {
    name: "select",
    shape: Shape::Rules,
    meaning: "Run these rules and families of rules alone. A note or a preview rule named here by its own id runs.",
};
const IGNORE: Key =
    Key { name: "ignore", shape: Shape::Rules, meaning: "Do not run these rules and families of rules." };
const PREVIEW: Key = Key { name: "preview", shape: Shape::Flag, meaning: "Run the preview rules, too." };
const PEDANTIC: Key = Key { name: "pedantic", shape: Shape::Flag, meaning: "Report notes, too." };
const SEVERITY: Key = Key {
    name: "severity",
    shape: Shape::Severities,
    meaning: "How much a rule's findings weigh: \"error\", \"warning\" or \"note\". A rule goes before its family.",
};
const OPTIONS: Key = Key {
    name: "options",
    shape: Shape::Options,
    meaning: "What a rule goes by; `ibid explain RULE` lists it.",
};
const MIN_COVERAGE: Key = Key {
    name: "min-coverage",
    shape: Shape::Shares,
    meaning: "How much of each draft has to be tied to a source, in per cent of its sentences, or by what is counted: \
              `{ quotes = 100, claims = 90, sentences = 80 }`.",
};

const PLACES: Key = Key {
    name: "places",
    shape: Shape::Facts,
    meaning: "Places, each with the country or region that it lies in: `\"Port Ellis\" = \"Norway\"`. Of several the draft may name any.",
};
const OFFICES: Key = Key {
    name: "offices",
    shape: Shape::Facts,
    meaning: "Persons, each with their office or all of their offices: `\"Ann Ward\" = \"prime minister of Norland\"`.",
};
const SPELLINGS: Key = Key {
    name: "spellings",
    shape: Shape::Facts,
    meaning: "Preferred spellings, each with those that it takes the place of: `Skarvoy = [\"Skarvoey\", \"Skarvøy\"]`.",
};
const VALUES: Key = Key {
    name: "values",
    shape: Shape::Facts,
    meaning: "What can be counted, measured or dated, each with its value: `\"length of the Skarv bridge\" = \"840 metres\"`.",
};

/// The keys of a file.
pub static FILE: &[Key] = &[
    Key {
        name: "drafts",
        shape: Shape::Paths,
        meaning: "The drafts that a run without paths checks: files, folders, patterns such as `chapters/*.md`, and, behind \
                  a `!`, what is none. Paths start from this file's folder.",
    },
    Key { name: "sources", shape: Shape::Table(SOURCES), meaning: "What the drafts are held against." },
    Key {
        name: "baseline",
        shape: Shape::Path,
        meaning: "The file of findings that the project starts from, which are not reported: `ibid check --write-baseline` \
                  writes it. The path starts from this file's folder.",
    },
    Key {
        name: "facts",
        shape: Shape::Table(FACTS),
        meaning: "What is known for certain: it is held against the drafts and goes before what sources and the gazetteer say.",
    },
    SELECT,
    IGNORE,
    PREVIEW,
    PEDANTIC,
    SEVERITY,
    MIN_COVERAGE,
    OPTIONS,
    Key {
        name: "overrides",
        shape: Shape::Tables(OVERRIDE),
        meaning: "Other choices for some drafts. Of two that match a draft the later one goes before the earlier one.",
    },
];

/// The keys of `[sources]`.
pub static SOURCES: &[Key] = &[
    Key {
        name: "paths",
        shape: Shape::Paths,
        meaning: "Folders of sources, single sources, bibliographies (.bib, .json, .yml), and patterns as for `drafts`. What \
                  they name is never a draft.",
    },
    Key {
        name: "complete",
        shape: Shape::Flag,
        meaning: "Whether the sources are all that the drafts quote. With `false` a quotation that stands in none of them is \
                  reported only where it cites one of them.",
    },
];

/// The keys of `[facts]`.
pub static FACTS: &[Key] = &[
    Key {
        name: "paths",
        shape: Shape::Paths,
        meaning: "TOML files with more facts: the tables below, at the top of the file. Paths start from this file's folder.",
    },
    PLACES,
    OFFICES,
    SPELLINGS,
    VALUES,
];

/// The keys of a file of facts.
pub static FACT_TABLES: &[Key] = &[PLACES, OFFICES, SPELLINGS, VALUES];

/// The keys of `[[overrides]]`.
pub static OVERRIDE: &[Key] = &[
    Key {
        name: "paths",
        shape: Shape::Paths,
        meaning: "Which drafts: files, folders and patterns, from this file's folder.",
    },
    SELECT,
    IGNORE,
    PREVIEW,
    PEDANTIC,
    SEVERITY,
    MIN_COVERAGE,
    OPTIONS,
];
