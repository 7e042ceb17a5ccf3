-- A movement and a reservation are written together with the counter of their SKU and pool, by a statement that fails when there
-- is none, and that counter refers to its pool. To ask for the pool again for each row locked the same row of it hundreds of
-- times in one transaction: a millisecond for 64 orders, twice.
alter table inventory_movement drop constraint inventory_movement_pool_fkey;
alter table inventory_reservation drop constraint inventory_reservation_pool_fkey;
