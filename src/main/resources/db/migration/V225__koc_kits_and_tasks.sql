-- KOC: what KOCs are given to share, the links that they made for it, and what they are asked to do.

-- categories: of communities that it is for; none names all. words and media are shown as they are; the law looks at the words (L6).
create table koc_material (
    id          uuid        not null,
    kind        text        not null,
    title       text        not null,
    words       text        not null,
    media       text[]      not null default '{}',
    spu_id      uuid,
    activity_id uuid,
    categories  text[]      not null default '{}',
    valid_from  timestamptz not null,
    valid_until timestamptz not null,
    state       text        not null,
    version     bigint      not null default 0,
    created_at  timestamptz not null,
    created_by  text        not null,
    constraint koc_material_pk primary key (id),
    constraint koc_material_kind_ck check (kind in ('COPY', 'PICTURE', 'VIDEO')),
    constraint koc_material_state_ck check (state in ('ACTIVE', 'WITHDRAWN')),
    constraint koc_material_time_ck check (valid_from < valid_until),
    constraint koc_material_media_ck check (cardinality(media) <= 9)
);
create index koc_material_created_ix on koc_material (created_at desc, id desc);

-- A link for each person, community and material; what it stands for is sharing's (D12).
create table koc_material_token (
    token        text        not null,
    material_id  uuid        not null,
    person_id    uuid        not null,
    community_id uuid        not null,
    minted_at    timestamptz not null,
    expires_at   timestamptz not null,
    revoked_at   timestamptz,
    constraint koc_material_token_pk primary key (token),
    constraint koc_material_token_material_fk foreign key (material_id) references koc_material (id),
    constraint koc_material_token_community_fk foreign key (community_id) references koc_community (id)
);
create index koc_material_token_material_ix on koc_material_token (material_id);
create index koc_material_token_person_ix on koc_material_token (person_id, community_id);

-- What KOCs are asked to do; nothing is paid for it (L11). seller_id: who asks; empty: staff.
create table koc_task (
    id            uuid        not null,
    title         text        not null,
    words         text        not null,
    evidence      text        not null,
    material_id   uuid,
    due_at        timestamptz not null,
    seller_id     uuid,
    created_by    text        not null,
    created_at    timestamptz not null,
    cancelled_at  timestamptz,
    cancel_reason text,
    constraint koc_task_pk primary key (id),
    constraint koc_task_material_fk foreign key (material_id) references koc_material (id),
    constraint koc_task_seller_fk foreign key (seller_id) references koc_seller (id),
    constraint koc_task_evidence_ck check (
        evidence in ('WORDS', 'PICTURES', 'LINK_OPENED') and (evidence <> 'LINK_OPENED' or material_id is not null)),
    constraint koc_task_due_ck check (due_at > created_at),
    constraint koc_task_cancelled_ck check ((cancelled_at is null) = (cancel_reason is null))
);
create index koc_task_created_ix on koc_task (created_at desc, id desc);

-- The part of one KOC in one community. evidence and due_at are the task's, for what looks at many parts.
create table koc_task_part (
    id            uuid        not null,
    task_id       uuid        not null,
    koc_id        uuid        not null,
    community_id  uuid        not null,
    state         text        not null,
    evidence      text        not null,
    due_at        timestamptz not null,
    shown_words   text,
    pictures      text[]      not null default '{}',
    submitted_at  timestamptz,
    decided_at    timestamptz,
    reason        text,
    version       bigint      not null default 0,
    constraint koc_task_part_pk primary key (id),
    constraint koc_task_part_once_uk unique (task_id, koc_id, community_id),
    constraint koc_task_part_task_fk foreign key (task_id) references koc_task (id),
    constraint koc_task_part_koc_fk foreign key (koc_id) references koc_koc (id),
    constraint koc_task_part_community_fk foreign key (community_id) references koc_community (id),
    constraint koc_task_part_state_ck check (state in ('OPEN', 'SUBMITTED', 'DONE', 'MISSED', 'CANCELLED')),
    constraint koc_task_part_submitted_ck check (state <> 'SUBMITTED' or submitted_at is not null),
    constraint koc_task_part_decided_ck check ((state in ('DONE', 'MISSED', 'CANCELLED')) = (decided_at is not null)),
    constraint koc_task_part_pictures_ck check (cardinality(pictures) <= 9)
);
create index koc_task_part_koc_ix on koc_task_part (koc_id, due_at desc, id desc);
create index koc_task_part_community_ix on koc_task_part (community_id, due_at desc, id desc);
create index koc_task_part_due_ix on koc_task_part (due_at) where state = 'OPEN';
create index koc_task_part_submitted_ix on koc_task_part (submitted_at) where state = 'SUBMITTED';
create index koc_task_part_done_ix on koc_task_part (koc_id, community_id, decided_at) where state = 'DONE';

grant select, insert, update, delete on koc_material, koc_material_token, koc_task, koc_task_part to siyu_app;
