//! Pages that this program writes for the client to open: the rules' own, and the texts of sources that are none.
//!
//! Takes rules and files, and hands on addresses in a folder that nobody else can write to and that goes when the server ends.

use std::fs;
use std::path::{Path, PathBuf};

use gen_lsp_types::Uri;
use tempfile::TempDir;

use super::address;
use crate::file::File;
use crate::output::{Style, table};
use crate::page::PAGES;

/// The folder and its canonical path; none where there can be none, and then nothing leads into it.
#[derive(Debug)]
pub struct Scratch(Option<(TempDir, PathBuf)>);

impl Scratch {
    /// Makes the folder.
    pub fn new() -> Scratch {
        let made = tempfile::Builder::new().prefix("ibid-").tempdir().ok();
        Scratch(made.and_then(|folder| {
            let path = folder.path().canonicalize().ok()?;
            Some((folder, path))
        }))
    }

    /// Whether a canonical path is that of one of these pages.
    pub fn holds(&self, path: &Path) -> bool {
        self.0.as_ref().is_some_and(|(_, folder)| path.starts_with(folder))
    }

    /// The page of a rule, as `ibid explain` has it.
    pub fn page_of(&self, rule: &str) -> Option<Uri> {
        let page = PAGES.iter().find(|page| page.id == rule)?;
        let style = Style { width: 90, colour: false, links: None };
        // Pages do not change while the server runs, and every diagnostic leads to one.
        let (folder, name) = ("rules", format!("{rule}.txt"));
        let known = self.0.as_ref()?.1.join(folder).join(&name);
        match known.is_file() {
            true => Some(address::uri(&known)),
            false => self.written(folder, &name, || table::page(page, style)),
        }
    }

    /// The text that was read of a file.
    pub fn text_of(&self, file: &File) -> Option<Uri> {
        let name = file.path.rsplit('/').next().unwrap_or(&file.path);
        self.written(&format!("texts/{}", file.id.0), &format!("{name}.txt"), || file.text().to_owned())
    }

    fn written(&self, folder: &str, name: &str, text: impl Fn() -> String) -> Option<Uri> {
        let folder = self.0.as_ref()?.1.join(folder);
        let path = folder.join(name);
        let text = text();
        // A source that has changed goes by the same number.
        let known = fs::metadata(&path).is_ok_and(|known| known.len() == text.len() as u64)
            && fs::read_to_string(&path).is_ok_and(|known| known == text);
        if !known {
            fs::create_dir_all(&folder).ok()?;
            fs::write(&path, text).ok()?;
        }
        Some(address::uri(&path))
    }
}
