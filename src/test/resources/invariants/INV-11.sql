-- What was bought under a purchase limit is what live orders count, never above what was allowed; an order counts while it lives.
with used as (
    select limit_id, key, period, sum(units) as units from trade_limit_use where live group by limit_id, key, period),
counting as (
    select u.order_id, u.limit_id, u.units, u.live, l.ended_at, o.order_no, o.state in ('CANCELLED', 'CLOSED') as over,
           (select sum(i.quantity) from trade_order_line i
             where i.order_id = u.order_id and (i.sku_id = l.sku_id or i.spu_id = l.spu_id)) as ordered
      from trade_limit_use u
      join trade_limit l on l.id = u.limit_id
      join trade_order o on o.id = u.order_id)
select 'limit ' || c.limit_id || ' ' || c.key || ' ' || c.period || ': counted ' || c.bought || ', allowed ' || c.allowed
       || ', orders say ' || coalesce(u.units, 0)
  from trade_limit_count c left join used u using (limit_id, key, period)
 where c.bought <> coalesce(u.units, 0) or c.bought > c.allowed
union all
select 'order ' || order_no || ': ' || case when live then 'counts' else 'does not count' end || ' against limit ' || limit_id
       || ' with ' || units || ' units, and is ' || case when over then 'over' else 'alive' end || ' with ' || coalesce(ordered, 0)
  from counting
 where (live and over) or (not live and not over and ended_at is null) or units is distinct from ordered
