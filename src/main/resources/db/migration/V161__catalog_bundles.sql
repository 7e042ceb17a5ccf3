-- Bundles and trial packs (A10): a SKU that consists of units of others, which alone have stock.

create table catalog_bundle (
    sku_id     uuid        not null,
    version    bigint      not null,
    changed_at timestamptz not null,
    constraint catalog_bundle_pk primary key (sku_id),
    constraint catalog_bundle_sku_fk foreign key (sku_id) references catalog_sku (id)
);

create table catalog_bundle_component (
    bundle_id uuid not null,
    sku_id    uuid not null,
    units     int  not null,
    constraint catalog_bundle_component_pk primary key (bundle_id, sku_id),
    constraint catalog_bundle_component_bundle_fk foreign key (bundle_id) references catalog_bundle (sku_id) on delete cascade,
    constraint catalog_bundle_component_sku_fk foreign key (sku_id) references catalog_sku (id),
    constraint catalog_bundle_component_self_ck check (bundle_id <> sku_id),
    constraint catalog_bundle_component_units_ck check (units between 1 and 99)
);
-- Which bundles a SKU is in: nothing that is in one may become one.
create index catalog_bundle_component_sku_ix on catalog_bundle_component (sku_id);

grant select, insert, update, delete on catalog_bundle, catalog_bundle_component to siyu_app;
