//! Forty sentences of a chronicle, each restated faithfully with its number or date in another form, and restated with another one.
//! The former are silent; the latter are reported on the words that differ.

mod common;

use std::time::Instant;

use common::{check_texts, found};

/// What the chronicle says, what a draft makes of it, the same with another value, and the words for that value.
const TABLE: &[(&str, &str, &str, &str)] = &[
    (
        "The harbour board counted 1.9 billion herring in the outer bay that winter.",
        "That winter the harbour board counted 1,894,000,000 herring in the outer bay.",
        "That winter the harbour board counted 1.6 billion herring in the outer bay.",
        "1.6 billion",
    ),
    (
        "In thick fog the ferry carried twenty-seven injured passengers across the sound.",
        "The ferry carried 27 injured passengers across the sound in thick fog.",
        "The ferry carried 37 injured passengers across the sound in thick fog.",
        "37",
    ),
    (
        "The pilots' union announced a six-point plan for the narrows at its yearly meeting.",
        "At its yearly meeting the pilots' union announced a 6-point plan for the narrows.",
        "At its yearly meeting the pilots' union announced a nine-point plan for the narrows.",
        "nine",
    ),
    (
        "Nine per cent of the islanders own a boat with an engine, the census found.",
        "The census found that 9% of the islanders own a boat with an engine.",
        "The census found that 19% of the islanders own a boat with an engine.",
        "19%",
    ),
    (
        "The lamp on the outer pier was lit for the first time on 21 April 1911.",
        "The lamp on the outer pier was lit for the first time on April 21, 1911.",
        "The lamp on the outer pier was lit for the first time on April 12, 1911.",
        "April 12, 1911",
    ),
    (
        "The council borrowed £3.2m from the mainland bank to dredge the channel.",
        "To dredge the channel the council borrowed 3.2 million pounds from the mainland bank.",
        "To dredge the channel the council borrowed £2.3m from the mainland bank.",
        "£2.3m",
    ),
    (
        "More than 4,200 tonnes of gravel were taken from the channel by the dredger Ellida.",
        "The dredger Ellida took over 4,200 tonnes of gravel from the channel.",
        "The dredger Ellida took over 5,300 tonnes of gravel from the channel.",
        "5,300 tonnes",
    ),
    (
        "Two-thirds of the voters in Skarvoy rejected the new harbour dues in the ballot.",
        "In the ballot, 67 per cent of the voters in Skarvoy rejected the new harbour dues.",
        "In the ballot, three-quarters of the voters in Skarvoy rejected the new harbour dues.",
        "three-quarters",
    ),
    (
        "The breakwater at Nordholm is 840 metres long and was built of granite blocks.",
        "Built of granite blocks, the breakwater at Nordholm is some 840 metres long.",
        "Built of granite blocks, the breakwater at Nordholm is 480 metres long.",
        "480 metres",
    ),
    (
        "The storm of September 2013 tore eleven boats from their moorings at Lund quay.",
        "At Lund quay the storm of Sept. 2013 tore 11 boats from their moorings.",
        "At Lund quay the storm of September 2013 tore 14 boats from their moorings.",
        "14",
    ),
    (
        "The storm of 1962 broke the wooden bridge between Varberg mill and the ropewalk.",
        "The wooden bridge between Varberg mill and the ropewalk was broken by the storm of 1962.",
        "The wooden bridge between Varberg mill and the ropewalk was broken by the storm of 1926.",
        "1926",
    ),
    (
        "A dozen fishermen signed the letter against the trawlers and gave it to the bailiff.",
        "Twelve fishermen signed the letter against the trawlers and gave it to the bailiff.",
        "Thirty fishermen signed the letter against the trawlers and gave it to the bailiff.",
        "Thirty",
    ),
    (
        "The herring fair in Lund lasts from 12 to 14 May and draws cooks from all the islands.",
        "The herring fair in Lund, which lasts from May 12 to 14, draws cooks from all the islands.",
        "The herring fair in Lund lasts from 12 to 14 June and draws cooks from all the islands.",
        "12 to 14 June",
    ),
    (
        "Half a million seabirds nest on the cliffs of Fugloy, the warden estimated.",
        "The warden estimated that 500,000 seabirds nest on the cliffs of Fugloy.",
        "The warden estimated that 900,000 seabirds nest on the cliffs of Fugloy.",
        "900,000",
    ),
    (
        "The tide gauge at Holm recorded a rise of 5.4 metres in the night of the flood.",
        "In the night of the flood the tide gauge at Holm recorded a rise of nearly 5.5 metres.",
        "In the night of the flood the tide gauge at Holm recorded a rise of 4.5 metres.",
        "4.5 metres",
    ),
    (
        "The smokehouse employs 43 women in the summer, most of them from Skarvoy.",
        "Most of them from Skarvoy, forty-three women are employed by the smokehouse in the summer.",
        "Most of them from Skarvoy, thirty-four women are employed by the smokehouse in the summer.",
        "thirty-four",
    ),
    (
        "Ruth Halvorsen became the third harbour mistress of Nordholm after a close vote.",
        "After a close vote Ruth Halvorsen became the 3rd harbour mistress of Nordholm.",
        "After a close vote Ruth Halvorsen became the fifth harbour mistress of Nordholm.",
        "fifth",
    ),
    (
        "The mail boat needs 95 minutes from Lund quay to the mainland in a calm sea.",
        "In a calm sea the mail boat needs ninety-five minutes from Lund quay to the mainland.",
        "In a calm sea the mail boat needs 59 minutes from Lund quay to the mainland.",
        "59 minutes",
    ),
    (
        "The rope for the new ferry weighs 310 kg and was spun in the old ropewalk.",
        "The rope for the new ferry was spun in the old ropewalk and weighs 310 kilograms.",
        "The rope for the new ferry was spun in the old ropewalk and weighs 130 kg.",
        "130 kg",
    ),
    (
        "The bakery on the quay was sold for $750,000 to a cook from Varberg.",
        "The bakery on the quay was sold to a cook from Varberg for 750,000 dollars.",
        "The bakery on the quay was sold to a cook from Varberg for $570,000.",
        "$570,000",
    ),
    (
        "The old customs house burned down on 3 August 1958 together with its archive.",
        "Together with its archive, the old customs house burned down on 3/8/1958.",
        "Together with its archive, the old customs house burned down on 8 August 1958.",
        "8 August 1958",
    ),
    (
        "Bishop Aslak blessed the new lifeboat on the twelfth of March before a large crowd.",
        "Before a large crowd Bishop Aslak blessed the new lifeboat on 12 March.",
        "Before a large crowd Bishop Aslak blessed the new lifeboat on 21 March.",
        "21 March",
    ),
    (
        "The eel traps in the mill stream caught 1,150 eels before the sluice was closed.",
        "Before the sluice was closed, the eel traps in the mill stream caught 1150 eels.",
        "Before the sluice was closed, the eel traps in the mill stream caught 1,510 eels.",
        "1,510",
    ),
    (
        "The slate roof of the chapel was mended in the 1870s by masons from Holm.",
        "Masons from Holm mended the slate roof of the chapel in 1874.",
        "Masons from Holm mended the slate roof of the chapel in the 1890s.",
        "1890s",
    ),
    (
        "The quarry on Fugloy closed in March 1991 when its crane fell into the sea.",
        "When its crane fell into the sea in early March 1991, the quarry on Fugloy closed.",
        "When its crane fell into the sea in May 1991, the quarry on Fugloy closed.",
        "May 1991",
    ),
    (
        "The school in Varberg teaches 212 pupils in a building that was meant for half of them.",
        "In a building meant for half of them, the school in Varberg teaches two hundred and twelve pupils.",
        "In a building meant for half of them, the school in Varberg teaches 221 pupils.",
        "221",
    ),
    (
        "The salt barn holds up to 65 barrels and stands empty from June to October.",
        "Standing empty from June to October, the salt barn holds up to sixty-five barrels.",
        "Standing empty from June to October, the salt barn holds up to eighty-five barrels.",
        "eighty-five barrels",
    ),
    (
        "One in five households on Skarvoy keeps sheep, according to the vet's ledger.",
        "According to the vet's ledger, 20% of households on Skarvoy keep sheep.",
        "According to the vet's ledger, 40% of households on Skarvoy keep sheep.",
        "40%",
    ),
    (
        "The signal station logged 2,480 ships in the strait, most of them colliers.",
        "Most of the nearly 2,500 ships that the signal station logged in the strait were colliers.",
        "Most of the 3,480 ships that the signal station logged in the strait were colliers.",
        "3,480",
    ),
    (
        "The committee on the tunnel met on Thursday and put off its decision about the toll.",
        "On Thursday the committee on the tunnel met and put off its decision about the toll.",
        "On Tuesday the committee on the tunnel met and put off its decision about the toll.",
        "Tuesday",
    ),
    (
        "The tunnel to the mainland is 18 kilometres long and cost the islands their savings.",
        "The 18 km tunnel to the mainland cost the islands all their savings.",
        "The 81-kilometre tunnel to the mainland cost the islands all their savings.",
        "81-kilometre",
    ),
    (
        "The weaver Signe Dahl, 78, has taught the craft to her grandchildren in Holm.",
        "The 78-year-old weaver Signe Dahl has taught the craft to her grandchildren in Holm.",
        "The 87-year-old weaver Signe Dahl has taught the craft to her grandchildren in Holm.",
        "87-year-old",
    ),
    (
        "The cod quota for the northern banks fell by 14 per cent after the warm spring.",
        "After the warm spring the cod quota for the northern banks fell by 14%.",
        "After the warm spring the cod quota for the northern banks fell by 41%.",
        "41%",
    ),
    (
        "The ferry company ordered seven electric engines from a yard in the south.",
        "From a yard in the south the ferry company ordered 7 electric engines.",
        "From a yard in the south the ferry company ordered 17 electric engines.",
        "17",
    ),
    (
        "The widow of the pilot left the museum 136 charts that he had drawn by hand.",
        "The pilot's widow left the museum 136 charts that he had drawn by hand.",
        "The pilot's widow left the museum 163 charts that he had drawn by hand.",
        "163",
    ),
    (
        "The drifting ice reached the lighthouse at Kald Point on 8 February 1947 and stayed for weeks.",
        "The drifting ice reached the lighthouse at Kald Point in February 1947 and stayed for weeks.",
        "The drifting ice reached the lighthouse at Kald Point on 18 February 1947 and stayed for weeks.",
        "18 February 1947",
    ),
    (
        "The cannery burned 25,000 litres of oil each season until the turbines were built.",
        "Until the turbines were built the cannery burned twenty-five thousand litres of oil each season.",
        "Until the turbines were built the cannery burned 52,000 litres of oil each season.",
        "52,000 litres",
    ),
    (
        "The inquest into the wreck of the Solveig heard 33 witnesses behind closed doors.",
        "Behind closed doors the inquest into the wreck of the Solveig heard thirty-three witnesses.",
        "Behind closed doors the inquest into the wreck of the Solveig heard fifty-three witnesses.",
        "fifty-three",
    ),
    (
        "Water in the old dock is kept at 4 °C so that the timbers of the galleon do not rot.",
        "So that the timbers of the galleon do not rot, water in the old dock is kept at four degrees Celsius.",
        "So that the timbers of the galleon do not rot, water in the old dock is kept at 9°C.",
        "9°C",
    ),
    (
        "The deed of the almshouse was sealed in the 16th century by the abbess of Holm.",
        "The abbess of Holm sealed the deed of the almshouse in the sixteenth century.",
        "The abbess of Holm sealed the deed of the almshouse in the 18th century.",
        "18th century",
    ),
];

