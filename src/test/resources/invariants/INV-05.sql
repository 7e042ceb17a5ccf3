-- Each paid order lives on one captured payment of its full amount; what is still to be sent of an order is reserved for it and
-- nothing else is, what was sent is deducted, and so with what an exchange gives; only what waits is not firm; no line gives more
-- back than it cost;
-- a firm order that is somebody's has its one set of commissions, and no other order has.
with paid as (
    select o.*,
           (select count(*) from payment_attempt a
             where a.id = o.payment_id and a.order_id = o.id and a.state = 'CAPTURED'
               and a.amount_fen = o.goods_fen + o.freight_fen) as payments
      from trade_order o
     where o.state not in ('PENDING_PAYMENT', 'CANCELLED')),
goods as (
    -- A bundle is reserved and sent by what it consists of.
    select o.order_no, o.state, o.id, part.sku_id, sum(l.shipped * part.units) as shipped,
           case when o.state in ('CANCELLED', 'CLOSED') then 0
                else sum((l.quantity - l.shipped - l.withdrawn) * part.units) end as to_send
      from trade_order o
      join trade_order_line l on l.order_id = o.id
     cross join lateral (select l.sku_id, 1 as units where jsonb_array_length(l.components) = 0
                          union all
                         select (c.part ->> 'sku')::uuid, (c.part ->> 'units')::int
                           from jsonb_array_elements(l.components) as c (part)) part
     group by o.order_no, o.state, o.id, part.sku_id),
kept as (
    select holder, sku, coalesce(sum(quantity - deducted) filter (where state = 'LIVE'), 0) as live, sum(deducted) as gone
      from inventory_reservation group by holder, sku),
given as (
    -- What exchanges give, by the pieces that leave.
    select a.id, a.type, a.state, part.sku, sum(l.quantity * part.units) as units
      from trade_after_sale a
      join trade_after_sale_line l on l.after_sale_id = a.id and l.replacement_sku is not null
     cross join lateral (select l.replacement_sku as sku, 1 as units where jsonb_array_length(l.replacement_components) = 0
                          union all
                         select (c.part ->> 'sku')::uuid, (c.part ->> 'units')::int
                           from jsonb_array_elements(l.replacement_components) as c (part)) part
     group by a.id, a.type, a.state, part.sku)
select 'order ' || order_no || ' is ' || state || ' on ' || payments || ' captured payments of its amount'
  from paid
 where payments <> 1
union all
select 'order ' || order_no || ' is ' || state || ' and firm since ' || coalesce(firm_at::text, 'never')
  from paid
 where (state = 'GROUPING' and (firm_at is not null or not exists (select 1 from trade_order_terms t where t.order_id = paid.id)))
    or (state in ('TO_SHIP', 'PARTLY_SHIPPED', 'SHIPPED', 'RECEIVED', 'COMPLETED') and firm_at is null)
union all
select 'order ' || g.order_no || ' (' || g.state || ') sku=' || g.sku_id || ': to send ' || g.to_send || ', reserved '
       || coalesce(k.live, 0) || '; sent ' || g.shipped || ', deducted ' || coalesce(k.gone, 0)
  from goods g left join kept k on k.holder = g.id and k.sku = g.sku_id
 where g.to_send <> coalesce(k.live, 0) or g.shipped <> coalesce(k.gone, 0)
union all
select 'exchange ' || g.id || ' (' || g.type || ' ' || g.state || ') sku=' || g.sku || ': gives ' || g.units || ', reserved '
       || coalesce(k.live, 0) || ', deducted ' || coalesce(k.gone, 0)
  from given g left join kept k on k.holder = g.id and k.sku = g.sku
 where coalesce(k.live, 0) <> case when g.type = 'EXCHANGE' and g.state in ('SELLER_AGREED', 'BUYER_SENT', 'SELLER_RECEIVED')
                                   then g.units else 0 end
    or coalesce(k.gone, 0) <> case when g.type = 'EXCHANGE' and g.state = 'DONE' then g.units else 0 end
union all
select 'line ' || l.id || ' cost ' || l.unit_fen * l.quantity - l.discount_fen - l.adjusted_fen || ' and gives back ' || sum(r.goods_fen)
  from trade_refund_line r join trade_order_line l on l.id = r.line_id
 group by l.id, l.unit_fen, l.quantity, l.discount_fen, l.adjusted_fen
having sum(r.goods_fen) > l.unit_fen * l.quantity - l.discount_fen - l.adjusted_fen
union all
select 'order ' || paid.order_no || ' is firm since ' || paid.firm_at || ' and its commissions were not reckoned'
  from paid
  join trade_order_origin g on g.order_id = paid.id and (g.distributor_id is not null or g.koc_id is not null)
 where paid.firm_at is not null
   and not exists (select 1 from commission_order c where c.order_id = paid.id and c.accrued)
union all
select 'order ' || o.order_no || ' was never firm and pays commission ' || s.id
  from trade_order o join commission_share s on s.order_id = o.id
 where o.firm_at is null
