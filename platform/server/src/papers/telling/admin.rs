//! What operators decide about a breach of the platform: what it means for people, and that they are written to. The page has a form for each file, so
//! the file's number stands in the names of the fields.

use kernel::{
    clock::Timestamp,
    db::PlatformTx,
    error::{Error, Result},
    form::{Fault, Form, FormState, LongText, count},
    ids::AccountId,
    jobs::enqueue_platform,
};
use tenants::privacy::breaches::model::Risk;

use super::{Job, reach, store};
use crate::papers::store::{self as files, PlatformBreach};

/// What came of an act: the message of what was done, or the form again.
pub type Outcome = std::result::Result<&'static str, FormState>;

/// The file a form is about.
async fn file(tx: &mut PlatformTx, form: &Form) -> Result<PlatformBreach> {
    let all = files::breaches(tx, None).await?;
    all.into_iter().find(|file| file.number.to_string() == form.text("number")).ok_or(Error::NotFound)
}

/// Says what a breach means for the people whose data are the platform's own: nothing, and it stays in the register (art. 33(5)); a risk, and the
/// authority is told (art. 33(1)); a high one, and they are too (art. 34).
pub async fn assess(tx: &mut PlatformTx, by: AccountId, form: &Form) -> Result<Outcome> {
    let file = file(tx, form).await?;
    let mut parser = form.parser();
    let risk = parser.required(&format!("risk-{}", file.number), |word| Risk::from_word(word).ok_or_else(|| Fault::new("fault-required")));
    let reasons = parser.required(&format!("reasons-{}", file.number), LongText::up_to(4_000)).map(LongText::into_string);
    let (Some(risk), Some(reasons)) = (risk, reasons) else { return Ok(Err(parser.state())) };
    // Whoever was written to cannot be unwritten to.
    if file.told_at.is_some() && risk != Risk::High {
        return Err(Error::conflict("operator-breach-told-already"));
    }
    store::assess(tx, file.id, risk, &reasons, by).await?;
    Ok(Ok("operator-done-assessed"))
}

/// Writes to everybody concerned who was not written to; the number of people is typed, so that nobody writes to thousands by accident.
pub async fn tell(tx: &mut PlatformTx, now: Timestamp, form: &Form) -> Result<Outcome> {
    let file = file(tx, form).await?;
    if file.risk() != Some(Risk::High) {
        return Err(Error::conflict("operator-breach-not-high"));
    }
    let reach = reach(tx, &file).await?;
    let (people_name, otherwise_name) = (format!("people-{}", file.number), format!("otherwise-{}", file.number));
    let mut parser = form.parser();
    let people = i64::try_from(reach.owed.len()).unwrap_or(i64::MAX);
    if parser.required(&people_name, count(0, 100_000_000)).is_some_and(|typed| i64::from(typed) != people) {
        parser.fault(&people_name, Fault::new("breach-fault-people").with("people", people));
    }
    let otherwise = parser.optional(&otherwise_name, LongText::up_to(2_000)).map(LongText::into_string).unwrap_or_default();
    if !reach.others.is_empty() && otherwise.is_empty() && file.told_otherwise.is_empty() {
        parser.fault(&otherwise_name, Fault::new("breach-fault-otherwise"));
    }
    if !parser.is_clean() {
        return Ok(Err(parser.state()));
    }
    store::telling(tx, file.id, now, &otherwise).await?;
    store::owe(tx, now, file.id, &reach.owed).await?;
    enqueue_platform(tx, None, Job::Tell { breach: file.id }.filed()?).await?;
    Ok(Ok("operator-done-telling"))
}
