//! What the database holds beside tables and columns, compared with the inventory: views, documents, and who may read the restricted archives.

use super::{DOCUMENTS, Drift, HoldId, TABLES, VIEWS};
use crate::{
    db::Db,
    error::{Error, Result, Sentence},
};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// A view: a second way to the columns of tables.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// Its name, with its schema outside `public`.
    pub name: &'static str,
    /// The inventory file it stands in.
    pub file: &'static str,
    /// The tables and views it reads.
    pub reads: &'static [&'static str],
}

/// A column of type jsonb and what its documents may say.
#[derive(Debug, Clone, Copy)]
pub struct Document {
    /// Its table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The inventory file it stands in.
    pub file: &'static str,
    /// The keys they may have, at any depth; none when any may stand there and say only ids, numbers and words.
    pub keys: &'static [&'static str],
}

/// What the database and the inventory disagree about, looked at now and then: a hot-fix comes while the program runs.
#[derive(Debug, Default)]
pub struct DriftWatch {
    last: tokio::sync::Mutex<Option<(Instant, Vec<String>)>>,
}

impl DriftWatch {
    /// How old an answer may be: whoever asks often does not read the catalogue each time.
    const FRESH: Duration = Duration::from_secs(10);

    /// Every disagreement, each with its remedy.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn look(&self, db: &Db) -> Result<Vec<String>> {
        let mut last = self.last.lock().await;
        if let Some((at, drifts)) = last.as_ref()
            && at.elapsed() < Self::FRESH
        {
            return Ok(drifts.clone());
        }
        let mut tx = db.platform().await?;
        let drifts: Vec<String> = super::check(tx.conn()).await?.iter().map(ToString::to_string).collect();
        *last = Some((Instant::now(), drifts.clone()));
        Ok(drifts)
    }
}

/// A view as the database has it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct LiveView {
    pub(super) name: String,
    /// It keeps what it read.
    pub(super) stored: bool,
    /// It reads with the rights of whoever asks.
    pub(super) invoker: bool,
    pub(super) reads: Vec<String>,
}

/// A document as the database has it: table, column, and the names of the checks upon it that were proven of every row.
type LiveDocument = (String, String, Vec<String>);

impl Document {
    /// The name of the check behind it: other keys are another check.
    #[must_use]
    pub fn constraint(&self) -> String {
        let digest = hex::encode(Sha256::digest(self.keys.join(" ")));
        format!("{}_known_{}", self.column, &digest[..8])
    }

    /// The condition of that check.
    #[must_use]
    pub fn condition(&self) -> String {
        if self.keys.is_empty() {
            return format!("json_says_facts({})", self.column);
        }
        let keys: Vec<_> = self.keys.iter().map(|key| format!("'{key}'")).collect();
        format!("json_has_only({}, array[{}])", self.column, keys.join(", "))
    }
}

/// The duties under which an archive is filled, with the roles that may read it.
pub(crate) fn readers() -> impl Iterator<Item = (HoldId, &'static [&'static str])> {
    let holds: BTreeSet<HoldId> = TABLES.iter().filter_map(|table| table.filled).map(|filled| filled.hold).collect();
    holds.into_iter().map(|hold| (hold, hold.facts().roles))
}

/// Every disagreement about views, documents and archives.
pub(super) async fn check(connection: &mut PgConnection) -> Result<Vec<Drift>> {
    let mut drifts = compare_views(&live_views(connection).await?, VIEWS);
    drifts.extend(compare_documents(&live_documents(connection).await?, DOCUMENTS));
    let stamped: bool = sqlx::query_scalar("select to_regprocedure('public.archive_readers(text)') is not null").fetch_one(&mut *connection).await?;
    for (hold, roles) in readers().filter(|_| stamped) {
        let live: Vec<String> = sqlx::query_scalar("select unnest(public.archive_readers($1)) order by 1").bind(hold.key()).fetch_all(&mut *connection).await?;
        let mut declared = roles.to_vec();
        declared.sort_unstable();
        if live != declared {
            let (live, declared, key) = (live.join(", "), declared.join(", "), hold.key());
            drifts
                .push(Drift(format!("the archive of hold {key} is read by {live} in the database and by {declared} in the inventory: run `estrade migrate`")));
        }
    }
    Ok(drifts)
}

