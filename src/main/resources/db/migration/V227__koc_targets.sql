-- KOC: what communities, sellers and KOCs are to reach in a month or week. What they have reached is reckoned from what happened.

create table koc_target (
    id         uuid        not null,
    kind       text        not null,
    subject_id uuid        not null,
    metric     text        not null,
    period     text        not null,
    starts     timestamptz not null,
    ends       timestamptz not null,
    goal       bigint      not null,
    set_by     text        not null,
    set_at     timestamptz not null,
    version    bigint      not null default 0,
    constraint koc_target_pk primary key (id),
    constraint koc_target_once_uk unique (kind, subject_id, metric, period),
    constraint koc_target_kind_ck check (kind in ('COMMUNITY', 'SELLER', 'KOC')),
    constraint koc_target_metric_ck check (metric in ('JOINS', 'BUYERS', 'ORDERS', 'NET_SALES', 'CONVERSION')),
    constraint koc_target_fit_ck check (metric <> 'CONVERSION' or kind <> 'KOC'),
    constraint koc_target_period_ck check (starts < ends),
    constraint koc_target_goal_ck check (goal > 0 and (metric <> 'CONVERSION' or goal <= 10000))
);
create index koc_target_starts_ix on koc_target (starts desc, id desc);
create index koc_target_subject_ix on koc_target (subject_id, starts desc);

create index koc_membership_community_ix on koc_membership (community_id, joined_at);
create index koc_membership_inviter_ix on koc_membership (inviter_id, joined_at) where inviter_id is not null;
create index koc_community_owner_seller_all_ix on koc_community_owner (seller_id, valid_from);

grant select, insert, update, delete on koc_target to siyu_app;
