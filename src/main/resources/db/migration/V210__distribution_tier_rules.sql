-- Tiers that are reached and lost by what customers bought: rules with versions, facts, evaluations, pins (C5-C7, L8).

alter table distribution_tier
    add column benefits text[] not null default '{}';

-- The whole ladder with its conditions, as it was in force from an instant on: what an evaluation was decided by can be read for ever.
create table distribution_tier_rules (
    version    int         not null,
    book       jsonb       not null,
    since      timestamptz not null,
    reason     text        not null,
    actor_kind text        not null,
    actor_id   uuid        not null,
    actor_name text        not null,
    constraint distribution_tier_rules_pk primary key (version)
);
insert into distribution_tier_rules (version, book, since, reason, actor_kind, actor_id, actor_name)
select 1,
       jsonb_build_object(
           'version', 1,
           'movement', jsonb_build_object('upgrade', 'IMMEDIATE', 'period', 'MONTH', 'grace', 1, 'floor', null),
           'steps', jsonb_agg(jsonb_build_object(
               'tier', id, 'rank', rank, 'name', name, 'match', 'ALL', 'conditions', '[]'::jsonb) order by rank)),
       '2000-01-01T00:00:00Z', 'default', 'SYSTEM', '00000000-0000-0000-0000-000000000000', 'migration'
  from distribution_tier;

-- What customers bought, net of what went back since: the only thing besides certificates that a tier may hang on (L8).
alter table distribution_customer_order
    add column sold_on      date,
    add column goods_fen    bigint  not null default 0,
    add column refunded_fen bigint  not null default 0,
    -- Whether the distributor's tier has been looked at since.
    add column weighed      boolean not null default true;
update distribution_customer_order set sold_on = (at at time zone 'Asia/Shanghai')::date;
alter table distribution_customer_order
    alter column sold_on set not null,
    add constraint distribution_customer_order_refunded_ck check (refunded_fen between 0 and goods_fen);
create index distribution_customer_order_sales_ix on distribution_customer_order (distributor, sold_on)
    include (member_id, goods_fen, refunded_fen) where distributor is not null;
create index distribution_customer_order_due_ix on distribution_customer_order (at) where not weighed;

alter table distribution_distributor
    add column tier_since  timestamptz,
    -- Period ends in a row at which the tier was not held and grace was given.
    add column tier_missed int not null default 0;

-- What training somebody has passed; it counts as long as it holds.
create table distribution_certificate (
    id             uuid        not null,
    distributor    uuid        not null references distribution_distributor (id),
    name           text        not null,
    held_from      timestamptz not null,
    -- Absent: for ever.
    held_until     timestamptz,
    reason         text        not null,
    actor_name     text        not null,
    revoked_at     timestamptz,
    revoked_reason text,
    constraint distribution_certificate_pk primary key (id),
    constraint distribution_certificate_span_ck check (held_until > held_from),
    constraint distribution_certificate_revoked_ck check ((revoked_at is null) = (revoked_reason is null))
);
create unique index distribution_certificate_name_uk on distribution_certificate (distributor, name) where revoked_at is null;

-- A tier that staff hold somebody at, whatever the rules say.
create table distribution_tier_pin (
    id           uuid        not null,
    distributor  uuid        not null references distribution_distributor (id),
    tier         uuid        not null references distribution_tier (id),
    pinned_from  timestamptz not null,
    pinned_until timestamptz not null,
    reason       text        not null,
    actor_kind   text        not null,
    actor_id     uuid        not null,
    actor_name   text        not null,
    ended_at     timestamptz,
    ended_reason text,
    ended_by     text,
    constraint distribution_tier_pin_pk primary key (id),
    constraint distribution_tier_pin_span_ck check (pinned_until > pinned_from),
    constraint distribution_tier_pin_ended_ck check (
        (ended_at is null) = (ended_reason is null) and (ended_at is null) = (ended_by is null))
);
create unique index distribution_tier_pin_open_uk on distribution_tier_pin (distributor) where ended_at is null;
create index distribution_tier_pin_due_ix on distribution_tier_pin (pinned_until) where ended_at is null;

