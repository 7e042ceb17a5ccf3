-- Ways out for refunds that WeChat cannot carry out.

-- An application to send an ABNORMAL refund elsewhere, as it is to be sent; what is personal in it is encrypted for WeChat.
alter table payment_refund add column abnormal_body text;

-- Paid by hand: one proposes with a proof, another confirms.
alter table payment_refund add column outside_proof text;
alter table payment_refund add column outside_reason text;
alter table payment_refund add column outside_by uuid;
alter table payment_refund add column outside_name text;
alter table payment_refund add column outside_at timestamptz;
alter table payment_refund add column settled_outside boolean not null default false;

alter table payment_refund add constraint payment_refund_outside_ck check (
    (outside_proof is null) = (outside_by is null) and (not settled_outside or (outside_by is not null and state = 'SUCCESS')));
