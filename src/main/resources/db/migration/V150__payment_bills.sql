-- The daily bills of WeChat Pay, and what a comparison with our own rows has found.

create table payment_bill_day (
    day           date        not null,
    state         text        not null,
    job_id        uuid,
    -- When it is taken up (again); empty once it is reconciled.
    next_try_at   timestamptz,
    failure       text,
    reconciled_at timestamptz,
    constraint payment_bill_day_pk primary key (day),
    constraint payment_bill_day_state_ck check (state in ('QUEUED', 'WAITING', 'FAILED', 'RECONCILED')),
    constraint payment_bill_day_next_ck check ((state = 'RECONCILED') = (next_try_at is null))
);

create table payment_bill (
    day        date        not null,
    kind       text        not null,
    -- Empty when WeChat has made no bill, because nothing happened.
    sha1       text,
    lines      int         not null,
    -- Who is staging it or has staged it; another one begins anew.
    load       uuid        not null,
    complete   boolean     not null default false,
    fetched_at timestamptz not null,
    constraint payment_bill_pk primary key (day, kind),
    constraint payment_bill_kind_ck check (kind in ('TRADE', 'FUND_FLOW'))
);

-- The lines themselves, without anything about persons; they are kept for the days around them and then removed.
create table payment_bill_line (
    day        date        not null,
    kind       text        not null,
    line       int         not null,
    what       text        not null,
    number     text        not null,
    wechat_no  text        not null,
    amount_fen bigint      not null,
    state      text        not null,
    at         timestamptz not null,
    constraint payment_bill_line_pk primary key (day, kind, line),
    constraint payment_bill_line_bill_fk foreign key (day, kind) references payment_bill (day, kind) on delete cascade,
    constraint payment_bill_line_what_ck check (what in ('PAYMENT', 'REFUND', 'TRANSFER'))
);
create index payment_bill_line_number_ix on payment_bill_line (what, number, day);

create table payment_bill_total (
    day          date   not null,
    what         text   not null,
    ours_count   bigint not null,
    ours_fen     bigint not null,
    theirs_count bigint not null,
    theirs_fen   bigint not null,
    constraint payment_bill_total_pk primary key (day, what)
);

create table payment_bill_difference (
    id            uuid        not null,
    day           date        not null,
    what          text        not null,
    number        text        not null,
    kind          text        not null,
    ours_fen      bigint,
    theirs_fen    bigint,
    ours_state    text,
    theirs_state  text,
    wechat_no     text,
    order_id      uuid,
    state         text        not null,
    found_at      timestamptz not null,
    ended_at      timestamptz,
    resolved_by   uuid,
    resolved_name text,
    reason        text,
    version       int         not null default 1,
    constraint payment_bill_difference_pk primary key (id),
    constraint payment_bill_difference_uk unique (day, what, number),
    constraint payment_bill_difference_kind_ck check (
        kind in ('MISSING_HERE', 'MISSING_THERE', 'AMOUNT_DIFFERS', 'STATE_DIFFERS', 'DOUBLED')),
    constraint payment_bill_difference_state_ck check (state in ('OPEN', 'RESOLVED', 'VANISHED')),
    constraint payment_bill_difference_resolved_ck check (
        (state = 'OPEN') = (ended_at is null) and (state = 'RESOLVED') = (resolved_by is not null))
);
create index payment_bill_difference_open_ix on payment_bill_difference (day) where state = 'OPEN';
create index payment_bill_difference_found_ix on payment_bill_difference (found_at desc, id desc);

-- What of ours a day's bills must name.
create index payment_attempt_paid_ix on payment_attempt (paid_at) where state = 'CAPTURED';
create index payment_transfer_ended_ix on payment_transfer (ended_at) where state = 'SUCCESS';

-- When WeChat told for the first time that it has a refund: from then on its bills name it.
alter table payment_refund add column known_at timestamptz;
update payment_refund set known_at = refunded_at where state = 'SUCCESS';
create index payment_refund_known_ix on payment_refund (known_at);

-- Numbers of a refund that WeChat has closed; the refund went on under another.
create table payment_refund_round (
    out_refund_no text        not null,
    of_refund     uuid        not null,
    known_at      timestamptz,
    closed_at     timestamptz not null,
    constraint payment_refund_round_pk primary key (out_refund_no),
    constraint payment_refund_round_refund_fk foreign key (of_refund) references payment_refund (id)
);
create index payment_refund_round_known_ix on payment_refund_round (known_at);

grant select, insert, update, delete on payment_bill_day, payment_bill, payment_bill_line, payment_bill_total,
    payment_bill_difference, payment_refund_round to siyu_app;
