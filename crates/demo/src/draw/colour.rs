//! Colours and the tones made from them.

use std::fmt;

use crate::Error;

/// An opaque sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Colour {
    pub r: u8,
    pub g: u8,
    pub b: u8,
}

/// `colour(0xefe8dc)`.
pub(crate) const fn colour(hex: u32) -> Colour {
    let [_, r, g, b] = hex.to_be_bytes();
    Colour { r, g, b }
}

pub(crate) const WHITE: Colour = colour(0xfffdf8);
/// The shade of everything: a warm violet brown, never black.
pub(crate) const SHADE: Colour = colour(0x3a2a33);

impl Colour {
    /// Reads `#rrggbb`.
    pub fn parse(text: &str) -> Result<Colour, Error> {
        let wrong = || Error::Colour(text.to_owned());
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6).ok_or_else(wrong)?;
        u32::from_str_radix(digits, 16).map(colour).map_err(|_| wrong())
    }

    /// This colour with `part` (0 to 1) of the other.
    pub fn mix(self, other: Colour, part: f32) -> Colour {
        let one = |a: u8, b: u8| {
            let value = f32::from(a) + (f32::from(b) - f32::from(a)) * part.clamp(0.0, 1.0);
            value.round().clamp(0.0, 255.0) as u8
        };
        Colour { r: one(self.r, other.r), g: one(self.g, other.g), b: one(self.b, other.b) }
    }

    /// `part` (0 to 1) nearer to white.
    pub fn lighter(self, part: f32) -> Colour {
        self.mix(WHITE, part)
    }

    /// `part` (0 to 1) darker, with its hue kept.
    pub fn darker(self, part: f32) -> Colour {
        let one = |a: u8| (f32::from(a) * (1.0 - part)).round().clamp(0.0, 255.0) as u8;
        Colour { r: one(self.r), g: one(self.g), b: one(self.b) }
    }

    /// In shade: darker and a little towards violet.
    pub fn shaded(self, part: f32) -> Colour {
        self.darker(part * 0.7).mix(SHADE, part * 0.35)
    }

    /// `part` (0 to 1) of its own grey: quieter.
    pub fn muted(self, part: f32) -> Colour {
        let grey = self.brightness().round() as u8;
        self.mix(Colour { r: grey, g: grey, b: grey }, part)
    }

    /// `part` (0 to 1) further from its own grey: stronger.
    pub fn richer(self, part: f32) -> Colour {
        let grey = self.brightness();
        let one = |a: u8| (f32::from(a) + (f32::from(a) - grey) * part).round().clamp(0.0, 255.0) as u8;
        Colour { r: one(self.r), g: one(self.g), b: one(self.b) }
    }

    /// See-through, as SVG writes it; `opacity` 0 to 1.
    pub fn clear(self, opacity: f32) -> String {
        let Colour { r, g, b } = self;
        format!("rgba({r},{g},{b},{opacity:.3})")
    }

    /// 0 to 255, as the eye weighs it.
    pub fn brightness(self) -> f32 {
        0.299 * f32::from(self.r) + 0.587 * f32::from(self.g) + 0.114 * f32::from(self.b)
    }

    /// Darkened or lightened so that its brightness lies between the two bounds (0 to 255).
    pub fn within(self, low: f32, high: f32) -> Colour {
        let bright = self.brightness();
        if bright > high {
            self.darker(1.0 - high / bright)
        } else if bright < low {
            self.lighter((low - bright) / (254.0 - bright))
        } else {
            self
        }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.r, self.g, self.b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_reads_and_writes_itself() {
        assert_eq!(Colour::parse("#35506b").unwrap().to_string(), "#35506b");
        assert!(Colour::parse("35506b").is_err());
        assert!(Colour::parse("#35506").is_err());
        assert!(Colour::parse("#zz506b").is_err());
    }

    #[test]
    fn within_keeps_to_its_bounds() {
        let bright = colour(0xffffff).within(60.0, 200.0).brightness();
        assert!((bright - 200.0).abs() < 2.0);
        let dark = colour(0x000000).within(60.0, 200.0).brightness();
        assert!((dark - 60.0).abs() < 3.0);
    }
}
