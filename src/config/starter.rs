//! The `ibid.toml` that a project starts from.
//!
//! Takes what a folder holds and for whom it is, and hands on the text: every key, with a comment on what it does.

/// What a first configuration says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Starter {
    /// Paths and patterns of drafts.
    pub drafts: Vec<String>,
    /// Paths and patterns of sources.
    pub sources: Vec<String>,
    /// Whether the sources may not be all that there are: they are a guess, or some have no text.
    pub partial: bool,
    /// For whom it is.
    pub style: Style,
}

/// For whom a configuration is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Anybody.
    #[default]
    Plain,
    /// A newsroom: quotations from interviews, and no citations.
    News,
    /// A law office: every quotation is cited, and from these sources.
    Law,
    /// A scholar: keys and footnotes, to the letter.
    Academic,
}

impl Starter {
    /// The file's text.
    pub fn text(&self) -> String {
        let choices = self.style.choices();
        let Choices { ignore, pedantic, complete, why_complete, severity } = if self.partial {
            Choices { complete: false, why_complete: WHY_PARTIAL, ..choices }
        } else {
            choices
        };
        let (drafts, sources) = (list(&self.drafts), list(&self.sources));
        let line = |set: bool, line: String| if set { line } else { format!("# {line}") };
        let ignore_line = line(!ignore.is_empty(), format!("ignore = {}", strings(ignore)));
        let pedantic_line = line(pedantic, format!("pedantic = {pedantic}"));
        let severity_lines: String = match severity {
            [] => "# [severity]\n# citation-missing = \"note\"\n".to_owned(),
            lines => {
                let lines: String =
                    lines.iter().map(|(rule, weight)| format!("{rule} = \"{weight}\"\n")).collect();
                format!("[severity]\n{lines}")
            }
        };
        let no_sources = match self.sources.is_empty() {
            true => "# No folder of sources was found: name it here.\n",
            false => "",
        };
        format!(
            "\
# What ibid checks here, and against what. Paths start from this file's folder.
# A line behind a `#` is a key that is not set, with an example or its default.
# `ibid rules` lists the rules, `ibid explain RULE` says what one reports and lists its options.

# The drafts that `ibid check` takes without paths: files, folders, patterns such as
# \"chapters/*.md\", and behind a `!` what is none. Sources are never drafts.
drafts = {drafts}

# Rules, or families of rules (quote, citation, note, source), to run alone, and not to run.
# select = [\"quote\"]
{ignore_line}

# Whether to report notes, which fail no run, and to try the rules that are still in preview.
{pedantic_line}
# preview = false

# How much of each draft has to be tied to a source, in per cent; `ibid trace` shows how much is.
# min-coverage = {{ quotes = 100, sentences = 60 }}

# What is not reported, since it was there when this was set up; `--write-baseline` writes it.
# baseline = \"ibid-baseline.toml\"

[sources]
{no_sources}# Folders, files, bibliographies (.bib, .json, .yml), patterns.
paths = {sources}
{why_complete}complete = {complete}

# How much a rule weighs: \"error\", \"warning\" or \"note\".
{severity_lines}
# What you know for certain. It goes before what sources and the gazetteer say, and may stand
# in files of its own, with the tables `[places]` and so on at their top.
# [facts]
# paths = [\"desk.toml\"]
# [facts.places]
# \"Port Ellis\" = \"Norway\"
# [facts.offices]
# \"Ann Ward\" = [\"prime minister of Norland\", \"minister for fisheries\"]
# [facts.spellings]
# Skarvoy = [\"Skarvoey\", \"Skarvøy\"]
# [facts.values]
# \"length of the Skarv bridge\" = \"840 metres\"

# What the rules go by.
# [options.quote-not-found]
# bare = 8

# Other choices for some drafts.
# [[overrides]]
# paths = [\"interviews/*.md\"]
# ignore = [\"quote-not-found\"]
"
        )
    }
}

/// What a style chooses.
struct Choices {
    ignore: &'static [&'static str],
    pedantic: bool,
    complete: bool,
    why_complete: &'static str,
    severity: &'static [(&'static str, &'static str)],
}

