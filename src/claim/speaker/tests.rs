//! Tables of clauses with the speakers that they name, of texts in which nobody speaks, and of texts that are hostile.

use std::time::Instant;

use super::*;
use crate::block::blocks;
use crate::claim::{Claims, claims};
use crate::file::{FileId, Format};

/// The claims of a Markdown text.
fn read(text: &str) -> (File, Claims) {
    let file = File::new(FileId(0), "a.md".into(), "UTF-8", Format::Markdown, text.into());
    let claims = claims(&file, &blocks(&file));
    (file, claims)
}

/// Of each quotation the words that say who, and who that is, with a slash between.
fn said(text: &str) -> Vec<String> {
    let (file, claims) = read(text);
    let one = |speaker: &Speaker| {
        format!("{}/{}", file.slice(speaker.span), speaker.name.as_deref().unwrap_or("?"))
    };
    claims.said.quotes.iter().map(|quote| quote.speaker.as_ref().map_or("-".into(), one)).collect()
}

#[test]
fn a_clause_names_the_speaker() {
    let table = [
        // Behind the quotation.
        ("“We wait for the ice,” Ann Ward said.", "Ann Ward/Ann Ward"),
        ("“We wait for the ice,” said Ann Ward, who keeps the light.", "Ann Ward/Ann Ward"),
        ("“We wait for the ice,” said the harbour master.", "the harbour master/?"),
        ("“We wait for the ice,” Ward, a pilot of Hull, told the Ledger on Tuesday.", "Ward/Ward"),
        ("“We wait for the ice,” Ann Ward (the pilot) said.", "Ann Ward/Ann Ward"),
        ("“We wait for the ice,” according to Ann Ward.", "Ann Ward/Ann Ward"),
        ("Tom Hill said that coal was short; “we wait for the ice,” Ann Ward remarked.", "Ann Ward/Ann Ward"),
        ("Tom Hill said that coal was short; “we wait for the ice,” and left.", "Tom Hill/Tom Hill"),
        (
            "“We wait for the ice,” said Marsh supporter Ann Ward of Hull.",
            "Marsh supporter Ann Ward/Ann Ward",
        ),
        ("“We wait for the ice,” as Ann Ward put it.", "Ann Ward/Ann Ward"),
        ("“We wait for the ice,” the keeper of the light at Hull said.", "the keeper of the light at Hull/?"),
        ("“Why wait for the ice?” Ann Ward asked.", "Ann Ward/Ann Ward"),
        ("“We wait for the ice,” Ann Ward was quoted as saying.", "Ann Ward/Ann Ward"),
        ("“We wait for the ice,” says the report.", "the report/?"),
        ("''We wait for the ice,'' Ann Ward said.", "Ann Ward/Ann Ward"),
        // Before it.
        ("Ann Ward said that “the ice will hold until noon.”", "Ann Ward/Ann Ward"),
        ("Ann Ward, who is retiring, said “the ice will hold until noon.”", "Ann Ward/Ann Ward"),
        (
            "Sen. Ann Ward (D-Hull), who owns a boat, said “the ice will hold until noon.”",
            "Sen. Ann Ward/Ann Ward",
        ),
        (
            "Ann Ward, a Democrat of Hull, said Tuesday in a note that “the ice will hold.”",
            "Ann Ward/Ann Ward",
        ),
        ("On Monday, Ann Ward wrote: “The ice will hold until noon.”", "Ann Ward/Ann Ward"),
        ("According to Ann Ward, “the ice will hold until noon.”", "Ann Ward/Ann Ward"),
        ("In Ann Ward’s words, “the ice will hold until noon.”", "Ann Ward/Ann Ward"),
        ("In the words of Ann Ward, “the ice will hold until noon.”", "Ann Ward/Ann Ward"),
        ("Ann Ward: “The ice will hold until noon.”", "Ann Ward/Ann Ward"),
        ("**Ann Ward**: “The ice will hold until noon.”", "Ann Ward/Ann Ward"),
        ("WARD: “The ice will hold until noon.”", "WARD/WARD"),
        ("Ann Ward’s warning that “the ice will hold until noon” was read out.", "Ann Ward/Ann Ward"),
        ("Ann Ward’s words were “the ice will hold until noon.”", "Ann Ward/Ann Ward"),
        (
            "The report lays out a plan for the ice (HSS; a scheme), declaring that “the ice will hold until noon.”",
            "The report/?",
        ),
        ("Ann Ward’s remarks were “as thin as the ice at noon.”", "-"),
        ("Ann Ward praised the pier, calling it “the best on the whole coast.”", "Ann Ward/Ann Ward"),
        ("Ann Ward took the pier and said it was “the best on the whole coast.”", "Ann Ward/Ann Ward"),
        ("Ann Ward used her speech to say that “the ice will hold until noon.”", "Ann Ward/Ann Ward"),
        ("Her pilot, Ann Ward, said that “the ice will hold until noon.”", "Ann Ward/Ann Ward"),
        ("Said Ann Ward, the pilot: “The ice will hold until noon.”", "Ann Ward/Ann Ward"),
        ("The mayor thanked Ann Ward, who said that “the ice will hold until noon.”", "who/Ann Ward"),
        ("Ann Ward and Tom Hill said that “the ice will hold until noon.”", "Ann Ward and Tom Hill/?"),
        ("The pier was called “the best on the whole coast” by Ann Ward.", "Ann Ward/Ann Ward"),
        // What stands between a subject and its verb, or before it, is somebody else, or nobody.
        ("Ann Ward has in the past described it as “the best on the whole coast.”", "Ann Ward/Ann Ward"),
        (
            "Two days later, Ann Ward thanked him, telling the Ledger that “the ice will hold.”",
            "Ann Ward/Ann Ward",
        ),
        (
            "After winning the seat, Mayor Ann Ward (Hull), said “the ice will hold until noon.”",
            "Mayor Ann Ward/Ann Ward",
        ),
        ("Some of the crowd left, with Ann Ward yelling: “Get the boats in!”", "Ann Ward/Ann Ward"),
        ("Ann Ward wrote to the board saying “the ice will hold until noon.”", "Ann Ward/Ann Ward"),
        (
            "The town released a statement on Monday saying the pier was “a wreck of old planks.”",
            "The town/?",
        ),
        ("The thaw led Ann Ward to say that “the ice will hold until noon.”", "Ann Ward/Ann Ward"),
        ("Ann Ward says if people think “the ice will hold,” they should stay.", "Ann Ward/Ann Ward"),
        (
            "A paper titled “Tides” (关于潮汐与海岸的新说明)—the first of its kind—portrays the town as a haven in a world of “rising waters.”",
            "-|A paper/?",
        ),
        (
            "The report lays out a plan (GTI; 潮汐), declaring it “the best on the whole coast.”",
            "The report/?",
        ),
        ("There are those who see it instead as “a wreck of old planks.”", "who/?"),
        ("The pier that Ann Ward announced is new; the old one is a “wreck of planks.”", "-"),
        ("Ann Ward said that the pier is old; that it is “a wreck of old planks.”", "Ann Ward/Ann Ward"),
        ("Ann Ward wanted to know, “Who will pay for the pier?”", "Ann Ward/Ann Ward"),
        (
            "The thaw came as no surprise to pilot Ann Ward: “The ice was thin all week.”",
            "pilot Ann Ward/Ann Ward",
        ),
        (
            "Ann Ward called plans to move the pier to the north bank “a disgrace to the whole town.”",
            "Ann Ward/Ann Ward",
        ),
        ("Ann Ward said that Tom Hill’s comments are “a disgrace to the whole town.”", "Ann Ward/Ann Ward"),
        ("The old pilot’s answer was that “the ice will hold until noon.”", "The old pilot/?"),
        (
            "A letter from the Harbour Board obtained by the Ledger warns that “the ice is thin.”",
            "A letter from the Harbour Board obtained by the Ledger/?",
        ),
        ("She wore a hat reading “Save the old pier of Hull.”", "a hat/?"),
        (
            "One of her notes asks, “Who will pay for the pier?” The Harbour Board said that it would.",
            "One of her notes/?",
        ),
        ("It stresses that “the ice will hold until noon.”", "It/?"),
        ("Pilots went out, with one writing that “the ice will hold until noon.”", "one/?"),
        ("“We wait for the ice,” said one.", "one/?"),
        ("“We wait for the ice,” the 43-year-old said.", "the 43-year-old/?"),
        ("“Who will pay for the pier?” a reporter can be heard asking her.", "a reporter/?"),
        ("After a talk with Ann Ward, the pilot said that “the ice will hold until noon.”", "the pilot/?"),
        ("It rained on, with Ann Ward saying she saw the pier as “a wreck of old planks.”", "she/Ann Ward"),
        ("A study by the pilot, Ann Ward, concluded that “the ice will hold until noon.”", "A study/?"),
        ("He was praised by Ann Ward; and declared that the pier is “a wreck of old planks.”", "He/?"),
        // The clause behind the first leads up to the second.
        (
            "Asked about the claim that “the ice will hold until noon,” Ann Ward replied: “It has gone already.”",
            "-|Ann Ward/Ann Ward",
        ),
        // The whole sentence is somebody's.
        ("The pier is “a wreck of old planks” and has to go, Ann Ward said on Monday.", "Ann Ward/Ann Ward"),
        ("The pier is “a wreck of old planks”, as Ann Ward put it after the storm.", "Ann Ward/Ann Ward"),
        // Block quotes.
        ("Ann Ward wrote:\n\n> The ice will hold until noon.", "Ann Ward/Ann Ward"),
        ("> The ice will hold until noon.\n>\n> — Ann Ward, the pilot", "Ann Ward/Ann Ward"),
    ];
    for (text, expected) in table {
        assert_eq!(said(text).join("|"), expected, "{text}");
    }
}

