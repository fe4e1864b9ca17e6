//! The motifs themselves. Each keeps its weight near the middle: cards crop the square to a band, a phone to four by three.

use std::f32::consts::{PI, TAU};

use super::{
    Motif, Palette,
    canvas::{
        Canvas, Ink,
        Lay::{Over, Overprint},
    },
};

pub(super) fn draw(canvas: &mut Canvas, motif: Motif, palette: Palette) {
    match motif {
        Motif::Waves => waves(canvas, palette),
        Motif::Strings => strings(canvas, palette),
        Motif::Keys => keys(canvas, palette),
        Motif::Night => night(canvas, palette),
        Motif::Tiles => tiles(canvas, palette),
        Motif::Cymbals => cymbals(canvas, palette),
        Motif::Ribbons => ribbons(canvas, palette),
        Motif::Halves => halves(canvas, palette),
        Motif::Curtain => curtain(canvas, palette),
        Motif::Steps => steps(canvas, palette),
        Motif::Door => door(canvas, palette),
        Motif::Rays => rays(canvas, palette),
        Motif::Vaults => vaults(canvas, palette),
        Motif::Stave => stave(canvas, palette),
    }
}

/// 0, 1, 2.. as places on the sheet.
fn count(to: u8) -> impl DoubleEndedIterator<Item = f32> + ExactSizeIterator {
    (0..to).map(f32::from)
}

fn waves(canvas: &mut Canvas, palette: Palette) {
    canvas.fade(palette.loud, palette.loud);
    let inks = [palette.paper, palette.loud, palette.night, palette.light, palette.loud, palette.calm];
    for (index, radius) in count(9).map(|step| 1.24 - step * 0.128).enumerate() {
        canvas.disc(0.10, 0.86, radius, inks[index % inks.len()], Over);
    }
    canvas.disc(0.74, 0.30, 0.17, palette.light, Over);
    canvas.disc(0.80, 0.36, 0.17, palette.loud, Overprint);
}

fn strings(canvas: &mut Canvas, palette: Palette) {
    canvas.fade(palette.calm, palette.calm);
    canvas.disc(0.5, 0.52, 0.39, palette.light, Over);
    canvas.disc(0.5, 0.52, 0.27, palette.loud, Over);
    canvas.disc(0.5, 0.52, 0.12, palette.night, Over);
    for (step, thickness) in count(4).zip([0.034, 0.026, 0.018, 0.012]) {
        let x = 0.29 + step * 0.14;
        canvas.bar((x - 0.05, -0.02), (x + 0.05, 1.02), thickness, palette.paper, Over);
    }
    canvas.block([0.0, 0.88, 1.0, 1.0], palette.night, Over);
    canvas.block([0.0, 0.845, 1.0, 0.86], palette.paper, Over);
}

fn keys(canvas: &mut Canvas, palette: Palette) {
    let slant = |x: f32, y: f32| (x * 0.966 + y * 0.259, y * 0.966 - x * 0.259);
    canvas.fade(palette.light, palette.light);
    canvas.ink_all(palette.paper, Over, |x, y| (slant(x, y).1 - 0.18).abs() - 0.24);
    for step in count(11) {
        let at = -0.08 + step * 0.13;
        canvas.ink_all(palette.night, Over, |x, y| {
            let (along, across) = slant(x, y);
            ((along - at).abs() - 0.004).max((across - 0.18).abs() - 0.24)
        });
        if ![2.0, 6.0, 9.0].contains(&step) {
            canvas.ink_all(palette.night, Over, |x, y| {
                let (along, across) = slant(x, y);
                ((along - at).abs() - 0.037).max((across - 0.095).abs() - 0.155)
            });
        }
    }
    canvas.disc(0.64, 0.60, 0.30, palette.loud, Overprint);
    canvas.ink_all(palette.calm, Over, |x, y| 0.56 - slant(x, y).1);
}

fn night(canvas: &mut Canvas, palette: Palette) {
    canvas.fade(palette.night, palette.calm);
    for row in count(17) {
        for column in count(24) {
            let shift = if row % 2.0 > 0.5 { 0.022 } else { 0.0 };
            let radius = 0.0012 * (row + 1.0) + 0.002;
            canvas.disc(0.0 + column * 0.044 + shift, 0.36 + row * 0.0385, radius, palette.light, Over);
        }
    }
    canvas.disc(0.52, 0.40, 0.29, palette.light, Over);
    canvas.disc(0.60, 0.34, 0.235, palette.loud, Overprint);
    canvas.disc(0.645, 0.305, 0.21, palette.night, Over);
}

