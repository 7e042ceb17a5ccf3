-- Commission: money on its way to payees.

create table commission_withdrawal (
    id              uuid        not null,
    payee_id        uuid        not null,
    payee_kind      text        not null,
    member_id       uuid        not null,
    amount_fen      bigint      not null,
    bill_no         text        not null,
    state           text        not null,
    requested_at    timestamptz not null,
    -- Above the limit two of finance approve, one after the other.
    first_approver  uuid,
    awaits_since    timestamptz,
    cancel_asked    boolean     not null default false,
    ended_at        timestamptz,
    end_reason      text,
    version         bigint      not null default 0,
    constraint commission_withdrawal_pk primary key (id),
    constraint commission_withdrawal_bill_uk unique (bill_no),
    constraint commission_withdrawal_amount_ck check (amount_fen > 0),
    constraint commission_withdrawal_kind_ck check (payee_kind in ('DISTRIBUTOR', 'KOC')),
    constraint commission_withdrawal_state_ck check (state in (
        'REQUESTED', 'REVIEWING', 'APPROVED', 'TRANSFERRING', 'WAIT_CONFIRM',
        'SUCCEEDED', 'FAILED', 'EXPIRED', 'CANCELLED', 'REJECTED')),
    constraint commission_withdrawal_ended_ck check (
        (ended_at is not null) = (state in ('SUCCEEDED', 'FAILED', 'EXPIRED', 'CANCELLED', 'REJECTED')))
);
-- One at a time for each payee (REL-14).
create unique index commission_withdrawal_open_uk on commission_withdrawal (payee_id) where ended_at is null;
create index commission_withdrawal_payee_ix on commission_withdrawal (payee_id, requested_at desc, id desc);
create index commission_withdrawal_at_ix on commission_withdrawal (requested_at desc, id desc);

grant select, insert, update on commission_withdrawal to siyu_app;
