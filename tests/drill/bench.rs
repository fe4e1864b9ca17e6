//! Measures, in one run and beside references on the same machine: nginx serving the same bytes, pgbench running the same minimal transaction.
#![expect(clippy::cast_precision_loss, reason = "counts and bytes of a report, far below what a float holds exactly")]

use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use rand::{SeedableRng, rngs::StdRng};
use serde_json::json;
use sqlx::Connection;

use crate::{
    buyer::{self, Rush},
    stage::{Process, Stage},
};

/// How long each load lasts, in seconds.
const SECONDS: u32 = 8;
/// How long the rush goes on before it is measured.
const WARM_UP: u32 = 2;
const CLIENTS: u32 = 64;
const TENANTS: i64 = 1000;
/// Before memory is read: what was freed goes back to the system after a second.
const REST: Duration = Duration::from_secs(2);

const HOLDS_LUA: &str = r#"
math.randomseed(os.time())
local n = math.random(1, 4000000)
request = function()
  n = n + 1
  wrk.headers["X-Forwarded-For"] = string.format("10.%d.%d.%d", math.floor(n / 65536) % 256, math.floor(n / 256) % 256, n % 256)
  return wrk.format("POST", nil, wrk.headers, FIELD .. "=1")
end
"#;

/// A visitor who turns pages now and then: the probe must not be a load of its own.
const VISITOR_LUA: &str = "delay = function() return math.random(5, 15) end\n";

const PGBENCH_TABLES: &str = "
  create table bench_pool (id int primary key, capacity int not null, held int not null default 0, sold int not null default 0, check (held + sold <= capacity));
  create table bench_order (id uuid primary key default gen_random_uuid(), code text not null, pool int not null references bench_pool, seats int not null, total int not null, state text not null, placed_at timestamptz not null default now());
  create table bench_line (order_id uuid not null references bench_order, position int not null, name text not null, quantity int not null, unit_price int not null, primary key (order_id, position));
  insert into bench_pool (id, capacity) values (1, 100000000)";

const PGBENCH_SCRIPT: &str = "begin;
update bench_pool set held = held + 1 where id = 1 and held + sold + 1 <= capacity;
with placed as (insert into bench_order (code, pool, seats, total, state) values ('0000-0000-00', 1, 1, 1470, 'held') returning id)
insert into bench_line (order_id, position, name, quantity, unit_price) select id, 1, 'Plein tarif', 1, 1470 from placed;
commit;
";

/// A reference server in one process, so that ending it ends all of it; ended when dropped.
struct Nginx(Child);

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What wrk says.
struct Load {
    per_second: f64,
    p99_ms: f64,
    failed: u64,
}

