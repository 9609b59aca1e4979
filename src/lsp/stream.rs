//! The streams that a client talks on: messages, each behind a head that says how many bytes it has.
//!
//! Takes bytes and hands on messages, and the other way round. What is no message is answered with an error, and the session goes
//! on; it ends only where a head cannot be read, since nobody knows then where the next message begins.

use std::io::{self, BufRead, Read, Write};
use std::thread::{self, JoinHandle};

use crossbeam_channel::{bounded, unbounded};
use lsp_server::{Connection, ErrorCode, Message};
use serde_json::{Value, json};

/// No message has more bytes. One that says so is answered with an error before any of it is held.
pub const MOST: u64 = 256 << 20;

/// No line of a head has more bytes.
const LONGEST_LINE: u64 = 8 << 10;

/// So many messages may wait for the server to take them.
const AHEAD: usize = 64;

/// The threads that read and write.
#[derive(Debug)]
pub struct Threads {
    reads: JoinHandle<io::Result<()>>,
    writes: JoinHandle<io::Result<()>>,
}

impl Threads {
    /// Waits until all that was sent is written and the client has left. An error is why the connection ended.
    pub fn join(self) -> io::Result<()> {
        let lost = |_| Err(io::Error::other("a thread of the connection has panicked"));
        let read = self.reads.join().unwrap_or_else(lost);
        // A client that has gone reads nothing.
        let _ = self.writes.join();
        read
    }
}

/// A connection on standard input and output.
pub fn connect() -> io::Result<(Connection, Threads)> {
    let (sender, to_write) = unbounded::<Message>();
    let (heard, receiver) = bounded(AHEAD);
    let write = move || to_write.iter().try_for_each(|message| message.write(&mut io::stdout().lock()));
    let writes = thread::Builder::new().name("ibid writes".into()).spawn(write)?;
    let read = move || {
        let mut input = io::stdin().lock();
        let mut refuse = |refusal: Refusal| refusal.write(&mut io::stdout().lock());
        while let Some(message) = read(&mut input, &mut refuse)? {
            let leaves = matches!(&message, Message::Notification(told) if told.method == "exit");
            // Nobody listens where the server has ended.
            if heard.send(message).is_err() || leaves {
                break;
            }
        }
        Ok(())
    };
    let reads = thread::Builder::new().name("ibid reads".into()).spawn(read)?;
    Ok((Connection { sender, receiver }, Threads { reads, writes }))
}

/// What is said of something that is no message.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// The number of the request, if it is one.
    pub id: Value,
    /// The kind of error, as the protocol counts them.
    pub code: i32,
    /// What is wrong with it.
    pub message: String,
}

impl Refusal {
    fn new(code: ErrorCode, message: String) -> Refusal {
        Refusal { id: Value::Null, code: code as i32, message }
    }

    fn write(&self, output: &mut impl Write) -> io::Result<()> {
        let Refusal { id, code, message } = self;
        let error = json!({ "code": code, "message": message });
        let text = json!({ "jsonrpc": "2.0", "id": id, "error": error }).to_string();
        write!(output, "Content-Length: {}\r\n\r\n{text}", text.len())?;
        output.flush()
    }
}

/// The next message; none where the client has left. What comes before it and is none is refused.
pub fn read(
    input: &mut impl BufRead,
    refuse: &mut impl FnMut(Refusal) -> io::Result<()>,
) -> io::Result<Option<Message>> {
    while let Some(length) = length(input)? {
        let mut body = Vec::new();
        if length > MOST {
            let message = format!(
                "a message of {length} bytes is not read: no more than {MOST} are, and a text of this size belongs on the disk"
            );
            refuse(Refusal::new(ErrorCode::InvalidRequest, message))?;
            io::copy(&mut input.take(length), &mut io::sink())?;
            continue;
        }
        // The memory grows with what is there, and not with what is promised.
        input.take(length).read_to_end(&mut body)?;
        if (body.len() as u64) < length {
            return Err(strange(format!("it left after {} of the {length} bytes of a message", body.len())));
        }
        match message(body) {
            Ok(message) => return Ok(Some(message)),
            Err(refusal) => refuse(refusal)?,
        }
    }
    Ok(None)
}

