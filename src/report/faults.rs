use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::words;
use crate::error::{Fault, Severity};

/// Faults of one kind in one file beyond which the rest is only counted.
const MOST_OF_A_KIND: usize = 20;
/// The widest excerpt of a line.
const EXCERPT: usize = 96;

/// Faults as a planner reads them in a terminal: each with its place, the line it stands on, and the remedy.
///
/// ```
/// use callboard::error::{Fault, Severity};
/// let fault = Fault {
///     code: "unknown-skill",
///     severity: Severity::Error,
///     file: "agents.csv".into(),
///     line: Some(14),
///     column: Some(4),
///     message: "no queue has this id, and no shift asks for this skill".into(),
///     found: "nl-voic".into(),
///     remedy: "did you mean `nl-voice`?".into(),
/// };
/// let text = callboard::report::faults_text(&[fault], false);
/// assert!(text.starts_with("error[unknown-skill] agents.csv:14:4\n"));
/// assert!(text.ends_with("1 error\n"));
/// ```
pub fn faults_text(faults: &[Fault], is_coloured: bool) -> String {
    let pen = Pen { is_coloured };
    let mut sources = Sources::default();
    let mut seen: HashMap<(&str, &Path), usize> = HashMap::new();
    let mut text = String::new();
    for fault in faults {
        let count = seen.entry((fault.code, &fault.file)).or_default();
        *count += 1;
        if *count <= MOST_OF_A_KIND {
            text += &fault_text(fault, &mut sources, pen);
            text.push('\n');
        }
    }
    let mut more: Vec<_> = seen.into_iter().filter(|(_, count)| *count > MOST_OF_A_KIND).collect();
    more.sort_unstable();
    for ((code, file), count) in more {
        let hidden = words::grouped((count - MOST_OF_A_KIND) as f64);
        text += &pen.dim(&format!("and {hidden} more of [{code}] in {}", file.display()));
        text += "\n\n";
    }
    if !faults.is_empty() {
        text += &tally(faults);
        text.push('\n');
    }
    text
}

/// `3 errors, 1 warning`.
fn tally(faults: &[Fault]) -> String {
    let errors = faults.iter().filter(|fault| fault.severity == Severity::Error).count();
    let warnings = faults.len() - errors;
    let mut parts = Vec::new();
    if errors > 0 {
        parts.push(words::count(errors as f64, 0, "error", "errors"));
    }
    if warnings > 0 {
        parts.push(words::count(warnings as f64, 0, "warning", "warnings"));
    }
    parts.join(", ")
}

fn fault_text(fault: &Fault, sources: &mut Sources, pen: Pen) -> String {
    let mut text = match fault.severity {
        Severity::Error => pen.red(&format!("error[{}]", fault.code)),
        Severity::Warning => pen.yellow(&format!("warning[{}]", fault.code)),
    };
    let mut place = fault.file.display().to_string();
    for number in [fault.line, fault.column].into_iter().flatten() {
        place += &format!(":{number}");
    }
    text += &format!(" {}\n  {}\n", pen.bold(&place), shown(&fault.message));
    let excerpt = sources.excerpt(fault);
    if let Some(excerpt) = &excerpt {
        let line = fault.line.unwrap_or_default().to_string();
        let margin = " ".repeat(line.len());
        let (gutter, bar) = (pen.dim(&format!("{line} |")), pen.dim(&format!("{margin} |")));
        let mark = " ".repeat(excerpt.before) + &pen.red(&"^".repeat(excerpt.marked));
        text += &format!("    {gutter} {}\n    {bar} {mark}\n", excerpt.text);
    }
    // What the excerpt shows needs no second telling.
    let is_shown = excerpt.is_some_and(|excerpt| excerpt.is_whole);
    if !fault.found.is_empty() && !is_shown {
        text += &format!("  {} {}\n", pen.dim("found "), shown(&fault.found));
    }
    if !fault.remedy.is_empty() {
        text += &format!("  {} {}\n", pen.dim("remedy"), shown(&fault.remedy));
    }
    text
}

