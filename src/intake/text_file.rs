use std::path::Path;

use super::faults::{Faults, Place};

/// Reads a file that should be UTF-8 text; a byte-order mark is dropped. What cannot be read is a fault; `needed`
/// says in a remedy what the file is for.
pub(super) fn read(path: &Path, needed: &str, faults: &mut Faults) -> Option<String> {
    let place = Place::file(path);
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            faults.error("missing-file", &place, "the file is not there", path.display().to_string(), needed);
            return None;
        }
        Err(error) => {
            let remedy = "a text file that may be read";
            faults.error("unreadable-file", &place, "the file cannot be read", error.to_string(), remedy);
            return None;
        }
    };
    decode(bytes, &place, faults)
}

fn decode(bytes: Vec<u8>, place: &Place, faults: &mut Faults) -> Option<String> {
    const SAVE_AS: &str = "save it as text in UTF-8 (in a spreadsheet: \"CSV UTF-8\")";
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        faults.error("not-utf8", place, "the file is not UTF-8 text", "text in UTF-16", SAVE_AS);
        return None;
    }
    if bytes.starts_with(b"PK\x03\x04") {
        faults.error("not-utf8", place, "the file is not text", "a ZIP file or spreadsheet", SAVE_AS);
        return None;
    }
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            Some(text)
        }
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let bytes = error.as_bytes();
            let line_start =
                bytes[..good].iter().rposition(|byte| *byte == b'\n').map_or(0, |place| place + 1);
            let line = 1 + bytes[..good].iter().filter(|byte| **byte == b'\n').count();
            let column = 1 + String::from_utf8_lossy(&bytes[line_start..good]).chars().count();
            let found = format!("the byte 0x{:02X}", bytes[good]);
            faults.error("not-utf8", &place.at(line, column), "the file is not UTF-8 text", found, SAVE_AS);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_wrong_byte_is_named() {
        let mut faults = Faults::default();
        let text =
            decode(b"id,name\n1,Ren\xe9e\n".to_vec(), &Place::file(Path::new("agents.csv")), &mut faults);
        assert_eq!(text, None);
        let fault = &faults.sorted()[0];
        assert_eq!((fault.code, fault.line, fault.column), ("not-utf8", Some(2), Some(6)));
    }

    #[test]
    fn a_byte_order_mark_is_dropped() {
        let mut faults = Faults::default();
        let text = decode("\u{feff}id".into(), &Place::file(Path::new("agents.csv")), &mut faults);
        assert_eq!(text.as_deref(), Some("id"));
    }
}