#[test]
fn a_quotation_belongs_to_its_own_clause() {
    let table = [
        // An opening clause or phrase has its own speaker, or none.
        (
            "While Ann Ward called it “a pier for fair weather”, Tom Hill said it would stand.",
            "Ann Ward/Ann Ward",
        ),
        (
            "While Ann Ward called it “a pier for fair weather,” Tom Hill said it would stand.",
            "Ann Ward/Ann Ward",
        ),
        (
            "After Ann Ward warned of “a pier for fair weather”, Tom Hill said he would see.",
            "Ann Ward/Ann Ward",
        ),
        (
            "When Ann Ward says that the pier “will not see the spring”, Tom Hill calls it idle talk.",
            "Ann Ward/Ann Ward",
        ),
        (
            "Responding to Ann Ward’s description of it as “a pier for fair weather”, Tom Hill said that it stood.",
            "Ann Ward/Ann Ward",
        ),
        (
            "Rejecting Ann Ward’s view of it as “a pier for fair weather,” Tom Hill said it would stand.",
            "Ann Ward/Ann Ward",
        ),
        (
            "Asked about Ann Ward’s remark that it was “a pier for fair weather,” Tom Hill said it would stand.",
            "Ann Ward/Ann Ward",
        ),
        (
            "Told by Ann Ward that it was “a pier for fair weather”, Tom Hill says it will stand.",
            "Ann Ward/Ann Ward",
        ),
        (
            "In response to Ann Ward’s warning that it was “a pier for fair weather”, Tom Hill said so.",
            "Ann Ward/Ann Ward",
        ),
        ("Asked whether it was “a pier for fair weather,” Tom Hill replied.", "-"),
        ("Despite “a pier for fair weather,” Tom Hill said that boats would come.", "-"),
        ("If the ice “holds until noon,” Tom Hill said, the boats will come.", "Tom Hill/Tom Hill"),
        ("Calling it “a pier for fair weather,” Tom Hill said that boats would come.", "Tom Hill/Tom Hill"),
        // What follows a quotation may be about something else.
        (
            "Ann Ward said that “the ice will hold until noon”, and that Tom Hill promised to wait.",
            "Ann Ward/Ann Ward",
        ),
        (
            "Ann Ward called it “a pier for fair weather,” and Tom Hill said it would stand.",
            "Ann Ward/Ann Ward",
        ),
        (
            "Ann Ward’s view is that “the ice will hold until noon”, which Tom Hill said was unlikely.",
            "Ann Ward/Ann Ward",
        ),
        (
            "Ann Ward told the Ledger that “the ice will hold until noon”, Tom Hill reported.",
            "Ann Ward/Ann Ward",
        ),
        // A later verb of a sentence has the nearer subject.
        (
            "Ann Ward warned the board, and Tom Hill closed the gate and said that “the ice will hold.”",
            "Tom Hill/Tom Hill",
        ),
        (
            "Ann Ward objected, but Tom Hill, the pilot, overruled her, adding that “the ice will hold.”",
            "Tom Hill/Tom Hill",
        ),
        (
            "Ann Ward’s crew objected; Tom Hill waved them off and said that “the ice will hold.”",
            "Tom Hill/Tom Hill",
        ),
        // Two may have said it, and one may pass on another's words.
        ("Tom Hill agreed with Ann Ward that it was “a pier for fair weather”.", "-"),
        ("Tom Hill, quoting Ann Ward, called it “a pier for fair weather”.", "-"),
        (
            "Tom Hill quoted the pilot, Ann Ward, as having said that “the ice will hold until noon.”",
            "Ann Ward/Ann Ward",
        ),
        ("Tom Hill recalled Ann Ward saying that “the ice will hold until noon.”", "Ann Ward/Ann Ward"),
        // The mark of a note ends no sentence, and hides the end of none.
        (
            "Ann Ward told the board of it.¹ Tom Hill rose and said that “the ice will hold.”",
            "Tom Hill/Tom Hill",
        ),
        (
            "Ann Ward told the board of it.[2] Tom Hill rose and said that “the ice will hold.”",
            "Tom Hill/Tom Hill",
        ),
        ("**Pier of Hull.** Tom Hill said that “the ice will hold until noon.”", "Tom Hill/Tom Hill"),
        // A name with a verb that nothing tells of but its place.
        ("“The ice will hold until noon,” Hill fired back.", "Hill/Hill"),
        ("“The ice will hold until noon,” Tom Hill deadpanned.", "Tom Hill/Tom Hill"),
        ("“The ice will hold until noon,” Tom Hill closed the gate.", "-"),
        // The name beside an office says who.
        ("The board’s keeper, Ann Ward, said that “the ice will hold until noon.”", "Ann Ward/Ann Ward"),
        // What looks like a name at a sentence's beginning.
        (
            "The gate opens at 9 a.m. Professor Tom Hill said that “the ice will hold.”",
            "Professor Tom Hill/Tom Hill",
        ),
        ("Joining Ann Ward, Tom Hill said that “the ice will hold until noon.”", "Tom Hill/Tom Hill"),
        ("Offered: “The ice will hold until noon.”", "-"),
        ("## Summary: “The ice will hold until noon.”", "-"),
        ("The Ferry University opened. “The ice will hold until noon,” Fu said.", "Fu/Fu"),
    ];
    for (text, expected) in table {
        assert_eq!(said(text), [expected], "{text}");
    }
}

