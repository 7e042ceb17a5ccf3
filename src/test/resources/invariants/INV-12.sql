-- Coupons: as many as were counted; none in two living orders; one that is held or used is in the one order that says so, and that
-- order lives; the coupons of a living order are its own; what they took off is what its lines say, to the fen.
with live as (
    select u.coupon_id, count(*) as uses, max(u.state) as state, min(u.order_id::text) as order_id
      from promotion_use u where u.state in ('HELD', 'USED') group by u.coupon_id),
given as (
    select template_id, count(*) as coupons from promotion_coupon group by template_id),
shares as (
    select l.order_id, d.coupon_id, sum(d.amount_fen) as fen
      from trade_line_discount d join trade_order_line l on l.id = d.line_id group by l.order_id, d.coupon_id)
select 'template ' || t.id || ': counts ' || t.taken || ', gave out ' || coalesce(g.coupons, 0)
  from promotion_template t left join given g on g.template_id = t.id
 where t.taken <> coalesce(g.coupons, 0)
union all
select 'coupon ' || coupon_id || ' is in ' || uses || ' orders at once'
  from live
 where uses > 1
union all
select 'coupon ' || c.id || ' is ' || c.state || ', its order says ' || coalesce(live.state, 'nothing')
  from promotion_coupon c left join live on live.coupon_id = c.id
 where (c.state in ('HELD', 'USED')) <> (live.coupon_id is not null) or (live.state is not null and live.state <> c.state)
union all
select 'coupon ' || u.coupon_id || ' is ' || u.state || ' in order ' || u.order_id || ', which is ' || coalesce(o.state, 'not there')
  from promotion_use u left join trade_order o on o.id = u.order_id
 where (u.state = 'HELD' and coalesce(o.state, '') <> 'PENDING_PAYMENT')
    or (u.state = 'USED' and coalesce(o.state, 'CLOSED') in ('PENDING_PAYMENT', 'CANCELLED', 'CLOSED'))
union all
select 'order ' || o.order_no || ' is ' || o.state || ' and has lost its coupon ' || s.coupon_id
  from trade_order_coupon s join trade_order o on o.id = s.order_id
 where o.state not in ('CANCELLED', 'CLOSED')
   and not exists (select 1 from promotion_use u
                    where u.order_id = s.order_id and u.coupon_id = s.coupon_id and u.state in ('HELD', 'USED'))
union all
select 'coupon ' || s.coupon_id || ' took ' || s.goods_fen || ' off the goods of order ' || s.order_id || ', its lines say '
       || coalesce(x.fen, 0)
  from trade_order_coupon s left join shares x on x.order_id = s.order_id and x.coupon_id = s.coupon_id
 where s.goods_fen <> coalesce(x.fen, 0)
union all
select 'line ' || l.id || ' says ' || l.discount_fen || ' off, its coupons ' || coalesce(d.fen, 0)
  from trade_order_line l
  left join (select line_id, sum(amount_fen) as fen from trade_line_discount group by line_id) d on d.line_id = l.id
 where l.discount_fen <> coalesce(d.fen, 0)
union all
select 'order ' || o.order_no || ' costs ' || o.goods_fen || ' for goods, its lines ' || sum(l.unit_fen * l.quantity - l.discount_fen - l.adjusted_fen)
  from trade_order o join trade_order_line l on l.order_id = o.id
 group by o.id
having o.goods_fen <> sum(l.unit_fen * l.quantity - l.discount_fen - l.adjusted_fen)
union all
select 'quota ' || q.id || ' gave ' || q.given || ', coupons say ' || count(c.id)
  from promotion_quota q
  left join promotion_coupon c
    on (c.source = 'QUOTA' and c.source_id = q.id)
    or (c.source = 'DROP' and c.source_id in (select d.id from promotion_drop d where d.quota_id = q.id))
 group by q.id
having q.given <> count(c.id)
union all
select 'drop ' || d.id || ' counts ' || d.taken || ', claims say ' || count(x.coupon_id) || ', coupons ' || count(c.id)
  from promotion_drop d
  left join promotion_drop_claim x on x.drop_id = d.id
  left join promotion_coupon c on c.id = x.coupon_id and c.source = 'DROP' and c.source_id = d.id and c.member_id = x.member_id
 group by d.id
having d.taken <> count(x.coupon_id) or d.taken <> count(c.id)
