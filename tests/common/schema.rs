//! Holds JSON to the schemas beside `src/output`: the few keywords that they use, and no other.
//!
//! Takes a schema's name and a value, and panics with the place in the value that breaks it.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

/// A schema by its name, `report` for one.
pub fn schema(name: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/output");
    let schema = fs::read_to_string(folder.join(format!("{name}.schema.json"))).unwrap();
    serde_json::from_str(&schema).unwrap()
}

/// Panics, naming the place, where a value breaks a schema.
pub fn holds(name: &str, value: &Value) {
    let schema = schema(name);
    if let Err(broken) = check(&schema, &schema, value, name) {
        panic!("{broken}");
    }
}

/// What of a value breaks a schema. A keyword that is not known here fails the test that meets it.
fn check(root: &Value, part: &Value, value: &Value, at: &str) -> Result<(), String> {
    let none = Map::new();
    let or = |holds: bool, why: String| if holds { Ok(()) } else { Err(format!("{at}: {why}")) };
    for (keyword, wanted) in part.as_object().unwrap() {
        match keyword.as_str() {
            "$schema" | "title" | "description" | "$defs" => {}
            "$ref" => {
                let (file, pointer) = wanted.as_str().unwrap().split_once('#').unwrap();
                let other = (!file.is_empty()).then(|| schema(file.strip_suffix(".schema.json").unwrap()));
                let root = other.as_ref().unwrap_or(root);
                let target = root.pointer(pointer).unwrap_or_else(|| panic!("{at}: no {pointer}"));
                check(root, target, value, at)?;
            }
            "const" => or(value == wanted, format!("{value} is not {wanted}"))?,
            "enum" => or(wanted.as_array().unwrap().contains(value), format!("{value} is none of {wanted}"))?,
            "minimum" => {
                let small = value.as_i64().is_some_and(|value| value < wanted.as_i64().unwrap());
                or(!small, format!("{value} is less than {wanted}"))?;
            }
            "type" => {
                let kinds = wanted.as_array().cloned().unwrap_or_else(|| vec![wanted.clone()]);
                let is_one = kinds.iter().any(|kind| is(value, kind.as_str().unwrap()));
                or(is_one, format!("no {wanted}: {value}"))?;
            }
            "anyOf" => {
                let mut each = wanted.as_array().unwrap().iter().map(|one| check(root, one, value, at));
                or(each.any(|one| one.is_ok()), format!("{value} fits none of {wanted}"))?;
            }
            // The keywords of objects and of arrays say nothing of null, which `type` allows beside them.
            "required" if value.is_object() => {
                for key in wanted.as_array().unwrap() {
                    or(value.get(key.as_str().unwrap()).is_some(), format!("{key} is missing"))?;
                }
            }
            "items" if value.is_array() => {
                for (i, item) in value.as_array().unwrap().iter().enumerate() {
                    check(root, wanted, item, &format!("{at}[{i}]"))?;
                }
            }
            "properties" if value.is_object() => {
                for (key, schema) in wanted.as_object().unwrap() {
                    if let Some(value) = value.get(key) {
                        check(root, schema, value, &format!("{at}.{key}"))?;
                    }
                }
            }
            "propertyNames" if value.is_object() => {
                for key in value.as_object().unwrap().keys() {
                    check(root, wanted, &Value::from(key.as_str()), at)?;
                }
            }
            "additionalProperties" if value.is_object() => {
                let named = part.get("properties").and_then(Value::as_object).unwrap_or(&none);
                for (key, value) in value.as_object().unwrap() {
                    if !named.contains_key(key) {
                        check(root, wanted, value, &format!("{at}.{key}"))?;
                    }
                }
            }
            "required" | "items" | "properties" | "propertyNames" | "additionalProperties" => {}
            other => panic!("{at}: the test does not know the keyword {other}"),
        }
    }
    Ok(())
}

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("the test does not know the type {other}"),
    }
}