#[test]
fn a_clause_reaches_the_quotations_beside_it() {
    let table: &[(&str, &[&str])] = &[
        ("“We wait,” Ann Ward said. “The ice is thin there.”", &["Ann Ward/Ann Ward"; 2]),
        ("“We wait,” Ann Ward said, adding that “the ice is thin.”", &["Ann Ward/Ann Ward"; 2]),
        (
            "Ann Ward called the pier “a wreck of planks” and “a shame to the town.”",
            &["Ann Ward/Ann Ward"; 2],
        ),
        (
            "“We will wait for the ice to go,” Ann Ward said.\n\n“And nobody will go hungry here until it does.”",
            &["Ann Ward/Ann Ward"; 2],
        ),
        (
            "“Who waits for the ice here?” Ann Ward asked.\n\n“I do.”\n\n“Why so?”\n\n“It is cold.”",
            &["Ann Ward/Ann Ward", "-", "-", "-"],
        ),
        (
            "“The ice is thin,” Ann Ward said from the quay. But “We go out all the same.”",
            &["Ann Ward/Ann Ward"; 2],
        ),
        (
            "Ann Ward held up a sign — which read “Fish for all” — and waved it, saying “There will be fish for all.”",
            &["a sign/?", "Ann Ward/Ann Ward"],
        ),
        (
            "“Will the ice hold?” Ann Ward asked. “And who pays?” Tom Hill said that he did not know.",
            &["Ann Ward/Ann Ward"; 2],
        ),
        (
            "“The ice is thin,” Ann Ward said. Tom Hill did not agree. “It will hold,” he said.",
            &["Ann Ward/Ann Ward", "he/Tom Hill"],
        ),
    ];
    for (text, expected) in table {
        assert_eq!(said(text), *expected, "{text}");
    }
}

