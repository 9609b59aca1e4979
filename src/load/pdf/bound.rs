//! Holds a PDF to what it may unpack to, before anything of it is unpacked in memory.
//!
//! Takes the bytes of a file and unpacks each of its streams into nothing, counting. A file whose streams swell to more than any
//! book needs is a `Fault`; streams that are packed several times over are followed.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use memchr::memmem::Finder;

use crate::load::decode::Fault;

/// One stream unpacks to no more, in bytes.
const STREAM: u64 = 256 << 20;
/// All of them together to no more, pictures aside.
const ALL: u64 = 2 << 30;
/// Streams are packed no more often.
const LAYERS: usize = 3;

/// Whether all that a file packs stays within bounds.
pub fn check(bytes: &[u8]) -> Result<(), Fault> {
    within(bytes, STREAM, ALL)
}

/// Whether each stream stays within `most` bytes, and those that are no pictures together within `most_in_all`.
fn within(bytes: &[u8], most: u64, most_in_all: u64) -> Result<(), Fault> {
    let (begins, ends) = (Finder::new(b"stream"), Finder::new(b"endstream"));
    let mut all = 0;
    let (mut at, mut end) = (0, 0);
    while let Some(found) = begins.find(&bytes[at..]) {
        let start = at + found;
        at = start + b"stream".len();
        if bytes[..start].ends_with(b"end") {
            continue;
        }
        if end < at {
            end = ends.find(&bytes[at..]).map_or(bytes.len(), |found| at + found);
        }
        let data = &bytes[at..];
        let line_ends: [&[u8]; 3] = [b"\r\n", b"\n", b"\r"];
        let data = line_ends.iter().find_map(|line_end| data.strip_prefix(*line_end)).unwrap_or(data);
        let (length, used) = match plain(&bytes[bytes.len() - data.len()..end.max(bytes.len() - data.len())])
        {
            Some(packed) => (unpacked(&packed, 0, most).0, 0),
            None => unpacked(data, 0, most),
        };
        if !is_picture(&bytes[start.saturating_sub(1024)..start]) {
            all += length;
        }
        if length > most || all > most_in_all {
            return Err(Fault::unread(
                "unpacks to more than a document holds",
                "see whether it can be trusted, and print it to a new file, or give its text beside it as .txt",
            ));
        }
        at += used;
    }
    Ok(())
}

/// How many bytes some data unpacks to, and how many bytes it takes itself; nothing of data that is not packed.
fn unpacked(data: &[u8], layer: usize, most: u64) -> (u64, usize) {
    if layer >= LAYERS {
        return (0, 0);
    }
    if begins_lzw(data) {
        return (lzw_length(data, most), 0);
    }
    if !begins_zlib(data) {
        return (0, 0);
    }
    let mut decoder = ZlibDecoder::new(data);
    let (mut length, head) = drained(&mut decoder, most);
    let used = decoder.total_in() as usize;
    if length == 0 {
        let mut bare = DeflateDecoder::new(data.get(2..).unwrap_or_default());
        length = drained(&mut bare, most).0;
    }
    // What comes out may be packed again: then it is short enough to be taken whole.
    if (begins_zlib(&head) || begins_lzw(&head)) && length <= most {
        let mut inner = Vec::new();
        let _ = ZlibDecoder::new(data).take(most).read_to_end(&mut inner);
        length += unpacked(&inner, layer + 1, most).0;
    }
    (length, used.min(data.len()))
}

fn begins_zlib(data: &[u8]) -> bool {
    data.first_chunk::<2>().is_some_and(|&[first, second]| {
        first & 0x0f == 8 && u16::from_be_bytes([first, second]).is_multiple_of(31)
    })
}

/// LZW begins with the code that clears its table.
fn begins_lzw(data: &[u8]) -> bool {
    data.first_chunk::<2>().is_some_and(|&[first, second]| first == 0x80 && second & 0x80 == 0)
}

/// How many bytes LZW unpacks to: the codes' lengths are enough to know.
fn lzw_length(data: &[u8], most: u64) -> u64 {
    const CLEAR: usize = 256;
    const END: usize = 257;
    let mut lengths: Vec<u64> = Vec::with_capacity(4096);
    let (mut total, mut before) = (0, None::<u64>);
    let (mut bits, mut held) = (0_u32, 0_u32);
    lengths.resize(END + 1, 1);
    let mut bytes = data.iter();
    while total <= most {
        let width = match lengths.len() {
            0..=510 => 9,
            511..=1022 => 10,
            1023..=2046 => 11,
            _ => 12,
        };
        while held < width {
            let Some(&byte) = bytes.next() else { return total };
            bits = bits << 8 | u32::from(byte);
            held += 8;
        }
        let code = (bits >> (held - width)) as usize & ((1 << width) - 1);
        held -= width;
        if code == CLEAR {
            lengths.truncate(END + 1);
            before = None;
            continue;
        }
        if code == END {
            return total;
        }
        let length = match (lengths.get(code), before) {
            (Some(&length), _) => length,
            (None, Some(before)) => before + 1,
            (None, None) => return total,
        };
        if let Some(before) = before.filter(|_| lengths.len() < 4096) {
            lengths.push(before + 1);
        }
        total += length;
        before = Some(length);
    }
    total
}

