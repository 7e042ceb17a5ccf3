-- Trade: orders of a buy group that came about, and what its leader has to do with commissions on them (B16, B22). Written when
-- the group is complete, before anybody reckons a commission.

create table trade_order_led (
    order_id        uuid    not null,
    -- The leader's own order in the group.
    leader_order_id uuid    not null,
    member_id       uuid    not null,
    -- The account of the leader as a distributor, and his share of the net, if he earns one.
    distributor_id  uuid,
    share_bp        int,
    -- He has his benefit instead of what he would earn as the distributor of the order.
    instead         boolean not null,
    constraint trade_order_led_pk primary key (order_id),
    constraint trade_order_led_order_fk foreign key (order_id) references trade_order (id),
    constraint trade_order_led_share_ck check ((share_bp is null) = (distributor_id is null) and (share_bp is null or share_bp between 1 and 10000))
);
create index trade_order_led_leader_ix on trade_order_led (leader_order_id) where share_bp is not null;

grant select, insert on trade_order_led to siyu_app;
