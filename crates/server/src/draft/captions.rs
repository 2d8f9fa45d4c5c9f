//! Captions: from what people type or have as a file to WebVTT that plays.
//!
//! WebVTT is kept as it is, but for its styles; SubRip becomes WebVTT; and lines that begin with a time become cues that last
//! until the next one.

/// The most bytes of captions.
pub const MOST_BYTES: usize = 100_000;
/// How long the last typed line stands, and any line at the most, in milliseconds.
const STANDS: u64 = 4_000;

/// Why captions cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    TooLong,
    /// A line, from 1, that is no time and belongs to none.
    Line(usize),
    /// A line, from 1, whose time is before the one above, or ends before it begins.
    Order(usize),
    Nothing,
}

struct Cue {
    from: u64,
    to: Option<u64>,
    words: Vec<String>,
}

/// The captions as WebVTT.
///
/// # Errors
/// Which line is in the way.
pub fn webvtt(text: &str) -> Result<String, Unfit> {
    if text.len() > MOST_BYTES {
        return Err(Unfit::TooLong);
    }
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let is_webvtt = text.lines().next().is_some_and(|line| line.trim_end() == "WEBVTT" || line.starts_with("WEBVTT "));
    let mut cues: Vec<Cue> = Vec::new();
    // Whether lines belong to the cue above, and whether they are passed over.
    let (mut is_within, mut is_passed_over) = (false, false);
    let lines: Vec<&str> = text.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let (number, line) = (at + 1, line.trim());
        if line.is_empty() {
            (is_within, is_passed_over) = (false, false);
        } else if is_passed_over || (at == 0 && is_webvtt) {
            is_passed_over = true;
        } else if let Some((from, to)) = line.split_once("-->") {
            let from = time(from.trim()).ok_or(Unfit::Line(number))?;
            // Behind the end stand settings, of which none is kept.
            let to = to.split_whitespace().next().and_then(time).ok_or(Unfit::Line(number))?;
            if to <= from || cues.last().is_some_and(|above| from < above.from) {
                return Err(Unfit::Order(number));
            }
            cues.push(Cue { from, to: Some(to), words: Vec::new() });
            is_within = true;
        } else if is_within {
            if let Some(cue) = cues.last_mut() {
                cue.words.push(plain(line));
            }
        } else if is_webvtt && ["NOTE", "STYLE", "REGION"].iter().any(|word| line.starts_with(word)) {
            is_passed_over = true;
        } else if lines.get(at + 1).is_some_and(|next| next.contains("-->")) {
            // The cue's own name, or its number.
        } else {
            let (first, words) = line.split_once(char::is_whitespace).ok_or(Unfit::Line(number))?;
            let from = time(first.trim_matches(['[', ']', '(', ')'])).ok_or(Unfit::Line(number))?;
            if cues.last().is_some_and(|above| from <= above.from) {
                return Err(Unfit::Order(number));
            }
            cues.push(Cue { from, to: None, words: vec![plain(words.trim())] });
        }
    }
    written(&cues)
}

fn written(cues: &[Cue]) -> Result<String, Unfit> {
    let mut out = "WEBVTT\n".to_owned();
    for (at, cue) in cues.iter().enumerate().filter(|(_, cue)| cue.words.iter().any(|words| !words.is_empty())) {
        let next = cues.get(at + 1).map_or(u64::MAX, |next| next.from);
        let to = cue.to.unwrap_or_else(|| next.min(cue.from + STANDS));
        out.push_str(&format!("\n{} --> {}\n{}\n", shown(cue.from), shown(to), cue.words.join("\n")));
    }
    if out.len() < 10 { Err(Unfit::Nothing) } else { Ok(out) }
}

/// Words without marks: a player shows them as they are, and nothing of them is HTML.
fn plain(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        // A mark of the format, such as <i> or <v Name>; anything else stays, written so that it is none.
        let mark = after.split_once('>').filter(|(mark, _)| mark.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '/'));
        rest = match mark {
            Some((_, after)) => after,
            None => {
                out.push_str("&lt;");
                after
            }
        };
    }
    out.push_str(rest);
    out.replace("-->", "→").trim().to_owned()
}

/// `1:02:03.450`, `02:03,450`, `2:03`, `7`: in milliseconds.
fn time(text: &str) -> Option<u64> {
    let text = text.replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    if part.len() > 3 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut seconds: u64 = 0;
    let parts: Vec<&str> = whole.split(':').collect();
    if parts.len() > 3 {
        return None;
    }
    for (at, one) in parts.iter().enumerate() {
        let is_number = (1..=3).contains(&one.len()) && one.bytes().all(|byte| byte.is_ascii_digit());
        let number: u64 = one.parse().ok().filter(|number| is_number && (at == 0 || *number < 60))?;
        seconds = seconds * 60 + number;
    }
    Some(seconds * 1_000 + format!("{part:0<3}").parse::<u64>().ok()?)
}

fn shown(at: u64) -> String {
    format!("{:02}:{:02}:{:02}.{:03}", at / 3_600_000, at / 60_000 % 60, at / 1_000 % 60, at % 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_lines_become_cues() {
        let made = webvtt("0:01 안녕하세요\n0:03 컵을 빚습니다\n1:10 끝\n").expect("captions");
        assert_eq!(
            made,
            "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n안녕하세요\n\n00:00:03.000 --> 00:00:07.000\n컵을 빚습니다\n\n00:01:10.000 --> 00:01:14.000\n끝\n"
        );
        // What was made of them is itself kept as it is.
        assert_eq!(webvtt(&made).expect("captions"), made);
    }

    #[test]
    fn subrip_and_webvtt_are_read_without_marks_styles_and_settings() {
        let subrip = "1\r\n00:00:01,500 --> 00:00:03,000\r\n<i>하나</i>\r\n둘 < 셋\r\n\r\n2\r\n00:00:04,000 --> 00:00:05,000\r\n셋\r\n";
        let want = "WEBVTT\n\n00:00:01.500 --> 00:00:03.000\n하나\n둘 &lt; 셋\n\n00:00:04.000 --> 00:00:05.000\n셋\n";
        assert_eq!(webvtt(subrip).as_deref(), Ok(want));
        let vtt = "\u{feff}WEBVTT - a clip\nKind: captions\n\nSTYLE\n::cue { color: url(x) }\n\nNOTE\n0:09 x\n\nname\n00:01.500 --> 00:03.000 align:start\n하나\n둘 < 셋\n\n00:04.000 --> 00:05.000\n<v 주인>셋</v>\n";
        assert_eq!(webvtt(vtt).as_deref(), Ok(want));
    }

    #[test]
    fn what_is_in_the_way_is_named_by_its_line() {
        assert_eq!(webvtt("0:01 하나\n그냥 글\n"), Err(Unfit::Line(2)));
        assert_eq!(webvtt("0:05 하나\n0:03 둘\n"), Err(Unfit::Order(2)));
        assert_eq!(webvtt("WEBVTT\n\n00:05.000 --> 00:03.000\n하나\n"), Err(Unfit::Order(3)));
        assert_eq!(webvtt("WEBVTT\n\n00:61.000 --> 00:63.000\n하나\n"), Err(Unfit::Line(3)));
        assert_eq!(webvtt(""), Err(Unfit::Nothing));
        assert_eq!(webvtt("WEBVTT\n"), Err(Unfit::Nothing));
        assert_eq!(webvtt(&"0:01 하나\n".repeat(20_000)), Err(Unfit::TooLong));
    }
}
