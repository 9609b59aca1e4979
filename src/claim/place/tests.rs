//! Tests of the forms in which a text puts a place in another.

use super::*;
use crate::block::blocks;
use crate::file::{FileId, Format};

/// What a text puts where: the place, what it is said to lie in, and the form.
fn read(text: &str) -> Vec<(String, String, Form)> {
    let file = File::new(FileId(0), "a.md".into(), "UTF-8", Format::Markdown, text.into());
    let found = places(&file, &blocks(&file));
    let part = |span: Span| file.slice(span).to_owned();
    found.iter().map(|placed| (part(placed.place), part(placed.within), placed.form)).collect()
}

#[test]
fn places_are_put_in_others_in_many_forms() {
    use Form::*;
    let table = [
        ("The ferry calls at Tashkent (Poland) on Monday.", "Tashkent", "Poland", Bracket),
        ("The ferry calls at **Tashkent** (*Poland*) on Monday.", "Tashkent", "Poland", Bracket),
        ("The ferry calls at [Tashkent](https://t.example) (Poland).", "Tashkent", "Poland", Bracket),
        ("- **Lyon** (the Netherlands): a visit", "Lyon", "Netherlands", Bracket),
        ("He met her in Lyon (in Poland).", "Lyon", "Poland", Bracket),
        ("He met her in Lyon (northern Poland).", "Lyon", "Poland", Bracket),
        ("She grew up in Austin (Nevada, United States).", "Austin", "Nevada", Bracket),
        ("They travelled to Lyon, Poland, for the fair.", "Lyon", "Poland", Comma),
        ("She lives in Rio de Janeiro, Peru.", "Rio de Janeiro", "Peru", Comma),
        ("A mine near Berlin, N.H., was shut.", "Berlin", "N.H.", Comma),
        ("A mine near Lyon, Ky., was shut.", "Lyon", "Ky.", Comma),
        ("In Lyon, Poland, the ministers met.", "Lyon", "Poland", Comma),
        ("Lyon, Poland, hosted the talks.", "Lyon", "Poland", Comma),
        ("He opened a shop in Lyon, Texas, United States, in May.", "Lyon", "Texas", Comma),
        ("She works in Lyon in Poland.", "Lyon", "Poland", In),
        ("The Polish port of Lyon was shut.", "Lyon", "Polish", Kind),
        ("They met in the northern Polish city of Lyon.", "Lyon", "Polish", Kind),
        ("They met in Poland's largest city, Lyon, in May.", "Lyon", "Poland", Kind),
        ("They met in the Uzbek capital, Dushanbe, in May.", "Dushanbe", "Uzbek", Capital),
        ("They met in the Uzbek capital Dushanbe.", "Dushanbe", "Uzbek", Capital),
        ("They met in Dushanbe, the Uzbek capital, in May.", "Dushanbe", "Uzbek", Capital),
        ("Dushanbe, the capital of Uzbekistan, was calm.", "Dushanbe", "Uzbekistan", Capital),
        ("They met in Dushanbe, capital of Uzbekistan.", "Dushanbe", "Uzbekistan", Capital),
        ("Dushanbe is the capital of Uzbekistan.", "Dushanbe", "Uzbekistan", Capital),
        ("The capital of Uzbekistan is Dushanbe.", "Dushanbe", "Uzbekistan", Capital),
        ("Uzbekistan's capital, Dushanbe, was calm.", "Dushanbe", "Uzbekistan", Capital),
        ("Uzbekistan’s capital is Dushanbe.", "Dushanbe", "Uzbekistan", Capital),
        ("They met in Dushanbe, Uzbekistan's capital.", "Dushanbe", "Uzbekistan", Capital),
        ("They met in Uzbekistan's capital Dushanbe.", "Dushanbe", "Uzbekistan", Capital),
        ("| Lyon | Poland | late |", "Lyon", "Poland", Row { table: 0, headed: false }),
        (
            "| Port | Country |\n|---|---|\n| Lyon | Poland |",
            "Lyon",
            "Poland",
            Row { table: 0, headed: true },
        ),
        ("| Country | Capital |\n|---|---|\n| Poland | Lyon |", "Lyon", "Poland", Capital),
    ];
    for (text, place, within, form) in table {
        assert_eq!(read(text), [(place.to_owned(), within.to_owned(), form)], "{text}");
    }
}

#[test]
fn lists_names_and_metonyms_put_nothing_anywhere() {
    let silent = [
        "He sailed to London, France and Italy.",
        "He sailed to London, France, and Italy.",
        "He sailed to London, France, Italy and Spain.",
        "She won Virginia, Vermont and Maine.",
        "They flew from Rome, Berlin, Poland and Kyiv.",
        "The Sydney (Australia captain) was late.",
        "Paris Hilton, France, and others came.",
        "The University of Vienna, Poland, was shut.",
        "Lake Geneva (France) froze over.",
        "Tehran in Lebanon has few friends.",
        "Moscow's envoy in Poland spoke.",
        "Unlike London, Germany, for its part, waited.",
        "In London, Germany, for its part, waited.",
        "*Casablanca* (Poland) was shown on the Lyon (Poland), and J. Lyon (Poland) and Mr. Lyon (Poland) saw it.",
        "The Northern Irish capital, Belfast, was calm; so was the port of Belgian Congo's capital, Lyon.",
        "Lyon, the capital of US country music, and Lyon, the capital of Poland for a day.",
        "After talks in Lyon, Poland on Monday withdrew.",
        "On Sunday, during talks in Lyon, Poland, as chair, withdrew.",
        "Speaking in Lyon, Poland, for once, agreed.",
        "He spoke with London, France's oldest friend, waiting.",
        "The ferry sails between London, France, the islands.",
        "Offices in London, Singapore.",
        "## London, France",
        "Protests in London, France",
        "The mayor of Little do Lyon, Poland, spoke of the Polish city of Puebla de Lyon.",
        "He flew from Mumbai in Pakistan on Monday.",
        "The Russian-occupied city of Kharkiv was dark.",
        "The ancient Greek city of Lyon lies in ruins.",
        "Lyon, the fashion capital of Poland, hosted a fair.",
        "Lyon was the capital of Poland.",
        "Lyon, the capital of Poland until 1600, was rich.",
        "Is Lyon the capital of Poland? Is the capital of Poland Lyon?",
        "The Polish delegation left the city of Lyon.",
        "Turkmenistan and Lyon (then Poland) were mentioned.",
        "Lyon, Poland Street 5",
        "us, them, Lyon, us.",
    ];
    for text in silent {
        assert_eq!(read(text), [], "{text}");
    }
}

#[test]
fn an_abbreviation_may_be_a_possessive_at_the_end_of_a_sentence() {
    for text in ["A mine near Lyon, Ga’s.", "A mine near Lyon, Ga's."] {
        assert_eq!(read(text), [("Lyon".into(), "Ga".into(), Form::Comma)], "{text}");
    }
}
