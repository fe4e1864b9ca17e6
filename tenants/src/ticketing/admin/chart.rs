//! The curve of a concert's sales, drawn as SVG with attributes only, beside that of the concert before it.

use std::fmt::Write as _;

use chrono::{Days, NaiveDate, NaiveTime, TimeZone};
use kernel::{
    clock::{PARIS, Timestamp},
    error::{Result, Sentence},
    i18n::{Locale, date_day},
};
use serde::Serialize;

use crate::ticketing::desk::store::DaySales;

const LEFT: f64 = 40.0;
const RIGHT: f64 = 780.0;
const TOP: f64 = 30.0;
const FLOOR: f64 = 210.0;
/// The most days drawn: a sale that lasts longer than a year is drawn from its last year.
const MOST_DAYS: usize = 366;

/// The curve and the figures behind it.
#[derive(Debug, Serialize)]
pub struct Chart {
    svg: String,
    title: Sentence,
    days: Vec<Day>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Day {
    /// Noon of the day, so that it reads as that day.
    day: Timestamp,
    sold: i64,
    total: i64,
}

impl Chart {
    /// Draws sales up to `until`; `None` when nothing was sold. `before` is the previous concert's title and sales.
    ///
    /// # Errors
    /// When a sentence is missing: a fault of ours.
    pub fn draw(locale: Locale, sales: &[DaySales], until: NaiveDate, before: Option<(&str, &[DaySales])>) -> Result<Option<Self>> {
        let days = every_day(sales, until);
        let Some(last) = days.last() else { return Ok(None) };
        let total = last.total;
        let earlier: Vec<i64> = before
            .map(|(_, sales)| sales)
            .and_then(|sales| Some(every_day(sales, sales.last()?.day)))
            .unwrap_or_default()
            .iter()
            .map(|day| day.total)
            .collect();
        let ours: Vec<i64> = days.iter().map(|day| day.total).collect();
        // The last edition is shown over as many days as this one has been on sale: only the same moment compares.
        let earlier: Vec<i64> = earlier.into_iter().take(ours.len()).collect();
        let then = earlier.last().copied();
        let title = if then.is_some() { Sentence::new("bo-chart-title-compared") } else { Sentence::new("bo-chart-title") };
        let label = match (then, before) {
            (Some(then), Some((name, _))) => Sentence::new("bo-chart-sentence-compared").with("count", total).with("before", then).with("title", name),
            _ => Sentence::new("bo-chart-sentence").with("count", total),
        };
        let highest = ours.iter().chain(&earlier).copied().max().unwrap_or(1).max(1);
        let mut svg = String::with_capacity(4_000);
        let _ = write!(svg, "<svg viewBox=\"0 0 800 250\" role=\"img\" aria-label=\"{}\">", escaped(&label.translate(locale)?));
        for level in levels(highest) {
            let y = height(level, highest);
            let _ = write!(
                svg,
                "<path class=\"chart-grid\" d=\"M{LEFT:.0} {y:.1}H{RIGHT:.0}\"/><text x=\"30\" y=\"{:.1}\" text-anchor=\"end\">{level}</text>",
                y + 4.0
            );
        }
        let line = path(&ours, ours.len(), highest);
        let end = place(ours.len() - 1, ours.len());
        let _ = write!(svg, "<path class=\"chart-area\" d=\"M{LEFT:.0} {FLOOR:.0} {} {end:.1} {FLOOR:.0}Z\"/>", line.replacen('M', "L", 1));
        if earlier.len() > 1 {
            let _ = write!(svg, "<path class=\"chart-before\" d=\"{}\"/>", path(&earlier, ours.len(), highest));
        }
        let _ =
            write!(svg, "<path class=\"chart-line\" d=\"{line}\"/><circle class=\"chart-dot\" cx=\"{end:.1}\" cy=\"{:.1}\" r=\"5\"/>", height(total, highest));
        let _ = write!(svg, "<path class=\"chart-axis\" d=\"M{LEFT:.0} {FLOOR:.0}H{RIGHT:.0}\"/>");
        let say = |day: &Day| escaped(&date_day(locale, &day.day.with_timezone(&PARIS)));
        if let (Some(first), true) = (days.first(), days.len() > 1) {
            let _ = write!(svg, "<text x=\"{LEFT:.0}\" y=\"234\">{}</text>", say(first));
        }
        let _ = write!(svg, "<text x=\"{RIGHT:.0}\" y=\"234\" text-anchor=\"end\">{}</text></svg>", say(last));
        Ok(Some(Self { svg, title, days }))
    }

