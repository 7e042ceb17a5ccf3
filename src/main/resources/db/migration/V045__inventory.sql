-- Inventory: locations with their pools, one counter row per pool and SKU, reservations, and the movements that explain every counter.

create table inventory_location (
    id         uuid        not null,
    code       text        not null,
    name       text        not null,
    -- The order in which locations are asked for stock; 0 is the default location.
    rank       int         not null,
    created_at timestamptz not null,
    constraint inventory_location_pk primary key (id),
    constraint inventory_location_code_uk unique (code),
    constraint inventory_location_rank_uk unique (rank),
    constraint inventory_location_rank_ck check (rank >= 0)
);

create table inventory_pool (
    id         uuid        not null,
    location   uuid        not null references inventory_location (id),
    -- A sales channel's code, or SHARED for stock that every channel may sell.
    channel    text        not null,
    created_at timestamptz not null,
    constraint inventory_pool_pk primary key (id),
    constraint inventory_pool_place_uk unique (location, channel)
);

create table inventory_stock (
    pool     uuid not null references inventory_pool (id),
    sku      uuid not null,
    on_hand  int  not null default 0,
    reserved int  not null default 0,
    safety   int  not null default 0,
    -- SKU first: rows are locked in the order (sku, pool), and most questions are about a SKU.
    constraint inventory_stock_pk primary key (sku, pool),
    constraint inventory_stock_on_hand_ck check (on_hand >= 0),
    constraint inventory_stock_reserved_ck check (reserved >= 0),
    constraint inventory_stock_covered_ck check (on_hand - reserved >= 0),
    constraint inventory_stock_safety_ck check (safety >= 0)
);
create index inventory_stock_pool_ix on inventory_stock (pool, sku);

create table inventory_reservation (
    holder      uuid        not null,
    sku         uuid        not null,
    pool        uuid        not null references inventory_pool (id),
    state       text        not null,
    -- Counts how often the holder has taken: part of the name of its movements.
    round       int         not null,
    quantity    int         not null,
    deducted    int         not null default 0,
    returned    int         not null default 0,
    -- Absent once the holder has paid.
    expires_at  timestamptz,
    reserved_at timestamptz not null,
    constraint inventory_reservation_pk primary key (holder, sku, pool),
    constraint inventory_reservation_state_ck check (state in ('LIVE', 'RELEASED', 'DEDUCTED')),
    constraint inventory_reservation_round_ck check (round > 0),
    constraint inventory_reservation_units_ck check (
        quantity > 0 and 0 <= returned and returned <= deducted and deducted <= quantity),
    constraint inventory_reservation_rest_ck check ((state = 'DEDUCTED') = (deducted = quantity))
);
create index inventory_reservation_live_ix on inventory_reservation (expires_at, holder) where state = 'LIVE';
create index inventory_reservation_sku_ix on inventory_reservation (sku, pool) where state = 'LIVE';

create table inventory_movement (
    id             uuid        not null,
    at             timestamptz not null,
    type           text        not null,
    sku            uuid        not null,
    pool           uuid        not null references inventory_pool (id),
    on_hand_delta  int         not null,
    reserved_delta int         not null,
    ref_type       text        not null,
    ref_id         text        not null,
    holder         uuid,
    reason         text        not null,
    actor_kind     text        not null,
    actor_id       uuid        not null,
    actor_name     text        not null,
    constraint inventory_movement_pk primary key (id),
    constraint inventory_movement_ref_uk unique (ref_type, ref_id, type, sku, pool),
    constraint inventory_movement_effect_ck check (case type
        when 'OPENING' then on_hand_delta >= 0 and reserved_delta = 0
        when 'RESERVE' then on_hand_delta = 0 and reserved_delta > 0
        when 'RELEASE' then on_hand_delta = 0 and reserved_delta < 0
        when 'DEDUCT' then on_hand_delta < 0 and reserved_delta = on_hand_delta
        when 'RETURN' then on_hand_delta > 0 and reserved_delta = 0
        when 'ADJUST' then on_hand_delta <> 0 and reserved_delta = 0
        when 'TRANSFER_OUT' then on_hand_delta < 0 and reserved_delta = 0
        when 'TRANSFER_IN' then on_hand_delta > 0 and reserved_delta = 0
        else false end)
);
create index inventory_movement_at_ix on inventory_movement (at desc, id desc);
create index inventory_movement_sku_ix on inventory_movement (sku, at desc, id desc);
create index inventory_movement_holder_ix on inventory_movement (holder, at desc) where holder is not null;

grant select, insert, update, delete on inventory_location, inventory_pool, inventory_stock, inventory_reservation to siyu_app;
grant select, insert on inventory_movement to siyu_app;

insert into inventory_location (id, code, name, rank, created_at)
values ('01900000-0000-7000-8000-000000000001', 'MAIN', 'Main warehouse', 0, '2026-01-01T00:00:00Z');
insert into inventory_pool (id, location, channel, created_at)
values ('01900000-0000-7000-8000-000000000002', '01900000-0000-7000-8000-000000000001', 'SHARED', '2026-01-01T00:00:00Z');
