//! Holds sentences that restate the seed documents, and sentences on the same matters that restate none, against the
//! seeds; and hostile texts against the time and the memory that they may cost.

mod common;

use std::path::Path;
use std::sync::Arc;

use common::{entries, read};
use ibid::corpus::Corpus;
use ibid::corpus::alike::{Alike, Asked, Statement};
use ibid::file::{File, Files, Format};
use ibid::load::Source;

/// Sentences that restate a sentence of the seeds, with words that the passage has.
const RESTATED: &[(&str, &str)] = &[
    (
        "Xi Jinping's new proposal for keeping the peace stresses the international order centred on the UN, but is driven by fear that the West's standoff with Moscow could repeat itself in Asia.",
        "sustaining global peace",
    ),
    (
        "Xi set out his global security initiative last week at an economic forum.",
        "articulated his \"global security initiative\"",
    ),
    (
        "The initiative commits Beijing to the sovereignty and territorial integrity of all states and to resolving disputes peacefully.",
        "sovereignty and territorial integrity",
    ),
    (
        "Foreign Minister Wang Yi used the People's Daily, the party's flagship paper, to turn Xi's direction into five policy guidelines.",
        "flagship newspaper",
    ),
    (
        "China wants to coordinate efforts against traditional and non-traditional security threats and to promote a balanced recovery of the economy, Wang wrote.",
        "traditional and non-traditional",
    ),
    (
        "Wang Wenbin said that China firmly opposed dividing the region by Indo-Pacific strategies and piecing together an Asian NATO through military alliances.",
        "We firmly oppose",
    ),
    (
        "The Chinese government firmly believes that NATO, led by the United States, is to blame for Russia's decision to attack Ukraine.",
        "to blame for Russia's decision",
    ),
    (
        "China's leaders see the strengthening of the Five Eyes, the elevation of the Quad and the creation of AUKUS as all aimed at China.",
        "Five Eyes intelligence alliance",
    ),
    (
        "It remains to be seen how Beijing means to convince its regional neighbours to buy into the new security order.",
        "buy in to its new security order",
    ),
    (
        "Xi, who eyed an unprecedented third term in the fall of 2022, proposed the initiative on April 21.",
        "unprecedented third term",
    ),
    (
        "In June Xi suggested thinking about a security structure in the region at a meeting with his Eurasian partners in Dushanbe.",
        "Last June",
    ),
    (
        "Some experts called the initiative an attempt to create an alliance opposed to the North Atlantic Treaty Organization.",
        "in opposition to the North Atlantic",
    ),
    (
        "The columnist notes that uniting in an Asian bloc against the West would be highly problematic.",
        "very problematic",
    ),
    (
        "The Chinese president's proposal followed a report of the US Department of Defense that criticized the activities of Russia, North Korea and China.",
        "comes after the publication",
    ),
    (
        "According to the Pentagon report, China uses sanctions, economic incentives and military threats to persuade other states to follow its agenda.",
        "economic incentives and sanctions",
    ),
    (
        "What Xi says is no aggressive plan but a forced reaction to challenges in the region, Sergei Sanakoyev said.",
        "forced reaction",
    ),
    (
        "The Asia-Pacific Economic Cooperation forum, the BRICS group and the Shanghai Cooperation Organization could be used for this.",
        "main security structure in Asia",
    ),
    (
        "China has no reason to become an open opponent of the US or to create a military bloc.",
        "no reason to become an open",
    ),
    (
        "Vasiliy Kashin told Sputnik that the creation of an Asian NATO was simply impossible.",
        "simply impossible",
    ),
    (
        "The idea that China will create a NATO of its own comes from a lack of understanding of how Asian politics works, Kashin said.",
        "lack of understanding",
    ),
    (
        "Kashin explained that the world order in Asia is more complex than in Europe, so that applying the same pattern makes little sense.",
        "more complex than the European",
    ),
    (
        "It is difficult to get Japan to cooperate with South Korea, and the Americans have been unable to unite their Asian partners, he said.",
        "difficult to have Japan cooperate",
    ),
    (
        "That would mean reviewing the country's whole concept of foreign policy, which was formed in the days of Deng Xiaoping.",
        "days of Deng Xiaoping",
    ),
    (
        "NATO's Secretary-General Jens Stoltenberg recently visited South Korea and Japan to strengthen ties between NATO and Asia-Pacific countries.",
        "Secretary-General Jens Stoltenberg",
    ),
    (
        "NATO is a military alliance that the United States established after World War II to engage in bloc confrontation.",
        "distinct exclusiveness",
    ),
    (
        "NATO has expanded eastward in several rounds, which intensified the conflict with Russia and should be blamed for the war between Russia and Ukraine.",
        "several rounds of eastward expansion",
    ),
    (
        "The US is putting more pressure on China through the Five Eyes, the Quad with Japan, India and Australia, and the trilateral partnership with Britain and Australia.",
        "trilateral security partnership",
    ),
    (
        "China has always opposed the creation of cliques in the Asia-Pacific and stressed adherence to true multilateralism.",
        "opposed the creation of various cliques",
    ),
    (
        "Beijing wants a larger security presence in Asia and beyond, according to two recent statements of intent.",
        "high-level statements of intent",
    ),
    (
        "The ideas behind the latest announcements of the Party-state have been in the making for over ten years.",
        "over a decade in the making",
    ),
    (
        "The white paper expands the 11 types of security of the original formulation by space, the deep sea, polar regions, artificial intelligence and data.",
        "11 types of security",
    ),
    (
        "A report on the topic by the China Institute of International Studies from July 2024 is more than a hundred pages long.",
        "runs over a hundred pages",
    ),
    (
        "China has the world's largest navy by number of vessels and has increased its military diplomacy in the region.",
        "largest navy",
    ),
    (
        "Since returning to the White House, Donald Trump has floated a drawdown of troops in South Korea and demanded that Tokyo raise its defence spending.",
        "troop drawdown",
    ),
    (
        "Malaysia's foreign minister, Mohamad Hasan, said that they did not need NATO in ASEAN.",
        "Mohamad Hasan",
    ),
    (
        "The Jakarta Post, an Indonesian newspaper in English, dismissed the idea of an Asian NATO in an editorial.",
        "Jakarta Post",
    ),
    (
        "India, Jaishankar said, has a different history and a different way of approaching the world.",
        "different history",
    ),
    (
        "The free trade area, begun in 2000, is the largest trade bloc among developing countries, with 1.9bn people in eleven countries.",
        "1.9 billion",
    ),
    ("China has worked an economic miracle since its reform and opening-up in 1978.", "economic miracle"),
    (
        "The Five Principles of Peaceful Coexistence were first proposed in Asia seventy years ago and are widely recognised among countries of the Global South.",
        "Five Principles",
    ),
];

