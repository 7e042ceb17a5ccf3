-- Each account balance is the sum of its postings and what its transfers say, and no account is below its floor.
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
