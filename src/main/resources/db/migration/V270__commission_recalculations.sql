-- Commission: the orders of a time reckoned once more, to hold against what is written or to see what other rules would have paid.

create table commission_recalculation (
    -- Its job's too.
    id             uuid        not null,
    kind           text        not null,
    period_from    timestamptz not null,
    period_to      timestamptz not null,
    -- In the place of the one that was kept with each order.
    cap_bp         int,
    reason         text        not null,
    asked_by       uuid        not null,
    asked_by_name  text        not null,
    asked_at       timestamptz not null,
    -- The last order that was looked at. It is written with what it came to, so that nothing is counted twice.
    at_firm        timestamptz not null,
    at_order       uuid        not null,
    orders         bigint      not null default 0,
    lines          bigint      not null default 0,
    differing      bigint      not null default 0,
    paid_fen       bigint      not null default 0,
    again_fen      bigint      not null default 0,
    kept_fen       bigint      not null default 0,
    kept_again_fen bigint      not null default 0,
    done_at        timestamptz,
    constraint commission_recalculation_pk primary key (id),
    constraint commission_recalculation_kind_ck check (kind in ('RECOMPUTE', 'SIMULATE')),
    constraint commission_recalculation_period_ck check (period_from < period_to),
    -- P7.
    constraint commission_recalculation_cap_ck check (
        cap_bp is null or (cap_bp between 0 and 3000 and kind = 'SIMULATE'))
);
create index commission_recalculation_at_ix on commission_recalculation (asked_at desc, id desc);

-- Rules as they would be written; each takes the place of the written one for the same.
create table commission_recalculation_draft (
    recalculation_id uuid        not null,
    position         int         not null,
    id               uuid        not null,
    kind             text        not null,
    distributor_id   uuid,
    sku_id           uuid,
    spu_id           uuid,
    tier_id          uuid,
    category_id      uuid,
    basis_points     int,
    fixed_fen        bigint,
    version          int         not null default 0,
    valid_from       timestamptz not null,
    valid_to         timestamptz,
    reason           text        not null,
    constraint commission_recalculation_draft_pk primary key (recalculation_id, position),
    constraint commission_recalculation_draft_of_fk foreign key (recalculation_id) references commission_recalculation (id)
);

create table commission_recalculation_row (
    id               uuid   not null,
    recalculation_id uuid   not null,
    -- A commission that does not agree, or the sum of a payee or of a rule.
    what             text   not null,
    order_id         uuid,
    order_no         text,
    line_id          uuid,
    title            text,
    payee_id         uuid,
    payee_kind       text,
    role             text   not null,
    rule_kind        text,
    rule_id          uuid,
    again_rule_kind  text,
    again_rule_id    uuid,
    orders           bigint not null,
    paid_fen         bigint not null,
    again_fen        bigint not null,
    kept_fen         bigint not null,
    kept_again_fen   bigint not null,
    constraint commission_recalculation_row_pk primary key (id),
    constraint commission_recalculation_row_of_fk foreign key (recalculation_id) references commission_recalculation (id),
    constraint commission_recalculation_row_what_ck check (
        what in ('DIFFERS', 'MISSING', 'SURPLUS', 'PAYEE', 'RULE')
        and (line_id is not null) = (what in ('DIFFERS', 'MISSING', 'SURPLUS'))
        and (line_id is null) = (order_id is null) and (payee_id is null) = (what = 'RULE')),
    constraint commission_recalculation_row_uk unique nulls not distinct (
        recalculation_id, what, line_id, payee_id, role, rule_kind, rule_id)
);
create index commission_recalculation_row_of_ix on commission_recalculation_row (recalculation_id, id);

-- A time's orders, one behind the other.
create index commission_order_firm_ix on commission_order (firm_at, order_id) where accrued;

grant select, insert, update on commission_recalculation, commission_recalculation_row to siyu_app;
grant select, insert on commission_recalculation_draft to siyu_app;
