-- Trade: staff change what an unpaid order costs. Both prices are kept and shown.

-- What staff took off the line before it was paid.
alter table trade_order_line add column adjusted_fen bigint not null default 0;
alter table trade_order_line add constraint trade_order_line_adjusted_ck check (
    adjusted_fen >= 0 and claimed_fen + discount_fen + adjusted_fen <= unit_fen * quantity);

create table trade_price_adjustment (
    id                 uuid        not null,
    order_id           uuid        not null,
    state              text        not null,
    -- The order as it was proposed about.
    order_version      bigint      not null,
    before_goods_fen   bigint      not null,
    before_freight_fen bigint      not null,
    goods_fen          bigint      not null,
    freight_fen        bigint      not null,
    reason             text        not null,
    proposed_by        uuid        not null,
    proposed_name      text        not null,
    proposed_at        timestamptz not null,
    decided_by         uuid,
    decided_name       text,
    decided_at         timestamptz,
    constraint trade_price_adjustment_pk primary key (id),
    constraint trade_price_adjustment_order_fk foreign key (order_id) references trade_order (id),
    constraint trade_price_adjustment_state_ck check (
        state in ('PROPOSED', 'DONE', 'REJECTED') and (state = 'PROPOSED') = (decided_at is null)),
    -- What costs nothing is not paid at WeChat: an order does not become free of charge in this way.
    constraint trade_price_adjustment_fen_ck check (goods_fen >= 0 and freight_fen >= 0 and goods_fen + freight_fen > 0)
);
create index trade_price_adjustment_order_ix on trade_price_adjustment (order_id, proposed_at);
create index trade_price_adjustment_proposed_ix on trade_price_adjustment (proposed_at desc, id desc);
-- Of an order there is one proposal at a time.
create unique index trade_price_adjustment_open_uk on trade_price_adjustment (order_id) where state = 'PROPOSED';

grant select, insert, update, delete on trade_price_adjustment to siyu_app;
