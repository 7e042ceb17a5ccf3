-- Reserved is the sum of the live reservations.
with live as (
    select sku, pool, sum(quantity - deducted) as units
      from inventory_reservation where state = 'LIVE' group by sku, pool)
select 'sku=' || sku || ' pool=' || pool || ': reserved ' || coalesce(s.reserved, 0) || ', live reservations '
       || coalesce(l.units, 0)
  from inventory_stock s full join live l using (sku, pool)
 where coalesce(s.reserved, 0) <> coalesce(l.units, 0)
