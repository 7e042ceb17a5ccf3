-- Ledger: transfers and their two postings each. Nobody changes or removes what is written: no grant, and a trigger for those who need none.

create table ledger_account (
    kind      text not null,
    owner     uuid not null,
    -- The side on which the account grows; its balance is counted from there.
    side      text not null,
    -- The least balance the account may have; absent where it may have any.
    floor_fen bigint,
    constraint ledger_account_pk primary key (kind, owner),
    constraint ledger_account_side_ck check (side in ('DEBIT', 'CREDIT'))
);

create table ledger_transfer (
    id           uuid        not null,
    reference    text        not null,
    at           timestamptz not null,
    debit_kind   text        not null,
    debit_owner  uuid        not null,
    credit_kind  text        not null,
    credit_owner uuid        not null,
    amount_fen   bigint      not null,
    constraint ledger_transfer_pk primary key (id),
    constraint ledger_transfer_reference_uk unique (reference),
    constraint ledger_transfer_amount_ck check (amount_fen > 0),
    constraint ledger_transfer_accounts_ck check ((debit_kind, debit_owner) <> (credit_kind, credit_owner))
);
create index ledger_transfer_at_ix on ledger_transfer (at desc, id desc);

create table ledger_posting (
    transfer_id uuid   not null,
    side        text   not null,
    kind        text   not null,
    owner       uuid   not null,
    -- Debits are positive, credits negative, so that a transfer sums to zero.
    amount_fen  bigint not null,
    constraint ledger_posting_pk primary key (transfer_id, side),
    constraint ledger_posting_side_ck check (
        (side = 'DEBIT' and amount_fen > 0) or (side = 'CREDIT' and amount_fen < 0))
);
-- A balance is a sum over this index alone. No foreign key to the account: its row lock would be shared by every payment (ADR 0007).
create index ledger_posting_account_ix on ledger_posting (kind, owner) include (amount_fen);

create function ledger_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the ledger is insert-only: post a transfer the other way' using errcode = 'restrict_violation';
end $$;
create trigger ledger_transfer_insert_only before update or delete or truncate on ledger_transfer
    for each statement execute function ledger_refuse_change();
create trigger ledger_posting_insert_only before update or delete or truncate on ledger_posting
    for each statement execute function ledger_refuse_change();

grant select, insert on ledger_account, ledger_transfer, ledger_posting to siyu_app;
