//! What the server checks: what its command line, the client's options and the open documents ask for.
//!
//! Takes the three and hands on a request for `load`. The client's options win over the command line, and both over an
//! `ibid.toml`, as they do for `ibid check`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use super::open::Document;
use crate::check::Report;
use crate::config::Choice;
use crate::load::cache::Cache;
use crate::load::{self, ConfigChoice, Indexing, Request};
use crate::page;

/// What is asked for beside the documents.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Files and folders of sources in place of those that are configured.
    pub sources: Vec<PathBuf>,
    /// Which configuration counts.
    pub config: ConfigChoice,
    /// What is said of the rules.
    pub choice: Choice,
    /// Where what is known of sources is kept.
    pub cache: Option<Cache>,
    /// What takes out of a report what baselines hold, given by their paths: reading them is not the server's.
    pub settle: Settle,
}

/// See [`Settings::settle`]. An error says which baseline cannot be used, and why.
pub type Settle = fn(&[PathBuf], &mut Report, &Request) -> Result<(), String>;

/// The client's options, in `initializationOptions` or under `ibid` in its settings.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Options {
    sources: Option<Vec<PathBuf>>,
    config: Option<PathBuf>,
    select: Option<Vec<String>>,
    ignore: Option<Vec<String>>,
    preview: Option<bool>,
    pedantic: Option<bool>,
}

/// Whether a client's settings say anything to this program. Some clients send the settings of all servers, or empty ones, and
/// what they said at the start still holds.
pub fn are_meant(settings: &Value) -> bool {
    let own = |settings| Options::deserialize(settings).is_ok_and(|options| options == Options::default());
    settings.get("ibid").is_some() || !(settings.is_null() || own(settings))
}

impl Settings {
    /// These settings with what a client's options say instead; an error says what of them is not understood. Paths start from
    /// the folder.
    pub fn with(&self, options: &Value, folder: &Path) -> Result<Settings, String> {
        let options = options.get("ibid").unwrap_or(options);
        if options.is_null() {
            return Ok(self.clone());
        }
        let options = Options::deserialize(options)
            .map_err(|error| format!("the client's options for ibid are not understood: {error}"))?;
        let mut settings = self.clone();
        if let Some(sources) = options.sources.filter(|sources| !sources.is_empty()) {
            settings.sources = sources.iter().map(|path| folder.join(path)).collect();
        }
        if let Some(config) = options.config.filter(|config| !config.as_os_str().is_empty()) {
            settings.config = ConfigChoice::File(folder.join(config));
        }
        let choice = &mut settings.choice;
        if let Some(select) = options.select.filter(|select| !select.is_empty()) {
            choice.select = Some(known(select)?);
        }
        if let Some(ignore) = options.ignore {
            choice.ignore = known(ignore)?;
        }
        choice.preview = options.preview.or(choice.preview);
        choice.pedantic = options.pedantic.or(choice.pedantic);
        Ok(settings)
    }

    /// What to read: the projects of the folders and of the open documents, with the texts that are open, and their
    /// versions.
    pub fn request(
        &self,
        folders: &[PathBuf],
        documents: &BTreeMap<String, Document>,
    ) -> (Request, BTreeMap<PathBuf, i32>) {
        let drafts = || documents.values().filter(|document| load::draft_format(&document.path).is_some());
        let of_drafts = drafts().filter_map(|document| load::project_folder(&document.path));
        let own = folders.iter().filter(|folder| load::project_folder(folder).as_ref() == Some(*folder));
        // What a folder without a configuration holds may be anything: of it only what is open counts.
        let projects: BTreeSet<PathBuf> = match self.config {
            ConfigChoice::Nearest => own.cloned().chain(of_drafts).collect(),
            ConfigChoice::File(_) => folders.iter().cloned().collect(),
            ConfigChoice::Isolated => BTreeSet::new(),
        };
        let open = drafts().map(|document| document.path.clone());
        let request = Request {
            drafts: projects.into_iter().chain(open).collect(),
            sources: self.sources.clone(),
            config: self.config.clone(),
            choice: self.choice.clone(),
            as_configured: true,
            cache: self.cache.clone(),
            indexing: Indexing::Large,
            texts: Arc::new(
                documents.values().map(|document| (document.path.clone(), document.text.clone())).collect(),
            ),
            ..Request::default()
        };
        let versions = documents.values().map(|document| (document.path.clone(), document.version)).collect();
        (request, versions)
    }
}

/// Names of rules and families, all of which exist.
fn known(names: Vec<String>) -> Result<Vec<String>, String> {
    match names.iter().find(|name| !page::names().any(|known| known == name.as_str())) {
        Some(name) => Err(format!("there is no rule or family of rules `{name}`; `ibid rules` lists them")),
        None => Ok(names),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_that_say_nothing_change_nothing() {
        for nothing in [json!(null), json!({}), json!({ "marksman": { "pedantic": true } })] {
            assert!(!are_meant(&nothing), "{nothing}");
        }
        for something in [json!({ "ibid": {} }), json!({ "pedantic": false }), json!({ "sources": 3 })] {
            assert!(are_meant(&something), "{something}");
        }
    }
}
