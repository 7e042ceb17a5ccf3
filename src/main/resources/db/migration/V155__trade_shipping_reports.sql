-- Trade: what WeChat knows of the parcels of a payment (E12). One row per order from its first parcel on.

create table trade_shipping_report (
    order_id     uuid        not null,
    state        text        not null,
    -- Counts the changes that WeChat is to know of; those it does know of.
    wanted       int         not null default 1,
    told         int         not null default 0,
    -- Reported as several parcels, and so for ever; how often WeChat took it as complete: a second time is the last.
    split        boolean     not null default false,
    completions  int         not null default 0,
    wanted_at    timestamptz not null,
    told_at      timestamptz,
    -- The upload time of the last report: the next one must be later.
    sent_at      timestamptz,
    tries        int         not null default 0,
    next_try_at  timestamptz,
    leased_until timestamptz,
    last_code    text,
    constraint trade_shipping_report_pk primary key (order_id),
    constraint trade_shipping_report_order_fk foreign key (order_id) references trade_order (id),
    constraint trade_shipping_report_state_ck check (state in ('WAITING', 'PART', 'TOLD', 'NEEDLESS')),
    constraint trade_shipping_report_told_ck check (told between 0 and wanted and completions between 0 and 2)
);
create index trade_shipping_report_due_ix on trade_shipping_report (next_try_at) where state = 'WAITING';
create index trade_shipping_report_wanted_ix on trade_shipping_report (wanted_at desc, order_id desc);

-- Orders that were paid and have not left: the watch over the 48 hours looks for the oldest.
create index trade_order_to_ship_ix on trade_order (paid_at, id) where state = 'TO_SHIP';

grant select, insert, update, delete on trade_shipping_report to siyu_app;