/// How many bytes the message has whose head comes next; none where nothing comes.
fn length(input: &mut impl BufRead) -> io::Result<Option<u64>> {
    let mut length = None;
    let mut begun = false;
    loop {
        let mut line = Vec::new();
        input.take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        if line.is_empty() && !begun {
            return Ok(None);
        }
        begun = true;
        let text = String::from_utf8_lossy(&line);
        let shown: String = text.trim_end().chars().take(60).flat_map(char::escape_debug).collect();
        if !line.ends_with(b"\n") {
            return Err(strange(format!("`{shown}` does not end as a line of a message's head does")));
        }
        if text.trim_end().is_empty() {
            let missing = || strange("a message does not say how long it is (`Content-Length: …`)".into());
            return length.ok_or_else(missing).map(Some);
        }
        let Some((name, value)) = text.split_once(':') else {
            return Err(strange(format!("`{shown}` is no line of a message's head (`Content-Length: …`)")));
        };
        if name.trim().eq_ignore_ascii_case("content-length") {
            let number = || strange(format!("`{shown}` says no length"));
            length = Some(value.trim().parse().map_err(|_| number())?);
        }
    }
}

fn strange(why: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

/// The bytes of a message as one.
fn message(mut body: Vec<u8>) -> Result<Message, Refusal> {
    let mut read = serde_json::from_slice::<Message>(&body);
    if read.is_err() && replace_lone_surrogates(&mut body) {
        read = serde_json::from_slice(&body);
    }
    read.map_err(|why| match serde_json::from_slice::<Value>(&body) {
        Err(error) => Refusal::new(ErrorCode::ParseError, format!("the message is no JSON: {error}")),
        Ok(value) => {
            let id = value
                .get("id")
                .filter(|id| value.get("method").is_some() && (id.is_number() || id.is_string()));
            let message = format!("the message is no request, no answer and no notification: {why}");
            let refusal = Refusal::new(ErrorCode::InvalidRequest, message);
            Refusal { id: id.cloned().unwrap_or_default(), ..refusal }
        }
    })
}

/// Puts the replacement character in the place of halves of characters, and says whether there were any. An editor whose strings
/// are UTF-16 sends them where an edit parts a character; a half counts there for as much as what takes its place, so that no position
/// moves.
fn replace_lone_surrogates(body: &mut [u8]) -> bool {
    let unit = |body: &[u8], at: usize| {
        let digits = body.get(at..at + 6)?.strip_prefix(b"\\u")?;
        u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    let (mut at, mut replaced) = (0, false);
    while let Some(next) = memchr::memchr(b'\\', &body[at..]) {
        at += next;
        let (first, second) = (unit(body, at), unit(body, at + 6));
        let is_low = |unit: u16| (0xDC00..0xE000).contains(&unit);
        at += match first {
            Some(0xD800..0xDC00) if second.is_some_and(is_low) => 12,
            Some(0xD800..0xE000) => {
                body[at + 2..at + 6].copy_from_slice(b"fffd");
                replaced = true;
                6
            }
            _ => 2,
        };
        at = at.min(body.len());
    }
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    /// What is heard: methods, and the codes of what is refused.
    fn heard(input: &[u8]) -> (Vec<String>, Option<String>) {
        let (mut said, mut rest) = (Vec::new(), input);
        loop {
            let mut refused = Vec::new();
            let read = read(&mut rest, &mut |refusal| {
                refused.push(format!("{} {}", refusal.id, refusal.code));
                Ok(())
            });
            said.extend(refused);
            match read {
                Ok(Some(Message::Request(request))) => said.push(request.method),
                Ok(Some(Message::Notification(told))) => {
                    said.push(format!("{} {}", told.method, told.params))
                }
                Ok(Some(Message::Response(_))) => said.push("answer".into()),
                Ok(None) => return (said, None),
                Err(error) => return (said, Some(error.to_string())),
            }
        }
    }

    #[test]
    fn what_is_no_message_is_refused_and_the_next_one_is_read() {
        let next = framed(r#"{"jsonrpc":"2.0","id":1,"method":"next"}"#);
        for (body, says) in [
            ("{", "null -32700"),
            ("", "null -32700"),
            ("[1]", "null -32600"),
            (r#"{"id":7,"method":8}"#, "7 -32600"),
            (r#"{"result":8}"#, "null -32600"),
            (r#"{"method":"a","params":{"b":"\ud83"}}"#, "null -32700"),
            (&"[".repeat(100_000), "null -32700"),
        ] {
            assert_eq!(
                heard((framed(body) + &next).as_bytes()),
                (vec![says.into(), "next".into()], None),
                "{body:.40}"
            );
        }
        let bytes = [b"Content-Length: 3\r\n\r\n\"\xff\"".as_slice(), next.as_bytes()].concat();
        assert_eq!(heard(&bytes), (vec!["null -32700".into(), "next".into()], None));
    }

    #[test]
    fn half_a_character_is_another_one_and_moves_nothing() {
        for (written, read) in [
            (r"\ud83d", "\u{fffd}"),
            (r"\udea2\ud83d", "\u{fffd}\u{fffd}"),
            (r"\ud83d\ud83d\udea2", "\u{fffd}🚢"),
            (r"\\ud83d \uD83D \ud83d\udea2", "\\ud83d \u{fffd} 🚢"),
            (r"\ud83d\\udea2", "\u{fffd}\\udea2"),
        ] {
            let body = format!(r#"{{"method":"a","params":"{written}"}}"#);
            assert_eq!(
                heard(framed(&body).as_bytes()),
                (vec![format!("a {}", json!(read))], None),
                "{written}"
            );
        }
    }

    #[test]
    fn a_message_that_is_too_long_is_passed_over_and_one_that_is_promised_takes_no_memory() {
        let next = framed(r#"{"method":"next"}"#);
        let long = |length: u64| format!("Content-Length: {length}\r\n\r\n");
        let head = long(MOST + 1);
        let mut input =
            io::BufReader::new(head.as_bytes().chain(io::repeat(b' ').take(MOST + 1)).chain(next.as_bytes()));
        let mut refused = Vec::new();
        let read = read(&mut input, &mut |refusal| {
            refused.push(refusal.message);
            Ok(())
        });
        assert!(matches!(read, Ok(Some(Message::Notification(told))) if told.method == "next"));
        assert!(refused[0].starts_with("a message of 268435457 bytes is not read"), "{refused:?}");
        for length in [MOST, u64::MAX] {
            let (said, _) = heard((long(length) + "{}").as_bytes());
            assert_eq!(said.len(), usize::from(length > MOST), "{said:?}");
        }
        assert_eq!(
            heard(b"Content-Length: 9\r\n\r\n{}").1.as_deref(),
            Some("it left after 2 of the 9 bytes of a message")
        );
    }

    #[test]
    fn a_head_that_cannot_be_read_ends_it() {
        for (head, says) in [
            ("hello\n", "`hello` is no line of a message's head"),
            ("Content-Length: two\r\n\r\n", "`Content-Length: two` says no length"),
            ("Content-Length: -1\r\n\r\n", "says no length"),
            ("Content-Length: 18446744073709551616\r\n\r\n", "says no length"),
            ("\r\n", "does not say how long it is"),
            ("Content-Type: a\r\n\r\n{}", "does not say how long it is"),
            ("Content-Len", "does not end as a line"),
            (&"a".repeat(10_000), "does not end as a line"),
        ] {
            let (said, ended) = heard(head.as_bytes());
            assert!(
                said.is_empty() && ended.as_ref().is_some_and(|why| why.contains(says)),
                "{ended:?}: {says}"
            );
        }
        let spaced = "content-length:  17 \nContent-Type: x\n\n{\"method\":\"next\"}";
        assert_eq!(heard(spaced.as_bytes()).0, ["next null"]);
        assert_eq!(heard(b""), (Vec::new(), None));
    }
}
