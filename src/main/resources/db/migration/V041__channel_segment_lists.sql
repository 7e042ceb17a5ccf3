-- Price lists for a segment (A3): they come before the default list, while they are valid.

alter table channel_price_list
    add column segment_id uuid,
    add column priority   int         not null default 0,
    add column valid_from timestamptz not null default timestamptz '2026-01-01 00:00:00+08',
    add column valid_to   timestamptz,
    add column version    bigint      not null default 0,
    add constraint channel_price_list_segment_ck check ((segment_id is null) = (code = 'default')),
    add constraint channel_price_list_priority_ck check (priority between 0 and 1000),
    add constraint channel_price_list_interval_ck check (valid_from < valid_to),
    -- The price where no other list gives one never ends.
    add constraint channel_price_list_default_ck check (segment_id is not null or valid_to is null);
alter table channel_price_list alter column valid_from drop default;
create index channel_price_list_segment_ix on channel_price_list (segment_id) where segment_id is not null;

grant insert on channel_price_list to siyu_app;