/// Runs everything, prints the ratios, writes `BENCH_OUT`.
pub async fn run() -> anyhow::Result<bool> {
    let mut stage = Stage::set_up().await?;
    stage.variables.insert("DATABASE_MAX_CONNECTIONS".to_owned(), "32".to_owned());
    let hot = stage.hall("chaud", 100_000, true).await?;
    stage.hall("voisin", 100, true).await?;

    let begun = Instant::now();
    let server = stage.start(&["serve"])?;
    stage.answers(&stage.url("voisin", "/concerts/alma")).await?;
    let first_page = begun.elapsed();
    tokio::time::sleep(Duration::from_secs(2)).await;
    let rss_idle = rss(&server)?;

    let page = stage.url("chaud", "/concerts/alma");
    let ours = load(&stage, &page, CLIENTS / 2, &["-H", "Accept-Encoding: gzip"], None).await?;
    let nginx = against_nginx(&stage, &page).await?;

    let neighbour = stage.url("voisin", "/concerts/alma");
    let visitor = write(&stage, "visitor.lua", VISITOR_LUA)?;
    let quiet = load(&stage, &neighbour, 1, &["-H", "Accept-Encoding: gzip"], Some(&visitor)).await?;
    let script = write(&stage, "holds.lua", &HOLDS_LUA.replace("FIELD", &format!("\"tariff-{}\"", hot.tariff)))?;
    let places = stage.url("chaud", "/concerts/alma/places");
    let origin = format!("Origin: {}", stage.around.page("chaud").trim_end_matches('/'));
    let headers = ["-H", "Content-Type: application/x-www-form-urlencoded", "-H", origin.as_str(), "-H", "Sec-Fetch-Site: same-origin"];
    // A database that has lived a minute knows its tables: until then, plans made for empty ones read every order to check the key of one.
    load_for(WARM_UP, &stage, &places, CLIENTS, &headers, Some(&script)).await?;
    let mut owner = stage.owner().await?;
    sqlx::raw_sql("analyze").execute(&mut owner).await?;
    owner.close().await?;
    let before = orders(&stage).await?;
    let (rush, disturbed) = tokio::try_join!(
        load(&stage, &places, CLIENTS, &headers, Some(&script)),
        load(&stage, &neighbour, 1, &["-H", "Accept-Encoding: gzip"], Some(&visitor))
    )?;
    let held = orders(&stage).await? - before;
    let holds_per_second = held as f64 / f64::from(SECONDS);
    ensure!(held > 0, "no place was held: {} requests failed", rush.failed);
    let row_by_row = pgbench(&stage).await?;

    crowd(&stage).await?;
    tokio::time::sleep(REST).await;
    let rss_crowd = rss(&server)?;
    let pdf_ms = pdf(&stage).await?;
    tokio::time::sleep(REST).await;
    let rss_printed = rss(&server)?;
    drop(server);

    let page_ratio = ours.per_second / nginx.per_second;
    let hold_ratio = holds_per_second / row_by_row;
    let neighbour_ratio = disturbed.p99_ms / quiet.p99_ms;
    let (first_page, megabytes) = (first_page.as_secs_f64(), |bytes: u64| bytes as f64 / 1_048_576.0);
    println!("{:<52}{:>12}{:>12}{:>9}{:>9}", "", "Estrade", "reference", "ratio", "aim");
    println!("{:<52}{:>12.0}{:>12.0}{:>9.2}{:>9}", "warm concert page, pages/s (nginx, one worker)", ours.per_second, nginx.per_second, page_ratio, ">= 0.5");
    println!("{:<52}{:>12.0}{:>12.0}{:>9.1}{:>9}", "places held/s, 64 clients (pgbench, row by row)", holds_per_second, row_by_row, hold_ratio, ">= 5");
    println!("{:<52}{:>12.2}{:>12.2}{:>9.1}{:>9}", "a neighbour's p99 in ms, rush against idle", disturbed.p99_ms, quiet.p99_ms, neighbour_ratio, "<= 2");
    println!("{:<52}{:>12.0}", "tickets as PDF, ms (median of 50)", pdf_ms);
    println!("{:<52}{:>12.2}{:>30}", "start to first page, s", first_page, "< 2");
    println!("{:<52}{:>12.0}", "memory idle, MB", megabytes(rss_idle));
    println!("{:<52}{:>12.0}{:>30}", "memory with 1,000 associations visited, MB", megabytes(rss_crowd), "< 100");
    println!("{:<52}{:>12.0}", "and after 50 tickets as PDF, MB", megabytes(rss_printed));
    let report = json!({
        "page": {"per_second": ours.per_second, "p99_ms": ours.p99_ms, "nginx_per_second": nginx.per_second, "ratio": page_ratio, "aim": ">= 0.5"},
        "holds": {"per_second": holds_per_second, "pgbench_per_second": row_by_row, "ratio": hold_ratio, "aim": ">= 5", "clients": CLIENTS, "refused": rush.failed},
        "neighbour": {"idle_p99_ms": quiet.p99_ms, "rush_p99_ms": disturbed.p99_ms, "ratio": neighbour_ratio, "aim": "<= 2"},
        "pdf_ms": pdf_ms, "first_page_s": first_page, "rss_idle_mb": megabytes(rss_idle), "rss_1000_mb": megabytes(rss_crowd),
        "rss_printed_mb": megabytes(rss_printed), "seconds": SECONDS,
    });
    if let Some(path) = std::env::var_os("BENCH_OUT") {
        fs::write(&path, serde_json::to_string_pretty(&report)?).with_context(|| format!("{} cannot be written", Path::new(&path).display()))?;
    }
    stage.around.stop().await?;
    Ok(true)
}

/// Loads one address with wrk, by address and `Host`, because wrk asks a resolver that may not know `*.localhost`.
async fn load(stage: &Stage, url: &str, clients: u32, arguments: &[&str], script: Option<&Path>) -> anyhow::Result<Load> {
    load_for(SECONDS, stage, url, clients, arguments, script).await
}

async fn load_for(seconds: u32, stage: &Stage, url: &str, clients: u32, arguments: &[&str], script: Option<&Path>) -> anyhow::Result<Load> {
    let url: url::Url = url.parse()?;
    let host = format!("Host: {}:{}", url.host_str().unwrap_or_default(), stage.around.bind.port());
    let target = format!("http://{}{}", stage.around.bind, url.path());
    let threads = clients.min(2);
    wrk(seconds, &target, threads, clients, &[&["-H", host.as_str()], arguments].concat(), script).await
}

