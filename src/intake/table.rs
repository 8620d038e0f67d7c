use std::path::Path;

use csv::{ReaderBuilder, StringRecord};

use super::faults::{Faults, Place};
use super::nearest::{did_you_mean, listed};
use super::text_file;

/// A column a CSV file may have.
pub(super) struct Column {
    /// Its name.
    pub name: &'static str,
    /// Other names it goes by.
    pub aliases: &'static [&'static str],
    /// Whether the file is of no use without it.
    pub is_required: bool,
}

impl Column {
    /// A column that has to be there.
    pub const fn required(name: &'static str) -> Self {
        Column { name, aliases: &[], is_required: true }
    }

    /// A column that may be there.
    pub const fn optional(name: &'static str) -> Self {
        Column { name, aliases: &[], is_required: false }
    }

    /// The same column, going by other names too.
    pub const fn or(self, aliases: &'static [&'static str]) -> Self {
        Column { aliases, ..self }
    }
}

/// The rows of a CSV file, its columns found by name.
pub(super) struct Rows {
    file: Place,
    delimiter: u8,
    columns: &'static [Column],
    /// For each known column its place in the records.
    places: Vec<Option<usize>>,
    records: Vec<(usize, StringRecord)>,
}

/// A row of a CSV file.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    rows: &'a Rows,
    line: usize,
    record: &'a StringRecord,
}

impl Rows {
    /// Reads a CSV file: any of `,` `;` tab and `|` between the fields, columns in any order. Nothing where it
    /// cannot be used at all.
    pub fn read(path: &Path, columns: &'static [Column], needed: &str, faults: &mut Faults) -> Option<Self> {
        let text = text_file::read(path, needed, faults)?;
        Rows::parse(&text, Place::file(path), columns, faults)
    }

    /// Reads the text of a CSV file.
    pub fn parse(text: &str, file: Place, columns: &'static [Column], faults: &mut Faults) -> Option<Self> {
        let (skipped, delimiter) = delimiter_of(text);
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(&text.as_bytes()[skipped..]);
        let mut lines = LineCount::new(text, skipped);
        let mut records = Vec::new();
        let mut record = StringRecord::new();
        while let Ok(true) = reader.read_record(&mut record) {
            let start = record.position().map_or(0, |position| position.byte() as usize);
            let line = lines.line_at(skipped + start);
            if record.iter().any(|field| !field.trim().is_empty()) {
                records.push((line, std::mem::take(&mut record)));
            }
        }
        let header = records.first().map(|(line, header)| (*line, header.clone()));
        let Some((line, header)) = header else {
            let names = columns.iter().map(|column| column.name).collect::<Vec<_>>().join(",");
            let remedy = format!("a first line with the columns' names: {names}");
            faults.error("empty-file", &file, "the file is empty", "", remedy);
            return None;
        };
        records.remove(0);
        let places = find_columns(&header, line, columns, &file, faults)?;
        let rows = Rows { file, delimiter, columns, places, records };
        rows.complain_of_long_rows(header.len(), faults);
        Some(rows)
    }

    /// The rows in order.
    pub fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        self.records.iter().map(|(line, record)| Row { rows: self, line: *line, record })
    }

    /// Whether there is nothing below the header.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The file as a whole.
    pub fn file(&self) -> &Place {
        &self.file
    }

    /// Whether the file has a column.
    pub fn has(&self, column: usize) -> bool {
        self.places[column].is_some()
    }

    fn complain_of_long_rows(&self, fields: usize, faults: &mut Faults) {
        for (line, record) in &self.records {
            if record.iter().skip(fields).any(|field| !field.trim().is_empty()) {
                let message = format!("the row has {} fields, the header {fields}", record.len());
                let found = record.iter().collect::<Vec<_>>().join(&char::from(self.delimiter).to_string());
                let remedy = "quotes around fields that contain the delimiter or a decimal comma";
                faults.error("too-many-fields", &self.file.at(*line, fields + 1), message, found, remedy);
            }
        }
    }
}

