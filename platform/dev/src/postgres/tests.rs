//! The cluster's life: made, stopped, killed, taken over.

use sqlx::{Connection, PgConnection};

use super::*;

const QUICK: Options = Options { fsync: false };

async fn count_notes(cluster: &Cluster) -> i64 {
    let mut connection = PgConnection::connect(&cluster.url("estrade_owner", DATABASE)).await.unwrap();
    sqlx::raw_sql("create table if not exists note (id bigint generated always as identity); insert into note default values")
        .execute(&mut connection)
        .await
        .unwrap();
    sqlx::query_scalar("select count(*) from note").fetch_one(&mut connection).await.unwrap()
}

fn alive(pid: u32) -> bool {
    // A zombie has ended; only its parent's wait is missing.
    std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|text| !text.contains(") Z "))
}

fn kill(pid: u32) {
    assert!(std::process::Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
}

#[tokio::test]
async fn a_cluster_is_private_keeps_its_data_and_stops_with_us() {
    let folder = tempfile::tempdir().unwrap();
    let cluster = Cluster::start(folder.path(), QUICK).await.unwrap();
    let mut admin = PgConnection::connect(&cluster.admin_url()).await.unwrap();
    for (setting, expected) in [("listen_addresses", ""), ("data_checksums", "on"), ("log_error_verbosity", "terse"), ("log_min_error_statement", "panic")] {
        let value: String = sqlx::query_scalar("select current_setting($1)").bind(setting).fetch_one(&mut admin).await.unwrap();
        assert_eq!(value, expected, "{setting}");
    }
    let sorted: Vec<String> =
        sqlx::query_scalar("select word from unnest(array['été', 'zoé', 'étude', 'eau']) word order by word").fetch_all(&mut admin).await.unwrap();
    assert_eq!(sorted, ["eau", "été", "étude", "zoé"]);
    assert_eq!(count_notes(&cluster).await, 1);
    let pid = cluster.pid().unwrap();
    cluster.stop().await.unwrap();
    assert!(!alive(pid));

    let again = Cluster::start(folder.path(), QUICK).await.unwrap();
    assert_eq!(count_notes(&again).await, 2);
    again.stop().await.unwrap();
    erase(folder.path()).await.unwrap();
    assert!(!folder.path().join("postgres").exists());
}

#[tokio::test]
async fn a_killed_postmaster_leaves_a_cluster_that_starts_again() {
    let folder = tempfile::tempdir().unwrap();
    let cluster = Cluster::start(folder.path(), QUICK).await.unwrap();
    assert_eq!(count_notes(&cluster).await, 1);
    kill(cluster.pid().unwrap());
    let again = Cluster::start(folder.path(), QUICK).await.unwrap();
    assert_eq!(count_notes(&again).await, 2);
    again.stop().await.unwrap();
    drop(cluster);
}

#[tokio::test]
async fn a_postmaster_left_running_is_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    let orphaned = Cluster::start(folder.path(), QUICK).await.unwrap();
    let first = orphaned.pid().unwrap();
    // What a kill -9 of our process leaves: nobody stops the postmaster.
    std::mem::forget(orphaned);
    let cluster = Cluster::start(folder.path(), QUICK).await.unwrap();
    assert_ne!(cluster.pid(), Some(first));
    assert!(!alive(first));
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_pid_file_that_names_a_stranger_is_a_leftover_and_the_stranger_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let cluster = Cluster::start(folder.path(), QUICK).await.unwrap();
    let pid_file = cluster.programs.data.join("postmaster.pid");
    cluster.stop().await.unwrap();
    let mut stranger = std::process::Command::new("sleep").arg("60").spawn().unwrap();
    std::fs::write(&pid_file, format!("{}\n", stranger.id())).unwrap();
    let cluster = Cluster::start(folder.path(), QUICK).await.unwrap();
    assert!(alive(stranger.id()));
    cluster.stop().await.unwrap();
    stranger.kill().unwrap();
    stranger.wait().unwrap();
}

#[tokio::test]
async fn a_long_path_gets_a_short_socket() {
    let folder = tempfile::tempdir().unwrap();
    account::open_passage(folder.path()).unwrap();
    let long = folder.path().join("a".repeat(120));
    let cluster = Cluster::start(&long, QUICK).await.unwrap();
    assert!(cluster.socket.as_os_str().len() < 60);
    assert_eq!(count_notes(&cluster).await, 1);
    let socket = cluster.socket.clone();
    cluster.stop().await.unwrap();
    std::fs::remove_dir_all(socket).unwrap();
}

#[tokio::test]
async fn another_majors_cluster_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("postgres/data");
    std::fs::create_dir_all(&data).unwrap();
    std::fs::write(data.join("PG_VERSION"), "9\n").unwrap();
    let refusal = Cluster::start(folder.path(), QUICK).await.unwrap_err().to_string();
    assert!(refusal.contains("made by PostgreSQL 9"), "{refusal}");
}

#[tokio::test]
async fn a_server_of_ones_own_gets_our_roles_and_one_database() {
    let folder = tempfile::tempdir().unwrap();
    let cluster = Cluster::start(folder.path(), QUICK).await.unwrap();
    let given = Given::prepare(&cluster.admin_url(), "c0ffee", false).await.unwrap();
    let mut connection = PgConnection::connect(&given.url("estrade_tenant")).await.unwrap();
    let database: String = sqlx::query_scalar("select current_database()::text").fetch_one(&mut connection).await.unwrap();
    assert_eq!(database, GIVEN_DATABASE);
    Given::prepare(&cluster.admin_url(), "c0ffee", true).await.unwrap();
    let refusal = Given::prepare("http://example.org", "c0ffee", false).await.unwrap_err().to_string();
    assert!(refusal.contains("DATABASE_URL is not"), "{refusal}");
    cluster.stop().await.unwrap();
}

#[test]
fn a_data_folder_of_a_closed_home_is_served_from_a_system_folder() {
    let Some(account) = account::choose().unwrap() else { return };
    let closed = tempfile::tempdir().unwrap();
    std::fs::set_permissions(closed.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
    let folder = closed.path().join("data");
    std::fs::create_dir(&folder).unwrap();
    let home = home(&folder, Some(account)).unwrap();
    assert!(home.starts_with(SYSTEM_FOLDER), "{}", home.display());
    assert_eq!(folder.join("postgres").canonicalize().unwrap(), home);
    assert!(account.owns(&home));
    assert_eq!(super::home(&folder, Some(account)).unwrap(), home, "found again by its link");
    std::fs::remove_dir_all(home).unwrap();
}
