#!/bin/sh
# Called twice: by the database's image when it is made (sets the roles' passwords), and as `passwords.sh grants` after
# every migration (gives the application what the new tables need). Passwords come from files and are never arguments.
set -eu

if [ "${1:-}" = grants ]; then
  PGPASSWORD="$(cat /run/secrets/postgres_password)"
  export PGPASSWORD
  exec psql --host postgres --username postgres --dbname hub --no-psqlrc --set ON_ERROR_STOP=1 --file /roles.sql
fi

migrate="$(cat /run/secrets/hub_migrate_password)"
app="$(cat /run/secrets/hub_app_password)"
export migrate app
psql --username "${POSTGRES_USER:-postgres}" --dbname "${POSTGRES_DB:-hub}" --no-psqlrc --set ON_ERROR_STOP=1 <<'SQL'
\getenv migrate migrate
\getenv app app
SET log_statement = 'none';
ALTER ROLE hub_migrate PASSWORD :'migrate';
ALTER ROLE hub_app PASSWORD :'app';
SQL
