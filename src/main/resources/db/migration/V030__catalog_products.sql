-- The catalogue: categories, brands, suppliers, SPUs with their axes and attributes, SKUs, imported reviews.

create table catalog_category (
    id           uuid        not null,
    code         text        not null,
    parent_id    uuid,
    name         text        not null,
    description  text        not null,
    image_url    text,
    depth        int         not null,
    sort_order   int         not null,
    community_on boolean     not null,
    created_at   timestamptz not null,
    version      bigint      not null,
    constraint catalog_category_pk primary key (id),
    constraint catalog_category_code_uk unique (code),
    constraint catalog_category_parent_fk foreign key (parent_id) references catalog_category (id),
    constraint catalog_category_depth_ck check (depth between 1 and 3)
);
create index catalog_category_parent_ix on catalog_category (parent_id);

create table catalog_brand (
    id              uuid        not null,
    code            text        not null,
    name            text        not null,
    description     text        not null,
    image_url       text,
    sort_order      int         not null,
    created_at      timestamptz not null,
    version         bigint      not null,
    constraint catalog_brand_pk primary key (id),
    constraint catalog_brand_code_uk unique (code)
);

create table catalog_supplier (
    id         uuid        not null,
    code       text        not null,
    name       text        not null,
    note       text        not null,
    created_at timestamptz not null,
    version    bigint      not null,
    constraint catalog_supplier_pk primary key (id),
    constraint catalog_supplier_code_uk unique (code)
);

create table catalog_spu (
    id               uuid        not null,
    code             text        not null,
    title            text        not null,
    brief            text        not null,
    unit             text        not null,
    category_id      uuid,
    brand_id         uuid,
    supplier_id      uuid,
    state            text        not null,
    role             text,
    regulatory_class text        not null,
    return_policy    text        not null,
    repurchase_days  int,
    -- An unconfirmed reference (L2): kept for merchandisers, never shown to consumers.
    market_price_fen bigint,
    cover_url        text,
    gallery_urls     text[]      not null,
    detail_html      text        not null,
    is_new           boolean     not null,
    is_hot           boolean     not null,
    -- The names of the spec axes in order, none before the first SKU of an import; the tuple of a SKU has one value for each.
    axes             text[]      not null,
    -- What the last import said, so that a hand-made change of the state outlives an unchanged file.
    imported_on_sale boolean,
    publish_at       timestamptz,
    unpublish_at     timestamptz,
    published_at     timestamptz,
    created_at       timestamptz not null,
    version          bigint      not null,
    constraint catalog_spu_pk primary key (id),
    constraint catalog_spu_code_uk unique (code),
    constraint catalog_spu_category_fk foreign key (category_id) references catalog_category (id),
    constraint catalog_spu_brand_fk foreign key (brand_id) references catalog_brand (id),
    constraint catalog_spu_supplier_fk foreign key (supplier_id) references catalog_supplier (id),
    constraint catalog_spu_state_ck check (state in ('DRAFT', 'ON_SALE', 'OFF_SALE', 'RECYCLED')),
    constraint catalog_spu_axes_ck check (cardinality(axes) <= 3),
    constraint catalog_spu_repurchase_ck check (repurchase_days > 0),
    constraint catalog_spu_market_price_ck check (market_price_fen >= 0),
    constraint catalog_spu_schedule_ck check (publish_at < unpublish_at)
);
create index catalog_spu_listed_ix on catalog_spu (published_at desc, id desc) where state = 'ON_SALE';
create index catalog_spu_category_ix on catalog_spu (category_id);
create index catalog_spu_brand_ix on catalog_spu (brand_id);
create index catalog_spu_supplier_ix on catalog_spu (supplier_id);
create index catalog_spu_created_ix on catalog_spu (created_at desc, id desc);
create index catalog_spu_publish_ix on catalog_spu (publish_at) where publish_at is not null;
create index catalog_spu_unpublish_ix on catalog_spu (unpublish_at) where unpublish_at is not null;

-- The values of each axis in the order in which they are shown.
create table catalog_axis_value (
    spu_id   uuid not null,
    axis     int  not null,
    value    text not null,
    position int  not null,
    constraint catalog_axis_value_pk primary key (spu_id, axis, value),
    constraint catalog_axis_value_spu_fk foreign key (spu_id) references catalog_spu (id),
    constraint catalog_axis_value_axis_ck check (axis between 0 and 2)
);

create table catalog_attribute (
    spu_id   uuid not null,
    name     text not null,
    value    text not null,
    position int  not null,
    constraint catalog_attribute_pk primary key (spu_id, name),
    constraint catalog_attribute_spu_fk foreign key (spu_id) references catalog_spu (id)
);

create table catalog_sku (
    id           uuid        not null,
    spu_id       uuid        not null,
    code         text        not null,
    spec_values  text[]      not null,
    barcode      text,
    cost_fen     bigint,
    weight_grams bigint      not null,
    volume_ml    bigint      not null,
    image_url    text,
    discontinued boolean     not null,
    created_at   timestamptz not null,
    version      bigint      not null,
    constraint catalog_sku_pk primary key (id),
    constraint catalog_sku_code_uk unique (code),
    constraint catalog_sku_spec_uk unique (spu_id, spec_values),
    constraint catalog_sku_spu_fk foreign key (spu_id) references catalog_spu (id),
    constraint catalog_sku_spec_ck check (cardinality(spec_values) between 1 and 3),
    constraint catalog_sku_measures_ck check (weight_grams >= 0 and volume_ml >= 0 and cost_fen >= 0)
);

-- Reviews that came with an import (L5): labelled, never rated. The stars are kept as they came and shown to nobody.
create table catalog_review (
    id             uuid        not null,
    spu_id         uuid        not null,
    identity       text        not null,
    content        text        not null,
    image_urls     text[]      not null,
    imported_stars int         not null,
    written_at     timestamptz not null,
    imported_at    timestamptz not null,
    constraint catalog_review_pk primary key (id),
    constraint catalog_review_identity_uk unique (identity),
    constraint catalog_review_spu_fk foreign key (spu_id) references catalog_spu (id)
);
create index catalog_review_page_ix on catalog_review (spu_id, written_at desc, id desc);

grant select, insert, update, delete on catalog_category, catalog_brand, catalog_supplier, catalog_spu,
    catalog_axis_value, catalog_attribute, catalog_sku, catalog_review to siyu_app;
