//! A backup brought back after people asked for their rights: the server must stay shut until the privacy ledger has been replayed, then
//! all they asked for must hold, and a second replay must change nothing.

use std::{
    path::PathBuf,
    process::{Command, Output, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use dev::surroundings::Database;
use kernel::{
    app::App,
    clock::Clock,
    config::Config,
    i18n::Locale,
    ids::new_uuid,
    inventory::{Scope, SubjectId, TABLES},
    ledger::{Act, Change, Hash, Person},
    personal,
};
use server::recovery;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tenants::people::{self, NewPerson, suppression};
use uuid::Uuid;

use crate::stage::{Hall, Stage};

/// A claim: what, what was found, whether it holds.
type Claim = (&'static str, String, bool);

/// Six people, by what becomes of them.
struct Cast {
    erased: Uuid,
    corrected: Uuid,
    unsubscribed: Uuid,
    restricted: Uuid,
    objecting: Uuid,
    untouched: Uuid,
}

const ERASED: [&str; 3] = ["Apolline", "Vauquelin", "apolline.vauquelin@example.org"];
const UNSUBSCRIBED: &str = "clemence@example.org";
const OBJECTING: &str = "edgar@example.org";

/// Runs the drill; `false` on any breach.
pub async fn run() -> anyhow::Result<bool> {
    let begun = Instant::now();
    let stage = Stage::set_up().await?;
    let hall = stage.hall("memoire", 60, false).await?;
    let cast = people(&stage, &hall).await?;
    let untouched = row_of(&stage, cast.untouched).await?;
    // A job is due, and due it must stay while nothing may be run.
    let mut owner = stage.owner().await?;
    sqlx::query("insert into job (kind, payload, max_attempts) values ('maintenance.orphans', '{}', 3)").execute(&mut owner).await?;
    owner.close().await?;

    let backup = back_up(&stage)?;
    println!("{:>6.1} s  backed up", begun.elapsed().as_secs_f32());
    exercise(&stage, &hall, &cast).await?;
    let lived = digest(&stage, &about_people()).await?;
    println!("{:>6.1} s  A erased, B corrected, C unsubscribed, D restricted, E objecting", begun.elapsed().as_secs_f32());

    stage.app.db.close().await;
    let restored = restore(&stage, &backup).await?;
    println!("{:>6.1} s  the backup is back", begun.elapsed().as_secs_f32());
    let app = App::new(Config::from_variables(stage.variables.clone())?, Clock::real(), &server::pages())?;
    let mut claims: Vec<Claim> = vec![("the restore ends well", restored.status.to_string(), restored.status.success())];
    let forgot = grep(&stage, &ERASED)?;
    claims.push(("the backup still knows A", format!("{forgot} times"), forgot > 0));
    let behind = digest(&stage, &about_people()).await?;
    claims.push(("the backup has forgotten what was asked", String::new(), behind != lived));

    let mut server = stage.start(&["serve"])?;
    claims.extend(shut(&stage).await?);
    let (status, told) = ask(&stage, &["privacy", "status"])?;
    claims.push(("`privacy status` says so and ends with 1", status.to_string(), status == 1 && told.contains("QUARANTINE")));
    let (status, told) = ask(&stage, &["doctor"])?;
    claims.push(("`doctor` says so", status.to_string(), status == 1 && told.contains("QUARANTINE")));
    let (status, told) = ask(&stage, &["privacy", "replay", "--dry-run"])?;
    claims.push(("a rehearsal names five entries", status.to_string(), status == 0 && told.matches("would be carried out").count() == 5));
    claims.push(("a rehearsal changes nothing", String::new(), digest(&stage, &about_people()).await? == behind));

    let replayed = Instant::now();
    let (status, told) = ask(&stage, &["privacy", "replay"])?;
    let carried_out = told.matches("carried out").count();
    claims.push(("the replay carries out five entries", format!("{carried_out}"), status == 0 && carried_out == 5));
    println!("{:>6.1} s  replayed in {} ms", begun.elapsed().as_secs_f32(), replayed.elapsed().as_millis());
    let opened = stage.answers(&stage.url("memoire", "/")).await?;
    claims.push(("the server opens by itself", format!("{} ms", opened.as_millis()), opened < Duration::from_secs(15)));
    server.kill();

    claims.extend(held(&stage, &app, &hall, &cast).await?);
    let left = grep(&stage, &ERASED)?;
    claims.push(("A in a fresh dump of the whole database", format!("{left} times"), left == 0));
    claims.push(("F is as before, to the byte", String::new(), row_of(&stage, cast.untouched).await? == untouched));
    claims.push(("every row about people is that of the life that was lost", String::new(), digest(&stage, &about_people()).await? == lived));
    let (status, told) = ask(&stage, &["privacy", "verify"])?;
    claims.push(("the ledger's chain is whole", told.lines().last().unwrap_or_default().to_owned(), status == 0));

    let before = digest(&stage, &everything(&stage).await?).await?;
    let (status, _) = ask(&stage, &["privacy", "replay"])?;
    claims.push(("a second replay finds nothing", status.to_string(), status == 0 && digest(&stage, &everything(&stage).await?).await? == before));
    let (status, told) = ask(&stage, &["privacy", "replay", "--from", "1"])?;
    let again = told.matches("carried out").count();
    claims.push((
        "every entry carried out once more changes nothing",
        format!("{again} entries"),
        status == 0 && again == 5 && digest(&stage, &everything(&stage).await?).await? == before,
    ));

    println!();
    for (what, found, holds) in &claims {
        println!("{} {what:<60}{found:>16}", if *holds { "ok     " } else { "BREACH " });
    }
    let whole = claims.iter().all(|(.., holds)| *holds);
    println!("\n{} in {:.0} s", if whole { "no breach" } else { "BREACHED" }, begun.elapsed().as_secs_f32());
    app.db.close().await;
    stage.around.stop().await?;
    Ok(whole)
}

/// Six people with a free order each: nothing to keep for the accounts, so that an erasure leaves no trace.
async fn people(stage: &Stage, hall: &Hall) -> anyhow::Result<Cast> {
    let now = stage.app.clock.now();
    let mut ids = Vec::new();
    let given = [(ERASED[0], ERASED[1], ERASED[2]), ("Basile", "Nom-mal-tapé", "basile@example.org"), ("Clémence", "Roux", UNSUBSCRIBED)];
    let others = [("Delphine", "Sauvage", "delphine@example.org"), ("Edgar", "Tissot", OBJECTING), ("Firmin", "Urvoy", "firmin@example.org")];
    let mut tx = stage.app.db.tenant(hall.tenant).await?;
    for (first_name, family_name, email) in given.into_iter().chain(others) {
        let new = NewPerson {
            first_name: first_name.to_owned(),
            family_name: family_name.to_owned(),
            email: email.to_owned(),
            email_norm: email.to_owned(),
            locale: Locale::Fr,
        };
        ids.push(people::store::add(&mut tx, now, &new).await?);
    }
    tx.commit().await?;
    let mut owner = stage.owner().await?;
    for (index, id) in ids.iter().enumerate() {
        sqlx::query(
            "insert into ticket_order (tenant_id, id, code, concert_id, seats, total, state, locale, placed_at, held_until, person_id, number_year, number, confirmed_at)
             values ($1, $2, $3, $4, 1, 0, 'confirmed', 'fr', $5, $5, $6, 2026, $7, $5)",
        )
        .bind(hall.tenant.uuid())
        .bind(new_uuid(now))
        .bind(format!("0000-000{index}-01"))
        .bind(hall.concert.uuid())
        .bind(now)
        .bind(id)
        .bind(i32::try_from(index + 1)?)
        .execute(&mut owner)
        .await?;
    }
    owner.close().await?;
    let [erased, corrected, unsubscribed, restricted, objecting, untouched] = ids[..] else { anyhow::bail!("six people were to be made") };
    Ok(Cast { erased, corrected, unsubscribed, restricted, objecting, untouched })
}

/// Each asks for what is theirs to ask: written into the ledger, then done.
async fn exercise(stage: &Stage, hall: &Hall, cast: &Cast) -> anyhow::Result<()> {
    let (app, tenant, now) = (&stage.app, hall.tenant, stage.app.clock.now());
    let person = |id| Person { subject: SubjectId::Buyer.key().to_owned(), id };
    let digest = |email: &str| Hash(suppression::digest(&app.keys, tenant, email));
    let mut tx = app.db.tenant(tenant).await?;
    let plan = personal::plan(&mut tx, &[personal::Root { subject: SubjectId::Buyer, id: cast.erased }], now).await?;
    drop(tx);
    let change = |column: &str, value: &str| Change { table: "person".to_owned(), row: cast.corrected, column: column.to_owned(), value: value.to_owned() };
    let acts = [
        (Act::Erasure { people: vec![person(cast.erased)], addresses: vec![app.ledger.address(tenant, ERASED[2])] }, Some(plan.hash())),
        (Act::Rectification { changes: vec![change("family_name", "Quéré")] }, None),
        (Act::Unsubscribe { address: digest(UNSUBSCRIBED), purpose: "newsletter".to_owned() }, None),
        (Act::Restriction { id: new_uuid(now), person: person(cast.restricted), treatment: "all".to_owned(), reason: "accuracy".to_owned() }, None),
        (Act::Objection { id: new_uuid(now), person: person(cast.objecting), treatment: "ticketing".to_owned(), address: Some(digest(OBJECTING)) }, None),
    ];
    for (act, plan) in acts {
        recovery::perform(app, tenant, &act, plan).await?;
    }
    Ok(())
}

/// Nothing is served, said or run.
async fn shut(stage: &Stage) -> anyhow::Result<Vec<Claim>> {
    let health = stage.url("", "/healthz");
    let begun = Instant::now();
    let mut told = String::new();
    while begun.elapsed() < Duration::from_mins(1) {
        if let Ok(answer) = stage.http.get(&health).send().await {
            told = answer.text().await?;
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let mut claims = vec![("health says quarantine, and why", String::new(), told.contains("\"quarantine\"") && told.contains("behind"))];
    for (what, url, words) in [
        ("an association's site refuses, and says why", stage.url("memoire", "/"), "sauvegarde"),
        ("a concert's page refuses", stage.url("memoire", "/concerts/alma"), "sauvegarde"),
        ("the back office refuses", stage.url("app", "/connexion"), "sauvegarde"),
        ("the platform refuses, in English too", stage.url("", "/en/"), "backup"),
    ] {
        let answer = stage.http.get(&url).send().await?;
        let status = answer.status();
        let said = answer.text().await?.contains(words);
        claims.push((what, status.as_u16().to_string(), status == 503 && said));
    }
    tokio::time::sleep(Duration::from_secs(3)).await;
    let mut owner = stage.owner().await?;
    let waiting: i64 =
        sqlx::query_scalar("select count(*) from job where kind = 'maintenance.orphans' and state = 'waiting' and attempt = 0").fetch_one(&mut owner).await?;
    let fired: i64 = sqlx::query_scalar("select count(*) from job_schedule").fetch_one(&mut owner).await?;
    owner.close().await?;
    claims.push(("the worker runs nothing and starts nothing", format!("{waiting} waiting"), waiting == 1 && fired == 0));
    Ok(claims)
}

/// All five hold.
async fn held(stage: &Stage, app: &App, hall: &Hall, cast: &Cast) -> anyhow::Result<Vec<Claim>> {
    let mut owner = stage.owner().await?;
    let name: String = sqlx::query_scalar("select family_name from person where id = $1").bind(cast.corrected).fetch_one(&mut owner).await?;
    let erased: String = sqlx::query_scalar("select family_name from person where id = $1").bind(cast.erased).fetch_one(&mut owner).await?;
    owner.close().await?;
    let mut tx = app.db.tenant(hall.tenant).await?;
    let unsubscribed = suppression::is_suppressed(&mut tx, app, UNSUBSCRIBED, "newsletter").await?;
    let objecting = suppression::is_suppressed(&mut tx, app, OBJECTING, "ticketing").await?;
    let others = suppression::is_suppressed(&mut tx, app, "firmin@example.org", "newsletter").await?;
    let mut hidden = Vec::new();
    for id in [cast.restricted, cast.objecting, cast.unsubscribed, cast.untouched] {
        hidden.push(people::store::find_shown(&mut tx, id).await?.is_some_and(|person| person.restricted && person.full_name().is_empty()));
    }
    Ok(vec![
        ("A is erased", erased.clone(), personal::is_erased(&erased)),
        ("B bears the corrected name", name.clone(), name == "Quéré"),
        ("C is not written to", String::new(), unsubscribed && !others),
        ("D is restricted", String::new(), hidden[0]),
        ("E's objection stands", String::new(), hidden[1] && objecting),
        ("C and F are seen as before", String::new(), !hidden[2] && !hidden[3]),
    ])
}

fn script(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../ops").join(name)
}

/// `ops/backup` or `ops/restore`, as an operator runs them.
fn operate(stage: &Stage, name: &str, folder: &str) -> anyhow::Result<Output> {
    let binary = std::env::var("DRILL_BIN")?;
    let path = std::env::var("PATH").unwrap_or_default();
    Ok(Command::new(script(name))
        .arg(folder)
        .env_clear()
        .envs(&stage.variables)
        .env("PATH", path)
        .env("ESTRADE", binary)
        .env("DATABASE_BACKUP_URL", stage.around.database.url("estrade_backup"))
        .stderr(Stdio::inherit())
        .output()?)
}

fn back_up(stage: &Stage) -> anyhow::Result<String> {
    let folder = stage.around.data.join("backups");
    std::fs::create_dir_all(&folder)?;
    let output = operate(stage, "backup", folder.to_str().context("a folder with a name")?)?;
    ensure!(output.status.success(), "ops/backup ended with {}", output.status);
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// Drops the database, as a lost disk would, makes an empty one and restores into it.
async fn restore(stage: &Stage, backup: &str) -> anyhow::Result<Output> {
    let Database::Private(cluster) = &stage.around.database else { anyhow::bail!("this drill drops its database: it runs on a private one only") };
    let mut admin = PgConnection::connect(&cluster.admin_url()).await?;
    for statement in ["drop database estrade with (force)", "create database estrade owner estrade_owner"] {
        sqlx::query(statement).execute(&mut admin).await?;
    }
    admin.close().await?;
    operate(stage, "restore", backup)
}

/// Runs `estrade` with these arguments; its status and what it said.
fn ask(stage: &Stage, arguments: &[&str]) -> anyhow::Result<(i32, String)> {
    let output = Command::new(std::env::var("DRILL_BIN")?).args(arguments).env_clear().envs(&stage.variables).stderr(Stdio::inherit()).output()?;
    Ok((output.status.code().unwrap_or(-1), String::from_utf8(output.stdout)?))
}

/// How often any of these texts stands in a plain dump of the whole database, as the backup's role reads it.
fn grep(stage: &Stage, needles: &[&str]) -> anyhow::Result<usize> {
    let programs = Command::new("bash").arg("-c").arg(format!("source '{}'; postgres_programs", script("lib.sh").display())).output()?;
    let dump = PathBuf::from(String::from_utf8(programs.stdout)?.trim()).join("pg_dump");
    let output = Command::new(dump).arg("--format=plain").arg(stage.around.database.url("estrade_backup")).stderr(Stdio::inherit()).output()?;
    ensure!(output.status.success(), "the dump ended with {}", output.status);
    let text = String::from_utf8_lossy(&output.stdout).to_lowercase();
    let forms = |needle: &str| [needle.to_lowercase(), hex::encode(needle), hex::encode(needle.to_lowercase())];
    Ok(needles.iter().flat_map(|needle| forms(needle)).map(|form| text.matches(form.as_str()).count()).sum())
}

/// The tables that hold buyers' data, by the inventory.
fn about_people() -> Vec<String> {
    TABLES.iter().filter(|table| table.subject == Some(SubjectId::Buyer) && table.scope == Scope::Tenant).map(|table| table.name.to_owned()).collect()
}

/// Every table but those in which a sweep leaves the proof that it ran.
async fn everything(stage: &Stage) -> anyhow::Result<Vec<String>> {
    let mut owner = stage.owner().await?;
    let tables = sqlx::query_scalar(
        "select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where c.relkind = 'r' and n.nspname in ('public', 'archive') and c.relname not in ('retention_run', 'retention_rule_state') order by 1",
    )
    .fetch_all(&mut owner)
    .await?;
    owner.close().await?;
    Ok(tables)
}

/// A digest of every row of these tables, read by who sees everything.
async fn digest(stage: &Stage, tables: &[String]) -> anyhow::Result<String> {
    let mut owner = stage.owner().await?;
    let mut whole = String::new();
    for table in tables {
        let one: String = sqlx::query_scalar(AssertSqlSafe(format!("select coalesce(md5(string_agg(t::text, '|' order by t::text)), '-') from {table} t")))
            .fetch_one(&mut owner)
            .await?;
        whole.extend([table.as_str(), " ", one.as_str(), "\n"]);
    }
    owner.close().await?;
    Ok(whole)
}

/// A person's row as a text.
async fn row_of(stage: &Stage, id: Uuid) -> anyhow::Result<String> {
    let mut owner = stage.owner().await?;
    let row = sqlx::query_scalar("select p::text from person p where id = $1").bind(id).fetch_one(&mut owner).await?;
    owner.close().await?;
    Ok(row)
}
