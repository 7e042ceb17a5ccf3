-- Promotion: a coupon for the KOC whose community an order came from, in kind (D6); taken back unspent with the order.

alter table promotion_coupon drop constraint promotion_coupon_source_ck;
alter table promotion_coupon add constraint promotion_coupon_source_ck
    check (source in ('CLAIM', 'GRANT', 'REGISTER', 'PAID', 'QUOTA', 'DROP', 'LEADER', 'SERVED') and (source = 'CLAIM') = (source_id is null));
drop index promotion_coupon_source_uk;
create unique index promotion_coupon_source_uk on promotion_coupon (template_id, member_id, source, source_id)
    where source in ('GRANT', 'REGISTER', 'PAID', 'LEADER', 'SERVED');
drop index promotion_coupon_paid_ix;
create index promotion_coupon_paid_ix on promotion_coupon (source_id)
    where source in ('PAID', 'LEADER', 'SERVED') and state = 'AVAILABLE';
