-- Promotion: templates, the coupons given out of them, and the orders that they are or were in.

create table promotion_template (
    id            uuid        not null,
    name          text        not null,
    note          text        not null,
    type          text        not null,
    off_fen       bigint,
    off_bp        int,
    cap_fen       bigint,
    sku_id        uuid,
    units         int,
    price_fen     bigint,
    scope         text        not null,
    scope_ids     uuid[]      not null,
    scope_roles   text[]      not null,
    threshold_fen bigint      not null,
    segment_id    uuid,
    stack_group   text        not null,
    ways          text[]      not null,
    total         int         not null,
    per_person    int         not null,
    per_day       int,
    paid_min_fen  bigint      not null,
    claim_from    timestamptz not null,
    claim_until   timestamptz not null,
    valid_from    timestamptz,
    valid_until   timestamptz,
    delay_days    int,
    valid_days    int,
    bearer        text        not null,
    bearer_id     uuid,
    extend_days   int         not null,
    state         text        not null,
    -- What was given out is counted here, so that the total is one guarded update and a constraint (H2).
    taken         int         not null default 0,
    -- How many were claimed on that business day.
    day           date,
    day_taken     int         not null default 0,
    version       bigint      not null default 0,
    created_at    timestamptz not null,
    changed_at    timestamptz not null,
    constraint promotion_template_pk primary key (id),
    constraint promotion_template_type_ck check (
        (type = 'AMOUNT' and off_fen > 0)
        or (type = 'PERCENT' and off_bp between 1 and 10000 and (cap_fen is null or cap_fen > 0))
        or (type = 'FREIGHT' and off_fen > 0)
        or (type = 'GIFT' and sku_id is not null and units > 0)
        or (type = 'TRIAL' and sku_id is not null and units > 0 and price_fen >= 0)),
    constraint promotion_template_scope_ck check (scope in ('ALL', 'CATEGORY', 'SPU', 'BRAND', 'ROLE')),
    constraint promotion_template_taken_ck check (taken between 0 and total and threshold_fen >= 0 and per_person > 0
        and paid_min_fen >= 0 and extend_days >= 0),
    constraint promotion_template_day_ck check (per_day is null or day_taken <= per_day),
    constraint promotion_template_valid_ck check (claim_from < claim_until
        and ((valid_from < valid_until and delay_days is null and valid_days is null)
             or (valid_from is null and valid_until is null and delay_days >= 0 and valid_days > 0))),
    constraint promotion_template_bearer_ck check (bearer in ('HQ', 'STORE', 'SUPPLIER', 'CHANNEL')
        and (bearer = 'HQ') = (bearer_id is null)),
    constraint promotion_template_state_ck check (state in ('DRAFT', 'RUNNING', 'PAUSED', 'ENDED'))
);
create index promotion_template_created_ix on promotion_template (created_at desc, id desc);
create index promotion_template_running_ix on promotion_template (created_at desc, id desc) where state = 'RUNNING';

create table promotion_coupon (
    id          uuid        not null,
    template_id uuid        not null,
    member_id   uuid        not null,
    -- The how-manieth of the member, and how many he may have: with the key below nobody gets more (H2).
    seq         int         not null,
    per_person  int         not null,
    source      text        not null,
    source_id   uuid,
    state       text        not null,
    valid_from  timestamptz not null,
    valid_until timestamptz not null,
    extended    boolean     not null default false,
    received_at timestamptz not null,
    changed_at  timestamptz not null,
    constraint promotion_coupon_pk primary key (id),
    constraint promotion_coupon_template_fk foreign key (template_id) references promotion_template (id),
    constraint promotion_coupon_person_uk unique (template_id, member_id, seq),
    constraint promotion_coupon_person_ck check (seq between 1 and per_person),
    constraint promotion_coupon_source_ck check (source in ('CLAIM', 'GRANT', 'REGISTER', 'PAID', 'QUOTA')
        and (source = 'CLAIM') = (source_id is null)),
    constraint promotion_coupon_state_ck check (state in ('AVAILABLE', 'HELD', 'USED', 'EXPIRED', 'REVOKED')),
    constraint promotion_coupon_valid_ck check (valid_from < valid_until)
);
-- A grant, a first sign-in, a paid order bring a member one coupon of a template, however often they are told.
create unique index promotion_coupon_source_uk on promotion_coupon (template_id, member_id, source, source_id)
    where source in ('GRANT', 'REGISTER', 'PAID');
create index promotion_coupon_member_ix on promotion_coupon (member_id, received_at desc, id desc);
create index promotion_coupon_hand_ix on promotion_coupon (member_id, valid_until, id) where state in ('AVAILABLE', 'HELD');
create index promotion_coupon_due_ix on promotion_coupon (valid_until) where state = 'AVAILABLE';
create index promotion_coupon_paid_ix on promotion_coupon (source_id) where source = 'PAID' and state = 'AVAILABLE';

-- A coupon in an order. At any instant in one living order at most (INV-12).
create table promotion_use (
    coupon_id uuid        not null,
    order_id  uuid        not null,
    state     text        not null,
    held_at   timestamptz not null,
    used_at   timestamptz,
    ended_at  timestamptz,
    constraint promotion_use_pk primary key (order_id, coupon_id),
    constraint promotion_use_coupon_fk foreign key (coupon_id) references promotion_coupon (id),
    constraint promotion_use_state_ck check (state in ('HELD', 'USED', 'RETURNED')
        and (state = 'RETURNED') = (ended_at is not null) and (state <> 'USED' or used_at is not null))
);
create unique index promotion_use_live_uk on promotion_use (coupon_id) where state in ('HELD', 'USED');

-- Coupons that staff gave to a segment or to named members; a job does it.
create table promotion_grant (
    id          uuid        not null,
    template_id uuid        not null,
    segment_id  uuid,
    named       int         not null,
    reason      text        not null,
    actor_name  text        not null,
    job_id      uuid        not null,
    given       int         not null default 0,
    asked_at    timestamptz not null,
    done_at     timestamptz,
    constraint promotion_grant_pk primary key (id),
    constraint promotion_grant_template_fk foreign key (template_id) references promotion_template (id),
    constraint promotion_grant_given_ck check (given >= 0 and named >= 0)
);
create index promotion_grant_template_ix on promotion_grant (template_id, asked_at desc, id desc);

-- How many coupons of a template somebody may hand on to members of his communities.
create table promotion_quota (
    id          uuid        not null,
    template_id uuid        not null,
    member_id   uuid        not null,
    units       int         not null,
    given       int         not null default 0,
    reason      text        not null,
    version     bigint      not null default 0,
    changed_at  timestamptz not null,
    constraint promotion_quota_pk primary key (id),
    constraint promotion_quota_template_fk foreign key (template_id) references promotion_template (id),
    constraint promotion_quota_one_uk unique (template_id, member_id),
    constraint promotion_quota_given_ck check (given between 0 and units)
);
create index promotion_quota_member_ix on promotion_quota (member_id, changed_at desc, id desc);

grant select, insert, update on promotion_template, promotion_coupon, promotion_use, promotion_grant, promotion_quota to siyu_app;
