#!/bin/sh
# Runs once, when the database is made: the application's role owns nothing and is granted what it needs by the migrations.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    -v app_password="$SIYU_APP_PASSWORD" <<'SQL'
create role siyu_app login password :'app_password';
create extension if not exists btree_gist;
SQL
