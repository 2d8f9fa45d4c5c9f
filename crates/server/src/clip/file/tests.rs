use proptest::prelude::*;

use super::*;

const MP4: &[u8] = include_bytes!("fixtures/h264-aac.mp4");
const WEBM: &[u8] = include_bytes!("fixtures/vp9-opus.webm");

fn file(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().expect("a file");
    file.write_all(bytes).expect("room");
    file
}

fn read(mut file: File) -> Vec<u8> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0)).expect("a place");
    file.read_to_end(&mut bytes).expect("bytes");
    bytes
}

/// What a file is, and its bytes once it is clean.
fn cleaned(bytes: &[u8]) -> Result<(ClipFile, Vec<u8>), Refused> {
    let mut file = file(bytes);
    let clip = clean(&mut file)?;
    Ok((clip, read(file)))
}

fn has(bytes: &[u8], told: &[u8]) -> bool {
    bytes.windows(told.len()).any(|some| some == told)
}

#[test]
fn a_film_is_known_and_what_tells_of_its_maker_is_gone() {
    // Where it was filmed: of MP4 as numbers in 65,536ths of a degree, east before north.
    let place: [&[u8]; 2] = [b"\x00\x7e\xfa\x5e\x00\x25\x91\x06", b"+37.5665+126.9780/"];
    for (bytes, kind, is_quick, place) in [(MP4, Kind::Mp4, false, place[0]), (WEBM, Kind::WebM, true, place[1])] {
        let told = ["우리집앞".as_bytes(), b"Lavf", place];
        assert!(told.iter().all(|told| has(bytes, told)));
        let (clip, clean) = cleaned(bytes).expect("a clip");
        assert_eq!((clip.kind, clip.width, clip.height, clip.seconds(), clip.is_quick), (kind, 180, 320, clip.seconds(), is_quick));
        assert!((1_900..=2_100).contains(&clip.duration_ms), "{}", clip.duration_ms);
        assert_eq!(clean.len(), bytes.len());
        for told in told.into_iter().chain([b"VideoHandler".as_slice(), b"Lavc", b"x264"]) {
            assert!(!has(&clean, told), "{}", String::from_utf8_lossy(told));
        }
        // Cleaning what is clean changes nothing.
        assert_eq!(cleaned(&clean).expect("a clip"), (clip, clean));
    }
}

#[test]
fn a_film_whose_places_stand_last_is_written_anew_with_the_same_samples() {
    let (_, last) = cleaned(MP4).expect("a clip");
    let mut from = file(&last);
    let mut to = file(b"");
    quicken(&mut from, &mut to).expect("a file");
    let (clip, quick) = cleaned(&read(to)).expect("a clip");
    assert!(clip.is_quick && quick.len() == MP4.len());
    let samples = |bytes: &[u8]| -> Vec<Vec<u8>> {
        let at = bytes.windows(4).position(|four| four == b"stco").expect("a table");
        let word = |at: usize| number(&bytes[at..at + 4]) as usize;
        (0..word(at + 8)).map(|chunk| word(at + 12 + chunk * 4)).map(|from| bytes[from..from + 16].to_vec()).collect()
    };
    assert_eq!(samples(&quick), samples(&last));
    // The first begins with a note by the encoder; all others are as they were sent.
    assert_eq!(samples(&quick)[1..], samples(MP4)[1..]);
}

/// The bytes with some in them written over.
fn with(bytes: &[u8], changes: &[(usize, &[u8])]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for (at, is) in changes {
        bytes[*at..at + is.len()].copy_from_slice(is);
    }
    bytes
}

/// Where the only such bytes stand.
fn place(bytes: &[u8], told: &[u8]) -> usize {
    let mut places = bytes.windows(told.len()).enumerate().filter(|(_, some)| *some == told).map(|(at, _)| at);
    let (Some(at), None) = (places.next(), places.next()) else { panic!("not once: {}", String::from_utf8_lossy(told)) };
    at
}

