//! A sheet of paper and inks: flat shapes with clean edges, laid over each other as a printer would.

use std::io::Cursor;

use image::{ExtendedColorType, ImageEncoder, codecs::jpeg::JpegEncoder};

/// A colour as `0xrrggbb`.
pub(super) type Ink = u32;

/// How an ink meets what is under it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lay {
    /// It covers.
    Over,
    /// It darkens, as an ink printed on another does.
    Overprint,
}

/// A sheet under work. Coordinates run from 0 to 1 on the shorter side, from the top left corner.
pub(super) struct Canvas {
    width: usize,
    height: usize,
    unit: f32,
    pixels: Vec<[f32; 3]>,
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "coordinates of a picture: small, and rounded on purpose"
)]
impl Canvas {
    /// A sheet in one colour.
    pub(super) fn new(width: usize, height: usize, paper: Ink) -> Self {
        Self { width, height, unit: width.min(height) as f32, pixels: vec![channels(paper); width * height] }
    }

    /// Width and height in sheet units.
    pub(super) fn size(&self) -> (f32, f32) {
        (self.width as f32 / self.unit, self.height as f32 / self.unit)
    }

    /// Colours the whole sheet from `top` to `bottom`.
    pub(super) fn fade(&mut self, top: Ink, bottom: Ink) {
        let (top, bottom) = (channels(top), channels(bottom));
        for (row, line) in self.pixels.chunks_mut(self.width).enumerate() {
            let share = row as f32 / self.height as f32;
            line.fill([0, 1, 2].map(|channel| top[channel] + (bottom[channel] - top[channel]) * share));
        }
    }

    /// Inks the points of `area` (left, top, right, bottom) whose `distance` to the shape is negative; edges are smoothed over a pixel.
    pub(super) fn ink(&mut self, area: [f32; 4], ink: Ink, lay: Lay, distance: impl Fn(f32, f32) -> f32) {
        let colour = channels(ink);
        let pixel = |value: f32, most: usize| (value * self.unit).clamp(0.0, most as f32) as usize;
        let (left, right) = (pixel(area[0] - 0.01, self.width), pixel(area[2] + 0.01, self.width));
        let (top, bottom) = (pixel(area[1] - 0.01, self.height), pixel(area[3] + 0.01, self.height));
        for row in top..bottom {
            let y = (row as f32 + 0.5) / self.unit;
            for (column, under) in self.pixels[row * self.width + left..row * self.width + right.max(left)].iter_mut().enumerate() {
                let x = ((left + column) as f32 + 0.5) / self.unit;
                let cover = (0.5 - distance(x, y) * self.unit).clamp(0.0, 1.0);
                if cover <= 0.0 {
                    continue;
                }
                for channel in 0..3 {
                    let printed = if lay == Lay::Overprint { under[channel] * colour[channel] / 255.0 } else { colour[channel] };
                    under[channel] += (printed - under[channel]) * cover;
                }
            }
        }
    }

    /// The same over the whole sheet.
    pub(super) fn ink_all(&mut self, ink: Ink, lay: Lay, distance: impl Fn(f32, f32) -> f32) {
        let (width, height) = self.size();
        self.ink([0.0, 0.0, width, height], ink, lay, distance);
    }

    /// A disc.
    pub(super) fn disc(&mut self, x: f32, y: f32, radius: f32, ink: Ink, lay: Lay) {
        self.ink([x - radius, y - radius, x + radius, y + radius], ink, lay, |px, py| (px - x).hypot(py - y) - radius);
    }

    /// A ring, `thickness` measured across its line.
    pub(super) fn ring(&mut self, x: f32, y: f32, radius: f32, thickness: f32, ink: Ink) {
        let outer = radius + thickness;
        self.ink([x - outer, y - outer, x + outer, y + outer], ink, Lay::Over, |px, py| ((px - x).hypot(py - y) - radius).abs() - thickness / 2.0);
    }

    /// A rectangle.
    pub(super) fn block(&mut self, [left, top, right, bottom]: [f32; 4], ink: Ink, lay: Lay) {
        self.ink([left, top, right, bottom], ink, lay, |x, y| (left - x).max(x - right).max((top - y).max(y - bottom)));
    }

    /// A bar of a given thickness from one point to another, with square ends.
    pub(super) fn bar(&mut self, from: (f32, f32), to: (f32, f32), thickness: f32, ink: Ink, lay: Lay) {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = dx.hypot(dy).max(f32::EPSILON);
        let (ux, uy) = (dx / length, dy / length);
        let reach = thickness / 2.0;
        let area = [from.0.min(to.0) - reach, from.1.min(to.1) - reach, from.0.max(to.0) + reach, from.1.max(to.1) + reach];
        self.ink(area, ink, lay, |x, y| {
            let (px, py) = (x - from.0, y - from.1);
            let along = px * ux + py * uy;
            ((px * uy - py * ux).abs() - reach).max((-along).max(along - length))
        });
    }

    /// The grain of paper, always the same, and the sheet as a JPEG.
    pub(super) fn print(self) -> image::ImageResult<Vec<u8>> {
        let mut seed = 0x2545_f491_u32;
        let mut bytes = Vec::with_capacity(self.pixels.len() * 3);
        for pixel in &self.pixels {
            seed ^= seed << 13;
            seed ^= seed >> 17;
            seed ^= seed << 5;
            let grain = (seed >> 24) as f32 / 255.0 * 7.0 - 3.5;
            bytes.extend(pixel.map(|channel| (channel + grain).clamp(0.0, 255.0) as u8));
        }
        let mut jpeg = Cursor::new(Vec::new());
        let (width, height) = (u32::try_from(self.width).unwrap_or(0), u32::try_from(self.height).unwrap_or(0));
        JpegEncoder::new_with_quality(&mut jpeg, 92).write_image(&bytes, width, height, ExtendedColorType::Rgb8)?;
        Ok(jpeg.into_inner())
    }
}

#[expect(clippy::cast_precision_loss, reason = "a byte fits")]
fn channels(ink: Ink) -> [f32; 3] {
    [ink >> 16 & 255, ink >> 8 & 255, ink & 255].map(|channel| channel as f32)
}
