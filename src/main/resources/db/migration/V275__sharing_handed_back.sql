-- Sharing: what somebody makes after he has handed over is his own, though he has made the same before; and what has come back to him is
-- his own again, which is a row in which he stands for himself, without an end.

-- When its maker had last handed over by then: what he made before that leads to his successor, so it is not the same.
alter table sharing_token add column minted_since timestamptz not null default '-infinity';
drop index sharing_token_living_uk;
create unique index sharing_token_living_uk on sharing_token (
    sharer_kind, sharer_id, member_id, community_id, spu_id, activity_id, buy_group_id, source, text, expires_at, material_id,
    minted_since)
    nulls not distinct where revoked_at is null;

create or replace function sharing_token_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE'
       or old.revoked_at is not null
       or (old.token, old.id, old.sharer_kind, old.sharer_id, old.member_id, old.community_id, old.spu_id, old.activity_id,
           old.buy_group_id, old.source, old.text, old.minted_at, old.expires_at, old.material_id, old.minted_since)
          is distinct from
          (new.token, new.id, new.sharer_kind, new.sharer_id, new.member_id, new.community_id, new.spu_id, new.activity_id,
           new.buy_group_id, new.source, new.text, new.minted_at, new.expires_at, new.material_id, new.minted_since) then
        raise exception 'what a token means never changes: revoke it and mint another' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
