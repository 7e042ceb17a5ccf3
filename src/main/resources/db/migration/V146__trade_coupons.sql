-- Trade: what coupons took off an order, by line to the fen, and who pays for it. What goes back of a line is never more than
-- what it cost after them.

alter table trade_order add column coupons boolean not null default false;

alter table trade_order_line
    add column discount_fen bigint not null default 0,
    drop constraint trade_order_line_fen_ck,
    add constraint trade_order_line_fen_ck check (unit_fen >= 0 and discount_fen between 0 and unit_fen * quantity
        and claimed_fen between 0 and unit_fen * quantity - discount_fen);

create table trade_order_coupon (
    order_id    uuid   not null,
    coupon_id   uuid   not null,
    template_id uuid   not null,
    name        text   not null,
    type        text   not null,
    bearer      text   not null,
    bearer_id   uuid,
    goods_fen   bigint not null,
    freight_fen bigint not null,
    constraint trade_order_coupon_pk primary key (order_id, coupon_id),
    constraint trade_order_coupon_order_fk foreign key (order_id) references trade_order (id),
    constraint trade_order_coupon_fen_ck check (goods_fen >= 0 and freight_fen >= 0 and goods_fen + freight_fen > 0)
);

create table trade_line_discount (
    line_id    uuid   not null,
    coupon_id  uuid   not null,
    amount_fen bigint not null,
    constraint trade_line_discount_pk primary key (line_id, coupon_id),
    constraint trade_line_discount_line_fk foreign key (line_id) references trade_order_line (id),
    constraint trade_line_discount_fen_ck check (amount_fen > 0)
);

grant select, insert on trade_order_coupon, trade_line_discount to siyu_app;