-- The ends of periods, each evaluated once.
create table distribution_tier_period (
    period        text        not null,
    first_day     date        not null,
    last_day      date        not null,
    rules_version int         not null references distribution_tier_rules (version),
    job           uuid,
    begun_at      timestamptz not null,
    done_at       timestamptz,
    constraint distribution_tier_period_pk primary key (period),
    constraint distribution_tier_period_days_ck check (last_day >= first_day)
);

-- Inputs, rules and result: whoever doubts a decision decides again. Appended, never changed.
create table distribution_tier_evaluation (
    id            uuid        not null,
    distributor   uuid        not null references distribution_distributor (id),
    at            timestamptz not null,
    occasion      text        not null,
    period        text        references distribution_tier_period (period),
    rules_version int         not null references distribution_tier_rules (version),
    inputs        jsonb       not null,
    outcome       text        not null,
    tier_before   uuid        not null references distribution_tier (id),
    tier_after    uuid        not null references distribution_tier (id),
    tier_reached  uuid        not null references distribution_tier (id),
    missed        int         not null,
    reason        text        not null,
    constraint distribution_tier_evaluation_pk primary key (id),
    constraint distribution_tier_evaluation_occasion_ck check (
        occasion in ('EVENT', 'PERIOD_END') and (occasion = 'PERIOD_END') = (period is not null))
);
-- A period moves somebody once, however often its job begins.
create unique index distribution_tier_evaluation_period_uk on distribution_tier_evaluation (distributor, period)
    where period is not null;
create index distribution_tier_evaluation_distributor_ix on distribution_tier_evaluation (distributor, at desc, id desc);
create index distribution_tier_evaluation_at_ix on distribution_tier_evaluation (at desc, id desc);
create index distribution_tier_evaluation_of_period_ix on distribution_tier_evaluation (period, outcome) where period is not null;

-- Where somebody stood, and why he went on. Appended, never changed.
create table distribution_tier_change (
    id          uuid        not null,
    distributor uuid        not null references distribution_distributor (id),
    at          timestamptz not null,
    tier_before uuid        not null references distribution_tier (id),
    tier_after  uuid        not null references distribution_tier (id),
    cause       text        not null,
    reason      text        not null,
    evaluation  uuid        references distribution_tier_evaluation (id),
    actor_kind  text        not null,
    actor_id    uuid        not null,
    actor_name  text        not null,
    constraint distribution_tier_change_pk primary key (id),
    constraint distribution_tier_change_cause_ck check (cause in ('RAISED', 'LOWERED', 'PINNED'))
);
create index distribution_tier_change_distributor_ix on distribution_tier_change (distributor, at desc, id desc);

-- What would happen: nobody is moved.
create table distribution_tier_dry_run (
    id           uuid        not null,
    book         jsonb       not null,
    period_from  date        not null,
    as_of        date        not null,
    asked_at     timestamptz not null,
    actor_name   text        not null,
    evaluated    bigint      not null default 0,
    done_at      timestamptz,
    constraint distribution_tier_dry_run_pk primary key (id)
);
create table distribution_tier_dry_move (
    dry_run     uuid   not null references distribution_tier_dry_run (id) on delete cascade,
    distributor uuid   not null references distribution_distributor (id),
    outcome     text   not null,
    tier_before uuid   not null references distribution_tier (id),
    tier_after  uuid   not null references distribution_tier (id),
    reason      text   not null,
    constraint distribution_tier_dry_move_pk primary key (dry_run, distributor)
);
create index distribution_tier_dry_move_outcome_ix on distribution_tier_dry_move (dry_run, outcome);

grant select, insert on distribution_tier_rules, distribution_tier_evaluation, distribution_tier_change to siyu_app;
grant select, insert, update on distribution_certificate, distribution_tier_pin, distribution_tier_period to siyu_app;
grant select, insert, update, delete on distribution_tier_dry_run, distribution_tier_dry_move to siyu_app;
grant update on distribution_customer_order to siyu_app;
