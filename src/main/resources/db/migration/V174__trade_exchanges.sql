-- Trade: exchanges (E10). A claim may ask for another SKU of the same product instead of money; what is given for each line is kept
-- with the claim, as it was when it was asked for.

alter table trade_after_sale drop constraint trade_after_sale_type_ck;
alter table trade_after_sale add constraint trade_after_sale_type_ck check (type in ('RETURN_REFUND', 'REFUND_ONLY', 'EXCHANGE'));
alter table trade_after_sale drop constraint trade_after_sale_state_ck;
alter table trade_after_sale add constraint trade_after_sale_state_ck check (state in ('APPLIED', 'SELLER_AGREED', 'BUYER_SENT',
    'SELLER_RECEIVED', 'REFUNDING', 'DONE', 'BUYER_CANCELLED', 'SELLER_REJECTED', 'RECEIPT_REFUSED'));

-- The exchange that its units came by, if they are not those that were shipped with the order.
alter table trade_after_sale add column from_exchange uuid;
alter table trade_after_sale add constraint trade_after_sale_from_fk foreign key (from_exchange) references trade_after_sale (id);
create index trade_after_sale_from_ix on trade_after_sale (from_exchange) where from_exchange is not null;

-- The parcel in which the replacement left.
alter table trade_after_sale add column replacement_carrier text;
alter table trade_after_sale add column replacement_tracking_no text;
alter table trade_after_sale add column replacement_sent_at timestamptz;
alter table trade_after_sale add constraint trade_after_sale_replacement_ck check (
    num_nonnulls(replacement_carrier, replacement_tracking_no, replacement_sent_at)
        = case when type = 'EXCHANGE' and state = 'DONE' then 3 else 0 end
    and (type = 'EXCHANGE' or state <> 'SELLER_RECEIVED'));

alter table trade_after_sale_line add column replacement_sku uuid;
alter table trade_after_sale_line add column replacement_code text;
alter table trade_after_sale_line add column replacement_spec text;
alter table trade_after_sale_line add column replacement_components jsonb;
alter table trade_after_sale_line add constraint trade_after_sale_line_replacement_ck check (
    num_nonnulls(replacement_sku, replacement_code, replacement_spec, replacement_components) in (0, 4));