#[test]
fn who_is_meant_is_told_from_the_text() {
    // The last quotation's speaker.
    let table = [
        ("Ann Ward came. “We wait for the ice,” Ward said.", "Ward/Ann Ward"),
        ("Ann Ward came. “We wait for the ice,” she said.", "she/Ann Ward"),
        ("Ann Ward met Tom Hill. “We wait for the ice,” he said.", "he/Tom Hill"),
        ("Tom Hill met Ann Ward. “We wait for the ice,” she said.", "she/Ann Ward"),
        ("Tom Ward and Ann Ward came. “We wait for the ice,” Mrs. Ward said.", "Mrs. Ward/Ann Ward"),
        ("Foreign Minister Wang Yi came. “We wait for the ice,” Wang said.", "Wang/Wang Yi"),
        (
            "Wang Wenbin, the ministry’s spokesperson, came. “We wait for the ice,” the spokesperson said.",
            "the spokesperson/Wang Wenbin",
        ),
        ("The Hull Harbour Board met. “We wait for the ice,” the HHB said.", "the HHB/Hull Harbour Board"),
        ("A pilot came. “We wait for the ice,” she said.", "she/?"),
        (
            "Ann Hill sat. Marla Ward was a pilot.\n\nWard’s lips moved. “We wait for the ice,” she said.",
            "she/Marla Ward",
        ),
        ("I came late. “We wait for the ice,” I said.", "I/?"),
        ("ANN WARD: I told them that “we wait for the ice.”", "I/ANN WARD"),
        // An office by a broader name, where one person nearby holds it.
        ("Wang Yi, the foreign minister, came. “We wait,” the diplomat said.", "the diplomat/Wang Yi"),
        ("Ann Ward, a professor at Hull, came. “We wait,” the academic said.", "the academic/Ann Ward"),
        ("Sen. Ann Ward came. “We wait,” the lawmaker said.", "the lawmaker/Ann Ward"),
        ("Lee Ward, a senior specialist at Hull, came. “We wait,” the expert said.", "the expert/Lee Ward"),
        (
            "Columnist Ann Ward asks why.\n\nIt is old.\n\nIt is slow.\n\nIt leaks.\n\n“We wait,” the columnist said.",
            "the columnist/Ann Ward",
        ),
        ("Mayor Ann Ward came. “We wait,” the diplomat said.", "the diplomat/?"),
        ("Pilot Ann Ward came. A pilot rose. “We wait,” the pilot said.", "the pilot/?"),
        ("Ann Ward, the campaign’s manager, came. “We wait,” the campaign said.", "the campaign/?"),
        ("Ann Ward came, and Mr. Ward. “We wait for the ice,” Mr. Ward said.", "Mr. Ward/Ward"),
        ("Sen. Ann Ward met Sen. Tom Hill. “We wait,” the lawmaker said.", "the lawmaker/?"),
        ("Mayor Ann Ward came. “We wait,” the deputy mayor said.", "the deputy mayor/?"),
        // Of whom nothing is told nobody else's name is given.
        ("Tom Ward left. Pike refused to go. “We wait for the ice,” he said.", "he/?"),
        ("Tom Ward left. Pike openly admitted it; Pike was late. “We wait for the ice,” he said.", "he/Pike"),
        (
            "It was the pilot Wang Xi who spoke. His remarks made the case, arguing that “we wait for the ice.”",
            "His/Wang Xi",
        ),
        ("“We wait for the ice,” some experts said.", "some experts/?"),
    ];
    for (text, expected) in table {
        assert_eq!(said(text).last().map(String::as_str), Some(expected), "{text}");
    }
}

