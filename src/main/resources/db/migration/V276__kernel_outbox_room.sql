-- A row is changed when it is claimed and when it is sent; with room in its page the claim touches no index.
alter table kernel_outbox set (fillfactor = 60);
-- Keys on their way are gathered once for a claim and looked up no more.
drop index kernel_outbox_unsent_key_ix;
