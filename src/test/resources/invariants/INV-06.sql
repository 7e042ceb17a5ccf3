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
    or (g.completed_by = 'MEMBERS' and coalesce(s.paid, 0) <> g.size)
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