/// Sentences on the matters of the seeds, about the same persons and bodies, that no seed says.
const INVENTED: &[&str] = &[
    "Xi Jinping opened the Boao forum with a speech on trade and the recovery of the world economy.",
    "Wang Yi met the foreign ministers of Japan and South Korea to discuss an early summit of the three countries.",
    "NATO leaders meeting in Madrid named China a systemic challenge to the security of the alliance.",
    "The Quad held a naval exercise off the coast of India with ships from Australia, Japan and the United States.",
    "Beijing denied that it had plans for a military base in the Solomon Islands.",
    "Stoltenberg told reporters in Tokyo that NATO would open a liaison office in Japan.",
    "ASEAN leaders called for restraint in the South China Sea after a collision of two coast guard vessels.",
    "Kashin has written several books about the Chinese navy and its shipbuilding programme.",
    "The Philippines allowed American troops to use four more military bases on its territory.",
    "Jaishankar visited Moscow to discuss oil deliveries and the rupee trade with Russia.",
    "The Pentagon expects China to have a thousand nuclear warheads by the end of the decade.",
    "Indonesia and Malaysia have warned that AUKUS could set off a nuclear arms race in Southeast Asia.",
    "China's economy grew by five percent last year, the government said in Beijing.",
    "South Korea's president attended a NATO summit for the first time in June 2022.",
    "The Shanghai Cooperation Organization admitted Iran as a full member at its summit in July.",
    "The white paper on Taiwan that Beijing published in 2022 dropped a promise not to send troops to the island.",
    "Japan plans to double its defence spending to two percent of its economic output within five years.",
    "Trump imposed new tariffs on goods from China, and Beijing answered with export controls on rare earths.",
    "Experts believe that the war in Ukraine has brought Russia and China closer together.",
    "Australia will buy at least three nuclear-powered submarines from the United States under the AUKUS agreement.",
    "The People's Daily criticised the visit of the American speaker to Taipei in an editorial.",
    "Peace talks between Russia and Ukraine in Istanbul ended without an agreement on territory.",
    "Deng Xiaoping's reforms opened the coastal provinces to foreign investment.",
    "The five permanent members of the Security Council pledged to prevent the further spread of nuclear weapons.",
    "North Korea fired two ballistic missiles into the sea off its eastern coast on Monday.",
    "Wang Wenbin said at a regular press conference that China had no information on the missing ship.",
    "Global security experts gathered in Singapore for the annual Shangri-La Dialogue on Asian defence.",
    "The United Nations Security Council has failed to agree on a statement about the crisis in Myanmar.",
    "India and China agreed in Kazan to resume patrols along their disputed border in the Himalayas.",
    "The Chinese foreign ministry summoned the American ambassador to protest against arms sales to Taiwan.",
    "China and ASEAN hope to conclude a code of conduct for the South China Sea by 2026.",
    "European leaders are divided over whether NATO should concern itself with the Indo-Pacific region at all.",
    "Economic cooperation between China and Japan has suffered from tensions over security.",
    "The author argues that small states in Asia profit from the rivalry between Washington and Beijing.",
    "Military spending in Asia has risen every year since 1989, according to a research institute in Stockholm.",
    "Beijing's regional partners regard the new railway as a sign of economic dependence on China.",
    "The Conference on Interaction and Confidence Building Measures in Asia has 28 members and a secretariat in Astana.",
    "A joint statement by China and Russia opposed any further enlargement of NATO.",
    "The foreign ministers of ASEAN countries could not agree on a common position on the alliance.",
    "Xi told his Eurasian partners in Samarkand that colour revolutions had to be prevented in the region.",
];

