-- Trade: goods of suppliers: what is to ship, what they cost the shop, and the statements by which suppliers are paid (E15).

-- What a unit cost the shop when it was sold, and when that was noted: seconds after the sale, so that selling reads nothing more.
alter table trade_order_line add column cost_fen bigint;
alter table trade_order_line add column cost_at timestamptz;
alter table trade_order_line add constraint trade_order_line_cost_ck check (cost_fen >= 0);
create index trade_order_line_uncosted_ix on trade_order_line (id) where supplier_id is not null and cost_at is null;
create index trade_order_line_supplier_ix on trade_order_line (supplier_id, order_id) where supplier_id is not null;

create table trade_supplier_statement (
    id           uuid        not null,
    supplier_id  uuid        not null,
    -- The first day of its month.
    month        date        not null,
    state        text        not null,
    version      bigint      not null default 0,
    lines        int         not null default 0,
    uncosted     int         not null default 0,
    total_fen    bigint      not null default 0,
    drafted_at   timestamptz not null,
    confirmed_at timestamptz,
    confirmed_by text,
    constraint trade_supplier_statement_pk primary key (id),
    constraint trade_supplier_statement_month_uk unique (supplier_id, month),
    constraint trade_supplier_statement_month_ck check (extract(day from month) = 1),
    constraint trade_supplier_statement_state_ck check (state in ('DRAFT', 'CONFIRMED')),
    constraint trade_supplier_statement_confirmed_ck check (
        (state = 'CONFIRMED') = (confirmed_at is not null and confirmed_by is not null) and (state = 'DRAFT' or uncosted = 0))
);
create index trade_supplier_statement_drafted_ix on trade_supplier_statement (month desc, id desc);

-- What was delivered to a buyer, and what came back from him: each once in one statement.
create table trade_supplier_statement_line (
    id           uuid        not null,
    statement_id uuid        not null,
    kind         text        not null,
    -- The order that ended, or the after-sale that brought the goods back.
    source_id    uuid        not null,
    line_id      uuid        not null,
    order_no     text        not null,
    sku_code     text        not null,
    title        text        not null,
    units        int         not null,
    cost_fen     bigint,
    at           timestamptz not null,
    constraint trade_supplier_statement_line_pk primary key (id),
    constraint trade_supplier_statement_line_statement_fk foreign key (statement_id) references trade_supplier_statement (id),
    constraint trade_supplier_statement_line_once_uk unique (kind, source_id, line_id),
    constraint trade_supplier_statement_line_kind_ck check (kind in ('SOLD', 'RETURNED')),
    constraint trade_supplier_statement_line_units_ck check (units > 0 and cost_fen >= 0)
);
create index trade_supplier_statement_line_ix on trade_supplier_statement_line (statement_id, at, id);

grant select, insert, update, delete on trade_supplier_statement, trade_supplier_statement_line to siyu_app;