fn tiles(canvas: &mut Canvas, palette: Palette) {
    let inks = [palette.loud, palette.night, palette.light, palette.calm, palette.paper];
    let mut seed = 19_u32;
    let mut draw = |among: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 20) % among
    };
    let ink = |index: u32| inks[usize::try_from(index).unwrap_or(0) % inks.len()];
    let side = 0.2;
    for row in count(5) {
        for column in count(5) {
            let (left, top) = (column * side, row * side);
            let ground = draw(5);
            let figure = (ground + 1 + draw(4)) % 5;
            canvas.block([left, top, left + side, top + side], ink(ground), Over);
            let (x, y) = [(left, top), (left + side, top), (left, top + side), (left + side, top + side)][usize::try_from(draw(4)).unwrap_or(0)];
            let area = [left, top, left + side, top + side];
            let within = move |px: f32, py: f32| (left - px).max(px - left - side).max((top - py).max(py - top - side));
            match draw(4) {
                0 => canvas.disc(left + side / 2.0, top + side / 2.0, side * 0.36, ink(figure), Over),
                1 => {
                    canvas.ink(area, ink(figure), Over, move |px, py| ((px - x).hypot(py - y) - side).max(within(px, py)));
                    let core = (figure + 1 + u32::from((figure + 1) % 5 == ground)) % 5;
                    canvas.ink(area, ink(core), Over, move |px, py| ((px - x).hypot(py - y) - side * 0.5).max(within(px, py)));
                }
                _ => canvas.ink(area, ink(figure), Over, move |px, py| ((px - x).hypot(py - y) - side).max(within(px, py))),
            }
        }
    }
}

fn cymbals(canvas: &mut Canvas, palette: Palette) {
    canvas.fade(palette.night, palette.night);
    for (x, y, radius, ink, lines) in [(0.22, 0.34, 0.40, palette.light, 9), (0.82, 0.44, 0.34, palette.loud, 7), (0.48, 0.84, 0.30, palette.calm, 6)] {
        canvas.disc(x, y, radius, ink, Over);
        for step in count(lines) {
            canvas.ring(x, y, radius * (0.30 + 0.64 * step / f32::from(lines)), 0.0035, palette.night);
        }
        canvas.disc(x, y, radius * 0.17, palette.paper, Over);
        canvas.disc(x, y, radius * 0.045, palette.night, Over);
    }
    canvas.bar((0.60, 1.02), (1.02, 0.66), 0.030, palette.paper, Over);
    canvas.bar((0.46, 1.02), (1.02, 0.78), 0.030, palette.paper, Over);
}

fn ribbons(canvas: &mut Canvas, palette: Palette) {
    canvas.fade(palette.paper, palette.paper);
    canvas.disc(0.66, 0.36, 0.25, palette.light, Over);
    for (index, ink) in [palette.loud, palette.calm, palette.night, palette.light, palette.loud].into_iter().enumerate() {
        let step = [0.0, 1.0, 2.0, 3.0, 4.0][index];
        let lay = if index < 2 { Overprint } else { Over };
        canvas.ink_all(ink, lay, move |x, y| {
            let middle = 0.30 + step * 0.145 + 0.085 * (x * 1.15 * TAU + step * 0.9).sin() - 0.06 * x;
            (y - middle).abs() - (0.058 + 0.022 * (x * TAU * 0.7 + step).cos())
        });
    }
}

fn halves(canvas: &mut Canvas, palette: Palette) {
    canvas.fade(palette.paper, palette.paper);
    canvas.block([0.0, 0.0, 0.5, 1.0], palette.light, Over);
    let mut half = |x: f32, y: f32, radius: f32, ink: Ink, right: bool| {
        canvas.ink([x - radius, y - radius, x + radius, y + radius], ink, Over, move |px, py| {
            ((px - x).hypot(py - y) - radius).max(if right { x - px } else { px - x })
        });
    };
    for (y, radius, left, right) in [(0.27, 0.25, palette.loud, palette.night), (0.75, 0.22, palette.night, palette.calm)] {
        half(0.5, y, radius, left, false);
        half(0.5, y + 0.075, radius, right, true);
        half(0.5, y, radius * 0.45, palette.paper, false);
        half(0.5, y + 0.075, radius * 0.45, palette.light, true);
    }
    for step in count(5) {
        canvas.bar((0.80, 0.10 + step * 0.045), (1.0, 0.10 + step * 0.045), 0.016, palette.loud, Over);
        canvas.bar((0.0, 0.90 - step * 0.045), (0.20, 0.90 - step * 0.045), 0.016, palette.calm, Over);
    }
}

fn curtain(canvas: &mut Canvas, palette: Palette) {
    canvas.fade(palette.night, palette.night);
    canvas.ink_all(palette.light, Over, |x, y| (x - 0.5).abs() - (0.05 + y * 0.30));
    canvas.disc(0.5, 0.93, 0.36, palette.paper, Over);
    for (index, step) in count(8).enumerate() {
        for side in [0.0_f32, 1.0] {
            let ink = if index % 2 == 0 { palette.loud } else { palette.night };
            let at = |y: f32| {
                let drawn = 0.46 - step * 0.058 - 0.20 * (y * 0.9).powi(2) * (1.0 - step / 9.0);
                drawn + 0.012 * (y * 5.0 + step).sin()
            };
            canvas.ink_all(ink, Over, move |x, y| (if side > 0.5 { 1.0 - x } else { x }) - at(y));
        }
    }
    canvas.block([0.0, 0.0, 1.0, 0.085], palette.loud, Over);
    for step in count(13) {
        canvas.disc(step / 12.0, 0.085, 0.042, palette.loud, Over);
        canvas.disc(step / 12.0, 0.118, 0.008, palette.light, Over);
    }
}

