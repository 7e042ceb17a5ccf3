-- Seals: a chain of hashes over all transfers, day by day, so that whoever changes a row behind the application's back is found.

create table ledger_seal (
    -- The day that had ended when it was made: it holds what was posted since the seal before it.
    day           date        not null,
    last_position bigint      not null,
    transfers     int         not null,
    -- No transfer that is still to be sealed has an id up to this one.
    floor         uuid        not null,
    hash          text        not null,
    sealed_at     timestamptz not null,
    constraint ledger_seal_pk primary key (day)
);

create table ledger_seal_line (
    position    bigint not null,
    day         date   not null,
    transfer_id uuid   not null,
    hash        text   not null,
    constraint ledger_seal_line_pk primary key (position),
    constraint ledger_seal_line_transfer_uk unique (transfer_id)
);

create table ledger_verification (
    id         uuid        not null,
    asked_by   text        not null,
    started_at timestamptz not null,
    ended_at   timestamptz not null,
    transfers  bigint      not null,
    accounts   bigint      not null,
    sealed     bigint      not null,
    findings   text[]      not null,
    constraint ledger_verification_pk primary key (id)
);
create index ledger_verification_ended_ix on ledger_verification (ended_at desc, id desc);

create trigger ledger_seal_insert_only before update or delete or truncate on ledger_seal
    for each statement execute function ledger_refuse_change();
create trigger ledger_seal_line_insert_only before update or delete or truncate on ledger_seal_line
    for each statement execute function ledger_refuse_change();

grant select, insert on ledger_seal, ledger_seal_line, ledger_verification to siyu_app;