/// The bytes that data stands for that is written in hexadecimal digits or to the base of 85.
fn plain(data: &[u8]) -> Option<Vec<u8>> {
    let head = &data[..data.len().min(64)];
    let spaced = |byte: &&u8| !byte.is_ascii_whitespace();
    if head.is_empty()
        || !head
            .iter()
            .all(|byte| (b'!'..=b'u').contains(byte) || *byte == b'z' || byte.is_ascii_whitespace())
    {
        return None;
    }
    if head.iter().all(|byte| byte.is_ascii_hexdigit() || byte.is_ascii_whitespace()) {
        let digits: Vec<u8> = data
            .iter()
            .filter(spaced)
            .map_while(|&byte| char::from(byte).to_digit(16))
            .map(|digit| digit as u8)
            .collect();
        return Some(digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)).collect());
    }
    let mut bytes = Vec::with_capacity(data.len() / 5 * 4 + 8);
    let (mut group, mut count) = (0_u32, 0);
    for &byte in data.iter().filter(spaced) {
        match byte {
            b'z' if count == 0 => bytes.extend([0; 4]),
            b'!'..=b'u' => {
                group = group.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                count += 1;
                if count == 5 {
                    bytes.extend(group.to_be_bytes());
                    (group, count) = (0, 0);
                }
            }
            _ => break,
        }
    }
    // The end of a group is as good as none for telling a length.
    Some(bytes)
}

/// Reads to the end, or as far as a stream may go, and returns how far that was and what came first.
fn drained(from: &mut impl Read, most: u64) -> (u64, Vec<u8>) {
    let mut buffer = vec![0; 64 << 10];
    let mut head = Vec::new();
    let mut length = 0;
    while length <= most {
        match from.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(read) => {
                if head.is_empty() {
                    head = buffer[..read.min(16)].to_vec();
                }
                length += read as u64;
            }
        }
    }
    (length, head)
}

/// Whether what describes a stream says that it is a picture, plainly.
fn is_picture(before: &[u8]) -> bool {
    let from = memchr::memmem::rfind(before, b" obj").unwrap_or(0);
    let dict = &before[from..];
    let has = |name: &[u8]| memchr::memmem::find(dict, name).is_some();
    has(b"/Image") && has(b"/Width") && !has(b"ObjStm") && !has(b"#") && !has(b"/First")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    const MOST: u64 = 1 << 20;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn stream(data: &[u8]) -> Vec<u8> {
        [b"1 0 obj <</Length 1>> stream\n", data, b"\nendstream endobj"].concat()
    }

    /// Streams of more than is allowed, of spaces.
    fn swelling() -> Vec<u8> {
        packed(&vec![b' '; MOST as usize + 1])
    }

    #[test]
    fn what_swells_is_refused_however_it_is_packed() {
        let once = swelling();
        let hexadecimal: String = once.iter().map(|byte| format!("{byte:02x}")).collect();
        let all = [once.clone(), packed(&once), packed(&packed(&once)), hexadecimal.into_bytes()];
        for data in all {
            let refused = within(&stream(&data), MOST, ALL);
            assert!(
                matches!(refused, Err(Fault::Unread { reason, .. }) if reason.contains("unpacks to more"))
            );
        }
    }

    #[test]
    fn what_does_not_swell_is_not() {
        let text = packed("The ferry will not run. ".repeat(10_000).as_bytes());
        for data in [
            text.clone(),
            packed(&text),
            b"BT (stream) Tj ET".to_vec(),
            b"80 0b".to_vec(),
            Vec::new(),
            vec![0x80; 5000],
        ] {
            assert_eq!(within(&stream(&data), MOST, ALL), Ok(()));
        }
    }

    #[test]
    fn lzw_is_measured_by_its_codes() {
        // From the reference's own example: 45 45 45 45 45 65 45 45 45 66.
        assert_eq!(lzw_length(&[0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01], 100), 10);
    }
}