#[test]
fn two_of_a_name_stay_open_until_one_is_nearer() {
    let both =
        "Tom Ward and Ann Ward run the ferry.\n\nIt is old.\n\nIt is slow.\n\nIt leaks.\n\nIt is blue.";
    assert_eq!(said(&format!("{both}\n\n“We wait for the ice,” Ward said.")), ["Ward/?"]);
    assert_eq!(
        said(&format!("{both}\n\nTom Ward rose. “We wait for the ice,” Ward said.")),
        ["Ward/Tom Ward"]
    );
    let near = "Tom Ward rose. Ann Ward spoke of the ice.";
    assert_eq!(said(&format!("{near}\n\n“We wait for the ice,” Ward said.")), ["Ward/?"]);
}

#[test]
fn nobody_says_a_title_a_term_or_a_sign() {
    let table = [
        "She read “A Short History of the Water Wheel” then.",
        "Meanwhile, the pier is a “winter pier” of its own.",
        "Two new notes on the “winter pier” were read.",
        "In a chair by the quay she sat reading “Notes on Water” then.",
        "Ann Ward said so on the harbour radio’s “Morning on the Quay.”",
        "The so-called “winter pier” was closed.",
        "The pier was closed. “Winter pier” is its name.",
        "The United States sent a “winter pier” to Hull.",
        "Nobody came to the “winter pier” that day.",
        "The claims of the town rest on a “winter pier” of its own.",
        "> The ice will hold until noon.",
    ];
    for text in table {
        assert!(said(text).iter().all(|speaker| speaker == "-"), "{text}: {:?}", said(text));
    }
}

