//! One file's bytes as text, or why they are none.
//!
//! Takes a path, reads the file once and hands on its text with the name of the encoding that it was in. UTF-8 keeps
//! every byte in its place; a byte-order mark stays in any text. UTF-16 is known by its mark or its NULs, and what
//! remains is guessed. Damaged UTF-8 is left to its writer, since a guess would garble the rest of it.

mod fault;
mod legacy;

use std::fs::{File, Metadata};
use std::io::Read;
use std::path::Path;

use memchr::{memchr, memchr_iter};

pub(super) use self::fault::{Fault, Place};
use self::legacy::Guess;

/// A text's length in bytes must fit a span's offsets.
pub(super) const LONGEST: u64 = u32::MAX as u64;

/// How many bytes tell what a file is.
const HEAD: u64 = 64 << 10;

/// How many bytes tell UTF-16 without a mark.
const SAMPLE: usize = 4096;

/// A text and the name of the encoding that it was decoded from.
pub(super) type Decoded = (String, &'static str);

/// Reads a file.
pub(super) fn read(path: &Path) -> Result<Decoded, Fault> {
    decode(bytes(path).map_err(|error| Fault::Io(plain(&error)))??)
}

/// The bytes of a file, if they are not too many.
pub(super) fn bytes(path: &Path) -> std::io::Result<Result<Vec<u8>, Fault>> {
    Ok(known_bytes(path)?.map(|(bytes, _)| bytes))
}

/// The same, with what the system knows of the file, as it was before it was read.
pub(super) fn known_bytes(path: &Path) -> std::io::Result<Result<(Vec<u8>, Metadata), Fault>> {
    let file = File::open(path)?;
    let known = file.metadata()?;
    let length = known.len();
    if length > LONGEST {
        return Ok(Err(Fault::TooLong(length)));
    }
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(length as usize + 1)?;
    read_from(file, &mut bytes)?;
    Ok(Ok((bytes, known)))
}

/// Reads what may be no file, or a file that grows meanwhile, just far enough to know that it is too long.
pub(super) fn read_from(from: impl Read, bytes: &mut Vec<u8>) -> std::io::Result<()> {
    from.take(LONGEST + 1).read_to_end(bytes).map(drop)
}

/// The system's reason in small letters and without its number.
pub(super) fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_lowercase().chain(chars).collect())
}

/// The text that a file begins with, to tell what it is.
pub(super) fn head(path: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(HEAD).read_to_end(&mut bytes).ok()?;
    // What is cut off in a character is whole before it.
    match std::str::from_utf8(&bytes) {
        Err(error) if error.valid_up_to() + 4 > bytes.len() => bytes.truncate(error.valid_up_to()),
        _ => {}
    }
    decode(bytes).ok().map(|(text, _)| text)
}

/// Takes bytes for text.
pub(super) fn decode(bytes: Vec<u8>) -> Result<Decoded, Fault> {
    if bytes.len() as u64 > LONGEST {
        return Err(Fault::TooLong(bytes.len() as u64));
    }
    let decoded = decode_any(bytes)?;
    if decoded.0.trim_start_matches('\u{feff}').trim_start().is_empty() {
        return Err(Fault::Empty);
    }
    Ok(decoded)
}

/// Takes bytes for text that says itself in which of the older encodings it is; that counts where it is no UTF-8.
#[cfg(feature = "html")]
pub(super) fn decode_declared(
    bytes: Vec<u8>,
    encoding: Option<&'static encoding_rs::Encoding>,
) -> Result<Decoded, Fault> {
    let Some(encoding) = encoding else { return decode(bytes) };
    // In this one every byte is one of ASCII.
    let shifts = encoding == encoding_rs::ISO_2022_JP && memchr(0x1B, &bytes).is_some();
    let unicode = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    if unicode || memchr(0, &bytes).is_some() || !shifts && std::str::from_utf8(&bytes).is_ok() {
        return decode(bytes);
    }
    // Browsers put a sign for a byte that means nothing, and show the rest.
    let (text, _) = encoding.decode_without_bom_handling(&bytes);
    if text.len() as u64 > LONGEST {
        return Err(Fault::TooLongDecoded);
    }
    Ok((text.into_owned(), encoding.name()))
}

