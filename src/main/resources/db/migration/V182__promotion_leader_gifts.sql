-- Promotion: a coupon for whoever led a buy group that came about; it is taken back unspent when his own order is.

alter table promotion_coupon drop constraint promotion_coupon_source_ck;
alter table promotion_coupon add constraint promotion_coupon_source_ck
    check (source in ('CLAIM', 'GRANT', 'REGISTER', 'PAID', 'QUOTA', 'LEADER') and (source = 'CLAIM') = (source_id is null));
drop index promotion_coupon_source_uk;
create unique index promotion_coupon_source_uk on promotion_coupon (template_id, member_id, source, source_id)
    where source in ('GRANT', 'REGISTER', 'PAID', 'LEADER');
drop index promotion_coupon_paid_ix;
create index promotion_coupon_paid_ix on promotion_coupon (source_id) where source in ('PAID', 'LEADER') and state = 'AVAILABLE';