const WHY_PARTIAL: &str = "\
# These sources are a guess, or some have no text yet: words that stand in none of them are
# reported only where they cite one. Set `true` once all that the drafts quote is here.
";

impl Style {
    fn choices(self) -> Choices {
        let plain = Choices {
            ignore: &[],
            pedantic: false,
            complete: true,
            why_complete: "\
# Whether these are all that the drafts quote. With `false`, words that stand in none of
# them are reported only where they cite one of them.
",
            severity: &[],
        };
        match self {
            Style::Plain => plain,
            Style::News => Choices {
                ignore: &["citation-missing"],
                complete: false,
                why_complete: "\
# Reporters quote their own interviews, too: words that stand in no source are reported only
# where they cite one. `true` reports them all.
",
                ..plain
            },
            Style::Law => Choices {
                why_complete: "\
# Every quotation is from these sources, and words that stand in none of them are an error.
",
                severity: &[("citation-missing", "error")],
                ..plain
            },
            Style::Academic => Choices {
                pedantic: true,
                why_complete: "\
# What cites a work that is not here is counted as unchecked; words without a citation that
# stand in none of these are an error.
",
                ..plain
            },
        }
    }
}

fn list(paths: &[String]) -> String {
    strings(&paths.iter().map(String::as_str).collect::<Vec<_>>())
}

/// A list of strings as TOML, which escapes as JSON does, and the sign of deletion too.
fn strings(strings: &[&str]) -> String {
    let quoted =
        strings.iter().map(|&text| serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f"));
    format!("[{}]", quoted.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::facts::Kind;
    use crate::config::{Config, Options, toml};
    use crate::file::{File, FileId, Format};

    const STYLES: [Style; 4] = [Style::Plain, Style::News, Style::Law, Style::Academic];

    #[track_caller]
    fn read(text: String) -> crate::config::Settings {
        let file = File::new(FileId(0), "ibid.toml".into(), "UTF-8", Format::Config, text);
        let (settings, findings) = toml::read(&file);
        assert!(findings.is_empty(), "{findings:?}\n{}", file.text());
        settings
    }

    fn starter(style: Style) -> Starter {
        Starter {
            drafts: vec![".".into(), "!read \"me\"\n\u{1b}\u{7f}\\é.md".into()],
            sources: vec!["texts".into()],
            partial: false,
            style,
        }
    }

    #[test]
    fn every_style_is_a_configuration_with_and_without_its_examples() {
        for style in STYLES {
            let text = starter(style).text();
            let settings = read(text.clone());
            assert_eq!(settings.drafts[1].path, "!read \"me\"\n\u{1b}\u{7f}\\é.md");
            assert_eq!(settings.sources[0].path, "texts");
            let key =
                |line: &str| line.starts_with("# [") || (line.starts_with("# ") && line.contains(" = "));
            let whole: String = text
                .lines()
                .map(|line| if key(line) { &line[2..] } else { line })
                .map(|line| format!("{line}\n"))
                .collect();
            let settings = read(whole);
            assert_eq!((settings.overrides.len(), settings.facts_from.len()), (1, 1));
            let tables = Kind::ALL.map(|kind| settings.facts.table(kind).len());
            assert_eq!(tables, [1; 4], "an example of each kind of fact");
        }
    }

    #[test]
    fn a_plain_one_changes_nothing() {
        let config = read(starter(Style::Plain).text()).config(&Default::default());
        assert_eq!(config, Config::default());
        assert_eq!(config.options, Options::default());
    }

    #[test]
    fn sources_that_may_not_be_all_are_not_complete() {
        for style in STYLES {
            let text = Starter { partial: true, ..starter(style) }.text();
            assert!(text.contains("\ncomplete = false\n"), "{text}");
            assert!(
                text.contains(WHY_PARTIAL) && text.lines().all(|line| line.chars().count() <= 100),
                "{text}"
            );
        }
    }

    #[test]
    fn lines_fit_a_screen() {
        for line in STYLES
            .iter()
            .flat_map(|style| starter(*style).text().lines().map(String::from).collect::<Vec<_>>())
        {
            assert!(line.chars().count() <= 100, "{line}");
        }
    }
}
