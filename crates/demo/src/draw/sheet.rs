//! Writes the SVG of a scene: shapes and gradients without the angle brackets.

use std::fmt::{Display, Write};

use super::colour::Colour;

/// A stop of a gradient: place (0 to 1), colour, opacity (0 to 1).
pub(crate) type Stop = (f32, Colour, f32);

/// A growing SVG body.
#[derive(Default)]
pub(crate) struct Sheet {
    text: String,
    count: usize,
}

/// A box: left, top, width, height.
pub(crate) type Rect = [f32; 4];

impl Sheet {
    /// The SVG written so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn put(&mut self, piece: std::fmt::Arguments<'_>) {
        // Writing to a String cannot fail.
        let _ = self.text.write_fmt(piece);
    }

    /// A gradient along a line `[x1, y1, x2, y2]`, as a fill.
    pub fn linear(&mut self, [x1, y1, x2, y2]: [f32; 4], stops: &[Stop]) -> String {
        let id = self.begin("linearGradient", &format!(r#"x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}""#));
        self.stops(stops, "linearGradient");
        id
    }

    /// A gradient from the middle `[x, y, radius]` outward, as a fill.
    pub fn radial(&mut self, [x, y, radius]: [f32; 3], stops: &[Stop]) -> String {
        let id = self.begin("radialGradient", &format!(r#"cx="{x}" cy="{y}" r="{radius}""#));
        self.stops(stops, "radialGradient");
        id
    }

    fn begin(&mut self, kind: &str, place: &str) -> String {
        self.count += 1;
        let id = self.count;
        self.put(format_args!(r#"<{kind} id="g{id}" gradientUnits="userSpaceOnUse" {place}>"#));
        format!("url(#g{id})")
    }

    fn stops(&mut self, stops: &[Stop], kind: &str) {
        for (offset, colour, opacity) in stops {
            self.put(format_args!(r#"<stop offset="{offset}" stop-color="{colour}" stop-opacity="{opacity}"/>"#));
        }
        self.put(format_args!("</{kind}>"));
    }

    /// A box with rounded corners.
    pub fn rect(&mut self, [x, y, width, height]: Rect, round: f32, fill: impl Display) {
        self.put(format_args!(
            r#"<rect x="{x:.1}" y="{y:.1}" width="{:.1}" height="{:.1}" rx="{round}" fill="{fill}"/>"#,
            width.max(0.1),
            height.max(0.1)
        ));
    }

    /// A filled path.
    pub fn path(&mut self, path: &str, fill: impl Display) {
        self.put(format_args!(r#"<path d="{path}" fill="{fill}"/>"#));
    }

    /// A drawn path.
    pub fn stroke(&mut self, path: &str, width: f32, colour: impl Display) {
        self.put(format_args!(
            r#"<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round"/>"#
        ));
    }

    /// An ellipse around `[x, y]`.
    pub fn ellipse(&mut self, [x, y, rx, ry]: [f32; 4], fill: impl Display) {
        self.put(format_args!(r#"<ellipse cx="{x:.1}" cy="{y:.1}" rx="{rx:.1}" ry="{ry:.1}" fill="{fill}"/>"#));
    }

    /// Everything until [`Sheet::end`] is cut to a path.
    pub fn clip(&mut self, path: &str) {
        self.count += 1;
        let id = self.count;
        self.put(format_args!(r#"<clipPath id="c{id}"><path d="{path}"/></clipPath><g clip-path="url(#c{id})">"#));
    }

    /// Everything until [`Sheet::end`] is turned by degrees around a place.
    pub fn turn(&mut self, degrees: f32, x: f32, y: f32) {
        self.put(format_args!(r#"<g transform="rotate({degrees} {x} {y})">"#));
    }

    /// Ends the last [`Sheet::clip`] or [`Sheet::turn`].
    pub fn end(&mut self) {
        self.text.push_str("</g>");
    }
}

/// The path of a box.
pub(crate) fn box_path([x, y, width, height]: Rect) -> String {
    format!("M{x} {y}h{width}v{height}h{}Z", -width)
}

/// The path of a box with a half-round top.
pub(crate) fn arch_path([x, y, width, height]: Rect) -> String {
    let radius = width / 2.0;
    format!("M{x} {} V{} A{radius} {radius} 0 0 1 {} {} V{}Z", y + height, y + radius, x + width, y + radius, y + height)
}
