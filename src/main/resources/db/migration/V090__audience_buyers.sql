-- Who has bought before, by everything a person is known by, and what each member has paid.

-- A key belongs to the first firm order that it was on, for ever: that is how two orders at once are told apart (B20).
create table audience_person_key (
    key      text        not null,
    order_id uuid        not null,
    at       timestamptz not null,
    constraint audience_person_key_pk primary key (key)
);

-- One row for each firm order, so that a repetition counts once.
create table audience_purchase (
    order_id  uuid        not null,
    member_id uuid        not null,
    total_fen bigint      not null,
    at        timestamptz not null,
    constraint audience_purchase_pk primary key (order_id),
    constraint audience_purchase_total_ck check (total_fen >= 0)
);

create table audience_refund (
    reference  text        not null,
    order_id   uuid        not null,
    member_id  uuid        not null,
    amount_fen bigint      not null,
    at         timestamptz not null,
    constraint audience_refund_pk primary key (reference),
    constraint audience_refund_amount_ck check (amount_fen >= 0)
);

-- The facts that rules are about.
create table audience_buyer (
    member_id     uuid        not null,
    orders        int         not null,
    paid_fen      bigint      not null,
    refunded_fen  bigint      not null default 0,
    first_paid_at timestamptz not null,
    last_paid_at  timestamptz not null,
    constraint audience_buyer_pk primary key (member_id),
    constraint audience_buyer_orders_ck check (orders > 0),
    constraint audience_buyer_interval_ck check (first_paid_at <= last_paid_at)
);
create index audience_buyer_last_ix on audience_buyer (last_paid_at);

-- Rows are never removed: a person who has bought once is new no more.
grant select, insert on audience_person_key, audience_purchase, audience_refund to siyu_app;
grant select, insert, update on audience_buyer to siyu_app;
