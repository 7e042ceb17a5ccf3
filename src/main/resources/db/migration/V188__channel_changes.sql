-- What things cost, for the ledger of changes.
call kernel_note_changes_of('channel_price', 'sku:sku_id');