async fn wrk(seconds: u32, target: &str, threads: u32, clients: u32, arguments: &[&str], script: Option<&Path>) -> anyhow::Result<Load> {
    let mut command = tokio::process::Command::new("wrk");
    command.args(["--latency", "-t", &threads.to_string(), "-c", &clients.to_string(), "-d", &format!("{seconds}s"), "--timeout", "10s"]).args(arguments);
    if let Some(script) = script {
        command.arg("-s").arg(script);
    }
    let output = command.arg(target).output().await.context("wrk cannot be run")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    ensure!(output.status.success(), "wrk failed: {text}{}", String::from_utf8_lossy(&output.stderr));
    let word = |name: &str| text.lines().find_map(|line| line.trim().strip_prefix(name).map(str::trim).map(str::to_owned));
    let per_second = word("Requests/sec:").and_then(|value| value.parse().ok()).with_context(|| format!("wrk says no rate: {text}"))?;
    let p99_ms = word("99%").and_then(|value| milliseconds(&value)).with_context(|| format!("wrk says no latency: {text}"))?;
    let failed = word("Non-2xx or 3xx responses:").and_then(|value| value.parse().ok()).unwrap_or(0);
    Ok(Load { per_second, p99_ms, failed })
}

fn milliseconds(text: &str) -> Option<f64> {
    let split = text.find(|sign: char| sign.is_alphabetic())?;
    let number: f64 = text[..split].parse().ok()?;
    Some(match &text[split..] {
        "us" => number / 1000.0,
        "ms" => number,
        "s" => number * 1000.0,
        _ => return None,
    })
}

/// The very bytes our server sends, served by nginx with one worker, compressed beforehand as ours are.
async fn against_nginx(stage: &Stage, page: &str) -> anyhow::Result<Load> {
    let folder = stage.around.data.join("nginx");
    fs::create_dir_all(folder.join("page"))?;
    let plain = stage.http.get(page).send().await?.bytes().await?;
    let packed = stage.http.get(page).header("accept-encoding", "gzip").send().await?;
    ensure!(packed.headers().get("content-encoding").is_some_and(|value| value == "gzip"), "the page is not compressed");
    fs::write(folder.join("page/index.html"), plain)?;
    fs::write(folder.join("page/index.html.gz"), packed.bytes().await?)?;
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let at = folder.display();
    let configuration = format!(
        "daemon off; master_process off; pid {at}/pid; error_log {at}/error.log;\nevents {{ worker_connections 1024; }}\nhttp {{ access_log off; types {{ text/html html; }} sendfile on; \
         open_file_cache max=10; keepalive_requests 10000000; client_body_temp_path {at}/a; proxy_temp_path {at}/b; fastcgi_temp_path {at}/c; uwsgi_temp_path {at}/d; scgi_temp_path {at}/e;\n\
         server {{ listen 127.0.0.1:{port}; root {at}/page; gzip_static on; gzip_vary on; }} }}\n"
    );
    let file = write(stage, "nginx.conf", &configuration)?;
    // As root, workers change to an account that may not read this folder; here it may.
    let account = if fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0) { "user root; " } else { "" };
    let child = Command::new("nginx")
        .arg("-c")
        .arg(&file)
        .args(["-g", account, "-e"])
        .arg(folder.join("start.log"))
        .stdin(Stdio::null())
        .spawn()
        .context("nginx cannot be run")?;
    let nginx = Nginx(child);
    let target = format!("http://127.0.0.1:{port}/index.html");
    stage.answers(&target).await.context("nginx")?;
    let load = wrk(SECONDS, &target, 2, CLIENTS / 2, &["-H", "Accept-Encoding: gzip"], None).await?;
    drop(nginx);
    Ok(load)
}

/// Transactions a second, one row at a time, on the same cluster; it waits for the disk as ours does.
async fn pgbench(stage: &Stage) -> anyhow::Result<f64> {
    let mut owner = stage.owner().await?;
    let on: String = sqlx::query_scalar("show fsync").fetch_one(&mut owner).await?;
    ensure!(on == "on", "the cluster does not wait for the disk");
    sqlx::raw_sql("create schema bench authorization current_user").execute(&mut owner).await?;
    sqlx::raw_sql("set search_path = bench").execute(&mut owner).await?;
    sqlx::raw_sql(PGBENCH_TABLES).execute(&mut owner).await?;
    owner.close().await?;
    let script = write(stage, "holds.sql", &PGBENCH_SCRIPT.replace("bench_", "bench.bench_"))?;
    let url = stage.around.database.url("estrade_owner");
    let output = tokio::process::Command::new(std::env::var("PGBENCH").unwrap_or_else(|_| "pgbench".to_owned()))
        .args(["-n", "-M", "prepared", "-c", &CLIENTS.to_string(), "-j", "2", "-T", &SECONDS.to_string(), "-f"])
        .arg(&script)
        .arg(&url)
        .output()
        .await
        .context("pgbench cannot be run")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    ensure!(output.status.success(), "pgbench failed: {text}{}", String::from_utf8_lossy(&output.stderr));
    text.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok()).with_context(|| format!("pgbench says no rate: {text}"))
}

