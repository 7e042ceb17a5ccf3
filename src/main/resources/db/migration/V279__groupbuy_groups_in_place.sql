-- A place taken in a group changes nothing that an index knows, so the new version of the row stays on its page and no index is
-- written: with `held` in the condition of an index each place wrote all five. Whether a group that is decided still has places
-- held is asked of the places themselves (groupbuy_seat_held_ix).
drop index groupbuy_group_undecided_ix;
create index groupbuy_group_undecided_ix on groupbuy_group (activity_id) where state in ('PENDING', 'OPEN');
alter table groupbuy_group set (fillfactor = 80);
