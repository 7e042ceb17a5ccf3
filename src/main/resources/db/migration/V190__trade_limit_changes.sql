-- How many may be bought at all, for the ledger of changes.
call kernel_note_changes_of('trade_limit', 'sku:sku_id', 'product:spu_id');