#[test]
fn a_clause_has_a_stance_a_kind_and_relays() {
    let table = [
        ("Ann Ward said “we wait for the ice.”", Stance::Asserted, Voice::Unknown),
        ("Ann Ward never said “we wait for the ice.”", Stance::Supposed, Voice::Person),
        ("Ann Ward did not say that “we wait for the ice.”", Stance::Supposed, Voice::Person),
        ("Ann Ward denied that “we wait for the ice.”", Stance::Denied, Voice::Person),
        ("Ann Ward will say that “we wait for the ice.”", Stance::Future, Voice::Person),
        ("The Harbour Board said that “we wait for the ice.”", Stance::Asserted, Voice::Body),
        ("Some experts said that “we wait for the ice.”", Stance::Asserted, Voice::Collective),
    ];
    for (text, stance, kind) in table {
        let (_, claims) = read(text);
        let speaker = claims.said.quotes[0].speaker.clone().unwrap();
        let kind = if kind == Voice::Unknown { Voice::Person } else { kind };
        assert_eq!((speaker.stance, speaker.kind), (stance, kind), "{text}");
    }
    let (file, claims) = read("“We wait for the ice,” Ann Ward said, according to the Hull Ledger.");
    let speaker = claims.said.quotes[0].speaker.clone().unwrap();
    assert_eq!(file.slice(speaker.span), "Ann Ward");
    assert_eq!(
        speaker.relays.iter().map(|&relay| file.slice(relay)).collect::<Vec<_>>(),
        ["the Hull Ledger"]
    );
}

