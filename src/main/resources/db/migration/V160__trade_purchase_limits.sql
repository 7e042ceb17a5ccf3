-- Purchase limits (A13): rules of staff, how much of each was bought by whom, and which order counted where.

create table trade_limit (
    id         uuid        not null,
    -- Of one SKU, or of all SKUs of one product together.
    sku_id     uuid,
    spu_id     uuid,
    scope      text        not null,
    period     text        not null,
    units      int         not null,
    version    bigint      not null default 0,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    -- Since then it binds nobody; what was counted stays, because orders still give back.
    ended_at   timestamptz,
    constraint trade_limit_pk primary key (id),
    constraint trade_limit_goods_ck check (num_nonnulls(sku_id, spu_id) = 1),
    constraint trade_limit_scope_ck check (scope in ('ORDER', 'PERSON', 'ADDRESS')),
    constraint trade_limit_period_ck check (period in ('EVER', 'DAY', 'MONTH')),
    constraint trade_limit_order_ck check (scope <> 'ORDER' or period = 'EVER'),
    constraint trade_limit_units_ck check (units > 0)
);
create unique index trade_limit_one_uk on trade_limit (coalesce(sku_id, spu_id), scope, period) where ended_at is null;
create index trade_limit_created_ix on trade_limit (created_at desc, id desc);

-- One row per rule, key of a buyer (himself, a hash of his unionid or phone, of a door) and period.
create table trade_limit_count (
    limit_id uuid not null,
    key      text not null,
    period   text not null,
    bought   int  not null,
    -- What was allowed when something was last bought: lowering a limit takes nothing away from anybody.
    allowed  int  not null,
    constraint trade_limit_count_pk primary key (limit_id, key, period),
    constraint trade_limit_count_limit_fk foreign key (limit_id) references trade_limit (id),
    constraint trade_limit_count_bought_ck check (bought between 0 and allowed)
);

-- What an order counted, and whether it still counts: the counter is the sum of these.
create table trade_limit_use (
    order_id uuid    not null,
    limit_id uuid    not null,
    key      text    not null,
    period   text    not null,
    units    int     not null,
    live     boolean not null default true,
    constraint trade_limit_use_pk primary key (order_id, limit_id, key),
    constraint trade_limit_use_order_fk foreign key (order_id) references trade_order (id),
    constraint trade_limit_use_count_fk foreign key (limit_id, key, period)
        references trade_limit_count (limit_id, key, period),
    constraint trade_limit_use_units_ck check (units > 0)
);

grant select, insert, update, delete on trade_limit, trade_limit_count, trade_limit_use to siyu_app;
