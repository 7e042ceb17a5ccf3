-- Commission: tax on what payees are paid. Who sees to it, by which formula, since when and who decided it; and what was reckoned for each payout.

create table commission_tax_policy (
    id         uuid        not null,
    -- Whom it is for: kinds of payees, and companies of teams.
    subject    text        not null,
    handling   text        not null,
    -- A version of a formula; only where the shop itself withholds.
    formula    text,
    valid_from timestamptz not null,
    reason     text        not null,
    set_by     text        not null,
    set_at     timestamptz not null,
    constraint commission_tax_policy_pk primary key (id),
    constraint commission_tax_policy_from_uk unique (subject, valid_from),
    constraint commission_tax_policy_subject_ck check (subject in ('DISTRIBUTOR', 'KOC', 'EMPLOYEE', 'COMPANY')),
    constraint commission_tax_policy_handling_ck check (handling in ('WITHHOLD', 'THIRD_PARTY', 'EXTERNAL', 'PAYROLL')),
    -- An employee's goes with his wages, nobody else's does; a company sends an invoice.
    constraint commission_tax_policy_lawful_ck check (
        (subject = 'EMPLOYEE') = (handling = 'PAYROLL')
        and (subject <> 'COMPANY' or handling = 'EXTERNAL')
        and (formula is not null) = (handling = 'WITHHOLD'))
);

-- What the law says by itself: the monthly table, and from October 2025 on the cumulative one.
insert into commission_tax_policy (id, subject, handling, formula, valid_from, reason, set_by, set_at) values
    ('01900000-0000-7000-8000-000000002501', 'DISTRIBUTOR', 'WITHHOLD', 'LABOUR_MONTHLY_2019', '2018-12-31T16:00:00Z', 'the law', 'siyu', '2018-12-31T16:00:00Z'),
    ('01900000-0000-7000-8000-000000002502', 'KOC', 'WITHHOLD', 'LABOUR_MONTHLY_2019', '2018-12-31T16:00:00Z', 'the law', 'siyu', '2018-12-31T16:00:00Z'),
    ('01900000-0000-7000-8000-000000002503', 'DISTRIBUTOR', 'WITHHOLD', 'PLATFORM_CUMULATIVE_2025', '2025-09-30T16:00:00Z', 'the law', 'siyu', '2025-09-30T16:00:00Z'),
    ('01900000-0000-7000-8000-000000002504', 'KOC', 'WITHHOLD', 'PLATFORM_CUMULATIVE_2025', '2025-09-30T16:00:00Z', 'the law', 'siyu', '2025-09-30T16:00:00Z'),
    ('01900000-0000-7000-8000-000000002505', 'EMPLOYEE', 'PAYROLL', null, '2018-12-31T16:00:00Z', 'the law', 'siyu', '2018-12-31T16:00:00Z'),
    ('01900000-0000-7000-8000-000000002506', 'COMPANY', 'EXTERNAL', null, '2018-12-31T16:00:00Z', 'the law', 'siyu', '2018-12-31T16:00:00Z');

create table commission_tax (
    withdrawal_id       uuid        not null,
    payee_id            uuid        not null,
    subject             text        not null,
    -- The person: two accounts of one person are taxed together.
    member_id           uuid        not null,
    handling            text        not null,
    formula             text,
    month               date        not null,
    gross_fen           bigint      not null,
    tax_fen             bigint      not null,
    -- How it came about: enough to reckon it again.
    from_month          date,
    months              int,
    income_fen          bigint,
    taxable_fen         bigint,
    rate_bp             int,
    quick_fen           bigint,
    due_fen             bigint,
    withheld_before_fen bigint,
    -- Once the payout has ended: whether it counts as income.
    state               text        not null,
    reckoned_at         timestamptz not null,
    ended_at            timestamptz,
    constraint commission_tax_pk primary key (withdrawal_id),
    constraint commission_tax_subject_ck check (subject in ('DISTRIBUTOR', 'KOC', 'EMPLOYEE', 'COMPANY')),
    constraint commission_tax_handling_ck check (handling in ('WITHHOLD', 'THIRD_PARTY', 'EXTERNAL', 'PAYROLL')),
    constraint commission_tax_state_ck check (state in ('RESERVED', 'PAID', 'UNDONE')),
    constraint commission_tax_ended_ck check ((ended_at is null) = (state = 'RESERVED')),
    constraint commission_tax_amount_ck check (gross_fen > 0 and tax_fen between 0 and gross_fen - 1),
    constraint commission_tax_formula_ck check (
        (formula is not null) = (handling = 'WITHHOLD') and (formula is not null or tax_fen = 0)
        and num_nonnulls(formula, from_month, months, income_fen, taxable_fen, rate_bp, quick_fen, due_fen, withheld_before_fen) in (0, 9)),
    constraint commission_tax_month_ck check (extract(day from month) = 1)
);
create index commission_tax_member_ix on commission_tax (member_id, formula, month) where state <> 'UNDONE';
create index commission_tax_month_ix on commission_tax (month, withdrawal_id) where state = 'PAID';

grant select, insert on commission_tax_policy to siyu_app;
grant select, insert, update on commission_tax to siyu_app;
