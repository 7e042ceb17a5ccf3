-- Commission: approved withdrawals that finance pays out together. One proposes a batch, another releases it, a job sends it.

create table commission_payout_mode (
    one        boolean     not null default true,
    mode       text        not null,
    version    bigint      not null default 0,
    changed_at timestamptz,
    constraint commission_payout_mode_pk primary key (one),
    constraint commission_payout_mode_one_ck check (one),
    constraint commission_payout_mode_ck check (mode in ('AT_ONCE', 'BATCHED'))
);
insert into commission_payout_mode (mode) values ('AT_ONCE');

create table commission_payout_batch (
    id              uuid        not null,
    state           text        not null,
    -- What was asked for, as it was asked.
    payee_kind      text,
    least_fen       bigint,
    most_fen        bigint,
    requested_until timestamptz,
    reason          text        not null,
    items           int         not null,
    total_fen       bigint      not null,
    proposed_by     uuid        not null,
    proposed_at     timestamptz not null,
    released_by     uuid,
    released_at     timestamptz,
    job_id          uuid,
    ended_at        timestamptz,
    version         bigint      not null default 0,
    constraint commission_payout_batch_pk primary key (id),
    constraint commission_payout_batch_state_ck check (state in ('PROPOSED', 'RUNNING', 'DONE', 'DROPPED')),
    constraint commission_payout_batch_released_ck check (
        (released_by is not null) = (state in ('RUNNING', 'DONE')) and (released_by is null) = (released_at is null)),
    -- SEC-22: whoever proposes a payout does not release it.
    constraint commission_payout_batch_eyes_ck check (released_by <> proposed_by),
    constraint commission_payout_batch_ended_ck check ((ended_at is not null) = (state in ('DONE', 'DROPPED')))
);
create index commission_payout_batch_at_ix on commission_payout_batch (proposed_at desc, id desc);

create table commission_payout_item (
    batch_id      uuid        not null,
    withdrawal_id uuid        not null,
    state         text        not null,
    -- Why it was passed over.
    code          text,
    done_at       timestamptz,
    constraint commission_payout_item_pk primary key (batch_id, withdrawal_id),
    constraint commission_payout_item_batch_fk foreign key (batch_id) references commission_payout_batch (id),
    constraint commission_payout_item_withdrawal_fk foreign key (withdrawal_id) references commission_withdrawal (id),
    constraint commission_payout_item_state_ck check (state in ('WAITING', 'SENT', 'SKIPPED', 'DROPPED')),
    constraint commission_payout_item_done_ck check (
        (done_at is not null) = (state <> 'WAITING') and (code is not null) = (state = 'SKIPPED'))
);
-- In one living batch at a time.
create unique index commission_payout_item_waiting_uk on commission_payout_item (withdrawal_id) where state = 'WAITING';

create index commission_withdrawal_approved_ix on commission_withdrawal (requested_at, id) where state = 'APPROVED';

grant select, update on commission_payout_mode to siyu_app;
grant select, insert, update on commission_payout_batch, commission_payout_item to siyu_app;