#[test]
fn what_a_player_does_not_know_is_gone_wherever_it_stands_in_a_track() {
    let (shape, group) = (place(MP4, b"pasp"), place(MP4, b"sgpd"));
    let bytes = with(MP4, &[(shape, b"makrGolmok 9"), (group, b"wherof the lane, 37.56"), (place(MP4, b"VideoHandler") - 12, b"appl")]);
    let (_, clean) = cleaned(&bytes).expect("a clip");
    for told in [b"makr".as_slice(), b"Golmok 9", b"wher", b"of the lane", b"37.56", b"appl"] {
        assert!(!has(&clean, told), "{}", String::from_utf8_lossy(told));
    }
    assert_eq!(&clean[shape..shape + 12], b"free\0\0\0\0\0\0\0\0");
    assert!(has(&clean, b"avcC") && has(&clean, b"esds") && has(&clean, b"stts"));
    assert_eq!(cleaned(&clean).expect("a clip").1, clean);
}

#[test]
fn brands_are_a_short_list() {
    let brands = [&264_u32.to_be_bytes()[..], b"ftypisom\0\0\x02\0", b"isom".repeat(62).as_slice()].concat();
    assert!(matches!(cleaned(&[brands.as_slice(), &MP4[32..]].concat()), Err(Refused::Unknown)));
    // A second such list is as much nothing as any other box.
    let second = [MP4, b"\0\0\0\x10ftypGolmok 9"].concat();
    assert!(!has(&cleaned(&second).expect("a clip").1, b"Golmok 9"));
}

#[test]
fn a_note_beside_a_picture_is_gone_and_all_behind_it_is_where_it_was() {
    // Its kind, and its length: 255, 255, and 172. The zero that closes its text stays.
    let at = place(MP4, b"\x06\x05\xff\xff\xac");
    let note = at + 5..at + 5 + 681;
    assert_eq!(MP4[note.end..note.end + 2], [0, 0x80]);
    let (_, clean) = cleaned(MP4).expect("a clip");
    assert!(clean[note.clone()].iter().all(|byte| *byte == 0xff));
    assert_eq!(clean[note.end..note.end + 1_000], MP4[note.end..note.end + 1_000]);
    // One in which there are zeros, guarded by a 3 that its length does not count.
    let guarded = with(MP4, &[(at + 4, b"\xab"), (at + 100, b"37.56\0\0\x03\x01")]);
    let (_, clean) = cleaned(&guarded).expect("a clip");
    assert_eq!(&clean[note.start..note.start + 6], b"\xff\0\0\x03\x01\xff");
    assert!(clean[note.start + 5..note.end].iter().all(|byte| *byte == 0xff));
    assert_eq!(clean[note.end..note.end + 2], [0, 0x80]);
    assert_eq!(cleaned(&clean).expect("a clip").1, clean);
    // Told as a note of another kind, as when a picture is shown, it stays.
    let other = with(MP4, &[(at + 1, b"\x01")]);
    assert!(has(&cleaned(&other).expect("a clip").1, b"x264 - core"));
    // A unit longer than its sample is left alone.
    let long = with(MP4, &[(at - 4, b"\xff\xff\xff\xff")]);
    assert!(has(&cleaned(&long).expect("a clip").1, b"x264 - core"));
}

#[test]
fn what_is_nothing_or_unknown_in_a_webm_holds_nothing() {
    // An element that is nothing, a title that is called something else, a length of frames that is the name of a codec, and a
    // block that is nothing.
    let nothing = place(WEBM, &[0; 89]);
    let title = place(WEBM, b"\x7b\xa9\x8c");
    let frames = place(WEBM, b"\x23\xe3\x83\x84");
    let block = place(WEBM, b"\xa3\xc9\x82\x00\x00\x80");
    let sent = with(WEBM, &[(nothing, b"37.5665 N"), (title, b"\x44\x44"), (frames, b"\x25\x86\x88\x84Glmk"), (block, b"\xec")]);
    let (clip, clean) = cleaned(&sent).expect("a clip");
    assert_eq!((clip, clean.len()), (cleaned(WEBM).expect("a clip").0, WEBM.len()));
    for told in [b"37.5665".as_slice(), "우리집앞".as_bytes(), b"Glmk"] {
        assert!(has(&sent, told) && !has(&clean, told), "{}", String::from_utf8_lossy(told));
    }
    assert_eq!(clean[block], 0xec);
    assert!(clean[block + 9..block + 75].iter().all(|byte| *byte == 0));
    assert_eq!(clean[block + 75..], WEBM[block + 75..]);
    assert_eq!(cleaned(&clean).expect("a clip").1, clean);
}

