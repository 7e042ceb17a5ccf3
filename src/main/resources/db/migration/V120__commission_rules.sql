-- Commission: the written rules. What was valid is never changed: a rule is ended, and another begins.

create table commission_rule (
    id             uuid        not null,
    kind           text        not null,
    distributor_id uuid,
    sku_id         uuid,
    spu_id         uuid,
    tier_id        uuid,
    category_id    uuid,
    basis_points   int,
    fixed_fen      bigint,
    version        int         not null,
    valid_from     timestamptz not null,
    valid_to       timestamptz,
    reason         text        not null,
    created_at     timestamptz not null,
    -- What the rule is for, as one value: two rules for the same never hold at the same time.
    scope          text        not null,
    constraint commission_rule_pk primary key (id),
    constraint commission_rule_version_uk unique (scope, version),
    constraint commission_rule_kind_ck check (kind in (
        'CONTRACT_SKU', 'CONTRACT_SPU', 'TIER_SPU', 'SPU_FIXED', 'TIER_CATEGORY', 'CHANNEL_DEFAULT')),
    constraint commission_rule_target_ck check (
        (distributor_id is not null) = (kind in ('CONTRACT_SKU', 'CONTRACT_SPU'))
        and (sku_id is not null) = (kind = 'CONTRACT_SKU')
        and (spu_id is not null) = (kind in ('CONTRACT_SPU', 'TIER_SPU', 'SPU_FIXED'))
        and (tier_id is not null) = (kind in ('TIER_SPU', 'TIER_CATEGORY'))
        and (category_id is not null) = (kind = 'TIER_CATEGORY')),
    constraint commission_rule_amount_ck check (
        (fixed_fen is not null) = (kind = 'SPU_FIXED') and (basis_points is not null) = (kind <> 'SPU_FIXED')),
    -- P7: the cap over all payees of a line.
    constraint commission_rule_rate_ck check (basis_points between 0 and 3000),
    constraint commission_rule_fixed_ck check (fixed_fen between 0 and 10000000),
    constraint commission_rule_period_ck check (valid_to >= valid_from),
    constraint commission_rule_overlap_ex exclude using gist (scope with =, tstzrange(valid_from, valid_to) with &&)
);
create index commission_rule_from_ix on commission_rule (valid_from desc, id desc);

grant select, insert, update on commission_rule to siyu_app;