fn decode_any(bytes: Vec<u8>) -> Result<Decoded, Fault> {
    if [[0xFF, 0xFE, 0, 0], [0, 0, 0xFE, 0xFF]].iter().any(|mark| bytes.starts_with(mark)) {
        return Err(Fault::Utf32);
    }
    if bytes.starts_with(&[0xFF, 0xFE]) {
        return utf16(&bytes, Order::Little);
    }
    if bytes.starts_with(&[0xFE, 0xFF]) {
        return utf16(&bytes, Order::Big);
    }
    if let Some(nul) = memchr(0, &bytes) {
        // Without a mark the NULs alone speak for UTF-16, and other bytes may have them by chance.
        let read = order(&bytes).and_then(|order| utf16(&bytes, order).ok());
        let binary = Fault::Binary(place(&bytes, nul));
        return read.filter(|(text, _)| !text.contains(|c| matches!(c, '\0'..='\u{8}'))).ok_or(binary);
    }
    String::from_utf8(bytes).map(|text| (text, "UTF-8")).or_else(|error| {
        let (at, cut) = (error.utf8_error().valid_up_to(), error.utf8_error().error_len().is_none());
        let bytes = error.as_bytes();
        let damaged = is_damaged_utf8(bytes);
        if !damaged && !cut {
            match legacy::guess(bytes) {
                Guess::Text(text, name) => return Ok((text, name)),
                Guess::TooLong => return Err(Fault::TooLongDecoded),
                Guess::Doubtful => {}
            }
        }
        Err(Fault::NotUtf8 { place: place(bytes, at), byte: bytes[at], cut, damaged })
    })
}

/// Which of the two bytes of a unit of UTF-16 comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Little,
    Big,
}

/// The order of UTF-16 without a mark, by where its NULs stand: one byte of a space, a line end and a Latin letter is
/// NUL, always the same of the two.
fn order(bytes: &[u8]) -> Option<Order> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let mut nuls = [0, 0];
    memchr_iter(0, sample).for_each(|i| nuls[i % 2] += 1);
    let pairs = sample.len() / 2;
    match nuls {
        [0, odd] if odd * 4 > pairs => Some(Order::Little),
        [even, 0] if even * 4 > pairs => Some(Order::Big),
        _ => None,
    }
}

fn utf16(bytes: &[u8], order: Order) -> Result<Decoded, Fault> {
    let (read, name): (fn([u8; 2]) -> u16, _) = match order {
        Order::Little => (u16::from_le_bytes, "UTF-16LE"),
        Order::Big => (u16::from_be_bytes, "UTF-16BE"),
    };
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut text = String::new();
    let mut at = 0;
    let here =
        |at: usize, text: &str| Place { byte: at + 1, line: memchr_iter(b'\n', text.as_bytes()).count() + 1 };
    for unit in char::decode_utf16(pairs.iter().map(|&pair| read(pair))) {
        let Ok(char) = unit else {
            let cut = at + 2 == bytes.len() || at + 3 == bytes.len();
            return Err(Fault::DamagedUtf16 { place: here(at, &text), cut });
        };
        if char == '\0' {
            return Err(Fault::Binary(here(at, &text)));
        }
        text.push(char);
        at += 2 * char.len_utf16();
        if text.len() as u64 > LONGEST {
            return Err(Fault::TooLongDecoded);
        }
    }
    if !odd.is_empty() {
        return Err(Fault::DamagedUtf16 { place: here(at, &text), cut: true });
    }
    Ok((text, name))
}

/// Whether bytes are UTF-8 but for some. Two bytes of another encoding may make a character of UTF-8 by chance, which
/// in Chinese happens to one character in six or so.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut invalid) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        invalid += chunk.invalid().len();
    }
    valid * 3 > invalid
}

