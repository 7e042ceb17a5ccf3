-- The postings of each transfer sum to zero and are the two that it names; so all of them do.
select 'transfer ' || coalesce(t.reference, 'without a row, id ' || p.transfer_id) || ': ' || p.postings
       || ' postings that sum to ' || p.total
  from (select transfer_id, count(*) as postings, sum(amount_fen) as total from ledger_posting group by transfer_id) p
  left join ledger_transfer t on t.id = p.transfer_id
 where p.total <> 0 or p.postings <> 2 or t.id is null
union all
select 'transfer ' || t.reference || ': its ' || side.side || ' posting is missing or another'
  from ledger_transfer t
 cross join lateral (values ('DEBIT', t.debit_kind, t.debit_owner, t.amount_fen),
                            ('CREDIT', t.credit_kind, t.credit_owner, -t.amount_fen))
    as side (side, kind, owner, amount_fen)
  left join ledger_posting p on p.transfer_id = t.id and p.side = side.side and p.kind = side.kind
                            and p.owner = side.owner and p.amount_fen = side.amount_fen
 where p.transfer_id is null
union all
select 'all postings sum to ' || sum(amount_fen) from ledger_posting having sum(amount_fen) <> 0
