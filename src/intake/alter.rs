use super::document::Value;
use super::duration;

/// How a value becomes another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Alter {
    /// `+15%`: the old value times 1.15.
    Times(f64),
    /// `+4`: four more than the old value.
    Plus(f64),
    /// `+3 points`: three percent points more than the old share.
    Points(f64),
    /// `+30s`, `-2h`: so many seconds more than the old span of time.
    Seconds(f64),
    /// The new value, whatever the old.
    Set(f64),
}

impl Alter {
    /// Reads a relative change: `+15%`, `-3 %`, `+4`, `-0.5`, `+3 points`, `-2h`; nothing where it is none.
    pub fn read(value: &toml::Value) -> Option<Self> {
        let text = value.as_str()?.trim();
        let rest = text.strip_prefix(['+', '-'])?.trim_start();
        let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
        let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(rest.len());
        let (number, unit) = rest.split_at(end);
        let number: f64 = number.parse().ok()?;
        match unit.trim() {
            "" => Some(Alter::Plus(sign * number)),
            "%" => Some(Alter::Times(1.0 + sign * number / 100.0)),
            "point" | "points" => Some(Alter::Points(sign * number)),
            _ => duration::seconds(rest).map(|seconds| Alter::Seconds(sign * seconds)),
        }
    }

    /// Whether a value is meant to be a difference, readable or not: a sign and a number.
    pub fn is_meant(value: &toml::Value) -> bool {
        let rest = value.as_str().and_then(|text| text.trim().strip_prefix(['+', '-']));
        rest.is_some_and(|rest| rest.trim_start().starts_with(|letter: char| letter.is_ascii_digit()))
    }

    /// Whether it leaves everything as it is.
    pub fn is_neutral(self) -> bool {
        matches!(self, Alter::Times(1.0) | Alter::Plus(0.0) | Alter::Points(0.0) | Alter::Seconds(0.0))
    }

    /// The new number; of a number of seconds where it adds a span of time, of a share where it adds points.
    pub fn apply(self, old: f64) -> f64 {
        match self {
            Alter::Times(factor) => old * factor,
            Alter::Plus(more) | Alter::Seconds(more) => old + more,
            Alter::Points(points) => old + points / 100.0,
            Alter::Set(new) => new,
        }
    }

    /// Alters a number, or the numbers of a text: `5%`, `30s`, `80% in 20s` by points, both ends of `36h-40h`.
    /// Nothing where the value has no number that this can be done to.
    pub fn apply_to(self, old: &Value) -> Option<Value> {
        let number = |number: f64| {
            if number.fract() == 0.0 && number.abs() < 1e15 {
                Value::Whole(number as i64)
            } else {
                Value::Real(number)
            }
        };
        match old {
            Value::Whole(old) => self.of_number(*old as f64).map(number),
            Value::Real(old) => self.of_number(*old).map(number),
            Value::Text(text) => {
                let parts: Option<Vec<String>> = text.split('-').map(|part| self.of_text(part)).collect();
                parts.map(|parts| Value::Text(parts.join("-")))
            }
            _ => None,
        }
    }

    /// Alters a number without a unit: points are for shares.
    fn of_number(self, old: f64) -> Option<f64> {
        let is_fit = !matches!(self, Alter::Points(_)) || (0.0..=1.0).contains(&old);
        is_fit.then(|| rounded(self.apply(old)))
    }

    /// Alters the one number a text begins with.
    fn of_text(self, text: &str) -> Option<String> {
        let text = text.trim();
        let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(text.len());
        let (number, unit) = text.split_at(end);
        let number: f64 = number.parse().ok()?;
        let has_more_numbers = unit.contains(|letter: char| letter.is_ascii_digit());
        let in_seconds = |alter: Alter| {
            let seconds = rounded(alter.apply(duration::seconds(text)?)).max(0.0);
            let is_whole = seconds >= 60.0 && seconds % 60.0 == 0.0;
            Some(if is_whole {
                format!("{}h{}m", (seconds / 3600.0).floor(), seconds % 3600.0 / 60.0)
            } else {
                format!("{seconds}s")
            })
        };
        match self {
            Alter::Points(points) if unit.trim_start().starts_with('%') => {
                Some(format!("{}{unit}", rounded(number + points)))
            }
            Alter::Points(_) => None,
            Alter::Seconds(_) => in_seconds(self),
            Alter::Times(_) if has_more_numbers => in_seconds(self),
            _ if has_more_numbers => None,
            _ => Some(format!("{}{unit}", rounded(self.apply(number)).max(0.0))),
        }
    }
}

/// Money and shares have few digits; the noise of the doubles is not wanted in messages.
fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Alter> {
        Alter::read(&toml::Value::String(text.to_owned()))
    }

    #[test]
    fn differences_are_read() {
        assert_eq!(read("+15%"), Some(Alter::Times(1.15)));
        assert_eq!(read("-2"), Some(Alter::Plus(-2.0)));
        assert_eq!(read("+3 points"), Some(Alter::Points(3.0)));
        assert_eq!(read("-1 point"), Some(Alter::Points(-1.0)));
        assert_eq!(read("+1h30m"), Some(Alter::Seconds(5400.0)));
        assert_eq!(read("-5m"), Some(Alter::Seconds(-300.0)));
        for absolute in ["80% in 20s", "15%", "36h-40h", "+", "+inf%", "+5 apples"] {
            assert_eq!(read(absolute), None, "{absolute}");
        }
        let is_meant = |text: &str| Alter::is_meant(&toml::Value::String(text.to_owned()));
        assert!(is_meant("+5 apples") && is_meant("- 3 pts") && !is_meant("36h-40h") && !is_meant("+"));
    }

    #[test]
    fn numbers_keep_their_unit() {
        let alter = |old: &str, by: &str| {
            read(by).unwrap().apply_to(&Value::Text(old.to_owned())).map(|new| new.written())
        };
        for (old, by, new) in [
            ("5%", "+10%", "\"5.5%\""),
            ("5%", "+3", "\"8%\""),
            ("5%", "+3 points", "\"8%\""),
            ("80% in 20s", "-1 point", "\"79% in 20s\""),
            ("30s", "+10%", "\"33s\""),
            ("30s", "+5s", "\"35s\""),
            ("11h", "+30m", "\"11h30m\""),
            ("36h-40h", "-10%", "\"32.4h-36h\""),
            ("36h-40h", "+2", "\"38h-42h\""),
            ("37h30m", "+10%", "\"41h15m\""),
            ("6 weeks", "-2", "\"4 weeks\""),
        ] {
            assert_eq!(alter(old, by).as_deref(), Some(new), "{old} {by}");
        }
        for (old, by) in
            [("2 in 4 weeks", "+10%"), ("80% in 20s", "+5%"), ("30s", "+1 point"), ("24/7", "+1")]
        {
            assert_eq!(alter(old, by), None, "{old} {by}");
        }
        let real =
            |by: &str, old: f64| read(by).unwrap().apply_to(&Value::Real(old)).map(|new| new.written());
        assert_eq!(real("+3%", 24.5).as_deref(), Some("25.235"));
        assert_eq!(real("+3 points", 0.05).as_deref(), Some("0.08"));
    }
}
