//! Runs the built program as a user would, in a folder and with arguments, and hands on its status and streams.
//!
//! The environment is scrubbed, so that no setting of the machine reaches a test, and a program that hangs is ended.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// No test is about time; this only keeps one that hangs from hanging for ever.
const PATIENCE: Duration = Duration::from_secs(300);

/// What a run came to.
pub struct Run {
    pub status: i32,
    pub out: String,
    pub err: String,
}

/// The program with arguments, to be run in a folder, 80 columns wide.
pub fn command(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
    command.current_dir(folder).args(arguments).env_clear().env("COLUMNS", "80");
    command.envs(environment.iter().copied()).stdin(Stdio::null());
    command
}

/// Runs the program to its end. Its streams go through files, so that no pipe fills up.
pub fn run(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
    let streams = tempfile::tempdir().unwrap();
    let (out, err) = (streams.path().join("out"), streams.path().join("err"));
    let mut command = command(folder, arguments, environment);
    command.stdout(File::create(&out).unwrap()).stderr(File::create(&err).unwrap());
    let mut child = command.spawn().unwrap();
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("it hangs: {arguments:?}");
        }
        std::thread::sleep(Duration::from_millis(3));
    };
    let status = status.code().unwrap_or_else(|| panic!("a signal ended it: {arguments:?}"));
    Run { status, out: fs::read_to_string(out).unwrap(), err: fs::read_to_string(err).unwrap() }
}

/// A folder with files in it, each given by its path and its bytes.
pub fn folder<P: AsRef<Path>, B: AsRef<[u8]>>(files: impl IntoIterator<Item = (P, B)>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        write(folder.path(), path, bytes);
    }
    folder
}

/// Writes one file below a folder, and the folders on its way.
pub fn write(folder: &Path, path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) {
    let path: PathBuf = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}
