-- What was sold: one row for each firm order and each refund that arrived, and their sums by day. A day is the shop's.

create table report_sale (
    order_id       uuid        not null,
    member_id      uuid        not null,
    firm_at        timestamptz not null,
    day            date        not null,
    gross_fen      bigint      not null,
    -- The person's first firm order (B20).
    first          boolean     not null,
    source         text        not null,
    acquisition    text        not null,
    distributor_id uuid,
    koc_id         uuid,
    community_id   uuid,
    -- Whether the sums have it.
    folded         boolean     not null default false,
    heard_at       timestamptz not null,
    constraint report_sale_pk primary key (order_id),
    constraint report_sale_gross_ck check (gross_fen >= 0)
);
-- People are counted from here: nobody can add up distinct members of days.
create index report_sale_people_ix on report_sale (day, member_id, first) where folded;
create index report_sale_firm_ix on report_sale (firm_at, order_id);
create index report_sale_new_ix on report_sale (heard_at, order_id) where not folded;

create table report_refund (
    refund_no  text        not null,
    order_id   uuid        not null,
    amount_fen bigint      not null,
    at         timestamptz not null,
    day        date        not null,
    folded     boolean     not null default false,
    heard_at   timestamptz not null,
    constraint report_refund_pk primary key (refund_no),
    constraint report_refund_sale_fk foreign key (order_id) references report_sale (order_id),
    constraint report_refund_amount_ck check (amount_fen >= 0)
);
create index report_refund_at_ix on report_refund (at, refund_no);
create index report_refund_new_ix on report_refund (heard_at, refund_no) where not folded;

-- Sums of a day by what an order is counted under; dimension ALL has the key ''.
create table report_day (
    day             date   not null,
    dimension       text   not null,
    key             text   not null,
    orders          bigint not null,
    gross_fen       bigint not null,
    first_orders    bigint not null,
    first_gross_fen bigint not null,
    refunds         bigint not null,
    refunded_fen    bigint not null,
    constraint report_day_pk primary key (day, dimension, key),
    constraint report_day_dimension_ck check (
        dimension in ('ALL', 'SIDE', 'ACQUISITION', 'DISTRIBUTOR', 'KOC', 'COMMUNITY'))
);

grant select, insert, update on report_sale, report_refund, report_day to siyu_app;
