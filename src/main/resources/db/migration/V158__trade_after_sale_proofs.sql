-- Trade: pictures that a buyer shows with a claim.
alter table trade_after_sale add column proofs text[] not null default '{}';
alter table trade_after_sale add constraint trade_after_sale_proofs_ck check (cardinality(proofs) <= 9);
