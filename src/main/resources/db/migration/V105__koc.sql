-- KOC: sellers, communities with their owners and members, KOCs and whom they serve.

create extension if not exists btree_gist;

-- An employee is named by the staff's and unit's ids, a distributor by his own id and that of the member whom he is.
create table koc_seller (
    id             uuid        not null,
    kind           text        not null,
    name           text        not null,
    staff_id       uuid,
    org_unit_id    uuid,
    distributor_id uuid,
    member_id      uuid,
    state          text        not null,
    created_at     timestamptz not null,
    ended_at       timestamptz,
    end_reason     text,
    constraint koc_seller_pk primary key (id),
    constraint koc_seller_kind_ck check (
        (kind = 'EMPLOYEE' and staff_id is not null and org_unit_id is not null and distributor_id is null)
        or (kind = 'DISTRIBUTOR' and distributor_id is not null and member_id is not null and staff_id is null)),
    constraint koc_seller_state_ck check (state in ('ACTIVE', 'ENDED') and (state = 'ENDED') = (ended_at is not null))
);
create unique index koc_seller_staff_uk on koc_seller (staff_id) where state = 'ACTIVE';
create unique index koc_seller_distributor_uk on koc_seller (distributor_id) where state = 'ACTIVE';
create unique index koc_seller_member_uk on koc_seller (member_id) where state = 'ACTIVE';

-- members is counted here so that the capacity is a constraint and not a hope.
create table koc_community (
    id           uuid        not null,
    code         text        not null,
    name         text        not null,
    chat_id      text        not null,
    category     text        not null,
    capacity     int         not null,
    members      int         not null default 0,
    store_id     uuid,
    state        text        not null,
    created_at   timestamptz not null,
    dissolved_at timestamptz,
    version      bigint      not null default 0,
    constraint koc_community_pk primary key (id),
    constraint koc_community_code_uk unique (code),
    constraint koc_community_chat_uk unique (chat_id),
    constraint koc_community_capacity_ck check (members between 0 and capacity),
    constraint koc_community_state_ck check (state in ('ACTIVE', 'DISSOLVED'))
);
create index koc_community_created_ix on koc_community (created_at desc, id desc);

-- One owner at any instant (D2), with everybody who was it before.
create table koc_community_owner (
    id           uuid        not null,
    community_id uuid        not null,
    seller_id    uuid        not null,
    valid_from   timestamptz not null,
    valid_to     timestamptz,
    reason       text        not null,
    constraint koc_community_owner_pk primary key (id),
    constraint koc_community_owner_community_fk foreign key (community_id) references koc_community (id),
    constraint koc_community_owner_seller_fk foreign key (seller_id) references koc_seller (id),
    constraint koc_community_owner_one_ex
        exclude using gist (community_id with =, tstzrange(valid_from, valid_to) with &&)
);
create index koc_community_owner_seller_ix on koc_community_owner (seller_id) where valid_to is null;

-- In a community once at any instant (D4).
create table koc_membership (
    id           uuid        not null,
    community_id uuid        not null,
    member_id    uuid        not null,
    joined_at    timestamptz not null,
    left_at      timestamptz,
    scene        text        not null,
    inviter_id   uuid,
    state        text        not null,
    constraint koc_membership_pk primary key (id),
    constraint koc_membership_community_fk foreign key (community_id) references koc_community (id),
    constraint koc_membership_once_ex
        exclude using gist (community_id with =, member_id with =, tstzrange(joined_at, left_at) with &&),
    constraint koc_membership_scene_ck check (scene in ('CODE', 'IMPORT')),
    constraint koc_membership_state_ck check (
        state in ('PRESENT', 'LEFT', 'REMOVED') and (state = 'PRESENT') = (left_at is null))
);
create index koc_membership_member_ix on koc_membership (member_id, joined_at desc);
create index koc_membership_present_ix on koc_membership (community_id, joined_at desc, id desc) where left_at is null;

-- A member who serves communities; since is when he first accepted to.
create table koc_koc (
    id        uuid not null,
    member_id uuid not null,
    name      text not null,
    since     timestamptz,
    constraint koc_koc_pk primary key (id),
    constraint koc_koc_member_uk unique (member_id)
);

