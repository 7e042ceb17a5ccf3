-- The kernel: the way out and in for events, stored answers, the audit log, jobs with their files.

create table kernel_outbox (
    seq           bigint generated always as identity primary key,
    event_id      uuid        not null,
    type          text        not null,
    key           text        not null,
    payload       text        not null,
    occurred_at   timestamptz not null,
    appended_at   timestamptz not null,
    trace_parent  text,
    claimed_until timestamptz,
    sent_at       timestamptz,
    constraint kernel_outbox_event_uk unique (event_id)
);
create index kernel_outbox_unsent_ix on kernel_outbox (seq) where sent_at is null;
create index kernel_outbox_unsent_key_ix on kernel_outbox (key, seq) where sent_at is null;
create index kernel_outbox_sent_ix on kernel_outbox (sent_at) where sent_at is not null;

create table kernel_inbox (
    consumer text        not null,
    event_id uuid        not null,
    heard_at timestamptz not null,
    constraint kernel_inbox_pk primary key (consumer, event_id)
);
create index kernel_inbox_heard_ix on kernel_inbox (heard_at);

create table kernel_dead_letter (
    id          uuid        not null,
    consumer    text        not null,
    event_id    uuid        not null,
    type        text        not null,
    key         text        not null,
    payload     text        not null,
    occurred_at timestamptz not null,
    failed_at   timestamptz not null,
    failure     text        not null,
    tries       int         not null,
    trace_parent text,
    replayed_at timestamptz,
    constraint kernel_dead_letter_pk primary key (id),
    constraint kernel_dead_letter_uk unique (consumer, event_id)
);

create table kernel_idempotency (
    caller       uuid        not null,
    operation    text        not null,
    key          text        not null,
    request_hash text        not null,
    status       int         not null,
    body         text        not null,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    constraint kernel_idempotency_pk primary key (caller, operation, key)
);
create index kernel_idempotency_expires_ix on kernel_idempotency (expires_at);

create table kernel_audit_log (
    id           uuid        not null,
    at           timestamptz not null,
    actor_kind   text        not null,
    actor_id     uuid        not null,
    actor_name   text        not null,
    action       text        not null,
    target_kind  text        not null,
    target_id    text        not null,
    reason       text,
    before_value jsonb,
    after_value  jsonb,
    trace_id     text        not null,
    constraint kernel_audit_log_pk primary key (id),
    constraint kernel_audit_log_reason_ck check (length(reason) <= 200)
);
create index kernel_audit_log_at_ix on kernel_audit_log (at desc, id desc);
create index kernel_audit_log_target_ix on kernel_audit_log (target_kind, target_id, at desc);
create index kernel_audit_log_actor_ix on kernel_audit_log (actor_id, at desc);

create table kernel_job (
    id             uuid        not null,
    kind           text        not null,
    state          text        not null,
    actor_kind     text        not null,
    actor_id       uuid        not null,
    actor_name     text        not null,
    parameters     jsonb       not null,
    checkpoint     jsonb,
    processed      bigint      not null default 0,
    total          bigint      not null default 0,
    failed         bigint      not null default 0,
    failure        text,
    cancel_asked   boolean     not null default false,
    attempts       int         not null default 0,
    lease_token    uuid,
    lease_until    timestamptz,
    created_at     timestamptz not null,
    started_at     timestamptz,
    ended_at       timestamptz,
    version        bigint      not null default 0,
    constraint kernel_job_pk primary key (id),
    constraint kernel_job_state_ck check (state in ('QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED'))
);
create index kernel_job_open_ix on kernel_job (created_at) where state in ('QUEUED', 'RUNNING');
create index kernel_job_created_ix on kernel_job (created_at desc, id desc);

create table kernel_job_file (
    job_id     uuid  not null references kernel_job (id) on delete cascade,
    name       text  not null,
    media_type text  not null,
    content    bytea not null,
    constraint kernel_job_file_pk primary key (job_id, name)
);

grant select, insert, update, delete on kernel_outbox, kernel_inbox, kernel_dead_letter, kernel_idempotency,
    kernel_job, kernel_job_file to siyu_app;
grant select, insert on kernel_audit_log to siyu_app;
