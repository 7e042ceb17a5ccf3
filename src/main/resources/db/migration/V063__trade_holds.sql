-- Trade: orders that a context above holds back after their payment, the terms they were sold on, when they became firm, whom they
-- are owed to; and how refunds divide over lines.

alter table trade_order drop constraint trade_order_state_ck;
alter table trade_order add constraint trade_order_state_ck check (state in ('PENDING_PAYMENT', 'GROUPING', 'TO_SHIP', 'PARTLY_SHIPPED',
    'SHIPPED', 'RECEIVED', 'COMPLETED', 'CANCELLED', 'CLOSED'));

-- What the buyer is known by: keyed hashes, never plain (B20).
alter table trade_order add column buyer_keys text[] not null default '{}';
-- Since when it is paid and nothing holds it back, and whether it was the buyer's first such order.
alter table trade_order add column firm_at timestamptz;
alter table trade_order add column first_order boolean not null default false;
update trade_order set firm_at = paid_at where paid_at is not null;
alter table trade_order add constraint trade_order_firm_ck check (
    case when state in ('TO_SHIP', 'PARTLY_SHIPPED', 'SHIPPED', 'RECEIVED', 'COMPLETED') then paid_at is not null
         when state = 'GROUPING' then firm_at is null
         else firm_at is null or paid_at is not null end);

-- What a line would have cost by the price list, and the categories that it was in, the nearest first.
alter table trade_order_line add column list_fen bigint;
update trade_order_line set list_fen = unit_fen;
alter table trade_order_line alter column list_fen set not null;
alter table trade_order_line add constraint trade_order_line_list_ck check (list_fen >= 0);
alter table trade_order_line add column category_ids uuid[] not null default '{}';

-- What an activity laid down for an order, with the text that the buyer saw (L3). Never changed.
create table trade_order_terms (
    order_id      uuid        not null,
    kind          text        not null,
    activity_id   uuid        not null,
    hold_id       uuid        not null,
    unit_fen      bigint      not null,
    commission    text        not null,
    commission_bp int,
    community_id  uuid,
    pay_by        timestamptz not null,
    shown_text    text        not null,
    constraint trade_order_terms_pk primary key (order_id),
    constraint trade_order_terms_order_fk foreign key (order_id) references trade_order (id),
    constraint trade_order_terms_unit_ck check (unit_fen >= 0),
    constraint trade_order_terms_commission_ck check (commission in ('NONE', 'NORMAL', 'OVERRIDE')
        and (commission = 'OVERRIDE') = (commission_bp is not null) and (commission_bp is null or commission_bp between 0 and 10000))
);
create index trade_order_terms_hold_ix on trade_order_terms (hold_id);
create index trade_order_terms_activity_ix on trade_order_terms (activity_id);

-- To whom an order is attributed and why, decided when it was placed (C9, D5, D8). Never changed.
create table trade_order_origin (
    order_id              uuid        not null,
    placed_at             timestamptz not null,
    source                text        not null,
    acquisition           text        not null,
    token                 text,
    distributor_id        uuid,
    distributor_member_id uuid,
    tier_id               uuid,
    tier_name             text,
    distributor_bp        int,
    team_id               uuid,
    customer_binding_id   uuid,
    koc_binding_id        uuid,
    koc_id                uuid,
    koc_member_id         uuid,
    seller_id             uuid,
    seller_distributor_id uuid,
    community_id          uuid,
    pool_bp               int,
    seller_share_bp       int,
    koc_share_bp          int,
    split_version         int,
    koc_by                text,
    candidates            jsonb       not null,
    constraint trade_order_origin_pk primary key (order_id),
    constraint trade_order_origin_order_fk foreign key (order_id) references trade_order (id),
    constraint trade_order_origin_source_ck check (source in ('PROMO_CODE', 'SESSION_LINK', 'BINDING', 'COMMUNITY', 'NONE')),
    constraint trade_order_origin_distributor_ck check (
        num_nonnulls(distributor_id, distributor_member_id, tier_id, tier_name, distributor_bp) in (0, 5)),
    constraint trade_order_origin_koc_ck check (
        num_nonnulls(koc_binding_id, koc_id, koc_member_id, seller_id, community_id, pool_bp, seller_share_bp, koc_share_bp,
            split_version, koc_by) in (0, 10)),
    constraint trade_order_origin_koc_by_ck check (koc_by in ('TOKEN', 'COMMUNITY_ACTIVITY', 'MEMBERSHIP'))
);
create index trade_order_origin_distributor_ix on trade_order_origin (distributor_member_id, placed_at desc, order_id desc)
    where distributor_member_id is not null;
create index trade_order_origin_koc_ix on trade_order_origin (koc_member_id, placed_at desc, order_id desc)
    where koc_member_id is not null;

alter table trade_refund drop constraint trade_refund_cause_ck;
alter table trade_refund add constraint trade_refund_cause_ck
    check (cause in ('AFTER_SALE', 'STAFF', 'HOLD_FAILED', 'NO_PLACE', 'LATE_PAYMENT', 'DOUBLE_PAYMENT'));

-- How much of a refund is goods, by line; fixed when it is promised.
create table trade_refund_line (
    refund_no text   not null,
    line_id   uuid   not null,
    units     int    not null,
    goods_fen bigint not null,
    constraint trade_refund_line_pk primary key (refund_no, line_id),
    constraint trade_refund_line_refund_fk foreign key (refund_no) references trade_refund (refund_no),
    constraint trade_refund_line_ck check (units >= 0 and goods_fen >= 0)
);
create index trade_refund_line_line_ix on trade_refund_line (line_id);

insert into trade_refund_line (refund_no, line_id, units, goods_fen)
select a.refund_no, l.line_id, l.quantity, l.claimed_fen
  from trade_after_sale a
  join trade_after_sale_line l on l.after_sale_id = a.id
  join trade_refund r on r.refund_no = a.refund_no;

grant select, insert, update, delete on trade_refund_line to siyu_app;
grant select, insert on trade_order_terms, trade_order_origin to siyu_app;
