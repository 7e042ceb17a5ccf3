-- Who stands for somebody who has handed over: his links lead to the successor for a time, and then nowhere.

create table sharing_succession (
    id               uuid        not null,
    sharer_kind      text        not null,
    sharer_id        uuid        not null,
    successor_id     uuid        not null,
    -- The member as whom the successor shares; absent when he has none.
    successor_member uuid,
    -- Links that were made from then on are the sharer's own again.
    minted_before    timestamptz not null,
    valid_from       timestamptz not null,
    valid_to         timestamptz not null,
    constraint sharing_succession_pk primary key (id),
    constraint sharing_succession_kind_ck check (sharer_kind in ('DISTRIBUTOR', 'SELLER')),
    constraint sharing_succession_range_ck check (valid_from <= valid_to),
    constraint sharing_succession_one_ex
        exclude using gist (sharer_kind with =, sharer_id with =, tstzrange(valid_from, valid_to) with &&)
);
create index sharing_succession_sharer_ix on sharing_succession (sharer_kind, sharer_id, valid_from);
create index sharing_succession_successor_ix on sharing_succession (sharer_kind, successor_id);

grant select, insert on sharing_succession to siyu_app;
grant update (valid_to) on sharing_succession to siyu_app;
