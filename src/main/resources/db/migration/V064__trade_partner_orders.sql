-- Trade: the orders that a seller who is a distributor brought are found as fast as those of distributors and KOCs.

create index trade_order_origin_seller_ix on trade_order_origin (seller_distributor_id, placed_at desc, order_id desc)
    where seller_distributor_id is not null;
