# Shared by the scripts of this folder: what is installed, and a throwaway PostgreSQL. Sourced, never run.
# shellcheck shell=bash

say() { printf '%s\n' "$*"; }

fail() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  if [[ -n ${2:-} ]]; then printf '  hint: %s\n' "$2" >&2; fi
  exit 1
}

as_root() {
  if [[ $(id -u) -eq 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "these packages are missing, and neither are we root nor is sudo here: ${missing_packages[*]:-}" \
      "as root: apt-get install -y --no-install-recommends ${missing_packages[*]:-}"
  fi
}

missing_packages=()

# want PACKAGE TEST...: notes PACKAGE as missing unless the test passes. A tool installed by other means counts.
want() {
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing_packages+=("$package")
}

has() { command -v "$1"; }

has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/initdb' || { has initdb && has postgres; }; }

has_certificates() { [[ -s /etc/ssl/certs/ca-certificates.crt ]]; }

# One package of Debian 12 carries both the C compiler and the linker that Rust needs.
has_linker() { has cc && has make; }

install_missing() {
  [[ ${#missing_packages[@]} -gt 0 ]] || return 0
  has apt-get >/dev/null || fail "this machine lacks: ${missing_packages[*]}" "install them with this system's package manager (the names are Debian's)"
  say "Installing Debian packages: ${missing_packages[*]}"
  # The cluster Debian would make at once is not ours and would only take memory.
  if [[ " ${missing_packages[*]} " == *" postgresql-"* && ! -e /etc/postgresql-common/createcluster.conf ]]; then
    as_root mkdir -p /etc/postgresql-common
    printf 'create_main_cluster = false\n' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  # An index fetched earlier is enough most of the time; a stale one is refreshed and tried again.
  local get=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -q -y --no-install-recommends)
  as_root "${get[@]}" install "${missing_packages[@]}" >/dev/null 2>&1 || {
    as_root "${get[@]}" update >/dev/null || fail "apt-get update failed" "check the network and /etc/apt/sources.list"
    as_root "${get[@]}" install "${missing_packages[@]}" >/dev/null || fail "these packages could not be installed: ${missing_packages[*]}" "run: apt-get install ${missing_packages[*]}"
  }
  missing_packages=()
}

need_rust() {
  if ! has cargo >/dev/null && [[ -x $HOME/.cargo/bin/cargo ]]; then
    PATH=$HOME/.cargo/bin:$PATH
    export PATH
  fi
  has cargo >/dev/null || fail "cargo is missing" "install Rust 1.95 or newer: https://rustup.rs"
}

# What building and running needs.
want_to_build() {
  want ca-certificates has_certificates
  want curl has curl
  want build-essential has_linker
  want pkg-config has pkg-config
  want postgresql-15 has_postgres
  want nodejs has node
  want npm has npm
}

postgres_programs() {
  local found
  found=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1) || true
  [[ -n $found ]] || found=$(command -v initdb) || fail "PostgreSQL is missing" "sudo apt-get install -y postgresql-15"
  dirname "$found"
}

# start_throwaway_postgres FOLDER: a cluster in FOLDER (made, private to its account) on a Unix socket; throwaway_url ROLE DATABASE is its address.
start_throwaway_postgres() {
  throwaway_folder=$1
  throwaway_programs=$(postgres_programs)
  throwaway_account=()
  mkdir -p "$throwaway_folder/socket"
  if [[ $(id -u) -eq 0 ]]; then
    # PostgreSQL refuses root.
    local name=nobody
    if id postgres >/dev/null 2>&1; then name=postgres; fi
    throwaway_account=(setpriv --reuid="$(id -u "$name")" --regid="$(id -g "$name")" --clear-groups)
    chown -R "$(id -u "$name"):$(id -g "$name")" "$throwaway_folder"
  fi
  chmod 700 "$throwaway_folder"
  (
    cd /
    "${throwaway_account[@]}" "$throwaway_programs/initdb" -D "$throwaway_folder/data" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
      --no-sync --no-instructions >"$throwaway_folder/.initdb.log" 2>&1 || { cat "$throwaway_folder/.initdb.log" >&2; exit 1; }
    "${throwaway_account[@]}" "$throwaway_programs/pg_ctl" -D "$throwaway_folder/data" -s -w -l "$throwaway_folder/data/log.txt" \
      -o "-c listen_addresses= -c fsync=off -c unix_socket_directories=$throwaway_folder/socket" start >/dev/null
  ) || fail "a throwaway PostgreSQL could not be started in $throwaway_folder"
}

throwaway_url() { printf 'postgres://%s@localhost/%s?host=%s/socket' "$1" "$2" "$throwaway_folder"; }

stop_throwaway_postgres() {
  [[ -n ${throwaway_folder:-} ]] || return 0
  if [[ -e $throwaway_folder/data/postmaster.pid ]]; then
    (cd / && "${throwaway_account[@]}" "$throwaway_programs/pg_ctl" -D "$throwaway_folder/data" -s -w -m immediate stop >/dev/null 2>&1) || true
  fi
  rm -rf "$throwaway_folder"
}
