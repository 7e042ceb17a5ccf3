-- Group buy: activities with what they sell, buy groups, seats, and what one person has taken of an activity.

create table groupbuy_activity (
    id                    uuid        not null,
    name                  text        not null,
    spu_id                uuid        not null,
    state                 text        not null,
    version               bigint      not null default 0,
    mode                  text        not null,
    size                  int         not null,
    group_ttl_minutes     int         not null,
    pay_timeout_minutes   int         not null,
    closing_grace_minutes int         not null,
    per_order_qty         int         not null,
    per_person_qty        int         not null,
    max_open_groups       int         not null,
    segment_id            uuid,
    commission            text        not null,
    commission_bp         int,
    community_id          uuid,
    starts_at             timestamptz not null,
    ends_at               timestamptz not null,
    created_at            timestamptz not null,
    published_at          timestamptz,
    over_at               timestamptz,
    -- When to look again whether what is left can go back; null once it has gone.
    settle_at             timestamptz,
    give_backs            int         not null default 0,
    constraint groupbuy_activity_pk primary key (id),
    constraint groupbuy_activity_state_ck check (state in ('DRAFT', 'SCHEDULED', 'RUNNING', 'PAUSED', 'STOPPED', 'ENDED')),
    constraint groupbuy_activity_mode_ck check (mode in ('NORMAL', 'NEW_MEMBER')),
    constraint groupbuy_activity_size_ck check (size between 2 and 100),
    constraint groupbuy_activity_times_ck check (starts_at < ends_at and group_ttl_minutes > 0 and pay_timeout_minutes > 0
        and closing_grace_minutes >= 0),
    constraint groupbuy_activity_limits_ck check (per_order_qty > 0 and per_order_qty <= per_person_qty and max_open_groups > 0),
    constraint groupbuy_activity_commission_ck check (commission in ('NONE', 'NORMAL', 'OVERRIDE')
        and (commission = 'OVERRIDE') = (commission_bp is not null)),
    -- Two activities of one product never take place at the same time.
    constraint groupbuy_activity_overlap_ex exclude using gist (spu_id with =, tstzrange(starts_at, ends_at) with &&)
        where (state in ('SCHEDULED', 'RUNNING', 'PAUSED'))
);
create index groupbuy_activity_running_ix on groupbuy_activity (ends_at, id) where state = 'RUNNING';
create index groupbuy_activity_created_ix on groupbuy_activity (created_at desc, id desc);
create index groupbuy_activity_settle_ix on groupbuy_activity (settle_at) where settle_at is not null;

create table groupbuy_offer (
    activity_id uuid   not null,
    sku_id      uuid   not null,
    position    int    not null,
    price_fen   bigint not null,
    quota       int    not null,
    constraint groupbuy_offer_pk primary key (activity_id, sku_id),
    constraint groupbuy_offer_activity_fk foreign key (activity_id) references groupbuy_activity (id),
    constraint groupbuy_offer_ck check (price_fen > 0 and quota > 0)
);

create table groupbuy_group (
    id           uuid        not null,
    activity_id  uuid        not null,
    leader_id    uuid        not null,
    state        text        not null,
    size         int         not null,
    held         int         not null,
    paid         int         not null,
    created_at   timestamptz not null,
    opened_at    timestamptz,
    expires_at   timestamptz,
    ended_at     timestamptz,
    completed_by text,
    fail_reason  text,
    -- Staff have decided that it fails; places that are still held are ended first.
    fail_asked   text,
    -- When it must be looked at: it runs out, or staff have stopped it.
    due_at       timestamptz,
    swept_until  timestamptz,
    constraint groupbuy_group_pk primary key (id),
    constraint groupbuy_group_activity_fk foreign key (activity_id) references groupbuy_activity (id),
    constraint groupbuy_group_state_ck check (state in ('PENDING', 'OPEN', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    -- Never more members than places (P2), and complete only with all of them or openly by the merchant (L4).
    constraint groupbuy_group_places_ck check (size >= 2 and held >= 0 and paid >= 0 and held + paid <= size),
    constraint groupbuy_group_complete_ck check ((state = 'SUCCEEDED') = (completed_by is not null)
        and (completed_by is null or completed_by in ('MEMBERS', 'MERCHANT'))
        and (completed_by is distinct from 'MEMBERS' or (paid = size and held = 0)) and (completed_by is null or paid > 0)),
    constraint groupbuy_group_open_ck check (state in ('PENDING', 'CANCELLED') or (opened_at is not null and expires_at is not null)),
    constraint groupbuy_group_failed_ck check ((state = 'FAILED') = (fail_reason is not null)),
    constraint groupbuy_group_ended_ck check ((state in ('SUCCEEDED', 'FAILED', 'CANCELLED')) = (ended_at is not null))
);
create index groupbuy_group_activity_ix on groupbuy_group (activity_id, state, expires_at, id);
create index groupbuy_group_list_ix on groupbuy_group (activity_id, created_at desc, id desc);
create index groupbuy_group_undecided_ix on groupbuy_group (activity_id) where state in ('PENDING', 'OPEN') or held > 0;
create index groupbuy_group_due_ix on groupbuy_group (due_at) where state in ('PENDING', 'OPEN') and due_at is not null;

create table groupbuy_seat (
    order_id    uuid        not null,
    group_id    uuid        not null,
    activity_id uuid        not null,
    member_id   uuid        not null,
    leader      boolean     not null,
    sku_id      uuid        not null,
    quantity    int         not null,
    unit_fen    bigint      not null,
    state       text        not null,
    pay_by      timestamptz not null,
    taken_at    timestamptz not null,
    paid_at     timestamptz,
    ended_at    timestamptz,
    given_up    text,
    constraint groupbuy_seat_pk primary key (order_id),
    constraint groupbuy_seat_group_fk foreign key (group_id) references groupbuy_group (id),
    constraint groupbuy_seat_state_ck check (state in ('HELD', 'PAID', 'CONFIRMED', 'RELEASED', 'REFUNDING', 'REFUNDED')),
    constraint groupbuy_seat_units_ck check (quantity > 0 and unit_fen > 0),
    constraint groupbuy_seat_paid_ck check (state in ('HELD', 'RELEASED') or paid_at is not null)
);
-- One living place for a member in a group; one that was let go may be followed by another.
create unique index groupbuy_seat_member_uk on groupbuy_seat (group_id, member_id) where state <> 'RELEASED';
create index groupbuy_seat_group_ix on groupbuy_seat (group_id);
create index groupbuy_seat_own_ix on groupbuy_seat (member_id, taken_at desc, order_id desc);
create index groupbuy_seat_held_ix on groupbuy_seat (activity_id) where state = 'HELD';

-- What one person has taken of an activity: units of living and confirmed places, and undecided groups (A13).
create table groupbuy_person (
    activity_id uuid not null,
    member_id   uuid not null,
    units       int  not null,
    open_groups int  not null,
    constraint groupbuy_person_pk primary key (activity_id, member_id),
    constraint groupbuy_person_ck check (units >= 0 and open_groups >= 0)
);

grant select, insert, update, delete on groupbuy_activity, groupbuy_offer, groupbuy_group, groupbuy_seat, groupbuy_person to siyu_app;
