//! Twenty numbers, dates and names of the seed documents: changed, each in a sentence that otherwise restates its source, and
//! restated rightly in another form.

mod common;

use std::path::Path;

use common::{check_formats, entries, found, read};
use ibid::file::Format;

/// A sentence with a hole in it, what the source has there in another form, what it has not, and which rule says so of which words.
struct Fact {
    sentence: &'static str,
    right: &'static str,
    wrong: &'static str,
    rule: &'static str,
    flags: &'static str,
}

const fn fact(
    rule: &'static str,
    sentence: &'static str,
    right: &'static str,
    wrong: &'static str,
    flags: &'static str,
) -> Fact {
    Fact { sentence, right, wrong, rule, flags }
}

const FACTS: &[Fact] = &[
    fact(
        "number-mismatch",
        "While details of the {} remain vague, a clear outline is forming of the plan's many layers.",
        "initiative of 6 points",
        "seven-point initiative",
        "seven",
    ),
    fact(
        "number-mismatch",
        "On Sunday Foreign Minister Wang Yi interpreted Xi's direction into {} new policy guidelines in the People's Daily.",
        "5",
        "seven",
        "seven",
    ),
    fact(
        "date-mismatch",
        "The Chinese President, Xi Jinping, attended an event at the Great Hall of the People in Beijing on {}.",
        "18 Sept 2013",
        "September 8, 2013",
        "September 8, 2013",
    ),
    fact(
        "date-mismatch",
        "On {}, Xi proposed a global security initiative that seeks to undermine U.S.-led alliance building in Asia.",
        "the 21st of April",
        "April 12",
        "April 12",
    ),
    fact(
        "number-mismatch",
        "Xi eyed an unprecedented {} term as leader in the fall of 2022 when he proposed his global security initiative.",
        "3rd",
        "fourth",
        "fourth",
    ),
    fact(
        "number-mismatch",
        "The China-ASEAN FTA is the world's largest trade bloc among developing countries, with a population of {}.",
        "almost two billion",
        "1.6 billion",
        "1.6 billion",
    ),
    fact(
        "number-mismatch",
        "The world's largest trade bloc among developing countries has a population of 1.9bn across {} countries.",
        "eleven",
        "12",
        "12",
    ),
    fact(
        "date-mismatch",
        "Since its initiation in {} the China-ASEAN FTA has grown from strength to strength as the world's largest trade bloc.",
        "the year 2000",
        "2010",
        "2010",
    ),
    fact(
        "date-mismatch",
        "China has created an economic miracle following its reform and opening-up in {}.",
        "the late 1970s",
        "1987",
        "1987",
    ),
    fact(
        "number-mismatch",
        "The Five Principles of Peaceful Coexistence, proposed in Asia {} years ago, have gained recognition among Global South \
         countries.",
        "seventy",
        "60",
        "60 years",
    ),
    fact(
        "number-mismatch",
        "The white paper expands on the {} types of security of the original formulation and adds the deep sea, artificial \
         intelligence and overseas interests.",
        "eleven",
        "thirteen",
        "thirteen",
    ),
    fact(
        "number-mismatch",
        "In its {} section the document lays out the PRC's vision for implementing the Global Security Initiative.",
        "5th",
        "third",
        "third",
    ),
    fact(
        "number-mismatch",
        "A report by the official MFA think tank, the China Institute of International Studies, runs to {} pages.",
        "just over 100",
        "60",
        "60",
    ),
    fact(
        "date-mismatch",
        "Neither the “GSI Concept Paper” released in {} nor speeches on GSI implementation by the MFA official Chen Xiaodong make \
         this link.",
        "the autumn of 2023",
        "September 2021",
        "September 2021",
    ),
    fact(
        "date-mismatch",
        "GSI is a campaign that Xi introduced in {} to promote a Chinese vision of global security.",
        "the spring of 2022",
        "April 2021",
        "April 2021",
    ),
    fact(
        "name-mismatch",
        "It seems that the circle of US allies is tightening around China: Japan, {} and India are part of the Quadrilateral \
         Security Dialogue.",
        "Australia",
        "Canada",
        "Canada",
    ),
    fact(
        "name-mismatch",
        "NATO Secretary-General {} recently visited the Republic of Korea and Japan to strengthen the ties between NATO and \
         Asia-Pacific countries.",
        "Stoltenberg",
        "Mark Rutte",
        "Mark Rutte",
    ),
    fact(
        "name-mismatch",
        "{} Kashin, a senior specialist at the Center for European and International Studies, told Sputnik that an Asian NATO was \
         impossible.",
        "Vasily",
        "Vladimir",
        "Vladimir",
    ),
    fact(
        "name-mismatch",
        "The Chinese government is unequivocal in its belief that NATO, led by {}, is to blame for Russia's decision to attack \
         Ukraine.",
        "Washington",
        "Britain",
        "Britain",
    ),
    fact(
        "name-mismatch",
        "The proposal comes after a report of the US Department of Defense that criticizes the activities of Russia, {} and, above \
         all, China.",
        "North Korea",
        "Iran",
        "Iran",
    ),
];

/// What is found in one draft of all sentences, those of each by itself.
fn findings(filled: impl Fn(&Fact) -> &'static str) -> Vec<Vec<(String, String)>> {
    let texts: Vec<String> = entries(Path::new("seeds"))
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .map(|path| read(path))
        .collect();
    let sources: Vec<(&str, Format)> = texts.iter().map(|text| (text.as_str(), Format::Plain)).collect();
    let one = |fact: &Fact| {
        let draft = fact.sentence.replace("{}", filled(fact));
        found(&check_formats((&draft, Format::Markdown), &sources, false))
            .into_iter()
            .filter(|(rule, _)| rule != "citation-missing" && rule != "verbatim-unquoted")
            .collect()
    };
    FACTS.iter().map(one).collect()
}

#[test]
fn twenty_changed_facts_are_reported() {
    let missed: Vec<String> = FACTS
        .iter()
        .zip(findings(|fact| fact.wrong))
        .filter(|(fact, found)| *found != [(fact.rule.to_owned(), fact.flags.to_owned())])
        .map(|(fact, found)| format!("{}\n  {:?}, and not {found:?}", fact.sentence, (fact.rule, fact.flags)))
        .collect();
    assert!(missed.is_empty(), "{} of {}\n{}", missed.len(), FACTS.len(), missed.join("\n"));
}

#[test]
fn the_same_facts_in_other_forms_are_not() {
    let found = findings(|fact| fact.right);
    let wrong: Vec<String> = FACTS
        .iter()
        .zip(found)
        .filter(|(_, found)| !found.is_empty())
        .map(|(fact, found)| format!("{} {}\n  {found:?}", fact.right, fact.sentence))
        .collect();
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), FACTS.len(), wrong.join("\n"));
}
