-- Each account balance is the sum of its postings and what its transfers say, no account is below its floor, and what
-- payment has captured and given back is what was posted for it (REL-15).
with posted as (
    select kind, owner, sum(amount_fen) as debits_minus_credits from ledger_posting group by kind, owner),
told as (
    select kind, owner, sum(amount_fen) as debits_minus_credits
      from (select debit_kind as kind, debit_owner as owner, amount_fen from ledger_transfer
            union all
            select credit_kind, credit_owner, -amount_fen from ledger_transfer) as sides
     group by kind, owner)
select 'account ' || kind || '/' || owner || ': postings sum to ' || coalesce(p.debits_minus_credits, 0)
       || ', transfers say ' || coalesce(t.debits_minus_credits, 0)
  from posted p full join told t using (kind, owner)
 where coalesce(p.debits_minus_credits, 0) <> coalesce(t.debits_minus_credits, 0)
union all
select 'account ' || p.kind || '/' || p.owner || ' is posted to and does not exist'
  from posted p left join ledger_account a using (kind, owner)
 where a.kind is null
union all
select 'account ' || a.kind || '/' || a.owner || ': balance '
       || case a.side when 'DEBIT' then p.debits_minus_credits else -p.debits_minus_credits end
       || ' is below its floor ' || a.floor_fen
  from posted p join ledger_account a using (kind, owner)
 where case a.side when 'DEBIT' then p.debits_minus_credits else -p.debits_minus_credits end < a.floor_fen
union all
-- What is captured is posted once, from WeChat to the buyers' account, and nothing else is posted as captured.
select 'payment ' || number || ': captured ' || coalesce(a.amount_fen, 0) || ', posted ' || coalesce(c.amount_fen, 0)
       || coalesce(' ' || c.debit_kind || ' to ' || c.credit_kind, '')
  from (select out_trade_no as number, amount_fen from payment_attempt where state = 'CAPTURED' and kind = 'WECHAT') a
  full join (select substring(reference from 9) as number, debit_kind, credit_kind, amount_fen
               from ledger_transfer where reference like 'CAPTURE:%') c using (number)
 where a.amount_fen is distinct from c.amount_fen
    or c.debit_kind <> 'WECHAT_CLEARING' or c.credit_kind <> 'CUSTOMER_PREPAYMENTS'
union all
-- So is what was given back, by WeChat or by hand.
select 'refund ' || number || ': given back ' || coalesce(r.amount_fen, 0) || ', posted ' || coalesce(b.amount_fen, 0)
       || coalesce(' ' || b.debit_kind || ' to ' || b.credit_kind, '')
  from (select refund_no as number, amount_fen, case when settled_outside then 'BANK' else 'WECHAT_CLEARING' end as payer
          from payment_refund where state = 'SUCCESS') r
  full join (select substring(reference from 8) as number, debit_kind, credit_kind, amount_fen
               from ledger_transfer where reference like 'REFUND:%') b using (number)
 where r.amount_fen is distinct from b.amount_fen
    or b.debit_kind <> 'CUSTOMER_PREPAYMENTS' or b.credit_kind <> r.payer