fn source() -> String {
    TABLE.iter().map(|(source, ..)| format!("{source}\n\n")).collect()
}

/// What the rules on numbers and dates flag in a text.
fn flagged(draft: &str) -> Vec<String> {
    let report = check_texts(draft, &source(), false);
    let mismatch = |rule: &str| matches!(rule, "number-mismatch" | "date-mismatch");
    found(&report).into_iter().filter(|(rule, _)| mismatch(rule)).map(|(_, words)| words).collect()
}

#[test]
fn facts_in_another_form_are_silent() {
    let failures: Vec<String> = TABLE
        .iter()
        .map(|(_, faithful, ..)| (faithful, flagged(faithful)))
        .filter(|(_, found)| !found.is_empty())
        .map(|(faithful, found)| format!("{faithful}: {found:?}"))
        .collect();
    assert!(failures.is_empty(), "\n{}\n", failures.join("\n"));
}

#[test]
fn other_facts_are_reported() {
    let failures: Vec<String> = TABLE
        .iter()
        .map(|(_, _, altered, words)| (altered, words, flagged(altered)))
        .filter(|(_, words, found)| *found != [**words])
        .map(|(altered, words, found)| format!("{altered}: {found:?} where {words} was expected"))
        .collect();
    assert!(failures.is_empty(), "\n{}\n", failures.join("\n"));
}