fn place(bytes: &[u8], at: usize) -> Place {
    Place { byte: at + 1, line: memchr_iter(b'\n', &bytes[..at]).count() + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn fails(bytes: &[u8], says: &str, helps: &str) {
        let fault = decode(bytes.to_vec()).unwrap_err();
        assert_eq!(fault.message("n.txt"), says);
        assert!(fault.help("n.txt")[0].contains(helps), "{:?}", fault.help("n.txt"));
    }

    fn little(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    fn big(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_be_bytes).collect()
    }

    #[test]
    fn text_stays_as_it_is() {
        for text in ["\u{feff}a\r\nb", "a\r\n\r\nb\n", "日本 🦀"] {
            assert_eq!(decode(text.into()).unwrap(), (text.to_owned(), "UTF-8"));
        }
    }

    #[test]
    fn utf16_is_known_by_its_mark_or_its_nuls() {
        let text = "Plain words, “curly”\r\n🦀 and 日本.\n";
        let marked = format!("\u{feff}{text}");
        assert_eq!(decode(little(text)).unwrap(), (text.to_owned(), "UTF-16LE"));
        assert_eq!(decode(big(text)).unwrap(), (text.to_owned(), "UTF-16BE"));
        assert_eq!(decode(little(&marked)).unwrap(), (marked.clone(), "UTF-16LE"));
        assert_eq!(decode(big(&marked)).unwrap(), (marked, "UTF-16BE"));
        assert_eq!(decode(little("\u{feff}渡船")).unwrap(), ("\u{feff}渡船".to_owned(), "UTF-16LE"));
    }

    #[test]
    fn damaged_utf16_is_placed() {
        let mut cut = little("\u{feff}one\ntwo");
        cut.pop();
        let says = "`n.txt` is damaged UTF-16: it ends within the character that byte 15 (line 2) starts";
        fails(&cut, says, "its end is missing");
        let half: Vec<u8> = [0xFEFF, 0x61, 0xD83E].iter().flat_map(|unit: &u16| unit.to_be_bytes()).collect();
        let says = "`n.txt` is damaged UTF-16: it ends within the character that byte 5 (line 1) starts";
        fails(&half, says, "its end is missing");
        let lone: Vec<u8> =
            [0xFEFF, 0xDD80, 0x61, 0x62].iter().flat_map(|unit: &u16| unit.to_be_bytes()).collect();
        fails(&lone, "`n.txt` is damaged UTF-16: byte 3 (line 1) starts no character", "anew");
        fails(&little("\u{feff}a\0b"), "`n.txt` is no text: byte 5 (line 1) is NUL", ".md or .txt");
        // Without a mark nothing says that it is UTF-16 at all.
        fails(&little("one\ntwo")[..13], "`n.txt` is no text: byte 2 (line 1) is NUL", ".md or .txt");
        let says = "`n.txt` is in UTF-32, which is not read";
        fails(&[0xFF, 0xFE, 0, 0, b'a', 0, 0, 0], says, "-f UTF-32 ");
    }

    #[test]
    fn what_is_no_utf8_is_guessed() {
        let text = "“curly” at the café".repeat(2);
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(&text);
        assert_eq!(decode(bytes.into_owned()).unwrap(), (text, "windows-1252"));
        // Two bytes that are UTF-8 by chance make no UTF-8 of the rest.
        let text = "A “CAFÉ” with “curly” marks";
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(text);
        assert_eq!(decode(bytes.into_owned()).unwrap(), (text.to_owned(), "windows-1252"));
    }

    #[test]
    fn damaged_utf8_is_placed_and_not_guessed() {
        let text = format!("{}caf\u{e9}", "forty bytes, the last of them a newline\n".repeat(30));
        let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
        let says = "`n.txt` is not UTF-8: it ends within the character that byte 1,204 (line 31) starts";
        fails(&latin, says, "save it as UTF-8");
        assert_eq!(decode(latin).unwrap_err().notes(), ["the byte is 0xE9"]);
        let cut = &"日本".as_bytes()[..5];
        fails(cut, "`n.txt` is not UTF-8: it ends within the character that byte 4 (line 1) starts", "anew");
        let damaged = ["“One” and ".as_bytes(), b"\xe9 two"].concat();
        fails(&damaged, "`n.txt` is not UTF-8: byte 15 (line 1) starts no character", "damaged character");
        let noise = b"\xff\xfb\x90\x64\x0e\x13\x02\x08\xee\x7f\x05";
        fails(noise, "`n.txt` is not UTF-8: byte 1 (line 1) starts no character", "cannot be told");
    }

    #[test]
    fn nul_makes_a_file_binary() {
        fails(b"one\ntwo\0three and much more", "`n.txt` is no text: byte 8 (line 2) is NUL", ".md or .txt");
        fails(b"\x7fELF\x02\x01\x01\0\0\0\0\0", "`n.txt` is no text: byte 8 (line 1) is NUL", ".md or .txt");
        // Small numbers of two bytes have NULs where UTF-16 has them.
        fails(b"\x01\0\x02\0\x03\0\x04\0", "`n.txt` is no text: byte 2 (line 1) is NUL", ".md or .txt");
    }

    #[test]
    fn white_space_is_no_text() {
        for text in ["", "\u{feff}", " \r\n\t\u{a0}\n"] {
            fails(text.as_bytes(), "`n.txt` holds no text", "put its text in");
        }
        fails(&little("\u{feff} \r\n"), "`n.txt` holds no text", "put its text in");
    }

    #[test]
    fn a_file_beyond_the_limit_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("long.txt");
        std::fs::File::create(&path).unwrap().set_len(LONGEST + 1).unwrap();
        assert_eq!(read(&path), Err(Fault::TooLong(LONGEST + 1)));
        assert_eq!(decode(vec![0; LONGEST as usize + 1]), Err(Fault::TooLong(LONGEST + 1)));
        let says = "`long.txt` is too long: 4,294,967,296 bytes, and at most 4,294,967,295 are read";
        assert_eq!(read(&path).unwrap_err().message("long.txt"), says);
    }
}
