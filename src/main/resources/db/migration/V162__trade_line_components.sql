-- What a bundle consisted of when it was sold (A10, A14): [{"sku", "skuCode", "title", "units"}], empty for everything else.
alter table trade_order_line add column components jsonb not null default '[]';
