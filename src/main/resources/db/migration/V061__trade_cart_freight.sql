-- Trade: the cart, and what sending costs.

create table trade_cart_item (
    id        uuid        not null,
    member_id uuid        not null,
    sku_id    uuid        not null,
    quantity  int         not null,
    added_at  timestamptz not null,
    constraint trade_cart_item_pk primary key (id),
    constraint trade_cart_item_sku_uk unique (member_id, sku_id),
    constraint trade_cart_item_quantity_ck check (quantity between 1 and 999)
);

-- Zones are kept as written by staff: a JSON list of {regions[], first, firstFen, additional, additionalFen}; a zone without
-- regions is for everywhere else.
create table trade_freight_template (
    id             uuid        not null,
    name           text        not null,
    basis          text        not null,
    is_default     boolean     not null,
    free_above_fen bigint,
    undeliverable  text[]      not null,
    zones          jsonb       not null,
    version        bigint      not null default 0,
    changed_at     timestamptz not null,
    constraint trade_freight_template_pk primary key (id),
    constraint trade_freight_template_name_uk unique (name),
    constraint trade_freight_template_basis_ck check (basis in ('WEIGHT', 'PIECE')),
    constraint trade_freight_template_free_ck check (free_above_fen >= 0)
);
create unique index trade_freight_template_default_uk on trade_freight_template (is_default) where is_default;

insert into trade_freight_template (id, name, basis, is_default, free_above_fen, undeliverable, zones, changed_at)
values ('01900000-0000-7000-8000-000000000061', '标准快递', 'WEIGHT', true, 9900, array ['71', '81', '82'],
        '[{"regions": [], "first": 1000, "firstFen": 800, "additional": 1000, "additionalFen": 200},
          {"regions": ["54", "65"], "first": 1000, "firstFen": 1800, "additional": 1000, "additionalFen": 1000}]',
        '2026-01-01T00:00:00+08:00');

grant select, insert, update, delete on trade_cart_item, trade_freight_template to siyu_app;
