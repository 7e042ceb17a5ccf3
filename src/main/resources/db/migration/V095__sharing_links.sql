-- Sharing: what a token stands for, who came through it, and the pictures of its mini-program code.

create table sharing_token (
    token         text        not null,
    -- For the order of lists: tokens themselves have none.
    id            uuid        not null,
    sharer_kind   text        not null,
    sharer_id     uuid        not null,
    member_id     uuid        not null,
    community_id  uuid,
    spu_id        uuid,
    activity_id   uuid,
    buy_group_id  uuid,
    source        text        not null,
    text          text,
    minted_at     timestamptz not null,
    expires_at    timestamptz,
    revoked_at    timestamptz,
    revoked_by    uuid,
    revoke_reason text,
    constraint sharing_token_pk primary key (token),
    constraint sharing_token_id_uk unique (id),
    constraint sharing_token_form_ck check (token ~ '^[0-9A-Za-z]{14}$'),
    constraint sharing_token_sharer_ck check (sharer_kind in ('MEMBER', 'DISTRIBUTOR', 'KOC', 'SELLER')),
    constraint sharing_token_source_ck check (source ~ '^[A-Z][A-Z0-9_]{1,31}$'),
    constraint sharing_token_text_ck check (length(text) between 1 and 200),
    constraint sharing_token_expiry_ck check (expires_at > minted_at),
    constraint sharing_token_revoked_ck check ((revoked_at is null) = (revoke_reason is null))
);
-- One living token for one meaning; a revoked one is never taken up again, so the same may be minted anew.
create unique index sharing_token_living_uk on sharing_token (
    sharer_kind, sharer_id, member_id, community_id, spu_id, activity_id, buy_group_id, source, text, expires_at)
    nulls not distinct where revoked_at is null;
create index sharing_token_member_ix on sharing_token (member_id, minted_at desc, id desc);
create index sharing_token_minted_ix on sharing_token (minted_at desc, id desc);

-- What a token means never changes, and what is revoked stays so: by grant for the application, by trigger for everybody.
create function sharing_token_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE'
       or old.revoked_at is not null
       or (old.token, old.id, old.sharer_kind, old.sharer_id, old.member_id, old.community_id, old.spu_id, old.activity_id,
           old.buy_group_id, old.source, old.text, old.minted_at, old.expires_at)
          is distinct from
          (new.token, new.id, new.sharer_kind, new.sharer_id, new.member_id, new.community_id, new.spu_id, new.activity_id,
           new.buy_group_id, new.source, new.text, new.minted_at, new.expires_at) then
        raise exception 'what a token means never changes: revoke it and mint another' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger sharing_token_meaning_stays before update or delete on sharing_token
    for each row execute function sharing_token_guard();

create table sharing_click (
    id           uuid        not null,
    token        text        not null,
    at           timestamptz not null,
    -- Of an anonymous click: the hash of the secret that the visitor was given. Whoever reads it cannot claim with it.
    visitor_hash text,
    member_id    uuid,
    bound_at     timestamptz,
    constraint sharing_click_pk primary key (id),
    constraint sharing_click_token_fk foreign key (token) references sharing_token (token),
    constraint sharing_click_known_ck check (visitor_hash is not null or member_id is not null),
    constraint sharing_click_bound_ck check ((member_id is null) = (bound_at is null))
);
create index sharing_click_token_ix on sharing_click (token, at desc, id desc) include (member_id);
create index sharing_click_member_ix on sharing_click (member_id, at desc) where member_id is not null;
create index sharing_click_visitor_ix on sharing_click (visitor_hash, at) where visitor_hash is not null;

create table sharing_code (
    token       text        not null,
    env_version text        not null,
    width       int         not null,
    state       text        not null,
    image       bytea,
    media_type  text,
    tries       int         not null default 0,
    next_try_at timestamptz,
    last_code   text,
    asked_at    timestamptz not null,
    made_at     timestamptz,
    constraint sharing_code_pk primary key (token, env_version, width),
    constraint sharing_code_token_fk foreign key (token) references sharing_token (token),
    constraint sharing_code_version_ck check (env_version in ('release', 'trial', 'develop')),
    constraint sharing_code_width_ck check (width between 280 and 1280),
    constraint sharing_code_state_ck check (
        (state = 'PENDING' and next_try_at is not null and image is null)
        or (state = 'READY' and image is not null and media_type is not null and made_at is not null)
        or (state = 'FAILED' and image is null and last_code is not null))
);
create index sharing_code_due_ix on sharing_code (next_try_at) where state = 'PENDING';

grant select, insert on sharing_token to siyu_app;
grant update (revoked_at, revoked_by, revoke_reason) on sharing_token to siyu_app;
grant select, insert on sharing_click to siyu_app;
grant update (member_id, bound_at) on sharing_click to siyu_app;
grant select, insert, update on sharing_code to siyu_app;
