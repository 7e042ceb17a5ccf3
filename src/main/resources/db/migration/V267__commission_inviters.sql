-- At depth 2 the inviter is paid too (L8); there is no role for anybody above him.
alter table commission_share drop constraint commission_share_role_ck;
alter table commission_share add constraint commission_share_role_ck check (
    role in ('DISTRIBUTOR', 'INVITER', 'SELLER', 'KOC', 'LEADER'));
