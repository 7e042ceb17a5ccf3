-- Leaderboards (C37): what is settled of each partner's orders, by the day on which they were completed. A refund that comes later
-- takes its part from that very day.

create table report_settled (
    order_id       uuid        not null,
    at             timestamptz not null,
    day            date        not null,
    distributor_id uuid,
    koc_id         uuid,
    -- Goods that were not refunded when it was completed.
    sales_fen      bigint      not null,
    -- The person's first firm order.
    first          boolean     not null,
    -- What the sums of its day have of it, and whether that is out of date.
    counted_fen    bigint      not null default 0,
    counted_orders int         not null default 0,
    counted_first  int         not null default 0,
    stale          boolean     not null default true,
    constraint report_settled_pk primary key (order_id),
    constraint report_settled_sales_ck check (sales_fen >= 0),
    constraint report_settled_partner_ck check (distributor_id is not null or koc_id is not null)
);
create index report_settled_stale_ix on report_settled (order_id) where stale;
create index report_settled_day_ix on report_settled (day);

create table report_settled_refund (
    refund_no text        not null,
    order_id  uuid        not null,
    goods_fen bigint      not null,
    at        timestamptz not null,
    constraint report_settled_refund_pk primary key (refund_no),
    constraint report_settled_refund_goods_ck check (goods_fen > 0)
);
create index report_settled_refund_order_ix on report_settled_refund (order_id, at);

create table report_board_day (
    day           date   not null,
    board         text   not null,
    partner_id    uuid   not null,
    sales_fen     bigint not null,
    orders        bigint not null,
    new_customers bigint not null,
    constraint report_board_day_pk primary key (day, board, partner_id),
    constraint report_board_day_board_ck check (board in ('DISTRIBUTOR', 'KOC'))
);

-- Partners who do not want to be seen by others.
create table report_board_absence (
    partner_id uuid        not null,
    since      timestamptz not null,
    constraint report_board_absence_pk primary key (partner_id)
);

grant select, insert, update on report_settled, report_settled_refund, report_board_day to siyu_app;
grant select, insert, delete on report_board_absence to siyu_app;