-- Who serves which community for which seller. valid_to is the end of the term, or when it ended before that.
create table koc_binding (
    id                uuid        not null,
    seller_id         uuid        not null,
    koc_id            uuid        not null,
    community_id      uuid        not null,
    state             text        not null,
    invited_at        timestamptz not null,
    answer_by         timestamptz not null,
    valid_from        timestamptz,
    valid_to          timestamptz,
    agreement_version text,
    split_version     int,
    ended_at          timestamptz,
    end_cause         text,
    end_reason        text,
    version           bigint      not null default 0,
    constraint koc_binding_pk primary key (id),
    constraint koc_binding_seller_fk foreign key (seller_id) references koc_seller (id),
    constraint koc_binding_koc_fk foreign key (koc_id) references koc_koc (id),
    constraint koc_binding_community_fk foreign key (community_id) references koc_community (id),
    constraint koc_binding_range_ck check ((valid_from is null) = (valid_to is null) and valid_from <= valid_to),
    constraint koc_binding_state_ck check (
        (state = 'INVITED' and valid_from is null and ended_at is null)
        or (state in ('ACTIVE', 'PAUSED') and valid_from is not null and agreement_version is not null
            and split_version is not null and ended_at is null)
        or (state = 'ENDED' and ended_at is not null and end_cause is not null)),
    -- At any instant a KOC has one seller in a community at most (D2, P8).
    constraint koc_binding_one_seller_ex
        exclude using gist (koc_id with =, community_id with =, tstzrange(valid_from, valid_to) with &&)
        where (valid_from is not null)
);
create unique index koc_binding_invited_uk on koc_binding (koc_id, community_id) where state = 'INVITED';
create index koc_binding_community_ix on koc_binding (community_id, invited_at desc, id desc);
create index koc_binding_koc_ix on koc_binding (koc_id, invited_at desc, id desc);
create index koc_binding_seller_ix on koc_binding (seller_id, invited_at desc, id desc);
create index koc_binding_due_ix on koc_binding (valid_to) where state in ('ACTIVE', 'PAUSED');
create index koc_binding_unanswered_ix on koc_binding (answer_by) where state = 'INVITED';

-- Kept one by one: a claim is asked for an instant, also for one that is past.
create table koc_binding_pause (
    id         uuid        not null,
    binding_id uuid        not null,
    paused_at  timestamptz not null,
    resumed_at timestamptz,
    constraint koc_binding_pause_pk primary key (id),
    constraint koc_binding_pause_binding_fk foreign key (binding_id) references koc_binding (id),
    constraint koc_binding_pause_once_ex
        exclude using gist (binding_id with =, tstzrange(paused_at, resumed_at) with &&)
);

-- How a pool is split between seller and KOC: never changed, only followed by another (D6).
create table koc_split (
    version    int         not null,
    pool_bp    int         not null,
    seller_bp  int         not null,
    koc_bp     int         not null,
    valid_from timestamptz not null,
    reason     text        not null,
    added_by   text        not null,
    constraint koc_split_pk primary key (version),
    constraint koc_split_pool_ck check (pool_bp between 0 and 3000),
    constraint koc_split_shares_ck check (seller_bp >= 0 and koc_bp >= 0 and seller_bp + koc_bp <= 10000)
);

insert into koc_split (version, pool_bp, seller_bp, koc_bp, valid_from, reason, added_by)
values (1, 1000, 4000, 6000, '2020-01-01T00:00:00+08:00', 'the first rule', 'system');

-- Links that sellers and KOCs have made, to find them again; what a token stands for is sharing's.
create table koc_share_token (
    token        text        not null,
    person_id    uuid        not null,
    community_id uuid        not null,
    minted_at    timestamptz not null,
    constraint koc_share_token_pk primary key (token),
    constraint koc_share_token_community_fk foreign key (community_id) references koc_community (id)
);
create index koc_share_token_person_ix on koc_share_token (person_id, minted_at desc);

grant select, insert, update, delete on koc_seller, koc_community, koc_community_owner, koc_membership, koc_koc, koc_binding,
    koc_binding_pause, koc_share_token to siyu_app;
grant select, insert on koc_split to siyu_app;
