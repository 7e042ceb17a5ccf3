-- Per SKU what was opened and adjusted is still there or was sold; per counter, the row equals the sum of its movements.
with by_counter as (
    select sku, pool, sum(on_hand_delta) as on_hand, sum(reserved_delta) as reserved
      from inventory_movement group by sku, pool),
by_sku as (
    select sku,
           sum(on_hand_delta) filter (where type in ('OPENING', 'ADJUST', 'CORRECT')) as given,
           sum(-on_hand_delta) filter (where type in ('DEDUCT', 'RETURN')) as sold,
           sum(on_hand_delta) filter (where type in ('TRANSFER_OUT', 'TRANSFER_IN')) as underway
      from inventory_movement group by sku),
there as (
    select sku, sum(on_hand - reserved) as available, sum(reserved) as reserved from inventory_stock group by sku),
kept as (
    select sku, sum(deducted - returned) as sold from inventory_reservation group by sku)
select 'counter sku=' || sku || ' pool=' || pool || ': on hand ' || coalesce(s.on_hand, 0) || ', movements say '
       || coalesce(m.on_hand, 0) || '; reserved ' || coalesce(s.reserved, 0) || ', movements say '
       || coalesce(m.reserved, 0)
  from inventory_stock s full join by_counter m using (sku, pool)
 where coalesce(s.on_hand, 0) <> coalesce(m.on_hand, 0) or coalesce(s.reserved, 0) <> coalesce(m.reserved, 0)
union all
select 'sku=' || sku || ': opened and adjusted ' || coalesce(m.given, 0) || ', but available ' || coalesce(t.available, 0)
       || ' + reserved ' || coalesce(t.reserved, 0) || ' + sold ' || coalesce(k.sold, 0)
  from by_sku m full join there t using (sku) full join kept k using (sku)
 where coalesce(m.given, 0) <> coalesce(t.available, 0) + coalesce(t.reserved, 0) + coalesce(k.sold, 0)
    or coalesce(m.sold, 0) <> coalesce(k.sold, 0)
    or coalesce(m.underway, 0) <> 0
