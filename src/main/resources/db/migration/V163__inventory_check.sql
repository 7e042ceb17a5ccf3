-- Inventory: what the daily check of counters against movements and reservations found, and corrections of it.

create table inventory_difference (
    id              uuid        not null,
    sku             uuid        not null,
    pool            uuid        not null,
    -- The counter, what its movements add up to, and what live reservations keep, as the check last saw them.
    on_hand         bigint      not null,
    on_hand_moved   bigint      not null,
    reserved        bigint      not null,
    reserved_moved  bigint      not null,
    reserved_kept   bigint      not null,
    found_at        timestamptz not null,
    seen_at         timestamptz not null,
    settled_at      timestamptz,
    -- GONE: a later check no longer found it. CORRECTED: staff has counted, and said why.
    outcome         text,
    constraint inventory_difference_pk primary key (id),
    constraint inventory_difference_outcome_ck check (
        (settled_at is null) = (outcome is null) and outcome in ('GONE', 'CORRECTED'))
);
create unique index inventory_difference_open_uk on inventory_difference (sku, pool) where settled_at is null;
create index inventory_difference_found_ix on inventory_difference (found_at desc, id desc);

-- The days on which the check was handed in by itself: once, however many instances there are.
create table inventory_check_day (
    day date not null,
    constraint inventory_check_day_pk primary key (day)
);

-- A correction says what is really there: its effects are whatever the books lacked.
alter table inventory_movement drop constraint inventory_movement_effect_ck;
alter table inventory_movement add constraint inventory_movement_effect_ck check (case type
    when 'OPENING' then on_hand_delta >= 0 and reserved_delta = 0
    when 'RESERVE' then on_hand_delta = 0 and reserved_delta > 0
    when 'RELEASE' then on_hand_delta = 0 and reserved_delta < 0
    when 'DEDUCT' then on_hand_delta < 0 and reserved_delta = on_hand_delta
    when 'RETURN' then on_hand_delta > 0 and reserved_delta = 0
    when 'ADJUST' then on_hand_delta <> 0 and reserved_delta = 0
    when 'TRANSFER_OUT' then on_hand_delta < 0 and reserved_delta = 0
    when 'TRANSFER_IN' then on_hand_delta > 0 and reserved_delta = 0
    when 'CORRECT' then true
    else false end);

-- How long units have been there is asked of what came in and was moved, never of the many sales.
create index inventory_movement_receipt_ix on inventory_movement (sku, pool)
    where type in ('OPENING', 'ADJUST', 'CORRECT', 'TRANSFER_IN', 'TRANSFER_OUT');

grant select, insert, update, delete on inventory_difference, inventory_check_day to siyu_app;
