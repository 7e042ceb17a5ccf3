-- Commission: what a payee's account did in a month, as it was told to him. Every entry stands in one statement and no second.

create table commission_statement (
    id                    uuid        not null,
    -- The first day of the month, in the shop's zone.
    month                 date        not null,
    subject_kind          text        not null,
    -- The account, or the company that settles for its teams' members (C4).
    subject_id            uuid        not null,
    -- Accounts of those who answer for a company.
    representatives       uuid[]      not null default '{}',
    name                  text,
    state                 text        not null,
    opening_fen           bigint      not null,
    accrued_fen           bigint      not null,
    reversed_fen          bigint      not null,
    adjusted_fen          bigint      not null,
    tax_fen               bigint      not null,
    paid_fen              bigint      not null,
    closing_fen           bigint      not null,
    lines                 int         not null,
    -- What the ledger says beyond the closing and what is not in a statement yet: anything but zero is a fault.
    ledger_difference_fen bigint      not null,
    open_disputes         int         not null default 0,
    drafted_at            timestamptz not null,
    confirm_by            timestamptz not null,
    confirmed_at          timestamptz,
    confirmed_how         text,
    locked_at             timestamptz,
    version               bigint      not null default 0,
    constraint commission_statement_pk primary key (id),
    constraint commission_statement_subject_uk unique (subject_id, month),
    constraint commission_statement_month_ck check (extract(day from month) = 1),
    constraint commission_statement_kind_ck check (
        subject_kind in ('ACCOUNT', 'COMPANY') and (subject_kind = 'COMPANY' or representatives = '{}')),
    constraint commission_statement_sums_ck check (
        accrued_fen >= 0 and reversed_fen >= 0 and tax_fen >= 0 and paid_fen >= 0
        and closing_fen = opening_fen + accrued_fen - reversed_fen + adjusted_fen - tax_fen - paid_fen),
    constraint commission_statement_state_ck check (state in ('DRAFT', 'CONFIRMED', 'LOCKED')),
    constraint commission_statement_confirmed_ck check (
        (confirmed_at is null) = (state = 'DRAFT') and (confirmed_at is null) = (confirmed_how is null)
        and confirmed_how in ('PAYEE', 'TIME')),
    -- A dispute keeps its line open, and so the statement from being closed.
    constraint commission_statement_locked_ck check (
        (locked_at is not null) = (state = 'LOCKED')
        and (state <> 'LOCKED' or (open_disputes = 0 and ledger_difference_fen = 0))),
    constraint commission_statement_disputes_ck check (open_disputes >= 0)
);
create index commission_statement_month_ix on commission_statement (month desc, id desc);
create index commission_statement_due_ix on commission_statement (confirm_by) where state = 'DRAFT';
create index commission_statement_representatives_ix on commission_statement using gin (representatives)
    where representatives <> '{}';

-- One account's part of a statement: a company's has several.
create table commission_statement_part (
    payee_id     uuid   not null,
    month        date   not null,
    payee_kind   text   not null,
    statement_id uuid   not null,
    opening_fen  bigint not null,
    accrued_fen  bigint not null,
    reversed_fen bigint not null,
    adjusted_fen bigint not null,
    tax_fen      bigint not null,
    paid_fen     bigint not null,
    closing_fen  bigint not null,
    lines        int    not null,
    -- No entry of this account that is in no statement yet has an id below it.
    open_from    uuid   not null,
    constraint commission_statement_part_pk primary key (payee_id, month),
    constraint commission_statement_part_statement_fk foreign key (statement_id) references commission_statement (id),
    constraint commission_statement_part_kind_ck check (payee_kind in ('DISTRIBUTOR', 'KOC', 'EMPLOYEE')),
    constraint commission_statement_part_sums_ck check (
        accrued_fen >= 0 and reversed_fen >= 0 and tax_fen >= 0 and paid_fen >= 0
        and closing_fen = opening_fen + accrued_fen - reversed_fen + adjusted_fen - tax_fen - paid_fen)
);
create index commission_statement_part_statement_ix on commission_statement_part (statement_id, payee_id);

-- No foreign key: a million lines are written at once, by one statement that makes their statements too.
create table commission_statement_line (
    statement_id uuid        not null,
    at           timestamptz not null,
    -- The entry, the withdrawal or the adjustment: it stands in one statement only.
    source_id    uuid        not null,
    payee_id     uuid        not null,
    kind         text        not null,
    share_id     uuid,
    -- What it changes: a payout takes away its tax too.
    amount_fen   bigint      not null,
    tax_fen      bigint      not null,
    constraint commission_statement_line_pk primary key (source_id),
    constraint commission_statement_line_kind_ck check (kind in ('ACCRUAL', 'REVERSAL', 'ADJUSTMENT', 'PAYOUT')),
    constraint commission_statement_line_amount_ck check (
        tax_fen >= 0 and (tax_fen = 0 or kind = 'PAYOUT')
        and case kind when 'ACCRUAL' then amount_fen > 0 when 'ADJUSTMENT' then amount_fen <> 0 else amount_fen < 0 end)
);
create index commission_statement_line_statement_ix on commission_statement_line (statement_id, at, source_id);

create table commission_dispute (
    id           uuid        not null,
    statement_id uuid        not null,
    line_id      uuid        not null,
    payee_id     uuid        not null,
    state        text        not null,
    opened_at    timestamptz not null,
    answered_at  timestamptz,
    version      bigint      not null default 0,
    constraint commission_dispute_pk primary key (id),
    constraint commission_dispute_line_uk unique (line_id),
    constraint commission_dispute_statement_fk foreign key (statement_id) references commission_statement (id),
    constraint commission_dispute_line_fk foreign key (line_id) references commission_statement_line (source_id),
    constraint commission_dispute_state_ck check (state in ('OPEN', 'UPHELD', 'REJECTED', 'TAKEN_BACK')),
    constraint commission_dispute_answered_ck check ((answered_at is null) = (state = 'OPEN'))
);
create index commission_dispute_statement_ix on commission_dispute (statement_id, opened_at, id);
create index commission_dispute_state_ix on commission_dispute (state, opened_at desc, id desc);

-- What was said about it, in order.
create table commission_dispute_word (
    id         uuid        not null,
    dispute_id uuid        not null,
    state      text        not null,
    by_kind    text        not null,
    by_id      uuid        not null,
    words      text        not null,
    at         timestamptz not null,
    constraint commission_dispute_word_pk primary key (id),
    constraint commission_dispute_word_dispute_fk foreign key (dispute_id) references commission_dispute (id),
    constraint commission_dispute_word_by_ck check (by_kind in ('MEMBER', 'STAFF'))
);
create index commission_dispute_word_dispute_ix on commission_dispute_word (dispute_id, at, id);

-- Month ends, and who is not through yet because older news about his orders is unheard (E9).
create table commission_statement_run (
    month    date        not null,
    job_id   uuid        not null,
    begun_at timestamptz not null,
    ended_at timestamptz,
    constraint commission_statement_run_pk primary key (month)
);
create table commission_statement_held (
    month      date        not null,
    subject_id uuid        not null,
    since      timestamptz not null,
    constraint commission_statement_held_pk primary key (month, subject_id)
);

-- Entries of an account in the order in which they were written.
create index commission_entry_payee_ix on commission_entry (payee_id, id) include (at, amount_fen);

grant select, insert, update on commission_statement, commission_dispute, commission_statement_run to siyu_app;
grant select, insert on commission_statement_part, commission_statement_line, commission_dispute_word to siyu_app;
grant select, insert, delete on commission_statement_held to siyu_app;