#[test]
fn what_browsers_do_not_play_is_refused_with_what_to_do() {
    let refused = |bytes: &[u8]| cleaned(bytes).expect_err("a refusal");
    assert!(matches!(refused(include_bytes!("fixtures/hevc.mp4")), Refused::Hevc));
    assert!(matches!(refused(include_bytes!("fixtures/quicktime.mov")), Refused::Mov));
    assert!(matches!(refused(include_bytes!("fixtures/mpeg4.mp4")), Refused::Video));
    assert!(matches!(refused(include_bytes!("fixtures/fragments.mp4")), Refused::Fragments));
    for other in [b"".as_slice(), b"GIF89a", b"<svg/>", b"PK\x03\x04", b"%PDF-1.7", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"] {
        assert!(matches!(refused(other), Refused::Unknown | Refused::Broken), "{other:?}");
    }
    // Broken off, and with something behind it or before it.
    for bytes in [MP4, WEBM] {
        for cut in [bytes.len() - 1, bytes.len() / 2, 40, 13] {
            assert!(cleaned(&bytes[..cut]).is_err(), "{cut}");
        }
        assert!(cleaned(&[bytes, b"PK\x03\x04 and a whole archive behind it"].concat()).is_err());
        assert!(cleaned(&[b"<html>", bytes].concat()).is_err());
    }
    assert!(Refused::Large(4_000, 2_000).korean().contains("4000×2000"));
}

#[test]
fn a_track_that_is_neither_seen_nor_heard_is_gone_with_its_samples() {
    // The sound is called something else: then it is none, and what it said is nothing.
    let at = MP4.windows(4).position(|four| four == b"soun").expect("a sound");
    let mut bytes = MP4.to_vec();
    bytes[at..at + 4].copy_from_slice(b"camm");
    let (_, clean) = cleaned(&bytes).expect("a clip");
    let (_, both) = cleaned(MP4).expect("a clip");
    let nothing = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == 0).count();
    assert!(!has(&clean, b"mp4a") && nothing(&clean) > nothing(&both) + 2_000, "{} {}", nothing(&clean), nothing(&both));
}

#[test]
fn the_clips_of_the_demo_street_are_taken() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../demo/clips");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("clips").flatten() {
        if entry.path().extension().is_some_and(|end| end == "mp4" || end == "webm") {
            let bytes = std::fs::read(entry.path()).expect("a file");
            let (clip, _) = cleaned(&bytes).unwrap_or_else(|why| panic!("{}: {why}", entry.path().display()));
            assert!(clip.seconds() > 3, "{clip:?}");
            count += 1;
        }
    }
    assert!(count > 5, "{count}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_bytes_are_too_much(is_mp4: bool, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40), cut: Option<prop::sample::Index>) {
        let mut bytes = if is_mp4 { MP4 } else { WEBM }.to_vec();
        // Most of a file is its samples; what can go wrong stands in the rest.
        let head = if is_mp4 { bytes.len() - 3_000..bytes.len() } else { 0..600 };
        for (place, byte) in changes {
            let at = head.start + place.index(head.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok((clip, clean)) = cleaned(&bytes) {
            prop_assert!(clean.len() == bytes.len() && clip.width <= WIDEST);
        }
        let mut to = file(b"");
        let _ = quicken(&mut file(&bytes), &mut to);
    }
}
