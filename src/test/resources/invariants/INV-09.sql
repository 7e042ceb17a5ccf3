-- Nothing is refunded that was not captured: per refund, per attempt, per order; and the attempt's own sums are right.
with by_attempt as (
    select attempt_id, sum(amount_fen) as asked, coalesce(sum(amount_fen) filter (where state = 'SUCCESS'), 0) as done
      from payment_refund group by attempt_id),
by_order as (
    select order_id, sum(amount_fen) as asked from payment_refund group by order_id),
captured as (
    select order_id, sum(amount_fen) as fen from payment_attempt where state = 'CAPTURED' group by order_id)
select 'refund ' || r.refund_no || ' of ' || r.amount_fen || ' fen: its payment '
       || coalesce(a.out_trade_no || ' is ' || a.state || ' with ' || a.amount_fen, 'does not exist')
  from payment_refund r left join payment_attempt a on a.id = r.attempt_id
 where a.id is null or a.state <> 'CAPTURED' or r.amount_fen > a.amount_fen
union all
select 'payment ' || a.out_trade_no || ': refunds ' || coalesce(b.asked, 0) || ' (done ' || coalesce(b.done, 0)
       || '), its row says ' || a.refund_asked_fen || ' (done ' || a.refunded_fen || '), captured ' || a.amount_fen
  from payment_attempt a left join by_attempt b on b.attempt_id = a.id
 where coalesce(b.asked, 0) <> a.refund_asked_fen or coalesce(b.done, 0) <> a.refunded_fen
    or coalesce(b.asked, 0) > a.amount_fen
union all
select 'order ' || o.order_id || ': refunds ' || o.asked || ' exceed what was captured, ' || coalesce(c.fen, 0)
  from by_order o left join captured c using (order_id)
 where o.asked > coalesce(c.fen, 0)
