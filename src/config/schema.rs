//! The JSON Schema of an `ibid.toml`, for editors that complete and check it while it is written.
//!
//! Takes the keys and the rules' pages and hands on the text of `ibid.schema.json`, which a test keeps fresh.

use serde_json::{Map, Value, json};

use super::coverage::Unit;
use super::keys::{self, Key, Shape};
use super::options::{self, Kind};
use crate::finding::Severity;
use crate::page::{self, PAGES};

/// The schema, with a line end behind it.
pub fn schema() -> String {
    let mut schema = table(keys::FILE);
    schema.insert("$schema".into(), "http://json-schema.org/draft-07/schema#".into());
    schema.insert("title".into(), "ibid.toml".into());
    schema.insert("description".into(), "The configuration of ibid for the drafts below its folder".into());
    let mut names: Vec<&str> = page::names().collect();
    names.sort_unstable();
    names.dedup();
    schema.insert("definitions".into(), json!({ "rule": { "enum": names } }));
    // A value of strings and numbers can be printed.
    format!("{:#}\n", Value::Object(schema))
}

fn table(keys: &[Key]) -> Map<String, Value> {
    let properties: Map<String, Value> =
        keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    let mut table = Map::new();
    table.insert("type".into(), "object".into());
    table.insert("additionalProperties".into(), false.into());
    table.insert("properties".into(), properties.into());
    table
}

fn property(key: &Key) -> Value {
    let strings = json!({ "type": "array", "items": { "type": "string", "minLength": 1 } });
    let mut property = match &key.shape {
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Path => json!({ "type": "string", "minLength": 1 }),
        Shape::Paths => strings,
        Shape::Rules => json!({ "type": "array", "items": { "$ref": "#/definitions/rule" } }),
        Shape::Severities => json!({
            "type": "object",
            "propertyNames": { "$ref": "#/definitions/rule" },
            "additionalProperties": {
                "enum": [Severity::Error.name(), Severity::Warning.name(), Severity::Note.name()]
            },
        }),
        Shape::Options => rules(),
        Shape::Shares => {
            let share = json!({ "type": "integer", "minimum": 0, "maximum": 100 });
            let shares: Map<String, Value> =
                Unit::ALL.iter().map(|unit| (unit.name().to_owned(), share.clone())).collect();
            let table = json!({ "type": "object", "additionalProperties": false, "properties": shares });
            json!({ "anyOf": [share, table] })
        }
        Shape::Facts => {
            let string = json!({ "type": "string", "minLength": 1 });
            let several = json!({ "type": "array", "items": string, "minItems": 1 });
            json!({ "type": "object", "additionalProperties": { "anyOf": [string, several] } })
        }
        Shape::Table(keys) => Value::Object(table(keys)),
        Shape::Tables(keys) => {
            let mut one = table(keys);
            one.insert("required".into(), json!(["paths"]));
            json!({ "type": "array", "items": one })
        }
    };
    property["description"] = key.meaning.into();
    property
}

/// The rules that have options, each with a table of them.
fn rules() -> Value {
    let with_options = PAGES.iter().filter(|page| !page.options.is_empty());
    let properties: Map<String, Value> = with_options
        .map(|page| {
            let options = page.options.iter().filter_map(|option| {
                let kind = &options::known(page.id, option.name)?.kind;
                let mut property = match kind {
                    Kind::Words(range, _) => {
                        json!({ "type": "integer", "minimum": range.start(), "maximum": range.end() })
                    }
                    Kind::Share(_) => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
                    Kind::Choice(words, _) => json!({ "enum": words }),
                };
                property["description"] = option.meaning.into();
                property["default"] = serde_json::from_str(option.default).unwrap_or_default();
                Some((option.name.to_owned(), property))
            });
            let options: Map<String, Value> = options.collect();
            let rule = json!({ "type": "object", "additionalProperties": false, "properties": options });
            (page.id.to_owned(), rule)
        })
        .collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}