    /// For the samples of pages.
    pub fn sample() -> Option<Self> {
        let day = |day| NaiveDate::from_ymd_opt(2026, 2, day).unwrap_or_default();
        let sales = [DaySales { day: day(15), sold: 2 }, DaySales { day: day(18), sold: 5 }];
        Self::draw(Locale::Fr, &sales, day(20), Some(("Trio Ondine", &sales))).ok().flatten()
    }
}

/// One entry a day from the first sale to `until`, with the sum so far.
fn every_day(sales: &[DaySales], until: NaiveDate) -> Vec<Day> {
    let Some(first) = sales.first().map(|sale| sale.day) else { return Vec::new() };
    let until = until.max(sales.last().map_or(first, |sale| sale.day));
    let mut total = 0;
    let mut sales = sales.iter().peekable();
    let mut days = Vec::new();
    let mut day = first;
    while day <= until {
        let sold = sales.next_if(|sale| sale.day == day).map_or(0, |sale| sale.sold);
        total += sold;
        let noon = PARIS.from_local_datetime(&day.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default())).earliest();
        days.push(Day { day: noon.map(|moment| moment.to_utc()).unwrap_or_default(), sold, total });
        let Some(next) = day.checked_add_days(Days::new(1)) else { break };
        day = next;
    }
    let surplus = days.len().saturating_sub(MOST_DAYS);
    days.split_off(surplus)
}

/// Three or four round levels up to the highest.
fn levels(highest: i64) -> Vec<i64> {
    let step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000].into_iter().find(|step| highest / step <= 4).unwrap_or(50_000);
    (1..=4).map(|times| times * step).take_while(|level| *level <= highest).collect()
}

#[expect(clippy::cast_precision_loss, reason = "places on a drawing 800 units wide")]
fn place(index: usize, count: usize) -> f64 {
    if count < 2 { RIGHT } else { LEFT + (RIGHT - LEFT) * index as f64 / (count - 1) as f64 }
}

#[expect(clippy::cast_precision_loss, reason = "places on a drawing 250 units high")]
fn height(value: i64, highest: i64) -> f64 {
    FLOOR - (FLOOR - TOP) * value as f64 / highest as f64
}

fn path(values: &[i64], count: usize, highest: i64) -> String {
    let mut path = String::with_capacity(values.len() * 14);
    for (index, value) in values.iter().enumerate() {
        let _ = write!(path, "{}{:.1} {:.1}", if index == 0 { "M" } else { " L" }, place(index, count), height(*value, highest));
    }
    path
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    #[test]
    fn days_without_sales_stay_on_the_curve_through_the_night_clocks_change() {
        let days = every_day(&[DaySales { day: day(28), sold: 2 }, DaySales { day: day(30), sold: 3 }], day(31));
        assert_eq!(days.iter().map(|day| (day.sold, day.total)).collect::<Vec<_>>(), [(2, 2), (0, 2), (3, 5), (0, 5)]);
        assert!(every_day(&[], day(1)).is_empty());
    }

    #[test]
    fn a_title_cannot_break_out_of_the_drawing() {
        let sales = [DaySales { day: day(1), sold: 1 }, DaySales { day: day(2), sold: 1 }];
        let chart = Chart::draw(Locale::Fr, &sales, day(3), Some(("\"><script>", &sales))).unwrap().unwrap();
        assert!(!chart.svg.contains("<script"), "{}", chart.svg);
        assert_eq!(chart.days.len(), 3);
        assert!(Chart::draw(Locale::Fr, &[], day(3), None).unwrap().is_none());
    }

    #[test]
    fn levels_are_round_and_few() {
        assert_eq!(levels(62), [20, 40, 60]);
        assert_eq!(levels(1), [1]);
        assert_eq!(levels(4), [1, 2, 3, 4]);
        assert!(levels(100_000).len() <= 4);
    }
}
