-- Group buy: ladders, benefits for leaders, members-only communities, a budget for what is given away.

alter table groupbuy_activity drop constraint groupbuy_activity_mode_ck;
alter table groupbuy_activity add constraint groupbuy_activity_mode_ck
    check (mode in ('NORMAL', 'NEW_MEMBER', 'LADDER', 'LEADER_FREE', 'COMMUNITY'));

alter table groupbuy_activity
    -- Further steps of a ladder: with so many members everybody pays less; size is the first step (B19).
    add column steps            int[]   not null default '{}',
    add column benefit          text    not null default 'NONE',
    add column benefit_fen      bigint,
    add column benefit_bp       int,
    add column benefit_template uuid,
    -- Of the benefit and the commission on his group's orders a leader gets this one (B22).
    add column benefit_first    boolean not null default true,
    add column single_buy       boolean not null default true,
    add column coupons          boolean not null default false,
    add column loss_budget_fen  bigint;
alter table groupbuy_activity add constraint groupbuy_activity_steps_ck
    check ((mode = 'LADDER') = (cardinality(steps) > 0) and size < all (steps));
alter table groupbuy_activity add constraint groupbuy_activity_benefit_ck check (
    (benefit in ('NONE', 'FREE') and benefit_fen is null and benefit_bp is null and benefit_template is null)
    or (benefit = 'PRICE_OFF' and benefit_fen > 0 and benefit_bp is null and benefit_template is null)
    or (benefit = 'COMMISSION' and benefit_bp between 1 and 10000 and benefit_fen is null and benefit_template is null)
    or (benefit = 'COUPON' and benefit_template is not null and benefit_fen is null and benefit_bp is null));
alter table groupbuy_activity add constraint groupbuy_activity_leader_free_ck check (mode <> 'LEADER_FREE' or benefit = 'FREE');
alter table groupbuy_activity add constraint groupbuy_activity_community_ck check (mode <> 'COMMUNITY' or community_id is not null);
alter table groupbuy_activity add constraint groupbuy_activity_budget_ck check (loss_budget_fen is null or loss_budget_fen > 0);
create index groupbuy_activity_group_only_ix on groupbuy_activity (starts_at, ends_at) where state = 'RUNNING' and not single_buy;

-- The price at each further step of the ladder.
alter table groupbuy_offer add column step_prices bigint[] not null default '{}';
alter table groupbuy_offer add constraint groupbuy_offer_steps_ck check (0 < all (step_prices) and price_fen > all (step_prices));

alter table groupbuy_group
    -- With so many members it is complete when its time is over; written when it is.
    add column fewest    int,
    -- How many had paid when it was completed: the step of the ladder hangs on it and never changes.
    add column reached   int,
    -- When to look for what its members are owed; null once they have it.
    add column settle_at timestamptz;
alter table groupbuy_group drop constraint groupbuy_group_complete_ck;
alter table groupbuy_group add constraint groupbuy_group_complete_ck check ((state = 'SUCCEEDED') = (completed_by is not null)
    and (completed_by is null or completed_by in ('MEMBERS', 'MERCHANT'))
    and (completed_by is distinct from 'MEMBERS' or (paid >= coalesce(fewest, size) and held = 0))
    and (completed_by is null or paid > 0));
create index groupbuy_group_settle_ix on groupbuy_group (settle_at) where settle_at is not null;

-- What a member of a complete group got back: as one of the ladder, and as its leader. Once for each place.
create table groupbuy_rebate (
    order_id    uuid        not null,
    group_id    uuid        not null,
    ladder_fen  bigint      not null,
    benefit_fen bigint      not null,
    -- What was really sent: units that the buyer had given back before had been paid back in full.
    sent_fen    bigint      not null,
    at          timestamptz not null,
    constraint groupbuy_rebate_pk primary key (order_id),
    constraint groupbuy_rebate_seat_fk foreign key (order_id) references groupbuy_seat (order_id),
    constraint groupbuy_rebate_ck check (ladder_fen >= 0 and benefit_fen >= 0 and sent_fen between 0 and ladder_fen + benefit_fen)
);
create index groupbuy_rebate_group_ix on groupbuy_rebate (group_id);

-- What the leader of a complete group got, or why he did not; at most once (B16).
create table groupbuy_benefit (
    group_id   uuid        not null,
    order_id   uuid        not null,
    member_id  uuid        not null,
    benefit    text        not null,
    state      text        not null,
    note       text,
    amount_fen bigint      not null,
    at         timestamptz not null,
    ended_at   timestamptz,
    constraint groupbuy_benefit_pk primary key (group_id),
    constraint groupbuy_benefit_group_fk foreign key (group_id) references groupbuy_group (id),
    constraint groupbuy_benefit_order_uk unique (order_id),
    constraint groupbuy_benefit_ck check (benefit in ('PRICE_OFF', 'FREE', 'COUPON', 'COMMISSION') and amount_fen >= 0),
    constraint groupbuy_benefit_state_ck check (state in ('GRANTED', 'SKIPPED', 'REVERSED')
        and (state = 'REVERSED') = (ended_at is not null) and (state <> 'SKIPPED' or note is not null))
);

-- How much an activity may give away and has given away, places that are held included: one guarded counter.
create table groupbuy_budget (
    activity_id uuid        not null,
    limit_fen   bigint      not null,
    given_fen   bigint      not null default 0,
    -- Somebody was told that it is used up.
    alarmed_at  timestamptz,
    constraint groupbuy_budget_pk primary key (activity_id),
    constraint groupbuy_budget_activity_fk foreign key (activity_id) references groupbuy_activity (id),
    constraint groupbuy_budget_ck check (given_fen between 0 and limit_fen)
);

-- What each place gives away of it; a place that was let go counts no more and may be taken again by late money.
create table groupbuy_given (
    order_id    uuid   not null,
    activity_id uuid   not null,
    fen         bigint  not null,
    live        boolean not null default true,
    constraint groupbuy_given_pk primary key (order_id),
    constraint groupbuy_given_budget_fk foreign key (activity_id) references groupbuy_budget (activity_id),
    constraint groupbuy_given_ck check (fen >= 0)
);

grant select, insert, update, delete on groupbuy_rebate, groupbuy_benefit, groupbuy_budget, groupbuy_given to siyu_app;