/// How many of [`RESTATED`] must be found; the others are too far from their sentence to be told.
const FOUND: usize = 37;

#[test]
fn what_restates_a_seed_is_led_to_it() {
    let corpus = seeds();
    let asked: Vec<Asked> = RESTATED.iter().map(|(text, _)| asked(text)).collect();
    let found = corpus.passages_like(&asked);
    let mut count = 0;
    for ((text, expected), passages) in RESTATED.iter().zip(&found) {
        if let Some(passage) = passages.followed() {
            let words = words_of(&corpus, passage);
            assert!(words.contains(expected), "{text}\n  was led to: {words}");
            count += 1;
        }
    }
    assert!(count >= FOUND, "{count} of {} were found", RESTATED.len());
}

#[test]
fn what_restates_no_seed_is_led_nowhere() {
    let corpus = seeds();
    let asked: Vec<Asked> = INVENTED.iter().map(|text| asked(text)).collect();
    for (text, passages) in INVENTED.iter().zip(corpus.passages_like(&asked)) {
        let found = passages.followed().map(|passage| words_of(&corpus, passage));
        assert_eq!(found, None, "{text}");
    }
}

#[test]
fn a_sentence_of_a_seed_is_led_to_itself() {
    let corpus = seeds();
    let mut tried = 0;
    for (_, document) in corpus.documents() {
        let text = document.text();
        let paragraphs = document.blocks().blocks.iter().filter(|block| block.span.range().len() > 80);
        for block in paragraphs {
            let sentence = text[block.span.range()].split_inclusive(". ").next().unwrap_or_default();
            let found = corpus.passages_like(&[asked(sentence)]);
            let Some(best) = found[0].passages.first().filter(|best| best.shared > 5) else { continue };
            tried += 1;
            let near = best.span.start < block.span.start + sentence.len() as u32
                && block.span.start < best.span.end;
            assert!(near && best.document.0 as usize == place(&corpus, document), "{sentence}");
        }
    }
    assert!(tried > 60, "only {tried} sentences were tried");
}

#[test]
fn hostile_texts_cost_little_and_lead_nowhere() {
    let pier = "The harbour master closed the north pier on Monday. ";
    let table: [(&str, String); 8] = [
        ("one sentence over and over", pier.repeat(20_000)),
        ("no end of a sentence", pier.replace('.', ",").repeat(20_000)),
        ("one word", "harbour ".repeat(150_000)),
        ("dots", format!("harbour{} master", ".".repeat(1_000_000))),
        ("empty lines", format!("harbour{} master", "\n".repeat(1_000_000))),
        ("no spaces", "harbour".repeat(150_000)),
        ("a script without spaces", "港口长星期一关闭了北码头。".repeat(30_000)),
        ("control characters", "harbour\u{0}\u{1}\u{7f}\u{feff}master ".repeat(50_000)),
    ];
    let other = "Nobody in the harbour office would say who had closed the north pier, or whether a master may do so. ";
    let drafts: Vec<Asked> = (0..300).map(|i| asked(&format!("{other}It was ferry number {i}."))).collect();
    for (name, text) in table {
        let draft = asked(&text);
        let corpus = corpus(vec![("hostile".into(), text)]);
        let found = corpus.passages_like(&drafts);
        assert!(found.iter().all(|passages| passages.followed().is_none()), "{name}");
        // The text as a draft, too: it is its own passage, or none.
        let own = corpus.passages_like(&[draft]);
        assert!(own[0].passages.iter().all(|passage| passage.document.0 == 0), "{name}");
    }
}

/// The seed documents.
fn seeds() -> Corpus {
    let texts =
        entries(Path::new("seeds")).into_iter().filter(|path| path.extension().is_some_and(|e| e == "txt"));
    corpus(texts.map(|path| (path.display().to_string(), read(&path))).collect())
}

fn corpus(texts: Vec<(String, String)>) -> Corpus {
    let mut files = Files::default();
    let sources = texts.into_iter().map(|(path, text)| {
        let file: Arc<File> = files.add(|id| File::new(id, path.clone(), "UTF-8", Format::Plain, text));
        Source::new(file, path)
    });
    let sources = sources.collect();
    Corpus::new(sources, Vec::new(), Vec::new())
}

fn asked(text: &str) -> Asked {
    Asked { statement: Statement::of(text, &[0..text.len()]), cited: Vec::new() }
}

fn words_of(corpus: &Corpus, passage: &Alike) -> String {
    corpus.document(passage.document).file.slice(passage.span).to_owned()
}

fn place(corpus: &Corpus, document: &ibid::corpus::Document) -> usize {
    corpus.documents().position(|(_, other)| other.file.id == document.file.id).unwrap_or(usize::MAX)
}
