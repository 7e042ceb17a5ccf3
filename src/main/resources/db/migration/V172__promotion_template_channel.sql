-- Where a coupon is given out and used (H1). The mini-program is the one channel that sells; another is another value here.
alter table promotion_template add column channel text not null default 'MP';
alter table promotion_template add constraint promotion_template_channel_ck check (channel = 'MP');
