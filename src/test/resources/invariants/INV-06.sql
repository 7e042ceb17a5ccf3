-- Every group gathers and is not long over, or has exactly the members it says, each in an order that goes on, or has failed
-- and every payment of it is on its way back or arrived (P2, P3); and what a person has taken is the sum of his places.
with seat as (
    select group_id,
           count(*) filter (where state = 'HELD') as held,
           count(*) filter (where state in ('PAID', 'CONFIRMED', 'REFUNDING', 'REFUNDED') and left_at is null) as paid
      from groupbuy_seat group by group_id),
back as (
    select order_id, sum(amount_fen) as fen from payment_refund where state <> 'CLOSED' group by order_id),
captured as (
    select order_id, sum(amount_fen) as fen from payment_attempt where state = 'CAPTURED' group by order_id),
person as (
    select s.activity_id, s.member_id,
           coalesce(sum(s.quantity) filter (where s.state in ('HELD', 'PAID', 'CONFIRMED')
                       or (g.state = 'SUCCEEDED' and s.state in ('REFUNDING', 'REFUNDED') and s.left_at is null)), 0) as units,
           count(*) filter (where s.state in ('HELD', 'PAID')) as open_groups
      from groupbuy_seat s join groupbuy_group g on g.id = s.group_id group by s.activity_id, s.member_id)
select 'group ' || g.id || ' ' || g.state || ' of ' || g.size || ': says ' || g.held || ' held and ' || g.paid || ' paid, has '
       || coalesce(s.held, 0) || ' and ' || coalesce(s.paid, 0)
  from groupbuy_group g left join seat s on s.group_id = g.id
 where g.held <> coalesce(s.held, 0) or g.paid <> coalesce(s.paid, 0) or g.held + g.paid > g.size
    or (g.completed_by = 'MEMBERS' and coalesce(s.paid, 0) < coalesce(g.fewest, g.size))
union all
select 'group ' || g.id || ' is OPEN long after ' || g.expires_at
  from groupbuy_group g
 where g.state = 'OPEN' and g.expires_at < cast(? as timestamptz) - interval '15 minutes'
union all
select 'group ' || g.id || ' ' || g.state || ': a place ' || s.state || ' with an order ' || coalesce(o.state, 'that is not there')
       || ' ' || s.order_id
  from groupbuy_seat s
  join groupbuy_group g on g.id = s.group_id
  left join trade_order o on o.id = s.order_id
 where not case s.state
           when 'HELD' then o.state = 'PENDING_PAYMENT'
           when 'RELEASED' then o.state = 'CANCELLED'
           when 'PAID' then g.state = 'OPEN' and o.state = 'GROUPING'
           when 'CONFIRMED' then g.state = 'SUCCEEDED'
                and o.state in ('TO_SHIP', 'PARTLY_SHIPPED', 'SHIPPED', 'RECEIVED', 'COMPLETED', 'CLOSED')
           when 'REFUNDING' then (g.state = 'FAILED' or s.left_at is not null) and o.state in ('GROUPING', 'CLOSED')
           else (g.state in ('FAILED', 'SUCCEEDED') or s.left_at is not null) and o.state = 'CLOSED' end
    or o.id is null
union all
select 'order ' || s.order_id || ' of group ' || s.group_id || ' ' || s.state || ': ' || coalesce(c.fen, 0) || ' captured, '
       || coalesce(b.fen, 0) || ' on the way back'
  from groupbuy_seat s
  join groupbuy_group g on g.id = s.group_id
  left join captured c on c.order_id = s.order_id
  left join back b on b.order_id = s.order_id
 where (s.state = 'RELEASED' or s.left_at is not null or (g.state = 'FAILED' and s.state <> 'HELD')) and coalesce(c.fen, 0) <> coalesce(b.fen, 0)
    or s.state in ('PAID', 'CONFIRMED') and coalesce(c.fen, 0) = 0
union all
select 'person ' || p.member_id || ' in ' || p.activity_id || ': counted ' || p.units || ' units, ' || p.open_groups
       || ' groups; has ' || coalesce(n.units, 0) || ', ' || coalesce(n.open_groups, 0)
  from groupbuy_person p left join person n using (activity_id, member_id)
 where p.units <> coalesce(n.units, 0) or p.open_groups <> coalesce(n.open_groups, 0)
union all
select 'activity ' || b.activity_id || ' counts ' || b.given_fen || ' given away, its places say ' || coalesce(n.fen, 0)
  from groupbuy_budget b left join (select activity_id, sum(fen) as fen from groupbuy_given where live group by activity_id) n using (activity_id)
 where b.given_fen <> coalesce(n.fen, 0)
union all
select 'place ' || n.order_id || ' is ' || s.state || ' and counts as given away'
  from groupbuy_given n join groupbuy_seat s on s.order_id = n.order_id
 where n.live and (s.state = 'RELEASED' or s.left_at is not null)
union all
select 'place ' || r.order_id || ' got ' || r.sent_fen || ' back of its price, its order says ' || coalesce(t.fen, 0)
  from groupbuy_rebate r
  left join (select order_id, sum(amount_fen) as fen from trade_refund where cause = 'REBATE' group by order_id) t using (order_id)
 where r.sent_fen <> coalesce(t.fen, 0)
union all
select 'group ' || g.id || ' of a ladder is complete with ' || g.reached || ' and its place ' || s.order_id || ' was not settled'
  from groupbuy_group g
  join groupbuy_activity a on a.id = g.activity_id and cardinality(a.steps) > 0
  join groupbuy_seat s on s.group_id = g.id and s.state = 'CONFIRMED'
 where g.state = 'SUCCEEDED' and g.settle_at is null
   and not exists (select 1 from groupbuy_rebate r where r.order_id = s.order_id)
union all
select 'order ' || f.order_id || ' of flash sale ' || f.sale_id || ' is ' || f.state || ', trade says ' || coalesce(o.state, 'nothing')
  from groupbuy_flash_order f left join trade_order o on o.id = f.order_id
 where not case f.state
           when 'HELD' then coalesce(o.state, '') = 'PENDING_PAYMENT'
           when 'RELEASED' then coalesce(o.state, '') = 'CANCELLED'
           else coalesce(o.state, '') not in ('', 'PENDING_PAYMENT', 'GROUPING', 'CANCELLED') end
union all
select 'person ' || p.member_id || ' in flash sale ' || p.sale_id || ': counted ' || p.units || ' of ' || p.sku_id || ', has '
       || coalesce(n.units, 0)
  from groupbuy_flash_person p
  left join (select sale_id, sku_id, member_id, sum(quantity) as units
               from groupbuy_flash_order where state <> 'RELEASED' group by sale_id, sku_id, member_id) n
         using (sale_id, sku_id, member_id)
 where p.units <> coalesce(n.units, 0)