/// Text of a file on one line, without what could steer the terminal.
fn shown(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

/// The files that faults stand in, read again for their lines.
#[derive(Default)]
struct Sources {
    files: HashMap<PathBuf, Vec<String>>,
}

/// A line with the part of it that is meant.
struct Excerpt {
    text: String,
    before: usize,
    marked: usize,
    /// Whether the mark covers all that was found.
    is_whole: bool,
}

impl Sources {
    fn excerpt(&mut self, fault: &Fault) -> Option<Excerpt> {
        let number = fault.line?;
        let lines = self.files.entry(fault.file.clone()).or_insert_with(|| {
            let text = std::fs::read(&fault.file).unwrap_or_default();
            let text = String::from_utf8_lossy(&text);
            text.trim_start_matches('\u{feff}').lines().map(shown).collect()
        });
        let line = lines.get(number - 1)?;
        let is_table = fault.file.extension().is_some_and(|extension| extension == "csv");
        let (from, to) = match fault.column {
            Some(column) if is_table => field(line, column, delimiter(lines)),
            Some(column) => (column - 1, value_end(line, column - 1)),
            None => {
                let indent = line.chars().take_while(|letter| *letter == ' ').count();
                (indent, line.chars().count())
            }
        };
        Some(cut(line, from, to, &fault.found))
    }
}

/// The delimiter of a CSV file: the commonest in its first line.
fn delimiter(lines: &[String]) -> char {
    let header = lines.iter().find(|line| !line.trim().is_empty() && !line.starts_with("sep="));
    let count = |delimiter: char| header.map_or(0, |header| header.matches(delimiter).count());
    // Control characters, tabs among them, were made spaces when the line was read.
    [';', '|', ' '].into_iter().fold(',', |best, next| if count(next) > count(best) { next } else { best })
}

/// The characters of a field, counted from 1, of a line of CSV.
fn field(line: &str, wanted: usize, delimiter: char) -> (usize, usize) {
    let (mut number, mut from, mut is_quoted) = (1, 0, false);
    let mut end = 0;
    for (place, letter) in line.chars().enumerate() {
        is_quoted ^= letter == '"';
        if letter == delimiter && !is_quoted {
            if number == wanted {
                return (from, place);
            }
            number += 1;
            from = place + 1;
        }
        end = place + 1;
    }
    if number == wanted { (from, end) } else { (0, end) }
}

/// Where a TOML value, or key, that begins at a character ends.
fn value_end(line: &str, from: usize) -> usize {
    let letters: Vec<char> = line.chars().skip(from).collect();
    let length = match letters.first() {
        Some(quote @ ('"' | '\'')) => {
            letters.iter().skip(1).position(|letter| letter == quote).map(|place| place + 2)
        }
        Some('[') => letters.iter().rposition(|letter| *letter == ']').map(|place| place + 1),
        Some('{') => letters.iter().rposition(|letter| *letter == '}').map(|place| place + 1),
        Some(_) => letters.iter().position(|letter| " ,=#]}".contains(*letter)),
        None => Some(0),
    };
    from + length.unwrap_or(letters.len())
}

/// Cuts a long line around its marked part.
fn cut(line: &str, from: usize, to: usize, found: &str) -> Excerpt {
    let letters: Vec<char> = line.chars().collect();
    let (from, to) = (from.min(letters.len()), to.min(letters.len()));
    let marked: String = letters[from..to].iter().collect();
    let is_whole = !found.is_empty() && marked.trim_matches(['"', ' ']) == found.trim_matches('"');
    let first = if to <= EXCERPT { 0 } else { from.saturating_sub(EXCERPT / 3) };
    let last = (first + EXCERPT).min(letters.len());
    let mut text: String = letters[first..last].iter().collect();
    if first > 0 {
        text = format!("...{text}");
    }
    if last < letters.len() {
        text += "...";
    }
    let before = from - first + if first > 0 { 3 } else { 0 };
    Excerpt { text, before, marked: (to.min(last).saturating_sub(from)).max(1), is_whole }
}

/// Writes in colour, or not.
#[derive(Debug, Clone, Copy)]
struct Pen {
    is_coloured: bool,
}

impl Pen {
    fn write(self, code: &str, text: &str) -> String {
        if self.is_coloured { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    fn red(self, text: &str) -> String {
        self.write("1;31", text)
    }

    fn yellow(self, text: &str) -> String {
        self.write("1;33", text)
    }

    fn bold(self, text: &str) -> String {
        self.write("1", text)
    }

    fn dim(self, text: &str) -> String {
        self.write("2", text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_values_are_found_in_their_line() {
        assert_eq!(field("1,\"a,b\",c", 2, ','), (2, 7));
        assert_eq!(field("1;b", 2, ';'), (2, 3));
        assert_eq!(value_end("days = 28 # four weeks", 7), 9);
        assert_eq!(value_end("name = \"a b\" # x", 7), 12);
    }

    #[test]
    fn long_lines_are_cut_around_what_is_meant() {
        let line = "x".repeat(300) + "HERE" + &"y".repeat(300);
        let excerpt = cut(&line, 300, 304, "HERE");
        let marked: String = excerpt.text.chars().skip(excerpt.before).take(excerpt.marked).collect();
        assert_eq!(marked, "HERE");
        assert!(excerpt.is_whole && excerpt.text.len() < 110);
    }

    #[test]
    fn many_of_a_kind_are_counted() {
        let fault = Fault {
            code: "bad-time",
            severity: Severity::Error,
            file: "nowhere.csv".into(),
            line: None,
            column: None,
            message: "m\u{1b}[2J".into(),
            found: String::new(),
            remedy: String::new(),
        };
        let text = faults_text(&vec![fault; 25], false);
        assert_eq!(text.matches("error[bad-time]").count(), 20);
        assert!(text.contains("and 5 more of [bad-time] in nowhere.csv") && text.ends_with("25 errors\n"));
        assert!(!text.contains('\u{1b}'));
    }
}
