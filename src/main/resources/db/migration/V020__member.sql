-- Members: who signed in through the mini-program. Personal data is sealed; the phone is found by its keyed index.

create table member_member (
    id           uuid        not null,
    openid       text        not null,
    unionid      text,
    nickname     text,
    avatar_url   text,
    phone_sealed text,
    phone_index  text,
    state        text        not null,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    version      bigint      not null default 0,
    constraint member_member_pk primary key (id),
    constraint member_member_openid_uk unique (openid),
    constraint member_member_state_ck check (state in ('ACTIVE', 'DISABLED', 'CLOSED')),
    constraint member_member_phone_ck check ((phone_sealed is null) = (phone_index is null))
);
create index member_member_phone_ix on member_member (phone_index) where phone_index is not null;
create index member_member_created_ix on member_member (created_at desc, id desc);

grant select, insert, update, delete on member_member to siyu_app;
