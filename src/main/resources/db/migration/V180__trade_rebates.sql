-- Trade: part of the price of a sold order goes back because its activity turned out better for the buyer than what he paid
-- (B16, B19). The line costs less from then on; the order lives on, even when nothing of its price is left.

alter table trade_order_line add column rebate_fen bigint not null default 0;
alter table trade_order_line add constraint trade_order_line_rebate_ck
    check (rebate_fen >= 0 and rebate_fen <= unit_fen * quantity - discount_fen - adjusted_fen);

alter table trade_refund drop constraint trade_refund_cause_ck;
alter table trade_refund add constraint trade_refund_cause_ck
    check (cause in ('AFTER_SALE', 'STAFF', 'HOLD_FAILED', 'NO_PLACE', 'LATE_PAYMENT', 'DOUBLE_PAYMENT', 'REBATE'));
-- A price is lowered once.
create unique index trade_refund_rebate_uk on trade_refund (order_id) where cause = 'REBATE';
