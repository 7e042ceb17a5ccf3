-- Trade: after-sales, per line and quantity; the refund's number and amount are fixed when the claim is made.

create table trade_after_sale (
    id                 uuid        not null,
    order_id           uuid        not null,
    member_id          uuid        not null,
    type               text        not null,
    state              text        not null,
    version            bigint      not null default 0,
    reason             text        not null,
    refund_no          text        not null,
    goods_fen          bigint      not null,
    freight_fen        bigint      not null,
    unshipped          boolean     not null,
    by_law             boolean     not null,
    answer             text,
    return_carrier     text,
    return_tracking_no text,
    applied_at         timestamptz not null,
    changed_at         timestamptz not null,
    due_at             timestamptz,
    constraint trade_after_sale_pk primary key (id),
    constraint trade_after_sale_order_fk foreign key (order_id) references trade_order (id),
    constraint trade_after_sale_refund_uk unique (refund_no),
    constraint trade_after_sale_type_ck check (type in ('RETURN_REFUND', 'REFUND_ONLY')),
    constraint trade_after_sale_state_ck check (state in ('APPLIED', 'SELLER_AGREED', 'BUYER_SENT', 'REFUNDING', 'DONE',
        'BUYER_CANCELLED', 'SELLER_REJECTED', 'RECEIPT_REFUSED')),
    constraint trade_after_sale_amount_ck check (goods_fen >= 0 and freight_fen >= 0)
);
create index trade_after_sale_order_ix on trade_after_sale (order_id);
create index trade_after_sale_member_ix on trade_after_sale (member_id, applied_at desc, id desc);
create index trade_after_sale_applied_ix on trade_after_sale (applied_at desc, id desc);
create index trade_after_sale_due_ix on trade_after_sale (due_at) where due_at is not null;

create table trade_after_sale_line (
    after_sale_id uuid   not null,
    line_id       uuid   not null,
    quantity      int    not null,
    claimed_fen   bigint not null,
    constraint trade_after_sale_line_pk primary key (after_sale_id, line_id),
    constraint trade_after_sale_line_fk foreign key (after_sale_id) references trade_after_sale (id),
    constraint trade_after_sale_line_quantity_ck check (quantity > 0 and claimed_fen >= 0)
);

grant select, insert, update, delete on trade_after_sale, trade_after_sale_line to siyu_app;
