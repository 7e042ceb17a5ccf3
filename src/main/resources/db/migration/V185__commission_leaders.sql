-- Commission: leaders of buy groups earn from what others bought in them, until all of their own order went back (B16).

alter table commission_share drop constraint commission_share_role_ck;
alter table commission_share add constraint commission_share_role_ck check (role in ('DISTRIBUTOR', 'SELLER', 'KOC', 'LEADER'));

-- The leader's part of an order is forfeited: which refund of his own order it was, and when.
create table commission_forfeit (
    order_id  uuid        not null,
    refund_no text        not null,
    at        timestamptz not null,
    constraint commission_forfeit_pk primary key (order_id)
);

grant select, insert on commission_forfeit to siyu_app;
