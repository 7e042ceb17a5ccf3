-- What shoppers see of the catalogue, for the ledger of changes.
call kernel_note_changes_of('catalog_spu', 'product:id', 'products');
call kernel_note_changes_of('catalog_sku', 'product:spu_id', 'products');
call kernel_note_changes_of('catalog_axis_value', 'product:spu_id');
call kernel_note_changes_of('catalog_attribute', 'product:spu_id');
call kernel_note_changes_of('catalog_category', 'categories', 'products');
call kernel_note_changes_of('catalog_bundle_component', 'sku:bundle_id');
