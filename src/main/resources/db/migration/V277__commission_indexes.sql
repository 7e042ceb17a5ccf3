-- One share of each role on a line is the stronger rule; with its payee it was the same once more.
alter table commission_share drop constraint commission_share_line_uk;

-- A share names its line, payee and role: once for each share is once for each of those (C25), in one index instead of two.
alter table commission_entry add constraint commission_entry_of_share_uk unique (share_id, kind, refund_no);
alter table commission_entry drop constraint commission_entry_once_uk;
drop index commission_entry_share_ix;
