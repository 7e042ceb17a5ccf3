-- What WeChat refuses for good is for people: they decide when nothing that was sent can still arrive.

-- When the bytes may have gone out for the last time.
alter table payment_refund add column sent_at timestamptz;

update payment_refund set sent_at = greatest(asked_at, coalesce(next_try_at, asked_at)) where tries > 0;

create index payment_refund_stuck_ix on payment_refund (asked_at desc, id desc)
    where state in ('CLOSED', 'ABNORMAL') or (state = 'REQUESTED' and last_code is not null);
