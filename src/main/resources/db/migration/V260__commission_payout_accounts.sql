-- Commission: to whom the commissions of a member are paid. Who has just changed it waits before money leaves.

create table commission_payout_account (
    member_id    uuid        not null,
    -- Keyed index of the openid under which the member was last seen: enough to notice another one.
    openid_index text        not null,
    name_sealed  text,
    name_index   text,
    -- When one of the two was changed last; empty as long as both are as they were first known.
    changed_at   timestamptz,
    version      bigint      not null default 0,
    constraint commission_payout_account_pk primary key (member_id),
    constraint commission_payout_account_name_ck check ((name_sealed is null) = (name_index is null))
);

create index commission_withdrawal_member_ix on commission_withdrawal (member_id, requested_at desc);

grant select, insert, update on commission_payout_account to siyu_app;
