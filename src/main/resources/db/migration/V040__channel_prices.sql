-- Price lists and every price that was ever in force.

create extension if not exists btree_gist;

create table channel_price_list (
    id         uuid        not null,
    code       text        not null,
    name       text        not null,
    created_at timestamptz not null,
    constraint channel_price_list_pk primary key (id),
    constraint channel_price_list_code_uk unique (code)
);

-- The list that every shop has: the price where no other list gives one.
insert into channel_price_list (id, code, name, created_at)
values ('019a0000-0000-7000-8000-000000000001', 'default', 'Default', timestamptz '2026-01-01 00:00:00+08');

-- Append-only but for the end of the running interval (L2); two prices never hold at one instant.
create table channel_price (
    id         uuid        not null,
    list_id    uuid        not null,
    sku_id     uuid        not null,
    min_qty    int         not null,
    amount_fen bigint      not null,
    valid_from timestamptz not null,
    valid_to   timestamptz,
    actor_kind text        not null,
    actor_id   uuid        not null,
    actor_name text        not null,
    reason     text        not null,
    constraint channel_price_pk primary key (id),
    constraint channel_price_list_fk foreign key (list_id) references channel_price_list (id),
    constraint channel_price_amount_ck check (amount_fen > 0),
    constraint channel_price_min_qty_ck check (min_qty >= 1),
    constraint channel_price_interval_ck check (valid_from < valid_to),
    constraint channel_price_once_ex exclude using gist (
        list_id with =, sku_id with =, min_qty with =, tstzrange(valid_from, valid_to) with &&)
);
create index channel_price_sku_ix on channel_price (sku_id, valid_from desc);

-- Writers hold the row of their list, which PostgreSQL counts as an update.
grant select, update on channel_price_list to siyu_app;
grant select, insert, update on channel_price to siyu_app;