impl<'a> Row<'a> {
    /// A field, without the space around it; empty where its column is missing.
    pub fn get(&self, column: usize) -> &'a str {
        self.rows.places[column].and_then(|place| self.record.get(place)).unwrap_or_default().trim()
    }

    /// A field of words; an apostrophe that keeps a spreadsheet from computing it is dropped. One that belongs to
    /// a name, as in `'t Hooft`, stays.
    pub fn text(&self, column: usize) -> &'a str {
        let text = self.get(column);
        match text.strip_prefix('\'') {
            Some(rest)
                if rest.starts_with(|first: char| "=+-@\t".contains(first) || first.is_ascii_digit()) =>
            {
                rest
            }
            _ => text,
        }
    }

    /// The name of a column.
    pub fn name(&self, column: usize) -> &'static str {
        self.rows.columns[column].name
    }

    /// Where a field stands.
    pub fn place(&self, column: usize) -> Place {
        let field = self.rows.places[column].map_or(1, |place| place + 1);
        self.rows.file.at(self.line, field)
    }

    /// The line it begins on.
    pub fn line(&self) -> usize {
        self.line
    }

    /// A number; nothing where the field is empty, nothing and a fault where it is none.
    pub fn number(&self, column: usize, faults: &mut Faults) -> Option<f64> {
        let text = self.get(column);
        if text.is_empty() {
            return None;
        }
        let number = number(text, self.rows.delimiter);
        if number.is_none() {
            let message = format!("`{}` is not a number", self.name(column));
            let remedy = "digits with a decimal point, or a decimal comma where `,` does not part the fields; no \
                          separator of thousands, no unit";
            faults.error("bad-number", &self.place(column), message, text, remedy);
        }
        number
    }
}

/// Reads a number with a decimal point or comma. `1,250` in a file parted by commas could be either and is refused.
fn number(text: &str, delimiter: u8) -> Option<f64> {
    let looks_like_a_number = |text: &str| {
        text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'))
    };
    let number = match text.split_once(',') {
        None if looks_like_a_number(text) => text.parse().ok(),
        Some((whole, part)) if !text.contains('.') && !part.contains(',') => {
            let may_be_thousands = delimiter == b',' && part.len() == 3;
            let joined = format!("{whole}.{part}");
            (!may_be_thousands && looks_like_a_number(&joined)).then(|| joined.parse().ok())?
        }
        _ => None,
    };
    number.filter(|number: &f64| number.is_finite())
}

/// The delimiter of the header, and the bytes before the header that do not count: a spreadsheet's `sep=;`.
fn delimiter_of(text: &str) -> (usize, u8) {
    let first = text.lines().next().unwrap_or_default();
    if let Some(&[delimiter]) = first.strip_prefix("sep=").map(|rest| rest.trim_end().as_bytes())
        && delimiter.is_ascii()
        && delimiter != b'"'
    {
        return (first.len(), delimiter);
    }
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |delimiter: u8| {
        let mut is_quoted = false;
        header
            .bytes()
            .filter(|&byte| {
                is_quoted ^= byte == b'"';
                byte == delimiter && !is_quoted
            })
            .count()
    };
    let mut best = b',';
    for delimiter in [b';', b'\t', b'|'] {
        if count(delimiter) > count(best) {
            best = delimiter;
        }
    }
    (0, best)
}

/// Finds each known column in the header; nothing where a needed one is missing.
fn find_columns(
    header: &StringRecord,
    line: usize,
    columns: &[Column],
    file: &Place,
    faults: &mut Faults,
) -> Option<Vec<Option<usize>>> {
    let mut places = vec![None; columns.len()];
    let mut unknown = Vec::new();
    let known: Vec<&str> = columns.iter().map(|column| column.name).collect();
    for (place, name) in header.iter().enumerate() {
        let name = name.trim().to_lowercase().replace([' ', '-'], "_");
        let column =
            columns.iter().position(|column| column.name == name || column.aliases.contains(&name.as_str()));
        match column {
            Some(column) if places[column].is_none() => places[column] = Some(place),
            Some(column) => {
                let message = format!("the column `{}` is there twice", columns[column].name);
                let remedy = "one column of each kind";
                faults.error("duplicate-column", &file.at(line, place + 1), message, &header[place], remedy);
            }
            None if name.is_empty() => {}
            None => unknown.push((place, name)),
        }
    }
    let missing: Vec<&str> = columns
        .iter()
        .zip(&places)
        .filter(|(column, place)| column.is_required && place.is_none())
        .map(|(column, _)| column.name)
        .collect();
    for name in &missing {
        let found = header.iter().collect::<Vec<_>>().join(", ");
        let near = super::nearest::nearest(name, unknown.iter().map(|(_, name)| name.as_str()));
        let remedy = match (near, &unknown[..]) {
            (Some(near), _) => format!("rename the column `{near}` to `{name}`"),
            (None, [(_, only)]) if missing.len() == 1 => {
                format!("add a column `{name}`, or rename `{only}` if that is it")
            }
            _ => format!("add a column `{name}`"),
        };
        faults.error(
            "missing-column",
            &file.at(line, 1),
            format!("the column `{name}` is missing"),
            found,
            remedy,
        );
    }
    // The remedy of the missing column has named it.
    let is_named = missing.len() == 1 && unknown.len() == 1;
    for (place, name) in unknown.iter().filter(|_| !is_named) {
        let message = format!("the column `{name}` is not known here; it is ignored");
        let remedy = match super::nearest::nearest(name, known.iter().copied()) {
            Some(_) => did_you_mean(name, known.iter().copied()),
            None => format!("known columns: {}", listed(&known)),
        };
        faults.warn("unknown-column", &file.at(line, place + 1), message, &header[*place], remedy);
    }
    missing.is_empty().then_some(places)
}

