-- WeCom: whom of the corporation a seller is, whose customers are whose, what WeCom has told, and by which codes people join chats.

alter table koc_seller add column wecom_userid text;
create unique index koc_seller_wecom_uk on koc_seller (wecom_userid) where state = 'ACTIVE';

-- Whom a seller serves: the customers who have added him at WeCom, with everybody who served them before (D9).
create table koc_customer (
    id              uuid        not null,
    seller_id       uuid        not null,
    external_userid text        not null,
    -- Absent as long as nobody of the shop's members is known by his unionid.
    member_id       uuid,
    -- When he and the seller became contacts at WeCom.
    added_at        timestamptz not null,
    valid_from      timestamptz not null,
    valid_to        timestamptz,
    end_cause       text,
    taken_from      uuid,
    constraint koc_customer_pk primary key (id),
    constraint koc_customer_seller_fk foreign key (seller_id) references koc_seller (id),
    constraint koc_customer_taken_fk foreign key (taken_from) references koc_seller (id),
    constraint koc_customer_cause_ck check (end_cause in ('GONE', 'PASSED_ON')),
    constraint koc_customer_end_ck check ((valid_to is null) = (end_cause is null) and valid_from <= valid_to),
    constraint koc_customer_once_ex
        exclude using gist (seller_id with =, external_userid with =, tstzrange(valid_from, valid_to) with &&)
);
create index koc_customer_seller_ix on koc_customer (seller_id, id) where valid_to is null;
create index koc_customer_external_ix on koc_customer (external_userid);
create index koc_customer_member_ix on koc_customer (member_id) where member_id is not null;

alter table koc_membership drop constraint koc_membership_scene_ck;
alter table koc_membership add constraint koc_membership_scene_ck check (scene in ('CODE', 'IMPORT', 'WECOM'));

-- What WeCom has called out: it has no number, so it is known by all that it says.
create table koc_wecom_event (
    id              uuid        not null,
    fingerprint     text        not null,
    kind            text        not null,
    change          text        not null,
    at              timestamptz not null,
    user_id         text,
    external_userid text,
    chat_id         text,
    fail_reason     text,
    received_at     timestamptz not null,
    state           text        not null,
    tries           int         not null default 0,
    next_try_at     timestamptz not null,
    ended_at        timestamptz,
    constraint koc_wecom_event_pk primary key (id),
    constraint koc_wecom_event_fingerprint_uk unique (fingerprint),
    constraint koc_wecom_event_state_ck check (
        state in ('PENDING', 'DONE', 'GIVEN_UP') and (state = 'PENDING') = (ended_at is null))
);
create index koc_wecom_event_due_ix on koc_wecom_event (next_try_at) where state = 'PENDING';

-- Codes by which customers join chats; WeCom opens the next chat when the last one is full.
create table koc_join_way (
    id           uuid        not null,
    community_id uuid        not null,
    config_id    text        not null,
    qr_code      text        not null,
    chat_ids     text[]      not null,
    auto_create  boolean     not null,
    created_at   timestamptz not null,
    constraint koc_join_way_pk primary key (id),
    constraint koc_join_way_config_uk unique (config_id),
    constraint koc_join_way_community_fk foreign key (community_id) references koc_community (id),
    constraint koc_join_way_chats_ck check (cardinality(chat_ids) between 1 and 5)
);
create index koc_join_way_community_ix on koc_join_way (community_id, created_at desc);

grant select, insert, update on koc_customer, koc_wecom_event to siyu_app;
grant delete on koc_wecom_event to siyu_app;
grant select, insert on koc_join_way to siyu_app;
