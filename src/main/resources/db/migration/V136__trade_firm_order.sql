-- Firm orders and refunds that arrived, in the order of time: how reports read them again, page by page.
create index trade_order_firm_ix on trade_order (firm_at, id) where firm_at is not null;
create index trade_refund_settled_ix on trade_refund (settled_at, refund_no) where settled_at is not null;
