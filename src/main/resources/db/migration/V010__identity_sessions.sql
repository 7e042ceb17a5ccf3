-- Identity: sessions with their refresh tokens (only hashes are kept), the organisation, staff.

create table identity_session (
    id           uuid        not null,
    audience     text        not null,
    subject      uuid        not null,
    name         text        not null,
    roles        text[]      not null,
    opened_at    timestamptz not null,
    refreshed_at timestamptz not null,
    expires_at   timestamptz not null,
    ended_at     timestamptz,
    end_reason   text,
    constraint identity_session_pk primary key (id),
    constraint identity_session_audience_ck check (audience in ('MEMBER', 'STAFF')),
    constraint identity_session_end_ck check ((ended_at is null) = (end_reason is null))
);
create index identity_session_subject_ix on identity_session (audience, subject) where ended_at is null;
create index identity_session_expires_ix on identity_session (expires_at);

create table identity_refresh_token (
    hash       text        not null,
    session_id uuid        not null,
    issued_at  timestamptz not null,
    expires_at timestamptz not null,
    spent_at   timestamptz,
    constraint identity_refresh_token_pk primary key (hash),
    constraint identity_refresh_token_session_fk foreign key (session_id)
        references identity_session (id) on delete cascade
);
create index identity_refresh_token_session_ix on identity_refresh_token (session_id);

create table identity_org_unit (
    id         uuid        not null,
    parent_id  uuid,
    kind       text        not null,
    name       text        not null,
    version    bigint      not null default 0,
    created_at timestamptz not null,
    constraint identity_org_unit_pk primary key (id),
    constraint identity_org_unit_parent_fk foreign key (parent_id) references identity_org_unit (id),
    constraint identity_org_unit_kind_ck check (kind in ('HQ', 'REGION', 'STORE')),
    constraint identity_org_unit_root_ck check ((kind = 'HQ') = (parent_id is null)),
    constraint identity_org_unit_name_uk unique nulls not distinct (parent_id, name)
);
create unique index identity_org_unit_one_hq_uk on identity_org_unit (kind) where kind = 'HQ';
-- The head of the tree is there from the first day, under an id that every installation shares.
insert into identity_org_unit (id, parent_id, kind, name, version, created_at)
values ('00000000-0000-7000-8000-000000000001', null, 'HQ', '总部', 0, timestamptz '2026-01-01 00:00:00+00');

create table identity_staff (
    id            uuid        not null,
    username      text        not null,
    display_name  text        not null,
    password_hash text        not null,
    roles         text[]      not null,
    org_unit_id   uuid        not null,
    state         text        not null,
    totp_secret   text,
    totp_pending  text,
    totp_step     bigint      not null default 0,
    version       bigint      not null default 0,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    constraint identity_staff_pk primary key (id),
    constraint identity_staff_username_uk unique (username),
    constraint identity_staff_username_ck check (username = lower(username)),
    constraint identity_staff_state_ck check (state in ('ENABLED', 'DISABLED')),
    constraint identity_staff_unit_fk foreign key (org_unit_id) references identity_org_unit (id)
);
create index identity_staff_unit_ix on identity_staff (org_unit_id);

grant select, insert, update, delete on identity_session, identity_refresh_token, identity_org_unit, identity_staff
    to siyu_app;
