-- Commission: WeChat wants the payee's real name for large transfers. Sealed, and gone when the withdrawal has ended.

alter table commission_withdrawal add column real_name_sealed text;
alter table commission_withdrawal add constraint commission_withdrawal_name_ck check (ended_at is null or real_name_sealed is null);
