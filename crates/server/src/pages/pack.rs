//! Compressing what is sent.

use std::{convert::Infallible, io::Write, sync::LazyLock};

use axum::http::{HeaderMap, header};
use brotlic::{BrotliEncoderOptions, CompressionMode, CompressorWriter, Quality, WindowSize, compress, compress_bound};
use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use quick_cache::sync::Cache;

/// Whether a request takes an encoding; `q=0` is a no.
pub fn accepts(asked: &HeaderMap, name: &str) -> bool {
    let value = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(',').any(|one| {
        let (found, weight) = one.split_once(';').unwrap_or((one, ""));
        found.trim().eq_ignore_ascii_case(name) && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

/// Brotli's window for pages, in bits: parts of one stream must agree on it. Few pages are longer.
const WINDOW: u8 = 17;

/// The starts that pages share, as they are packed: some for each language, choice of light and set of styles.
static OPENINGS: LazyLock<Cache<Vec<u8>, Option<Bytes>>> = LazyLock::new(|| Cache::new(128));

/// Brotli of a page at a quality of 2 to 9. Its first `opening` bytes are shared with other pages: they are packed once,
/// as well as can be, and the rest of the stream is joined to them.
pub fn brotli_page(plain: &[u8], opening: usize, quality: u8) -> Option<Bytes> {
    let (start, rest) = plain.split_at_checked(opening)?;
    let encoder = |quality: u8, part: &[u8], offset: usize| {
        let mut options = BrotliEncoderOptions::new();
        options.quality(Quality::new(quality).ok()?).window_size(WindowSize::new(WINDOW).ok()?).mode(CompressionMode::Text);
        options.size_hint(u32::try_from(part.len()).ok()?).stream_offset(u32::try_from(offset).ok()?);
        options.build().ok()
    };
    let pack_start = || {
        let mut writer = CompressorWriter::with_encoder(encoder(11, start, 0)?, Vec::new());
        writer.write_all(start).and_then(|()| writer.flush()).ok()?;
        Some(Bytes::from(writer.into_parts().0))
    };
    let mut packed = Vec::with_capacity(plain.len() / 4);
    if opening > 0 {
        let start = OPENINGS.get_or_insert_with(start, || Ok::<_, Infallible>(pack_start())).ok()??;
        packed.extend_from_slice(&start);
    }
    let mut writer = CompressorWriter::with_encoder(encoder(quality, rest, opening)?, packed);
    writer.write_all(rest).ok()?;
    Some(Bytes::from(writer.into_inner().ok()?))
}

/// Brotli of some text at a quality of 2 to 11, in one go; `None` where there is no memory for it.
pub fn brotli(plain: &[u8], quality: u8) -> Option<Bytes> {
    // A window that just holds the text: a larger one only costs memory to be cleared.
    let bits = usize::BITS - plain.len().leading_zeros();
    let window = WindowSize::new(bits.clamp(16, 22) as u8).unwrap_or_default();
    let quality = Quality::new(quality).ok()?;
    let mut packed = vec![0; compress_bound(plain.len(), quality)?];
    let length = compress(plain, &mut packed, quality, window, CompressionMode::Text).ok()?;
    Some(Bytes::copy_from_slice(packed.get(..length)?))
}

/// Gzip of some text, at the usual quality.
pub fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::new(6));
    match writer.write_all(plain).and_then(|()| writer.finish()) {
        Ok(out) => out,
        Err(_) => plain.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use axum::http::HeaderValue;
    use brotlic::DecompressorReader;

    use super::*;

    fn headers(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn an_encoding_is_taken_by_name_and_refused_by_weight() {
        let asked = headers(header::ACCEPT_ENCODING, "gzip, deflate, BR;q=0.5");
        assert!(accepts(&asked, "br") && accepts(&asked, "gzip"));
        let asked = headers(header::ACCEPT_ENCODING, "br;q=0, identity");
        assert!(!accepts(&asked, "br") && !accepts(&asked, "gzip"));
    }

    #[test]
    fn a_page_packed_in_two_parts_is_one_stream() {
        let opening = "<style>.a{color:red}.b{color:blue}</style>".repeat(600);
        for rest in ["", "x", "<p>가나다</p>", &"<p>사과 5kg</p>".repeat(20_000)] {
            let plain = opening.clone() + rest;
            for opening in [0, 1, opening.len()] {
                for quality in [3, 5] {
                    let packed = brotli_page(plain.as_bytes(), opening, quality).expect("packed");
                    let mut whole = String::new();
                    DecompressorReader::new(&*packed).read_to_string(&mut whole).expect("a whole stream");
                    assert!(whole == plain, "{opening} at {quality}, {} bytes", plain.len());
                }
            }
        }
    }
}