async fn live_views(connection: &mut PgConnection) -> Result<Vec<LiveView>> {
    // What an extension brings is about the database itself.
    let views = sqlx::query_as(
        "select case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname as name, c.relkind = 'm' as stored,
                coalesce(c.reloptions, '{}') && array['security_invoker=true', 'security_invoker=on'] as invoker,
                array(select distinct case m.nspname when 'public' then '' else m.nspname || '.' end || t.relname
                        from pg_rewrite r
                        join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
                        join pg_class t on t.oid = d.refobjid join pg_namespace m on m.oid = t.relnamespace
                       where r.ev_class = c.oid and t.oid <> c.oid order by 1) as reads
           from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where c.relkind in ('v', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
            and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
          order by 1",
    );
    Ok(views.fetch_all(&mut *connection).await?)
}

async fn live_documents(connection: &mut PgConnection) -> Result<Vec<LiveDocument>> {
    let documents = sqlx::query_as(
        "select case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname, a.attname::text,
                array(select k.conname::text from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and k.convalidated and k.conkey = array[a.attnum])
           from pg_class c join pg_namespace n on n.oid = c.relnamespace
           join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence <> 't' and a.atttypid in ('json'::regtype, 'jsonb'::regtype)
            and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
          order by 1, 2",
    );
    Ok(documents.fetch_all(&mut *connection).await?)
}

/// The comparison of views itself, without a database.
pub(super) fn compare_views(live: &[LiveView], declared: &[View]) -> Vec<Drift> {
    let mut drifts = Vec::new();
    for view in live {
        let name = &view.name;
        if view.stored {
            drifts
                .push(Drift(format!("view {name} keeps a copy of {}, which no erasure reaches: make it an ordinary view, or drop it", view.reads.join(", "))));
            continue;
        }
        let Some(known) = declared.iter().find(|known| known.name == name) else {
            let reads = view.reads.join(", ");
            drifts.push(Drift(format!("view {name} reads {reads} and is not in the inventory: add [view.{name}] to migrations/inventory, or drop it")));
            continue;
        };
        let place = format!("migrations/inventory/{}", known.file);
        if !view.invoker {
            drifts.push(Drift(format!("view {name} reads with its owner's rights, past the walls between associations: make it security_invoker")));
        }
        let mut reads = known.reads.to_vec();
        reads.sort_unstable();
        if view.reads != reads {
            drifts.push(Drift(format!("view {name} reads {} in the database and {} in {place}: correct `reads`", view.reads.join(", "), reads.join(", "))));
        }
    }
    for view in declared.iter().filter(|view| !live.iter().any(|live| live.name == view.name)) {
        drifts.push(Drift(format!("view {} is in migrations/inventory/{} but not in the database: remove [view.{0}]", view.name, view.file)));
    }
    drifts
}

/// The comparison of documents itself, without a database.
pub(super) fn compare_documents(live: &[LiveDocument], declared: &[Document]) -> Vec<Drift> {
    let mut drifts = Vec::new();
    for (table, column, checks) in live {
        let Some(known) = declared.iter().find(|known| known.table == table && known.column == column) else {
            let what = "its documents may say anything: add";
            drifts.push(Drift(format!("column {table}.{column}: {what} [json.\"{table}.{column}\"] with the keys they may have to migrations/inventory")));
            continue;
        };
        if !checks.contains(&known.constraint()) {
            drifts.push(Drift(format!(
                "column {table}.{column} does not refuse keys that migrations/inventory/{} does not name: run `estrade migrate`, which says what stands in its way",
                known.file
            )));
        }
    }
    for document in declared.iter().filter(|known| !live.iter().any(|(table, column, _)| known.table == table && known.column == column)) {
        drifts.push(Drift(format!(
            "column {}.{} is in migrations/inventory/{} as a document but is none in the database: remove its [json] entry",
            document.table, document.column, document.file
        )));
    }
    drifts
}

/// Lets nobody's data be copied, erased or ended while the database holds something that the inventory does not know: what is not known cannot be
/// in the copy, and would be left behind by the erasure.
///
/// # Errors
/// `Later` when they disagree, which the log tells one by one; when the catalogue cannot be read.
pub async fn agreed(connection: &mut PgConnection) -> Result<()> {
    let drifts = super::check(connection).await?;
    if drifts.is_empty() {
        return Ok(());
    }
    for drift in &drifts {
        tracing::error!("the database and the inventory disagree: {drift}");
    }
    Err(Error::Later(Sentence::new("error-inventory-disagrees")))
}