#[test]
fn a_text_without_quotations_has_its_people_all_the_same() {
    let people = read("Ann Ward met Tom Hill, the pilot of Hull.").1.said.people;
    let names: Vec<&str> = people.entities.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Ann Ward", "Tom Hill"]);
}

#[test]
fn hostile_texts_are_read_in_good_time() {
    let names: String = (0..10_000).map(|i| format!("Ann Ward{i}, Tom Ward, ")).collect();
    let play: String =
        (0..3_000).map(|i| format!("WARD: “Is it {i} yet?”\n\nHILL: “It is not.”\n\n")).collect();
    let chat: String = (0..3_000).map(|i| format!("[10:{i}] ann: ok “lol” he said she said\n")).collect();
    let shout = "“WE WAIT FOR THE ICE,” ANN WARD SAID TO TOM HILL OF THE BOARD. ".repeat(2_000);
    let foreign =
        "“我们等待,” 王毅 said. «Мы ждём», сказал Иван Петров. “نحن ننتظر” said أحمد. ".repeat(2_000);
    let commas = format!("Ward, {}said “we wait for the ice.”", "who, and, ".repeat(20_000));
    let said = format!("“We wait,” {}.", "said and said, ".repeat(20_000));
    let opens = format!("{}“we wait for the ice,” Ward said.", "(Ward (who said ".repeat(20_000));
    let insets = format!("Ward has {}said “we wait for the ice.”", "in the past has ".repeat(20_000));
    let closings = "“We wait for the ice, ” and so on, Ward said, ".repeat(5_000);
    let offices: String = (0..5_000)
        .map(|i| format!("Mayor Ann Ward{i} came. “We wait for the ice,” the mayor said.\n\n"))
        .collect();
    let texts =
        [&names, &play, &chat, &shout, &foreign, &commas, &said, &opens, &insets, &closings, &offices];
    for text in texts {
        let text = format!("{text} “We wait for the ice,” Ann Ward0 said.");
        let start = Instant::now();
        let (_, claims) = read(&text);
        let took = start.elapsed();
        assert!(!claims.said.quotes.is_empty());
        assert!(took.as_secs() < 10, "{took:?}: {}", text.chars().take(60).collect::<String>());
    }
}

#[test]
fn nobody_is_invented_who_is_not_named() {
    // Of each text all names that are given to a quotation.
    let table: &[(&str, &[&str])] = &[
        // No names at all.
        ("it rained. “wait for the ice,” they said. “why wait for it?” somebody asked. nobody came.", &[]),
        // A page of headlines.
        (
            "Old Pier Falls Into the Sea\n\nHull Waits for ‘The Great Thaw’\n\nTen Things to Know About “Winter Piers”\n\n\
             Why Boats Sink: ‘Nobody Looks Down’",
            &[],
        ),
        // All capitals.
        ("“WE WAIT FOR THE ICE TO GO,” ANN WARD SAID. THE “WINTER PIER” IS CLOSED.", &[]),
        // A play, and a chat log.
        ("WARD: Is the ice “thin” yet?\n\nHILL: It is “thin as glass”, they say.", &[]),
        ("[10:01] ann: ok “lol”\n[10:02] tom: “brb” back soon\n[10:03] * ann left “the room”", &[]),
        // A list of names.
        ("Ann Ward, Tom Hill, Lee Pike, Ann Hill, Tom Pike, “Red” Lee Ward, Ann Pike, Lee Hill", &[]),
        // Other scripts.
        ("“我们等待冰雪融化，”王毅说。“我们不走。”", &[]),
        ("«Мы ждём, пока сойдёт лёд», — сказал Иван Петров. Он ушёл. “Ждём”.", &[]),
        ("قال أحمد: “نحن ننتظر ذوبان الجليد”. ثم ذهب.", &[]),
    ];
    for (text, expected) in table {
        let (_, claims) = read(text);
        let names: Vec<&str> =
            claims.said.quotes.iter().filter_map(|quote| quote.speaker.as_ref()?.name.as_deref()).collect();
        assert_eq!(names, *expected, "{text}");
    }
}
