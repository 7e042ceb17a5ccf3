-- Trade: what the split of an order says besides its parts, and how a distributor and a KOC share an order that both claim (D8).

alter table trade_order_origin
    add column pool_floor_fen bigint,
    add column koc_payout     text,
    add column koc_gift_id    uuid,
    -- The distributor's share of what he would have had alone; the rest of its like goes to the pool. Null: one of them has it all.
    add column shared_bp      int,
    add constraint trade_order_origin_payout_ck check (koc_payout in ('LABOUR', 'COUPON')),
    add constraint trade_order_origin_shared_ck check (
        shared_bp between 0 and 10000 and (shared_bp is null or (distributor_id is not null and koc_id is not null)));
