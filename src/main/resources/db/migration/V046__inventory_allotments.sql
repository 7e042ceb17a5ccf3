-- Inventory: a pool of its own for each activity (A11), filled and emptied by transfers, sold from by orders of the activity alone.

alter table inventory_pool add column activity uuid;
-- Since then what is free in it goes back to the shared pool: the activity is over, but parcels may still return.
alter table inventory_pool add column given_back_at timestamptz;
alter table inventory_pool add constraint inventory_pool_activity_uk unique (activity);
alter table inventory_pool add constraint inventory_pool_activity_ck
    check ((activity is null and channel not like 'ACTIVITY:%') or channel = 'ACTIVITY:' || activity::text);
alter table inventory_pool add constraint inventory_pool_given_back_ck check (given_back_at is null or activity is not null);
create index inventory_pool_given_back_ix on inventory_pool (id) where given_back_at is not null;

-- What an activity was allotted in all is the sum of these.
create index inventory_movement_in_ix on inventory_movement (pool, sku) where type = 'TRANSFER_IN';