#[test]
fn a_source_of_one_paragraph_with_thousands_of_numbers_is_read_in_time() {
    let counts: String = (0..16_000).map(|day| format!("{} seals, ", 1000 + day)).collect();
    let source = format!(
        "The harbour master at Nordholm saw grey seals. The pilots go to the outer skerry in spring. {counts}and so on."
    );
    let draft = "In spring the harbour master at Nordholm counted 417 grey seals on the outer skerry with the pilots.";
    let start = Instant::now();
    let report = check_texts(draft, &source, false);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    assert_eq!(found(&report).iter().filter(|(rule, _)| *rule == "number-mismatch").count(), 0);
}

#[test]
fn a_number_follows_from_two_that_stand_beside_what_it_is_held_against() {
    let others: String = (0..60).map(|day| format!("{} eels, ", 2000 + 97 * day)).collect();
    let source = others
        + "as the list has it.\n\nOn Monday the keeper counted 430 eels in the northern pond at Nordholm. On Tuesday the keeper counted 270 eels in \
           the southern pond.";
    for (total, expected) in [("700", 0), ("710", 1)] {
        let draft = format!("The keeper counted {total} eels in the northern pond at Nordholm.");
        let report = check_texts(&draft, &source, false);
        let numbers = found(&report).into_iter().filter(|(rule, _)| *rule == "number-mismatch");
        assert_eq!(numbers.count(), expected, "{draft}");
    }
}
