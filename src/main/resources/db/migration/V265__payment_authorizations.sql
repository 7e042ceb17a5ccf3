-- Payment: users who need not confirm each transfer to them (C35). One for each person, until somebody takes it back.

create table payment_authorization (
    id               uuid        not null,
    out_no           text        not null,
    member_id        uuid        not null,
    -- Keyed index of the openid that it is for.
    openid_index     text        not null,
    state            text        not null,
    authorization_id text,
    package_info     text,
    close_reason     text,
    asked_at         timestamptz not null,
    effective_at     timestamptz,
    ended_at         timestamptz,
    tries            int         not null default 0,
    next_query_at    timestamptz,
    constraint payment_authorization_pk primary key (id),
    constraint payment_authorization_no_uk unique (out_no),
    constraint payment_authorization_state_ck check (state in ('ASKED', 'WAITING', 'ACTIVE', 'CLOSED')),
    constraint payment_authorization_active_ck check (state <> 'ACTIVE' or authorization_id is not null),
    constraint payment_authorization_ended_ck check (
        (state = 'CLOSED') = (ended_at is not null) and (ended_at is null or next_query_at is null))
);
create unique index payment_authorization_living_uk on payment_authorization (member_id) where state <> 'CLOSED';
create index payment_authorization_openid_ix on payment_authorization (openid_index) where state = 'ACTIVE';
create index payment_authorization_due_ix on payment_authorization (next_query_at) where next_query_at is not null;

-- On which authorization the stored request rests; empty when the payee confirms.
alter table payment_transfer add column authorization_no text;

grant select, insert, update on payment_authorization to siyu_app;
