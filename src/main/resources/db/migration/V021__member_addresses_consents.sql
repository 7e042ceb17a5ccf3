-- Addresses (sealed), consents (a history that only grows), and phones that two members share.

create table member_address (
    id               uuid        not null,
    member_id        uuid        not null,
    recipient_sealed text        not null,
    phone_sealed     text        not null,
    region_code      text        not null,
    detail_sealed    text        not null,
    is_default       boolean     not null,
    created_at       timestamptz not null,
    updated_at       timestamptz not null,
    version          bigint      not null default 0,
    constraint member_address_pk primary key (id),
    constraint member_address_member_fk foreign key (member_id) references member_member (id)
);
create index member_address_member_ix on member_address (member_id, created_at desc);
create unique index member_address_one_default_uk on member_address (member_id) where is_default;

create table member_consent (
    id        uuid        not null,
    member_id uuid        not null,
    kind      text        not null,
    version   text        not null,
    given     boolean     not null,
    at        timestamptz not null,
    constraint member_consent_pk primary key (id),
    constraint member_consent_member_fk foreign key (member_id) references member_member (id),
    constraint member_consent_kind_ck check (kind in ('PRIVACY', 'PHONE', 'MARKETING', 'PERSONALISATION'))
);
create index member_consent_member_ix on member_consent (member_id, at desc, id desc);

create table member_same_phone (
    member_id       uuid        not null,
    other_member_id uuid        not null,
    seen_at         timestamptz not null,
    constraint member_same_phone_pk primary key (member_id, other_member_id),
    constraint member_same_phone_member_fk foreign key (member_id) references member_member (id),
    constraint member_same_phone_other_fk foreign key (other_member_id) references member_member (id)
);
create index member_same_phone_other_ix on member_same_phone (other_member_id);

grant select, insert, update, delete on member_address, member_same_phone to siyu_app;
grant select, insert on member_consent to siyu_app;
