-- Activities and flash sales, for the ledger of changes. Not their groups: of a thousand places in a second nobody notes each; pages of
-- groups live a second instead.
call kernel_note_changes_of('groupbuy_activity', 'activity:id');
call kernel_note_changes_of('groupbuy_offer', 'activity:activity_id');
call kernel_note_changes_of('groupbuy_flash_sale', 'flash:id');
call kernel_note_changes_of('groupbuy_flash_item', 'flash:sale_id');
