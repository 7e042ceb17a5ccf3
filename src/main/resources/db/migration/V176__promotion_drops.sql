-- Coupons dropped into a chat group (H5): so many for the members of one community, first come, first served.

create table promotion_drop (
    id           uuid        not null,
    template_id  uuid        not null,
    community_id uuid        not null,
    -- Out of whose quota; none of both when staff drop them.
    giver_id     uuid,
    quota_id     uuid,
    units        int         not null,
    per_member   int         not null,
    -- What was claimed is counted here, so that nobody gets more than were dropped; template and quota count besides.
    taken        int         not null default 0,
    opens_at     timestamptz not null,
    closes_at    timestamptz not null,
    ended_at     timestamptz,
    reason       text        not null,
    actor_name   text        not null,
    version      bigint      not null default 0,
    created_at   timestamptz not null,
    constraint promotion_drop_pk primary key (id),
    constraint promotion_drop_template_fk foreign key (template_id) references promotion_template (id),
    constraint promotion_drop_quota_fk foreign key (quota_id) references promotion_quota (id),
    constraint promotion_drop_taken_ck check (taken between 0 and units and units > 0 and per_member > 0),
    constraint promotion_drop_window_ck check (opens_at < closes_at),
    constraint promotion_drop_giver_ck check ((giver_id is null) = (quota_id is null))
);
create index promotion_drop_template_ix on promotion_drop (template_id, created_at desc, id desc);
create index promotion_drop_giver_ix on promotion_drop (giver_id, created_at desc, id desc) where giver_id is not null;
create index promotion_drop_quota_ix on promotion_drop (quota_id) where quota_id is not null;

-- Who claimed what: the how-manieth of this drop in the member's hand, and how many he may have.
create table promotion_drop_claim (
    drop_id    uuid        not null,
    member_id  uuid        not null,
    seq        int         not null,
    per_member int         not null,
    coupon_id  uuid        not null,
    claimed_at timestamptz not null,
    constraint promotion_drop_claim_pk primary key (drop_id, member_id, seq),
    constraint promotion_drop_claim_drop_fk foreign key (drop_id) references promotion_drop (id),
    constraint promotion_drop_claim_coupon_fk foreign key (coupon_id) references promotion_coupon (id),
    constraint promotion_drop_claim_coupon_uk unique (coupon_id),
    constraint promotion_drop_claim_person_ck check (seq between 1 and per_member)
);

alter table promotion_coupon drop constraint promotion_coupon_source_ck;
alter table promotion_coupon add constraint promotion_coupon_source_ck check (
    source in ('CLAIM', 'GRANT', 'REGISTER', 'PAID', 'QUOTA', 'DROP') and (source = 'CLAIM') = (source_id is null));

grant select, insert, update on promotion_drop to siyu_app;
grant select, insert on promotion_drop_claim to siyu_app;
