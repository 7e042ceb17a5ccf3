-- Commission: what was heard of orders, and what follows from it. Events come twice and in any order; what is posted follows from the facts.

create table commission_order (
    order_id     uuid not null,
    firm_at      timestamptz,
    received_at  timestamptz,
    -- When the freeze ends, and when the sweep looks (again): an open after-sale keeps it waiting.
    thaw_at      timestamptz,
    thaw_try_at  timestamptz,
    thawed_at    timestamptz,
    -- The one set of commissions of an order (INV-05) and what held for all of its lines.
    accrued      boolean not null default false,
    placed_at    timestamptz,
    cap_bp       int,
    own_purchase text,
    constraint commission_order_pk primary key (order_id),
    constraint commission_order_set_ck check (
        accrued = (placed_at is not null) and accrued = (cap_bp is not null) and accrued = (own_purchase is not null)),
    constraint commission_order_thaw_ck check (thawed_at is null or (accrued and received_at is not null))
);
create index commission_order_thaw_ix on commission_order (thaw_try_at) where thawed_at is null and accrued;

create table commission_refund (
    order_id   uuid        not null,
    line_id    uuid        not null,
    refund_no  text        not null,
    amount_fen bigint      not null,
    before_fen bigint      not null,
    at         timestamptz not null,
    constraint commission_refund_pk primary key (line_id, refund_no),
    constraint commission_refund_amount_ck check (amount_fen >= 0 and before_fen >= 0)
);
create index commission_refund_order_ix on commission_refund (order_id);

create table commission_account (
    payee_id      uuid   not null,
    kind          text   not null,
    -- What may be withdrawn, or for an employee goes with his wages; below zero a debt. Guards withdrawals in one statement (REL-14).
    available_fen bigint not null default 0,
    constraint commission_account_pk primary key (payee_id),
    constraint commission_account_kind_ck check (kind in ('DISTRIBUTOR', 'KOC', 'EMPLOYEE'))
);

create table commission_share (
    id           uuid        not null,
    order_id     uuid        not null,
    order_no     text        not null,
    line_id      uuid        not null,
    title        text        not null,
    payee_id     uuid        not null,
    payee_kind   text        not null,
    role         text        not null,
    net_fen      bigint      not null,
    quantity     int         not null,
    original_fen bigint      not null,
    kept_fen     bigint      not null,
    rule_kind    text,
    rule_id      uuid,
    basis_points int,
    fixed_fen    bigint,
    part_bp      int,
    cap_fen      bigint      not null,
    state        text        not null,
    at           timestamptz not null,
    constraint commission_share_pk primary key (id),
    constraint commission_share_line_uk unique (line_id, payee_id, role),
    constraint commission_share_role_uk unique (line_id, role),
    constraint commission_share_role_ck check (role in ('DISTRIBUTOR', 'SELLER', 'KOC')),
    constraint commission_share_state_ck check (state in ('PENDING', 'FROZEN', 'AVAILABLE', 'VOID', 'REVERSED')),
    constraint commission_share_amount_ck check (kept_fen between 0 and original_fen and original_fen <= cap_fen)
);
create index commission_share_order_ix on commission_share (order_id);
create index commission_share_payee_ix on commission_share (payee_id, at desc, id desc);
create index commission_share_payee_state_ix on commission_share (payee_id, state) include (kept_fen);
create index commission_share_at_ix on commission_share (at desc, id desc);

create table commission_entry (
    id         uuid        not null,
    share_id   uuid        not null,
    order_id   uuid        not null,
    line_id    uuid        not null,
    payee_id   uuid        not null,
    role       text        not null,
    kind       text        not null,
    -- Empty for the accrual.
    refund_no  text        not null,
    -- Signed: a full reversal makes the sum zero (P5).
    amount_fen bigint      not null,
    at         timestamptz not null,
    constraint commission_entry_pk primary key (id),
    constraint commission_entry_share_fk foreign key (share_id) references commission_share (id),
    constraint commission_entry_once_uk unique (line_id, payee_id, role, kind, refund_no),
    constraint commission_entry_kind_ck check (
        (kind = 'ACCRUAL' and amount_fen > 0 and refund_no = '') or (kind = 'REVERSAL' and amount_fen < 0 and refund_no <> ''))
);
create index commission_entry_order_ix on commission_entry (order_id);
create index commission_entry_share_ix on commission_entry (share_id);

grant select, insert, update on commission_order, commission_account, commission_share to siyu_app;
grant select, insert on commission_refund, commission_entry to siyu_app;