async fn orders(stage: &Stage) -> anyhow::Result<i64> {
    let mut owner = stage.owner().await?;
    let count = sqlx::query_scalar("select count(*) from ticket_order").fetch_one(&mut owner).await?;
    owner.close().await?;
    Ok(count)
}

/// The median time of an order's tickets, asked for over HTTP fifty times.
async fn pdf(stage: &Stage) -> anyhow::Result<f64> {
    let concert = stage.url("voisin", "/concerts/alma");
    let tariff: uuid::Uuid = {
        let mut owner = stage.owner().await?;
        sqlx::query_scalar("select f.id from tariff f join tenant t on t.id = f.tenant_id where t.slug = 'voisin'").fetch_one(&mut owner).await?
    };
    let rush = Rush {
        http: stage.http.clone(),
        concert: concert.parse()?,
        field: format!("tariff-{tariff}"),
        over: AtomicBool::new(false),
        lost: AtomicUsize::new(0),
    };
    let mut dice = StdRng::seed_from_u64(1);
    let rush = Arc::new(rush);
    let order = buyer::take_a_place(&rush, &mut dice, "10.9.9.9").await.context("no place for the PDF's order")?;
    buyer::pay(&rush, &mut dice, "10.9.9.9", &order, 9, false, false).await.context("the PDF's order is not paid")?;
    let mut times = Vec::new();
    for _ in 0..50 {
        let begun = Instant::now();
        let answer = stage.http.get(format!("{order}/billets.pdf")).send().await?.error_for_status()?;
        ensure!(answer.bytes().await?.starts_with(b"%PDF-"), "no PDF");
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok(times[times.len() / 2])
}

/// A thousand associations with a concert each, every page of theirs visited once by people who then leave: what is counted is what
/// associations cost, and not what open connections do.
async fn crowd(stage: &Stage) -> anyhow::Result<()> {
    let mut owner = stage.owner().await?;
    for statement in [
        "insert into tenant (id, slug, name, created_at, content_changed_at) select gen_random_uuid(), 'foule-' || n, 'Association ' || n, now(), now() from generate_series(1, $1) n",
        "insert into association (tenant_id, legal_name, about_fr, street, postal_code, city, email, director_name, updated_at)
         select id, name, repeat('Nous sommes trente bénévoles. ', 20), '1 rue du Lac', '74000', 'Annecy', 'a@example.org', 'Odile Marchand', now() from tenant where slug like 'foule-%' and $1 > 0",
        "insert into association_module (tenant_id, module, since) select id, 'ticketing', now() from tenant where slug like 'foule-%' and $1 > 0",
        "insert into concert (tenant_id, id, slug, title, summary_fr, text_fr, venue_name, starts_at, state, created_at, updated_at)
         select id, gen_random_uuid(), 'alma', 'Quartet Alma', 'Une soirée.', repeat('Contrebasse, piano, batterie. ', 30), 'Salle', now() + interval '20 days', 'published', now(), now()
           from tenant where slug like 'foule-%' and $1 > 0",
        "insert into seat_pool (tenant_id, concert_id, capacity) select c.tenant_id, c.id, 100 from concert c join tenant t on t.id = c.tenant_id where t.slug like 'foule-%' and $1 > 0",
        "insert into tariff (tenant_id, id, concert_id, position, name_fr, kind, price)
         select c.tenant_id, gen_random_uuid(), c.id, 1, 'Plein tarif', 'fixed', 1470 from concert c join tenant t on t.id = c.tenant_id where t.slug like 'foule-%' and $1 > 0",
    ] {
        sqlx::query(statement).bind(TENANTS).execute(&mut owner).await?;
    }
    owner.close().await?;
    let mut visits = tokio::task::JoinSet::new();
    for visitor in 0..16 {
        let http = stage.visitor()?;
        let urls: Vec<String> = (1..=TENANTS)
            .filter(|number| number % 16 == visitor)
            .flat_map(|number| {
                ["/", "/concerts", "/concerts/alma", "/mentions-legales", "/conditions-de-vente", "/en", "/en/concerts/alma"]
                    .map(|path| stage.url(&format!("foule-{number}"), path))
            })
            .collect();
        visits.spawn(async move {
            for url in urls {
                http.get(url).send().await?.error_for_status()?.bytes().await?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(done) = visits.join_next().await {
        done??;
    }
    Ok(())
}

fn rss(server: &Process) -> anyhow::Result<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", server.id()))?;
    let kilobytes: u64 = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next()?.parse().ok()).context("no VmRSS")?;
    Ok(kilobytes * 1024)
}

fn write(stage: &Stage, name: &str, text: &str) -> anyhow::Result<std::path::PathBuf> {
    let path = stage.around.data.join(name);
    fs::write(&path, text)?;
    Ok(path)
}
