-- What a refund leaves of a commission is its part, entries and commissions agree, and both agree with the ledger, payee by payee.
with refunded as (
    select line_id, sum(amount_fen)::bigint as fen from commission_refund group by line_id),
entered as (
    select share_id, sum(amount_fen)::bigint as fen from commission_entry group by share_id),
thawed as (
    select order_id from commission_order where thawed_at is not null),
shown as (
    select payee_id,
           sum(kept_fen) filter (where order_id not in (select order_id from thawed)) as accrued,
           sum(kept_fen) filter (where order_id in (select order_id from thawed)) as earned
      from commission_share group by payee_id),
put_right as (
    select payee_id, sum(amount_fen) as fen from commission_adjustment where state = 'APPROVED' group by payee_id),
gone as (
    select payee_id,
           sum(amount_fen) filter (where ended_at is null) as withdrawing,
           sum(amount_fen) filter (where ended_at is null or state = 'SUCCEEDED') as taken
      from commission_withdrawal group by payee_id),
posted as (
    select owner as payee_id,
           -sum(amount_fen) filter (where kind = 'COMMISSION_ACCRUED') as accrued,
           -sum(amount_fen) filter (where kind in ('COMMISSION_AVAILABLE', 'COMMISSION_PAYROLL')) as available,
           -sum(amount_fen) filter (where kind = 'COMMISSION_WITHDRAWING') as withdrawing
      from ledger_posting
     where kind in ('COMMISSION_ACCRUED', 'COMMISSION_AVAILABLE', 'COMMISSION_PAYROLL', 'COMMISSION_WITHDRAWING')
     group by owner)
select 'commission ' || s.id || ': keeps ' || s.kept_fen || ', entries say ' || coalesce(e.fen, 0)
       || ', its part of ' || s.original_fen || ' after refunds of ' || coalesce(r.fen, 0) || ' of ' || s.net_fen || ' is '
       || s.original_fen * greatest(0, s.net_fen - coalesce(r.fen, 0)) / s.net_fen
  from commission_share s
  left join entered e on e.share_id = s.id
  left join refunded r on r.line_id = s.line_id
 where s.kept_fen <> coalesce(e.fen, 0)
    or s.kept_fen <> case when s.role = 'LEADER' and s.order_id in (select order_id from commission_forfeit) then 0
                          else s.original_fen * greatest(0, s.net_fen - coalesce(r.fen, 0)) / s.net_fen end
union all
select 'payee ' || payee_id || ': accrued ' || coalesce(s.accrued, 0) || ', the ledger says ' || coalesce(p.accrued, 0)
       || '; available ' || coalesce(a.available_fen, 0) || ', earned less taken ' || coalesce(s.earned, 0) + coalesce(r.fen, 0) - coalesce(g.taken, 0)
       || ', the ledger says ' || coalesce(p.available, 0) || '; withdrawing ' || coalesce(g.withdrawing, 0)
       || ', the ledger says ' || coalesce(p.withdrawing, 0)
  from shown s
  full join gone g using (payee_id)
  full join put_right r using (payee_id)
  full join posted p using (payee_id)
  full join commission_account a using (payee_id)
 where coalesce(s.accrued, 0) <> coalesce(p.accrued, 0)
    or coalesce(a.available_fen, 0) <> coalesce(p.available, 0)
    or coalesce(a.available_fen, 0) <> coalesce(s.earned, 0) + coalesce(r.fen, 0) - coalesce(g.taken, 0)
    or coalesce(g.withdrawing, 0) <> coalesce(p.withdrawing, 0)
union all
select 'line ' || line_id || ': ' || sum(original_fen) || ' for all payees, the cap is ' || min(cap_fen)
  from commission_share group by line_id having sum(original_fen) > min(cap_fen)
