-- A limit that is set while its goods are sold counts what is ordered already (A13).

create index trade_order_line_spu_ix on trade_order_line (spu_id, sku_id, order_id);

-- The limits that bind, with a hold against new ones until the asking transaction ends: who sets a limit waits for those who
-- have asked, then sees their orders; who asks meanwhile waits and sees the limit, because a volatile function reads anew after
-- it has waited.
create function trade_limits_held(skus uuid[], spus uuid[]) returns setof trade_limit language plpgsql volatile as $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('trade.limits', 0));
    return query
        select * from trade_limit where ended_at is null and (sku_id = any(skus) or spu_id = any(spus)) order by id;
end $$;