/// Counts lines up to ascending offsets of a text.
struct LineCount<'a> {
    text: &'a [u8],
    offset: usize,
    line: usize,
}

impl<'a> LineCount<'a> {
    fn new(text: &'a str, offset: usize) -> Self {
        let line = 1 + text.as_bytes()[..offset].iter().filter(|byte| **byte == b'\n').count();
        LineCount { text: text.as_bytes(), offset, line }
    }

    /// The line on which the record begins whose reading began at `offset`: line ends left from the record before
    /// and blank lines are passed over.
    fn line_at(&mut self, offset: usize) -> usize {
        while self.offset < self.text.len()
            && (self.offset < offset || matches!(self.text[self.offset], b'\r' | b'\n'))
        {
            self.line += usize::from(self.text[self.offset] == b'\n');
            self.offset += 1;
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const COLUMNS: &[Column] =
        &[Column::required("id"), Column::optional("name").or(&["full_name"]), Column::optional("hours")];

    type Found = (&'static str, Option<usize>, Option<usize>);

    fn parse(text: &str) -> (Option<Rows>, Vec<Found>) {
        let mut faults = Faults::default();
        let rows = Rows::parse(text, Place::file(Path::new("a.csv")), COLUMNS, &mut faults);
        (rows, faults.sorted().iter().map(|fault| (fault.code, fault.line, fault.column)).collect())
    }

    #[test]
    fn delimiters_order_and_aliases_do_not_matter() {
        for text in [
            "Full Name,ID\nAnn,7\n",
            "full_name;id\r\nAnn;7\r\n",
            "sep=|\nfull_name|id\nAnn|7",
            "id\tname\n7\tAnn",
        ] {
            let (rows, faults) = parse(text);
            let rows = rows.unwrap();
            let row = rows.iter().next().unwrap();
            assert_eq!((row.get(0), row.get(1)), ("7", "Ann"), "{text}");
            assert_eq!(faults, []);
        }
    }

    #[test]
    fn lines_are_right_after_quoted_breaks_blank_lines_and_either_line_end() {
        for end in ["\n", "\r\n"] {
            let text = ["id,name", "1,\"two", "lines\"", "", "2,b", ",,", "3,c", ""].join(end);
            let lines: Vec<usize> = parse(&text).0.unwrap().iter().map(|row| row.line()).collect();
            assert_eq!(lines, [2, 5, 7], "{end:?}");
        }
        let lines: Vec<usize> = parse("sep=,\r\nid\r\n1").0.unwrap().iter().map(|row| row.line()).collect();
        assert_eq!(lines, [3]);
    }

    #[test]
    fn headers_are_checked() {
        assert_eq!(parse("name\nAnn").1, [("missing-column", Some(1), Some(1))]);
        assert_eq!(parse("id,shoe\n1,2").1, [("unknown-column", Some(1), Some(2))]);
        assert_eq!(parse("id,ID\n1,2").1, [("duplicate-column", Some(1), Some(2))]);
        assert_eq!(parse(" \n").1, [("empty-file", None, None)]);
        assert_eq!(parse("id,hours\n1,37,5").1, [("too-many-fields", Some(2), Some(3))]);
    }

    #[test]
    fn numbers_with_point_or_comma() {
        assert_eq!(number("12.5", b','), Some(12.5));
        assert_eq!(number("12,5", b';'), Some(12.5));
        assert_eq!(number("1,250", b';'), Some(1.25));
        for wrong in ["1,250", "1.250,5", "1,250,000", "inf", "NaN", "12 s", "", "--1"] {
            assert_eq!(number(wrong, b','), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "(?s).{0,200}", shape in "[id,;\"\r\n|\t=sep ]{0,80}") {
            let _ = (parse(&text), parse(&shape));
        }
    }
}
