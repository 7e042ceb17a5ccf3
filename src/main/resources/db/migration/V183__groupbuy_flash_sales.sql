-- Flash sales (B26): sessions with goods of their own, what was taken of them, and by whom.

create table groupbuy_flash_sale (
    id                  uuid        not null,
    name                text        not null,
    state               text        not null,
    version             bigint      not null default 0,
    pay_timeout_minutes int         not null,
    segment_id          uuid,
    commission          text        not null,
    commission_bp       int,
    starts_at           timestamptz not null,
    ends_at             timestamptz not null,
    created_at          timestamptz not null,
    published_at        timestamptz,
    over_at             timestamptz,
    -- When to look again whether what is left can go back; null once it has gone.
    settle_at           timestamptz,
    give_backs          int         not null default 0,
    constraint groupbuy_flash_sale_pk primary key (id),
    constraint groupbuy_flash_sale_state_ck check (state in ('DRAFT', 'SCHEDULED', 'RUNNING', 'PAUSED', 'STOPPED', 'ENDED')),
    constraint groupbuy_flash_sale_times_ck check (starts_at < ends_at and pay_timeout_minutes > 0),
    constraint groupbuy_flash_sale_commission_ck check (commission in ('NONE', 'NORMAL', 'OVERRIDE')
        and (commission = 'OVERRIDE') = (commission_bp is not null))
);
create index groupbuy_flash_sale_shown_ix on groupbuy_flash_sale (starts_at, id) where state in ('SCHEDULED', 'RUNNING', 'PAUSED');
create index groupbuy_flash_sale_created_ix on groupbuy_flash_sale (created_at desc, id desc);
create index groupbuy_flash_sale_settle_ix on groupbuy_flash_sale (settle_at) where settle_at is not null;

create table groupbuy_flash_item (
    sale_id        uuid        not null,
    sku_id         uuid        not null,
    position       int         not null,
    price_fen      bigint      not null,
    quota          int         not null,
    per_order_qty  int         not null,
    per_person_qty int         not null,
    -- As the sale says: so that no SKU is in two of them at once.
    starts_at      timestamptz not null,
    ends_at        timestamptz not null,
    live           boolean     not null,
    constraint groupbuy_flash_item_pk primary key (sale_id, sku_id),
    constraint groupbuy_flash_item_sale_fk foreign key (sale_id) references groupbuy_flash_sale (id),
    constraint groupbuy_flash_item_ck check (price_fen > 0 and quota > 0 and per_order_qty > 0 and per_order_qty <= per_person_qty),
    constraint groupbuy_flash_item_overlap_ex exclude using gist (sku_id with =, tstzrange(starts_at, ends_at) with &&) where (live)
);

create table groupbuy_flash_order (
    order_id  uuid        not null,
    sale_id   uuid        not null,
    member_id uuid        not null,
    sku_id    uuid        not null,
    quantity  int         not null,
    unit_fen  bigint      not null,
    state     text        not null,
    taken_at  timestamptz not null,
    pay_by    timestamptz not null,
    paid_at   timestamptz,
    ended_at  timestamptz,
    constraint groupbuy_flash_order_pk primary key (order_id),
    constraint groupbuy_flash_order_item_fk foreign key (sale_id, sku_id) references groupbuy_flash_item (sale_id, sku_id),
    constraint groupbuy_flash_order_state_ck check (state in ('HELD', 'PAID', 'RELEASED')
        and (state = 'PAID') = (paid_at is not null) and (state = 'RELEASED') = (ended_at is not null)),
    constraint groupbuy_flash_order_units_ck check (quantity > 0 and unit_fen > 0)
);
create index groupbuy_flash_order_held_ix on groupbuy_flash_order (sale_id) where state = 'HELD';
create index groupbuy_flash_order_sale_ix on groupbuy_flash_order (sale_id, taken_at desc, order_id desc);

-- Units that one person has of one SKU of a sale, unpaid ones included (A13).
create table groupbuy_flash_person (
    sale_id   uuid not null,
    sku_id    uuid not null,
    member_id uuid not null,
    units     int  not null,
    constraint groupbuy_flash_person_pk primary key (sale_id, sku_id, member_id),
    constraint groupbuy_flash_person_ck check (units >= 0)
);

grant select, insert, update, delete on groupbuy_flash_sale, groupbuy_flash_item, groupbuy_flash_order, groupbuy_flash_person to siyu_app;
