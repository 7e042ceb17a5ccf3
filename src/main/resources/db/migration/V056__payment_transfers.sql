-- Money out to persons: merchant transfers with the very bytes that WeChat is asked with.

create table payment_transfer (
    id               uuid        not null,
    bill_no          text        not null,
    owner_id         uuid        not null,
    amount_fen       bigint      not null,
    remark           text        not null,
    -- The request holds the payee's openid, so it is sealed; opened it gives the same bytes again.
    request_sealed   text        not null,
    state            text        not null,
    transfer_bill_no text,
    package_info     text,
    fail_reason      text,
    last_code        text,
    tries            int         not null default 0,
    next_try_at      timestamptz,
    -- When the bytes may have gone out for the last time; empty as long as they surely have not.
    sent_at          timestamptz,
    cancel_asked_at  timestamptz,
    promised_at      timestamptz not null,
    waits_at         timestamptz,
    ended_at         timestamptz,
    constraint payment_transfer_pk primary key (id),
    constraint payment_transfer_bill_no_uk unique (bill_no),
    constraint payment_transfer_amount_ck check (amount_fen > 0),
    constraint payment_transfer_state_ck check (state in (
        'PROMISED', 'ACCEPTED', 'PROCESSING', 'WAIT_USER_CONFIRM', 'TRANSFERING', 'CANCELING', 'SUCCESS', 'FAIL', 'CANCELLED')),
    constraint payment_transfer_ended_ck check (
        (state in ('SUCCESS', 'FAIL', 'CANCELLED')) = (ended_at is not null) and (ended_at is null or next_try_at is null))
);
create index payment_transfer_due_ix on payment_transfer (next_try_at) where next_try_at is not null;
create index payment_transfer_promised_ix on payment_transfer (promised_at desc, id desc);
create index payment_transfer_owner_ix on payment_transfer (owner_id);

alter table payment_notification add column fail_reason text;

grant select, insert, update, delete on payment_transfer to siyu_app;
