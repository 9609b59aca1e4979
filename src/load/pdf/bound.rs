//! Holds a PDF to what it may unpack to, before anything of it is unpacked in memory.
//!
//! Takes the bytes of a file and unpacks each of its streams into nothing, counting. A file whose streams swell to more than any
//! book needs is a `Fault`; streams that are packed several times over are followed.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use memchr::memmem::Finder;

use super::unread;
use crate::load::decode::Fault;

/// One stream unpacks to no more, in bytes.
const STREAM: u64 = 256 << 20;
/// All of them together to no more, pictures aside.
const ALL: u64 = 2 << 30;
/// Streams are packed no more often.
const LAYERS: usize = 3;

/// Whether all that a file packs stays within bounds.
pub fn check(bytes: &[u8]) -> Result<(), Fault> {
    let finder = Finder::new(b"stream");
    let mut all = 0;
    let mut at = 0;
    while let Some(found) = finder.find(&bytes[at..]) {
        let start = at + found;
        at = start + b"stream".len();
        if bytes[..start].ends_with(b"end") {
            continue;
        }
        let data = &bytes[at..];
        let data = data
            .strip_prefix(b"\r\n")
            .or_else(|| data.strip_prefix(b"\n"))
            .or_else(|| data.strip_prefix(b"\r"))
            .unwrap_or(data);
        let (length, used) = unpacked(data, 0);
        if !is_picture(&bytes[start.saturating_sub(1024)..start]) {
            all += length;
        }
        if length > STREAM || all > ALL {
            return Err(unread(
                "unpacks to more than a document holds",
                "see whether it can be trusted, and print it to a new file, or give its text beside it as .txt",
            ));
        }
        at += used;
    }
    Ok(())
}

/// How many bytes some data unpacks to, and how many bytes it takes itself; nothing of data that is not packed.
fn unpacked(data: &[u8], layer: usize) -> (u64, usize) {
    let Some(&[first, second]) = data.first_chunk::<2>() else { return (0, 0) };
    let zlib = first & 0x0f == 8 && u16::from_be_bytes([first, second]).is_multiple_of(31);
    if !zlib || layer >= LAYERS {
        return (0, 0);
    }
    let mut decoder = ZlibDecoder::new(data);
    let (mut length, head) = drained(&mut decoder);
    let used = decoder.total_in() as usize;
    if length == 0 {
        let mut bare = DeflateDecoder::new(data.get(2..).unwrap_or_default());
        length = drained(&mut bare).0;
    }
    // What comes out may be packed again: then it is short enough to be taken whole.
    let again = head.first_chunk::<2>().is_some_and(|&[first, second]| {
        first & 0x0f == 8 && u16::from_be_bytes([first, second]).is_multiple_of(31)
    });
    if again && length <= STREAM {
        let mut inner = Vec::new();
        let _ = ZlibDecoder::new(data).take(STREAM).read_to_end(&mut inner);
        length += unpacked(&inner, layer + 1).0;
    }
    (length, used.min(data.len()))
}

/// Reads to the end, or as far as a stream may go, and returns how far that was and what came first.
fn drained(from: &mut impl Read) -> (u64, Vec<u8>) {
    let mut buffer = vec![0; 64 << 10];
    let mut head = Vec::new();
    let mut length = 0;
    while length <= STREAM {
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
