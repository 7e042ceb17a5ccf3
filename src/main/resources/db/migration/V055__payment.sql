-- Payments: attempts with the very bytes that WeChat is asked with, the inbox of its notifications, refunds.

create table payment_attempt (
    id               uuid        not null,
    order_id         uuid        not null,
    order_no         text        not null,
    member_id        uuid        not null,
    kind             text        not null,
    round            int         not null,
    out_trade_no     text        not null,
    amount_fen       bigint      not null,
    openid_index     text        not null,
    -- The request holds the payer's openid, so it is sealed; opened it gives the same bytes again.
    request_sealed   text,
    expires_at       timestamptz not null,
    state            text        not null,
    prepay_id        text,
    prepared_at      timestamptz,
    transaction_id   text,
    paid_at          timestamptz,
    captured_at      timestamptz,
    closed_at        timestamptz,
    refund_asked_fen bigint      not null default 0,
    refunded_fen     bigint      not null default 0,
    refund_count     int         not null default 0,
    refund_free_at   timestamptz,
    asked_at         timestamptz,
    next_query_at    timestamptz,
    queries          int         not null default 0,
    created_at       timestamptz not null,
    constraint payment_attempt_pk primary key (id),
    constraint payment_attempt_number_uk unique (out_trade_no),
    constraint payment_attempt_transaction_uk unique (transaction_id),
    constraint payment_attempt_round_uk unique (order_id, round),
    constraint payment_attempt_kind_ck check (
        (kind = 'WECHAT' and amount_fen > 0 and request_sealed is not null) or (kind = 'ZERO' and amount_fen = 0)),
    constraint payment_attempt_state_ck check (state in ('CREATED', 'PREPARED', 'CAPTURED', 'CLOSED')),
    constraint payment_attempt_prepared_ck check (state <> 'PREPARED' or prepay_id is not null),
    constraint payment_attempt_captured_ck check (
        (state = 'CAPTURED') = (paid_at is not null) and (state <> 'CAPTURED' or kind = 'ZERO' or transaction_id is not null)),
    constraint payment_attempt_refund_ck check (
        refunded_fen >= 0 and refunded_fen <= refund_asked_fen and refund_asked_fen <= amount_fen),
    constraint payment_attempt_refund_captured_ck check (refund_asked_fen = 0 or state = 'CAPTURED'),
    constraint payment_attempt_refund_count_ck check (refund_count between 0 and 50)
);
-- Two numbers of one order are never open at once: the second begins when WeChat has closed the first.
create unique index payment_attempt_open_uk on payment_attempt (order_id) where state in ('CREATED', 'PREPARED');
create index payment_attempt_query_ix on payment_attempt (next_query_at) where state in ('CREATED', 'PREPARED');
create index payment_attempt_created_ix on payment_attempt (created_at desc, id desc);
create index payment_attempt_order_no_ix on payment_attempt (order_no);

create table payment_notification (
    id             uuid        not null,
    wechat_id      text        not null,
    event_type     text        not null,
    business_no    text        not null,
    out_trade_no   text        not null,
    state          text        not null,
    transaction_id text,
    amount_fen     bigint      not null,
    ended_at       timestamptz,
    raw_sealed     text        not null,
    received_at    timestamptz not null,
    processed_at   timestamptz,
    tries          int         not null default 0,
    next_try_at    timestamptz not null,
    last_failure   text,
    constraint payment_notification_pk primary key (id),
    constraint payment_notification_wechat_uk unique (wechat_id),
    constraint payment_notification_business_uk unique (business_no, event_type)
);
create index payment_notification_open_ix on payment_notification (next_try_at) where processed_at is null;

create table payment_refund (
    id            uuid        not null,
    attempt_id    uuid        not null,
    order_id      uuid        not null,
    refund_no     text        not null,
    out_refund_no text        not null,
    out_trade_no  text        not null,
    round         int         not null default 1,
    amount_fen    bigint      not null,
    total_fen     bigint      not null,
    reason        text        not null,
    request_body  text        not null,
    state         text        not null,
    refund_id     text,
    last_code     text,
    tries         int         not null default 0,
    next_try_at   timestamptz,
    asked_at      timestamptz not null,
    refunded_at   timestamptz,
    constraint payment_refund_pk primary key (id),
    constraint payment_refund_no_uk unique (refund_no),
    constraint payment_refund_out_no_uk unique (out_refund_no),
    constraint payment_refund_attempt_fk foreign key (attempt_id) references payment_attempt (id),
    constraint payment_refund_amount_ck check (amount_fen > 0 and amount_fen <= total_fen),
    constraint payment_refund_state_ck check (state in ('REQUESTED', 'PROCESSING', 'SUCCESS', 'CLOSED', 'ABNORMAL')),
    constraint payment_refund_success_ck check ((state = 'SUCCESS') = (refunded_at is not null))
);
create index payment_refund_attempt_ix on payment_refund (attempt_id);
create index payment_refund_due_ix on payment_refund (next_try_at) where state in ('REQUESTED', 'PROCESSING');
create index payment_refund_asked_ix on payment_refund (asked_at desc, id desc);

grant select, insert, update, delete on payment_attempt, payment_notification, payment_refund to siyu_app;
