-- Imports of a catalogue: the files as they were handed in, the runs over them, and what was wrong with single rows.

create table setup_import (
    id         uuid        not null,
    actor_id   uuid        not null,
    actor_name text        not null,
    created_at timestamptz not null,
    constraint setup_import_pk primary key (id)
);
create index setup_import_created_ix on setup_import (created_at desc, id desc);

create table setup_import_file (
    import_id uuid  not null references setup_import (id) on delete cascade,
    kind      text  not null,
    content   bytea not null,
    constraint setup_import_file_pk primary key (import_id, kind)
);

create table setup_import_run (
    job_id    uuid    not null,
    import_id uuid    not null references setup_import (id) on delete cascade,
    dry_run   boolean not null,
    tally     text    not null,
    constraint setup_import_run_pk primary key (job_id)
);
create index setup_import_run_import_ix on setup_import_run (import_id, job_id);

create table setup_import_fault (
    job_id      uuid   not null references setup_import_run (job_id) on delete cascade,
    file_kind   text   not null,
    line        bigint not null,
    column_name text   not null,
    value       text   not null,
    reason      text   not null,
    constraint setup_import_fault_pk primary key (job_id, file_kind, line, column_name, reason)
);

grant select, insert, update, delete on setup_import, setup_import_file, setup_import_run, setup_import_fault
    to siyu_app;
