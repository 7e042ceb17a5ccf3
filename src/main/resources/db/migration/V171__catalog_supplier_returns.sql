-- Where goods of a supplier are sent back to (E15); absent: to the shop.
alter table catalog_supplier
    add column return_recipient text,
    add column return_phone text,
    add column return_address text,
    add constraint catalog_supplier_return_ck check (num_nonnulls(return_recipient, return_phone, return_address) in (0, 3));
