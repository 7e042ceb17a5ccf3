-- Group buy: members may leave a group that still gathers (B17).

alter table groupbuy_activity add column leave_lock_minutes int not null default 60;
alter table groupbuy_activity add constraint groupbuy_activity_leave_ck check (leave_lock_minutes >= 0);

-- When its member has left a group that still gathered: the place counts no more, for nobody.
alter table groupbuy_seat add column left_at timestamptz;
alter table groupbuy_seat add constraint groupbuy_seat_left_ck check (left_at is null or state in ('REFUNDING', 'REFUNDED'));
