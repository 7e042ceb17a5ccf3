-- Payment: WeChat lets a merchant transfer so much on one day (C34). What is over it goes out on the next day; nothing is split or dropped.

create table payment_transfer_day (
    day      date   not null,
    used_fen bigint not null default 0,
    constraint payment_transfer_day_pk primary key (day)
);

-- On which day's allowance it went out; empty as long as it waits for one.
alter table payment_transfer add column day date;
update payment_transfer set day = (coalesce(sent_at, promised_at) at time zone 'Asia/Shanghai')::date
 where sent_at is not null or ended_at is not null;
create index payment_transfer_waiting_ix on payment_transfer (next_try_at) where day is null and next_try_at is not null;

grant select, insert, update on payment_transfer_day to siyu_app;
