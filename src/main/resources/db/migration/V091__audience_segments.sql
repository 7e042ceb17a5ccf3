-- Tags that members carry for a time, and segments: named rules over facts and tags.

create table audience_tag_group (
    id         uuid        not null,
    name       text        not null,
    scope      text        not null,
    single     boolean     not null,
    version    bigint      not null default 0,
    created_at timestamptz not null,
    constraint audience_tag_group_pk primary key (id),
    constraint audience_tag_group_name_uk unique (name),
    constraint audience_tag_group_scope_ck check (scope in ('ROLE_OPS', 'ROLE_SALES', 'ALL'))
);

create table audience_tag (
    id           uuid        not null,
    group_id     uuid        not null,
    name         text        not null,
    ttl_days     int,
    -- A rule over the facts: the sweep gives and takes the tag by it.
    rule         jsonb,
    rule_version int         not null default 0,
    evaluate_at  timestamptz,
    ended_at     timestamptz,
    version      bigint      not null default 0,
    created_at   timestamptz not null,
    constraint audience_tag_pk primary key (id),
    constraint audience_tag_name_uk unique (group_id, name),
    constraint audience_tag_group_fk foreign key (group_id) references audience_tag_group (id),
    constraint audience_tag_ttl_ck check (ttl_days between 1 and 3650),
    constraint audience_tag_rule_ck check (rule is null or ttl_days is null),
    constraint audience_tag_evaluate_ck check (evaluate_at is null or rule is not null)
);
create index audience_tag_due_ix on audience_tag (evaluate_at) where evaluate_at is not null;

create table audience_customer_tag (
    member_id       uuid        not null,
    tag_id          uuid        not null,
    -- The group, if one member carries only one of its tags at a time.
    single_group_id uuid,
    valid_from      timestamptz not null,
    valid_to        timestamptz,
    source          text        not null,
    rule_version    int,
    actor_name      text        not null,
    constraint audience_customer_tag_pk primary key (member_id, tag_id, valid_from),
    constraint audience_customer_tag_tag_fk foreign key (tag_id) references audience_tag (id),
    constraint audience_customer_tag_interval_ck check (valid_from < valid_to),
    constraint audience_customer_tag_source_ck check (source in ('RULE', 'MANUAL', 'IMPORT')),
    constraint audience_customer_tag_rule_ck check ((source = 'RULE') = (rule_version is not null)),
    constraint audience_customer_tag_once_ex exclude using gist (
        member_id with =, tag_id with =, tstzrange(valid_from, valid_to) with &&),
    constraint audience_customer_tag_single_ex exclude using gist (
        member_id with =, single_group_id with =, tstzrange(valid_from, valid_to) with &&)
        where (single_group_id is not null)
);
create index audience_customer_tag_tag_ix on audience_customer_tag (tag_id, member_id);

create table audience_segment (
    id           uuid        not null,
    name         text        not null,
    -- What customers are told about who belongs to it (L12).
    eligibility  text        not null,
    rule         jsonb       not null,
    rule_version int         not null,
    state        text        not null,
    version      bigint      not null default 0,
    created_at   timestamptz not null,
    changed_at   timestamptz not null,
    constraint audience_segment_pk primary key (id),
    constraint audience_segment_name_uk unique (name),
    constraint audience_segment_state_ck check (state in ('DRAFT', 'ACTIVE', 'ENDED'))
);

-- Every rule that a segment ever had, and who wrote it.
create table audience_segment_rule (
    segment_id   uuid        not null,
    rule_version int         not null,
    rule         jsonb       not null,
    actor_name   text        not null,
    at           timestamptz not null,
    constraint audience_segment_rule_pk primary key (segment_id, rule_version),
    constraint audience_segment_rule_segment_fk foreign key (segment_id) references audience_segment (id)
);

-- Members who want no personal offers: no segment holds them (L12).
create table audience_opt_out (
    member_id uuid        not null,
    at        timestamptz not null,
    constraint audience_opt_out_pk primary key (member_id)
);

grant select, insert, update on audience_tag_group, audience_tag, audience_customer_tag, audience_segment to siyu_app;
grant select, insert on audience_segment_rule to siyu_app;
grant select, insert, delete on audience_opt_out to siyu_app;
