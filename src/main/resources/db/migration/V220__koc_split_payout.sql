-- KOC: a split may promise a floor for each order, pay the KOC in coupons, and give him a coupon for each order besides (D6, D7).

alter table koc_split
    add column floor_fen        bigint not null default 0,
    add column koc_payout       text   not null default 'LABOUR',
    add column gift_template_id uuid,
    add constraint koc_split_floor_ck check (floor_fen between 0 and 10000),
    add constraint koc_split_payout_ck check (koc_payout in ('LABOUR', 'COUPON'));
