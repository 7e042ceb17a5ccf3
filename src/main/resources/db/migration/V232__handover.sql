-- Handover: what a seller who leaves, or goes on elsewhere, has in hand becomes another's (D9, D10).

create table handover_handover (
    id             uuid        not null,
    from_seller    uuid        not null,
    to_seller      uuid        not null,
    from_name      text        not null,
    to_name        text        not null,
    kind           text        not null,
    -- When he left the corporation: a year later WeCom passes nothing on any more.
    left_at        timestamptz,
    -- From then on what is the shop's own is the successor's; orders are told apart by it.
    effective_at   timestamptz not null,
    grace_until    timestamptz not null,
    -- Whom of WeCom they are; absent: nothing has to be passed on there.
    from_user      text,
    to_user        text,
    reason         text        not null,
    actor_kind     text        not null,
    actor_id       uuid        not null,
    actor_name     text        not null,
    state          text        not null,
    phase          text        not null,
    customers      bigint      not null default 0,
    communities    bigint      not null default 0,
    bindings       bigint      not null default 0,
    ended_bindings bigint      not null default 0,
    buyers         bigint      not null default 0,
    tokens         bigint      not null default 0,
    tasks          bigint      not null default 0,
    -- The run that may write; one that was overtaken may not.
    job_id         uuid,
    runs           int         not null default 1,
    silences       int         not null default 0,
    last_fault     text,
    next_at        timestamptz,
    touched_at     timestamptz not null,
    created_at     timestamptz not null,
    ended_at       timestamptz,
    version        bigint      not null default 0,
    constraint handover_handover_pk primary key (id),
    constraint handover_handover_two_ck check (from_seller <> to_seller),
    constraint handover_handover_kind_ck check (kind in ('IN_SERVICE', 'RESIGNED') and (kind = 'RESIGNED') = (left_at is not null)),
    constraint handover_handover_phase_ck check (phase in ('OWN', 'COLLECT', 'SEND')),
    constraint handover_handover_state_ck check (
        (state = 'RUNNING' and next_at is null and ended_at is null)
        or (state = 'WAITING' and next_at is not null and ended_at is null)
        or (state in ('DONE', 'CLOSED') and next_at is null and ended_at is not null))
);
-- One at a time: nobody hands the same over to two.
create unique index handover_handover_open_uk on handover_handover (from_seller) where state in ('RUNNING', 'WAITING');
create index handover_handover_created_ix on handover_handover (created_at desc, id desc);
create index handover_handover_due_ix on handover_handover (next_at) where state = 'WAITING';
create index handover_handover_touched_ix on handover_handover (touched_at) where state = 'RUNNING';

-- What has to be passed on at WeCom, one by one, with what WeCom said.
create table handover_item (
    handover_id uuid        not null,
    kind        text        not null,
    -- The customer's external id, or the chat's.
    ref         text        not null,
    state       text        not null,
    code        text,
    tries       int         not null default 0,
    sent_at     timestamptz,
    retry_at    timestamptz,
    ended_at    timestamptz,
    constraint handover_item_pk primary key (handover_id, kind, ref),
    constraint handover_item_handover_fk foreign key (handover_id) references handover_handover (id),
    constraint handover_item_kind_ck check (kind in ('CUSTOMER', 'CHAT')),
    constraint handover_item_state_ck check (
        (state in ('OPEN', 'SENT', 'WAITING') and ended_at is null and retry_at is null)
        or (state = 'REFUSED' and code is not null and ended_at is null)
        or (state in ('DONE', 'GIVEN_UP') and ended_at is not null and retry_at is null))
);
create index handover_item_state_ix on handover_item (handover_id, state, kind, ref);
create index handover_item_waiting_ix on handover_item (ref) where state = 'WAITING';
-- How many chats of one owner went today.
create index handover_item_sent_ix on handover_item (handover_id, sent_at) where kind = 'CHAT';

grant select, insert, update on handover_handover, handover_item to siyu_app;
