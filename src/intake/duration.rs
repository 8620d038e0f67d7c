/// Units of a written span of time, with their seconds.
const UNITS: [(&str, f64); 16] = [
    ("s", 1.0),
    ("sec", 1.0),
    ("second", 1.0),
    ("seconds", 1.0),
    ("m", 60.0),
    ("min", 60.0),
    ("minute", 60.0),
    ("minutes", 60.0),
    ("h", 3600.0),
    ("hour", 3600.0),
    ("hours", 3600.0),
    ("d", 86_400.0),
    ("day", 86_400.0),
    ("days", 86_400.0),
    ("week", 604_800.0),
    ("weeks", 604_800.0),
];

/// Reads a span of time into seconds: `30s`, `5h30m`, `7h30`, `1.5 h`, `6 weeks`.
pub(super) fn seconds(text: &str) -> Option<f64> {
    let mut rest = text.trim();
    let mut total = 0.0;
    let mut after_hours = false;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits =
            rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(rest.len());
        let number: f64 = rest[..digits].parse().ok()?;
        rest = rest[digits..].trim_start();
        let letters = rest.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(rest.len());
        let unit = &rest[..letters];
        rest = rest[letters..].trim_start();
        total += number
            * match UNITS.iter().find(|(known, _)| *known == unit) {
                Some((_, seconds)) => *seconds,
                None if unit.is_empty() && after_hours && rest.is_empty() && number < 60.0 => 60.0,
                None => return None,
            };
        after_hours = unit.starts_with('h');
    }
    (total.is_finite() && total <= 400.0 * 86_400.0 * 10.0).then_some(total)
}

/// Reads a span of whole minutes.
pub(super) fn minutes(text: &str) -> Option<i32> {
    let minutes = seconds(text)? / 60.0;
    (minutes.fract() == 0.0).then_some(minutes as i32)
}

/// Reads a time of day, `07:00` to `24:00`, into minutes after midnight.
pub(super) fn clock(text: &str) -> Option<i32> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let is_number =
        |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(hours) || minutes.len() != 2 || !is_number(minutes) {
        return None;
    }
    let minute =
        hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok().filter(|&minute| minute < 60)?;
    (minute <= 1440).then_some(minute)
}

/// Reads `FROM-TO every STEP`, or a single value, into the values it stands for; `read` reads one of them.
pub(super) fn steps(text: &str, read: fn(&str) -> Option<i32>) -> Option<Vec<i32>> {
    let Some((range, step)) = text.split_once("every") else {
        return match text.split_once('-') {
            None => Some(vec![read(text)?]),
            Some(_) => None,
        };
    };
    let (from, to) = range.split_once('-')?;
    let (from, to, step) = (read(from)?, read(to)?, minutes(step)?);
    if step <= 0 || to < from || (to - from) % step != 0 {
        return None;
    }
    Some((from..=to).step_by(step as usize).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_of_time_as_people_write_them() {
        assert_eq!(seconds("30s"), Some(30.0));
        assert_eq!(minutes("5h30m"), Some(330));
        assert_eq!(minutes("7h30"), Some(450));
        assert_eq!(minutes("1.5h"), Some(90));
        assert_eq!(seconds("6 weeks"), Some(6.0 * 604_800.0));
        for wrong in ["", "30", "h", "-5m", "5x", "5h 70", "1.2.3h", "é"] {
            assert_eq!(seconds(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn times_of_day() {
        assert_eq!(clock("07:00"), Some(420));
        assert_eq!(clock("24:00"), Some(1440));
        for wrong in ["24:01", "7", "07:60", "7:5", "a:00", "-1:00"] {
            assert_eq!(clock(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn ranges_with_a_step() {
        assert_eq!(steps("07:00-08:00 every 30m", clock), Some(vec![420, 450, 480]));
        assert_eq!(steps("4h-6h every 1h", minutes), Some(vec![240, 300, 360]));
        assert_eq!(steps("8h", minutes), Some(vec![480]));
        for wrong in ["07:00-08:00", "08:00-07:00 every 30m", "07:00-08:00 every 25m", "07:00-08:00 every 0m"]
        {
            assert_eq!(steps(wrong, clock), None, "{wrong}");
        }
    }
}
