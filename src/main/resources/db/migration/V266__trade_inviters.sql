-- The distributor's inviter and his share, of an order that was placed while two levels were lawful (L8): kept with the order.
alter table trade_order_origin
    add column inviter_id        uuid,
    add column inviter_member_id uuid,
    add column inviter_bp        int,
    add constraint trade_order_origin_inviter_ck check (
        (inviter_id is not null) = (inviter_member_id is not null)
        and (inviter_id is not null) = (inviter_bp is not null)
        and (inviter_id is null or distributor_id is not null)
        and inviter_bp between 1 and 3000);
