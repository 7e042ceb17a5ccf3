-- Of which instant the handover is that brought him: one that was held up brings him late and is still the earlier one.
alter table koc_customer add column taken_as_of timestamptz;
alter table koc_customer add constraint koc_customer_taken_ck check (taken_as_of is null or taken_from is not null);