fn steps(canvas: &mut Canvas, palette: Palette) {
    canvas.fade(palette.calm, palette.night);
    canvas.disc(0.72, 0.27, 0.16, palette.light, Over);
    let inks = [palette.paper, palette.light, palette.loud, palette.calm, palette.night];
    for (index, step) in count(9).enumerate().rev() {
        let top = 0.90 - step * 0.092;
        canvas.block([step * 0.105 - 0.02, top, 1.0, 1.0], if index % 2 == 0 { palette.loud } else { palette.night }, Over);
        canvas.block([step * 0.105 - 0.02, top, 1.0, top + 0.024], inks[index % 2], Over);
    }
    canvas.disc(0.355, 0.455, 0.048, palette.paper, Over);
    canvas.bar((0.355, 0.49), (0.345, 0.635), 0.062, palette.paper, Over);
}

fn door(canvas: &mut Canvas, palette: Palette) {
    canvas.fade(palette.loud, palette.loud);
    canvas.block([0.0, 0.74, 1.0, 1.0], palette.night, Over);
    canvas.ink_all(palette.light, Over, |x, y| (0.74 - y).max((0.40 - (y - 0.74) * 1.1) - x).max(x - (0.56 + (y - 0.74) * 0.9)));
    canvas.block([0.32, 0.13, 0.64, 0.74], palette.night, Over);
    canvas.block([0.40, 0.16, 0.61, 0.74], palette.light, Over);
    canvas.ink_all(palette.calm, Over, |x, y| (0.34 - x).max(x - 0.47).max((0.16 + (x - 0.34) * 0.28) - y).max(y - (0.74 + (x - 0.34) * 0.36)));
    canvas.disc(0.445, 0.48, 0.013, palette.light, Over);
    canvas.disc(0.80, 0.25, 0.10, palette.paper, Over);
}

fn rays(canvas: &mut Canvas, palette: Palette) {
    canvas.fade(palette.paper, palette.paper);
    for (index, step) in count(16).enumerate() {
        let ink = [palette.loud, palette.light][index % 2];
        let (from, to) = (PI + step * PI / 16.0, PI + (step + 1.0) * PI / 16.0);
        canvas.ink_all(ink, Over, move |x, y| {
            let (dx, dy) = (x - 0.5, y - 0.70);
            let beside = (dx * from.sin() - dy * from.cos()).max(dy * to.cos() - dx * to.sin());
            beside.max(dy)
        });
    }
    canvas.disc(0.5, 0.70, 0.27, palette.paper, Over);
    canvas.disc(0.5, 0.70, 0.21, palette.night, Over);
    canvas.block([0.0, 0.70, 1.0, 1.0], palette.calm, Over);
    for step in count(6) {
        canvas.block([0.30 - step * 0.06, 0.735 + step * 0.043, 0.70 + step * 0.06, 0.752 + step * 0.046], palette.light, Over);
    }
}

fn vaults(canvas: &mut Canvas, palette: Palette) {
    canvas.fade(palette.calm, palette.calm);
    let inks = [palette.night, palette.paper, palette.loud, palette.light, palette.night];
    for (index, step) in count(5).enumerate() {
        let half = 0.45 - step * 0.09;
        let spring = 0.52 + step * 0.035;
        canvas.ink_all(inks[index], Over, move |x, y| {
            // Two arcs that meet in a point: a vault of the thirteenth century.
            let side = (x - 0.5).abs();
            if y > spring { side - half } else { (side + half * 0.55).hypot(y - spring) - half * 1.55 }
        });
    }
    canvas.disc(0.5, 0.655, 0.033, palette.light, Over);
    canvas.block([0.0, 0.94, 1.0, 1.0], palette.night, Over);
}

fn stave(canvas: &mut Canvas, palette: Palette) {
    canvas.fade(palette.light, palette.paper);
    canvas.disc(0.30, 0.42, 0.27, palette.loud, Over);
    let line = |x: f32, step: f32| 0.40 + step * 0.062 + 0.075 * (x * TAU * 0.8 + 0.4).sin() + 0.02 * step * (x * TAU * 0.5).cos();
    for step in count(5) {
        canvas.ink_all(palette.night, Over, move |x, y| (y - line(x, step)).abs() - 0.0045);
    }
    for (x, step, ink) in
        [(0.18, 3.0, palette.night), (0.36, 1.0, palette.calm), (0.55, 2.0, palette.night), (0.72, 0.0, palette.loud), (0.86, 3.0, palette.calm)]
    {
        let y = line(x, step);
        canvas.ink([x - 0.07, y - 0.06, x + 0.07, y + 0.06], ink, Over, move |px, py| {
            let (dx, dy) = (px - x, py - y);
            let (along, across) = (dx * 0.94 - dy * 0.34, dx * 0.34 + dy * 0.94);
            (along / 0.048).hypot(across / 0.036).mul_add(0.036, -0.036)
        });
        canvas.bar((x + 0.041, y - 0.012), (x + 0.041, y - 0.24), 0.011, ink, Over);
    }
}
