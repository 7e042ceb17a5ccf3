-- Sharing: a link may be made for a material, so that two materials with the same words and target are told apart (D12).

alter table sharing_token add column material_id uuid;
drop index sharing_token_living_uk;
create unique index sharing_token_living_uk on sharing_token (
    sharer_kind, sharer_id, member_id, community_id, spu_id, activity_id, buy_group_id, source, text, expires_at, material_id)
    nulls not distinct where revoked_at is null;

create or replace function sharing_token_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE'
       or old.revoked_at is not null
       or (old.token, old.id, old.sharer_kind, old.sharer_id, old.member_id, old.community_id, old.spu_id, old.activity_id,
           old.buy_group_id, old.source, old.text, old.minted_at, old.expires_at, old.material_id)
          is distinct from
          (new.token, new.id, new.sharer_kind, new.sharer_id, new.member_id, new.community_id, new.spu_id, new.activity_id,
           new.buy_group_id, new.source, new.text, new.minted_at, new.expires_at, new.material_id) then
        raise exception 'what a token means never changes: revoke it and mint another' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
