-- Distribution: tiers with their rates, distributors from application to end, teams (management only, C3).

create table distribution_tier (
    id         uuid        not null,
    -- The order of the ladder: the lowest is where everybody begins.
    rank       int         not null,
    name       text        not null,
    created_at timestamptz not null,
    version    bigint      not null default 0,
    constraint distribution_tier_pk primary key (id),
    constraint distribution_tier_name_uk unique (name),
    constraint distribution_tier_rank_uk unique (rank),
    constraint distribution_tier_rank_ck check (rank >= 0)
);

-- What a tier had from when on: appended, never changed, so that a claim can be checked years later.
create table distribution_tier_rate (
    tier       uuid        not null references distribution_tier (id),
    valid_from timestamptz not null,
    rate_bp    int         not null,
    reason     text        not null,
    actor_kind text        not null,
    actor_id   uuid        not null,
    actor_name text        not null,
    constraint distribution_tier_rate_pk primary key (tier, valid_from),
    constraint distribution_tier_rate_cap_ck check (rate_bp between 0 and 3000)
);

create table distribution_distributor (
    id                uuid        not null,
    member_id         uuid        not null,
    state             text        not null,
    -- The real name masked to its first character, for lists and for others.
    shown_name        text        not null,
    name_sealed       text        not null,
    phone_sealed      text        not null,
    -- Keyed hashes of phone and unionid as member writes them: two accounts of one person share one (C11).
    person_keys       text[]      not null,
    agreement_version text        not null,
    inviter           uuid        references distribution_distributor (id),
    source            text        not null,
    identity_check    text        not null,
    tier              uuid        references distribution_tier (id),
    promo_code        text,
    applied_at        timestamptz not null,
    activated_at      timestamptz,
    state_at          timestamptz not null,
    state_reason      text,
    version           bigint      not null default 0,
    constraint distribution_distributor_pk primary key (id),
    constraint distribution_distributor_promo_uk unique (promo_code),
    constraint distribution_distributor_promo_ck check (promo_code ~ '^[2-9A-HJ-NP-Z]{8}$'),
    constraint distribution_distributor_state_ck check (
        state in ('APPLIED', 'REJECTED', 'ACTIVE', 'SUSPENDED', 'QUITTING', 'TERMINATED')),
    constraint distribution_distributor_check_ck check (
        identity_check in ('PHONE_CONFIRMED', 'PHONE_UNCONFIRMED', 'SAME_PERSON')),
    constraint distribution_distributor_contract_ck check (
        (state in ('APPLIED', 'REJECTED')) = (tier is null)
        and (tier is null) = (promo_code is null) and (tier is null) = (activated_at is null))
);
-- One open application, and one life as a distributor, for each member.
create unique index distribution_distributor_member_uk on distribution_distributor (member_id)
    where state in ('APPLIED', 'ACTIVE', 'SUSPENDED', 'QUITTING');
create index distribution_distributor_person_ix on distribution_distributor (member_id, applied_at desc);
create index distribution_distributor_keys_ix on distribution_distributor using gin (person_keys);
create index distribution_distributor_applied_ix on distribution_distributor (applied_at desc, id desc);
create index distribution_distributor_tier_ix on distribution_distributor (tier) where tier is not null;

create table distribution_team (
    id         uuid        not null,
    name       text        not null,
    settlement text        not null,
    created_at timestamptz not null,
    version    bigint      not null default 0,
    constraint distribution_team_pk primary key (id),
    constraint distribution_team_name_uk unique (name),
    -- COMPANY needs a company with its papers (L9); until they can be kept, everybody is settled personally.
    constraint distribution_team_settlement_ck check (settlement = 'PERSONAL')
);

create table distribution_team_membership (
    id          uuid        not null,
    team        uuid        not null references distribution_team (id),
    distributor uuid        not null references distribution_distributor (id),
    role        text        not null,
    joined_at   timestamptz not null,
    left_at     timestamptz,
    reason      text        not null,
    left_reason text,
    constraint distribution_team_membership_pk primary key (id),
    constraint distribution_team_membership_role_ck check (role in ('CAPTAIN', 'MEMBER')),
    constraint distribution_team_membership_left_ck check (
        (left_at is null) = (left_reason is null) and (left_at is null or left_at >= joined_at))
);
create unique index distribution_team_membership_one_uk on distribution_team_membership (distributor) where left_at is null;
create unique index distribution_team_membership_captain_uk on distribution_team_membership (team)
    where role = 'CAPTAIN' and left_at is null;
create index distribution_team_membership_team_ix on distribution_team_membership (team, joined_at);

-- How somebody becomes a distributor: by a closed choice, in which nothing can be bought, paid or recruited (C0a, C0e).
create table distribution_joining_policy (
    version           int         not null,
    approval          text        not null,
    agreement_version text        not null,
    since             timestamptz not null,
    reason            text        not null,
    actor_kind        text        not null,
    actor_id          uuid        not null,
    actor_name        text        not null,
    constraint distribution_joining_policy_pk primary key (version),
    constraint distribution_joining_policy_approval_ck check (approval in ('BY_STAFF', 'AUTOMATIC'))
);

grant select, insert, update, delete on distribution_tier, distribution_distributor, distribution_team,
    distribution_team_membership to siyu_app;
grant select, insert on distribution_tier_rate, distribution_joining_policy to siyu_app;

insert into distribution_tier (id, rank, name, created_at)
values ('01900000-0000-7000-8000-000000000100', 1, '普通', '2026-01-01T00:00:00Z'),
       ('01900000-0000-7000-8000-000000000101', 2, '银牌', '2026-01-01T00:00:00Z'),
       ('01900000-0000-7000-8000-000000000102', 3, '金牌', '2026-01-01T00:00:00Z');
insert into distribution_tier_rate (tier, valid_from, rate_bp, reason, actor_kind, actor_id, actor_name)
values ('01900000-0000-7000-8000-000000000100', '2000-01-01T00:00:00Z', 500, 'default', 'SYSTEM', '00000000-0000-0000-0000-000000000000', 'migration'),
       ('01900000-0000-7000-8000-000000000101', '2000-01-01T00:00:00Z', 800, 'default', 'SYSTEM', '00000000-0000-0000-0000-000000000000', 'migration'),
       ('01900000-0000-7000-8000-000000000102', '2000-01-01T00:00:00Z', 1000, 'default', 'SYSTEM', '00000000-0000-0000-0000-000000000000', 'migration');
insert into distribution_joining_policy (version, approval, agreement_version, since, reason, actor_kind, actor_id, actor_name)
values (1, 'BY_STAFF', '2026-01', '2000-01-01T00:00:00Z', 'default', 'SYSTEM', '00000000-0000-0000-0000-000000000000', 'migration');
