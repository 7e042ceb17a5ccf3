-- Trade: orders that WeChat is told not to expect within its 48 hours (E14): pre-sales with the moment by which they are sent, and tests.

create table trade_special_report (
    order_id     uuid        not null,
    kind         text        not null,
    ships_by     timestamptz,
    reason       text        not null,
    state        text        not null,
    -- Counts the times that staff have marked the order; an answer about an earlier one says nothing about a later one.
    version      bigint      not null default 1,
    marked_at    timestamptz not null,
    told_at      timestamptz,
    tries        int         not null default 0,
    next_try_at  timestamptz,
    leased_until timestamptz,
    last_code    text,
    constraint trade_special_report_pk primary key (order_id),
    constraint trade_special_report_order_fk foreign key (order_id) references trade_order (id),
    constraint trade_special_report_kind_ck check (kind in ('PRE_SALE', 'TEST') and (kind = 'PRE_SALE') = (ships_by is not null)),
    constraint trade_special_report_state_ck check (state in ('WAITING', 'TOLD', 'REFUSED', 'NEEDLESS')
        and (state = 'WAITING') = (next_try_at is not null))
);
create index trade_special_report_due_ix on trade_special_report (next_try_at) where state = 'WAITING';
create index trade_special_report_marked_ix on trade_special_report (marked_at desc, order_id desc);

grant select, insert, update, delete on trade_special_report to siyu_app;
