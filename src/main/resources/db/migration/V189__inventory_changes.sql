-- What is left, for the ledger of changes. Shown are buckets (A12): as long as there is plenty, a sale changes nothing that anybody sees
-- and writes nothing here. A sum of counters crosses a border only if one that changes is below it, so each row can tell for itself; 20
-- is above every border that may be configured (siyu.inventory.low-below, siyu.groupbuy.low-below).

create function inventory_note_bucket() returns trigger language plpgsql as $$
declare
    touched inventory_stock%rowtype;
begin
    if tg_op = 'DELETE' then
        touched := old;
    else
        touched := new;
    end if;
    insert into kernel_change (topic)
    select case when p.activity is null then 'sku:' || touched.sku else 'left:' || p.activity end
      from inventory_pool p
     where p.id = touched.pool;
    return null;
end $$;

create trigger inventory_stock_changed after update on inventory_stock for each row
    when ((old.on_hand - old.reserved <> new.on_hand - new.reserved or old.safety <> new.safety)
        and least(old.on_hand - old.reserved - old.safety, new.on_hand - new.reserved - new.safety) < 20)
    execute function inventory_note_bucket();
create trigger inventory_stock_made after insert on inventory_stock for each row
    when (new.on_hand > new.reserved)
    execute function inventory_note_bucket();
create trigger inventory_stock_gone after delete on inventory_stock for each row
    when (old.on_hand > old.reserved)
    execute function inventory_note_bucket();
