# Sourced by bin/test and bin/flood: a PostgreSQL of its own, in a folder of its own, on a free port, as long as the command runs.

postgres_folder=""

postgres_programs() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1; }

# begin_postgres LOG [SETTING…]: sets postgres_connection. It syncs to disk, as in earnest, unless a setting says otherwise.
begin_postgres() {
  local log=$1 programs port
  shift
  programs=$(postgres_programs)
  port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
  postgres_folder=$(mktemp -d /tmp/genkan-postgres-XXXXXX)
  chmod 755 "$postgres_folder"
  if [ "$(id -u)" = 0 ]; then
    # It refuses to run as root.
    unprivileged=$(id -un postgres 2>/dev/null || echo nobody)
    chown "$unprivileged" "$postgres_folder"
  fi
  as_postgres "$programs/initdb" -D "$postgres_folder/data" -U genkan --auth=trust -E UTF8 --locale=C.UTF-8 >"$log" 2>&1 &&
    as_postgres "$programs/pg_ctl" -D "$postgres_folder/data" -w -l "$postgres_folder/log" \
      -o "-h 127.0.0.1 -p $port -k $postgres_folder -c fsync=on -c max_connections=300 $*" start >>"$log" 2>&1 ||
    { cat "$log" "$postgres_folder/log" >&2; return 1; }
  postgres_connection="Host=127.0.0.1;Port=$port;Username=genkan;Database=postgres"
}
as_postgres() { if [ "$(id -u)" = 0 ]; then (cd / && runuser -u "$unprivileged" -- "$@"); else "$@"; fi; }

end_postgres() {
  [ -n "$postgres_folder" ] || return 0
  as_postgres "$(postgres_programs)/pg_ctl" -D "$postgres_folder/data" -m immediate stop >/dev/null 2>&1
  rm -rf "$postgres_folder"
}
