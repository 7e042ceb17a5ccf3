-- Trade: orders with what was sold, parcels, refunds, the staff's notes. Snapshots only: no key points into another context.

create table trade_order (
    id                   uuid        not null,
    order_no             text        not null,
    member_id            uuid        not null,
    state                text        not null,
    version              bigint      not null default 0,
    goods_fen            bigint      not null,
    freight_fen          bigint      not null,
    promised_fen         bigint      not null default 0,
    promised_freight_fen bigint      not null default 0,
    refunded_fen         bigint      not null default 0,
    refund_count         int         not null default 0,
    payment_id           uuid,
    cancelled_by         text,
    address_id           uuid        not null,
    region_code          text        not null,
    region_text          text        not null,
    recipient_sealed     text        not null,
    phone_sealed         text        not null,
    detail_sealed        text        not null,
    placed_at            timestamptz not null,
    pay_by               timestamptz not null,
    paid_at              timestamptz,
    shipped_at           timestamptz,
    received_at          timestamptz,
    completed_at         timestamptz,
    cancelled_at         timestamptz,
    closed_at            timestamptz,
    -- When time alone moves the order on: expiry, automatic receipt, automatic completion.
    due_at               timestamptz,
    -- A sweep leaves an order alone until then: it is being worked on, or WeChat could not say.
    swept_until          timestamptz,
    sweep_tries          int         not null default 0,
    constraint trade_order_pk primary key (id),
    constraint trade_order_no_uk unique (order_no),
    constraint trade_order_no_ck check (order_no ~ '^[0-9A-Za-z_-]{6,28}$'),
    constraint trade_order_state_ck check (state in ('PENDING_PAYMENT', 'TO_SHIP', 'PARTLY_SHIPPED', 'SHIPPED', 'RECEIVED',
        'COMPLETED', 'CANCELLED', 'CLOSED')),
    constraint trade_order_amounts_ck check (goods_fen >= 0 and freight_fen >= 0),
    constraint trade_order_refunds_ck check (refunded_fen >= 0 and refunded_fen <= promised_fen
        and promised_fen <= goods_fen + freight_fen and promised_freight_fen between 0 and freight_fen),
    constraint trade_order_paid_ck check (state in ('PENDING_PAYMENT', 'CANCELLED') or (paid_at is not null and payment_id is not null)),
    constraint trade_order_cancelled_ck check ((state = 'CANCELLED') <= (cancelled_at is not null and cancelled_by is not null))
);
create index trade_order_member_ix on trade_order (member_id, placed_at desc, id desc);
create index trade_order_placed_ix on trade_order (placed_at desc, id desc);
create index trade_order_due_ix on trade_order (state, due_at) where due_at is not null;

create table trade_order_line (
    id                  uuid    not null,
    order_id            uuid    not null,
    position            int     not null,
    sku_id              uuid    not null,
    spu_id              uuid    not null,
    sku_code            text    not null,
    title               text    not null,
    spec_text           text    not null,
    image_url           text,
    weight_grams        bigint  not null,
    unit_fen            bigint  not null,
    price_list_id       uuid    not null,
    supplier_id         uuid,
    return_policy       text    not null,
    exclusion_confirmed boolean not null,
    regulatory_class    text    not null,
    shown_text          text    not null,
    quantity            int     not null,
    shipped             int     not null default 0,
    withdrawn           int     not null default 0,
    claimed             int     not null default 0,
    refunded            int     not null default 0,
    claimed_fen         bigint  not null default 0,
    constraint trade_order_line_pk primary key (id),
    constraint trade_order_line_order_fk foreign key (order_id) references trade_order (id),
    constraint trade_order_line_sku_uk unique (order_id, sku_id),
    constraint trade_order_line_units_ck check (quantity > 0 and shipped >= 0 and withdrawn >= 0 and shipped + withdrawn <= quantity
        and refunded >= 0 and refunded <= claimed and claimed <= quantity),
    constraint trade_order_line_fen_ck check (unit_fen >= 0 and claimed_fen between 0 and unit_fen * quantity)
);

create table trade_shipment (
    id          uuid        not null,
    order_id    uuid        not null,
    carrier     text        not null,
    tracking_no text        not null,
    shipped_at  timestamptz not null,
    constraint trade_shipment_pk primary key (id),
    constraint trade_shipment_order_fk foreign key (order_id) references trade_order (id),
    constraint trade_shipment_tracking_uk unique (order_id, carrier, tracking_no)
);

create table trade_shipment_line (
    shipment_id uuid not null,
    line_id     uuid not null,
    quantity    int  not null,
    constraint trade_shipment_line_pk primary key (shipment_id, line_id),
    constraint trade_shipment_line_shipment_fk foreign key (shipment_id) references trade_shipment (id),
    constraint trade_shipment_line_quantity_ck check (quantity > 0)
);

-- Why money goes back, with the number that was fixed when it was promised.
create table trade_refund (
    refund_no   text        not null,
    order_id    uuid        not null,
    cause       text        not null,
    amount_fen  bigint      not null,
    reason      text        not null,
    promised_at timestamptz not null,
    settled_at  timestamptz,
    constraint trade_refund_pk primary key (refund_no),
    constraint trade_refund_order_fk foreign key (order_id) references trade_order (id),
    constraint trade_refund_cause_ck check (cause in ('AFTER_SALE', 'STAFF', 'LATE_PAYMENT', 'DOUBLE_PAYMENT')),
    constraint trade_refund_amount_ck check (amount_fen > 0)
);
create index trade_refund_order_ix on trade_refund (order_id);

create table trade_order_note (
    id       uuid        not null,
    order_id uuid        not null,
    author   text        not null,
    note     text        not null,
    noted_at timestamptz not null,
    constraint trade_order_note_pk primary key (id),
    constraint trade_order_note_order_fk foreign key (order_id) references trade_order (id),
    constraint trade_order_note_ck check (length(note) between 1 and 500)
);
create index trade_order_note_order_ix on trade_order_note (order_id, noted_at);

grant select, insert, update, delete on trade_order, trade_order_line, trade_shipment, trade_shipment_line, trade_refund,
    trade_order_note to siyu_app;
