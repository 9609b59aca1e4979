//! Web addresses and DOIs in one form, so that two ways to write one are equal.
//!
//! Takes an address as it stands in a text or a bibliography and hands on what tells it from others.

/// An address without what does not count: scheme, `www.`, the case of the host, a fragment, the marks of a campaign
/// (`utm_…`), a slash at the end. A DOI is the same in all its forms, and in either case.
pub fn canonical(address: &str) -> String {
    let address = address.trim();
    if let Some(doi) = doi(address) {
        return format!("doi:{}", doi.to_lowercase());
    }
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or_default();
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = place.split_once('/').unwrap_or((place, ""));
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let kept = query.split('&').filter(|part| !part.is_empty() && !part.starts_with("utm_"));
    let query = kept.collect::<Vec<_>>().join("&");
    let path = path.trim_end_matches('/');
    let slash = if path.is_empty() { "" } else { "/" };
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{host}{slash}{path}{mark}{query}")
}

/// The DOI in an address: behind `doi:`, at doi.org, or alone.
fn doi(address: &str) -> Option<&str> {
    let behind = |prefix: &str| {
        let head = address.get(..prefix.len())?;
        head.eq_ignore_ascii_case(prefix).then(|| address[prefix.len()..].trim_start())
    };
    let forms = ["doi:", "https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/"];
    let forms = forms.iter().chain(&["https://www.doi.org/", "doi.org/", "dx.doi.org/"]);
    let rest = forms.filter_map(|prefix| behind(prefix)).next().unwrap_or(address);
    let registrant = rest.strip_prefix("10.")?.split_once('/')?.0;
    let numbered = registrant.len() >= 4 && registrant.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    numbered.then(|| rest.split(['#', '?']).next().unwrap_or(rest).trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_address_are_equal() {
        let table = [
            ("https://www.Harbour.example/news/Ferry/", "harbour.example/news/Ferry"),
            ("http://harbour.example/news/Ferry#top", "harbour.example/news/Ferry"),
            ("harbour.example/news?utm_source=x&id=7&utm_medium=y", "harbour.example/news?id=7"),
            ("https://harbour.example", "harbour.example"),
            ("https://harbour.example/?utm_source=x", "harbour.example"),
            ("https://doi.org/10.1234/ABC.5", "doi:10.1234/abc.5"),
            ("doi: 10.1234/abc.5", "doi:10.1234/abc.5"),
            ("DOI:10.1234/abc.5", "doi:10.1234/abc.5"),
            ("http://dx.doi.org/10.1234/abc.5", "doi:10.1234/abc.5"),
            ("10.1234/abc.5", "doi:10.1234/abc.5"),
            ("10.5/abc", "10.5/abc"),
            ("", ""),
            ("://", ""),
            ("日本://é#", "é"),
        ];
        for (address, expected) in table {
            assert_eq!(canonical(address), expected, "{address}");
        }
    }
}
