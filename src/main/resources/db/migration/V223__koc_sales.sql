-- KOC: what the members of communities have bought and what of it went back, and on which days they were seen.

-- One row for each firm order of somebody who is in a community then, or that a KOC brought; communities and people only of the latter.
create table koc_sale (
    order_id     uuid        not null,
    member_id    uuid        not null,
    at           timestamptz not null,
    gross_fen    bigint      not null,
    binding_id   uuid,
    koc_id       uuid,
    seller_id    uuid,
    community_id uuid,
    token        text,
    constraint koc_sale_pk primary key (order_id),
    constraint koc_sale_gross_ck check (gross_fen >= 0),
    constraint koc_sale_brought_ck check (num_nonnulls(binding_id, koc_id, seller_id, community_id) in (0, 4))
);
create index koc_sale_member_ix on koc_sale (member_id, at);
create index koc_sale_community_ix on koc_sale (community_id, at) where community_id is not null;
create index koc_sale_seller_ix on koc_sale (seller_id, at) where seller_id is not null;
create index koc_sale_koc_ix on koc_sale (koc_id, at) where koc_id is not null;
create index koc_sale_token_ix on koc_sale (token) where token is not null;

-- A refund may be heard before the sale: nothing ties the two but the order.
create table koc_refund (
    refund_no  text        not null,
    order_id   uuid        not null,
    at         timestamptz not null,
    amount_fen bigint      not null,
    constraint koc_refund_pk primary key (refund_no),
    constraint koc_refund_amount_ck check (amount_fen >= 0)
);
create index koc_refund_order_ix on koc_refund (order_id);
create index koc_refund_at_ix on koc_refund (at);

-- A member of a community has opened a link on that day.
create table koc_seen (
    member_id uuid not null,
    day       date not null,
    constraint koc_seen_pk primary key (member_id, day)
);

grant select, insert on koc_sale, koc_refund, koc_seen to siyu_app;
