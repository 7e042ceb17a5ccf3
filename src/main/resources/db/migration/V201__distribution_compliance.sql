-- What the law leaves to be configured (L8), how somebody joins (C1), and what leaderboards rank by (C37).

-- How deep pay may go: appended; one level is the rule.
create table distribution_compliance (
    version       int         not null,
    max_depth     int         not null,
    -- The legal confirmation of a second level: who gave it, when, in which document (C0e).
    confirmed_by  text,
    confirmed_on  date,
    document      text,
    -- The inviter's share of a line's net; there is none while one level is the rule.
    inviter_bp    int         not null,
    -- Whether a group's leader may stand beside a distributor on one line: never more than two do.
    leader_beside boolean     not null,
    since         timestamptz not null,
    reason        text        not null,
    actor_kind    text        not null,
    actor_id      uuid        not null,
    actor_name    text        not null,
    constraint distribution_compliance_pk primary key (version),
    -- L8: never three, whoever wishes it.
    constraint distribution_compliance_depth_ck check (max_depth in (1, 2)),
    constraint distribution_compliance_confirmed_ck check (
        (max_depth = 1 and confirmed_by is null and confirmed_on is null and document is null)
        or (max_depth = 2 and confirmed_by <> '' and confirmed_on is not null and document <> '')),
    constraint distribution_compliance_inviter_ck check (
        inviter_bp between 0 and 3000 and (max_depth = 2 or inviter_bp = 0))
);

-- Conditions of joining are a closed list, in which there is no money and no head.
alter table distribution_joining_policy
    add column conditions   text[] not null default '{}',
    add column trial_days   int    not null default 0,
    add column trial_orders int    not null default 0,
    add constraint distribution_joining_policy_conditions_ck check (
        conditions <@ array['PHONE_CONFIRMED', 'IDENTITY_PASSED']::text[]),
    add constraint distribution_joining_policy_trial_ck check (
        trial_days between 0 and 180 and trial_orders between 0 and 1000 and (trial_days > 0 or trial_orders = 0));

-- When somebody who ends is looked at again.
alter table distribution_distributor add column look_at timestamptz;
-- What a distributor has brought, for his trial and for the layers.
create index distribution_customer_order_distributor_ix on distribution_customer_order (distributor, at) where distributor is not null;

create table distribution_leaderboard (
    version     int         not null,
    -- What is ranked by, the first first; never heads (L8, C37).
    metrics     text[]      not null,
    since       timestamptz not null,
    reason      text        not null,
    actor_kind  text        not null,
    actor_id    uuid        not null,
    actor_name  text        not null,
    constraint distribution_leaderboard_pk primary key (version),
    constraint distribution_leaderboard_metrics_ck check (
        metrics <@ array['SALES', 'ORDERS', 'NEW_CUSTOMERS']::text[])
);

grant select, insert on distribution_compliance, distribution_leaderboard to siyu_app;

insert into distribution_compliance (
       version, max_depth, inviter_bp, leader_beside, since, reason, actor_kind, actor_id, actor_name)
values (1, 1, 0, true, '2000-01-01T00:00:00Z', 'default', 'SYSTEM', '00000000-0000-0000-0000-000000000000', 'migration');
insert into distribution_leaderboard (version, metrics, since, reason, actor_kind, actor_id, actor_name)
values (1, array['SALES', 'ORDERS', 'NEW_CUSTOMERS'], '2000-01-01T00:00:00Z', 'default', 'SYSTEM',
        '00000000-0000-0000-0000-000000000000', 'migration');
