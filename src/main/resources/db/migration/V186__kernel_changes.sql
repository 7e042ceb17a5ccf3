-- The ledger of changes: of what the pages that are the same for everybody are made, and in which transaction it changed. Triggers
-- write it, so that nobody can forget to (design/read-path.md).

create table kernel_change (
    -- Of the transaction: whoever looks compares it with those that he could not see when he looked last.
    xid   xid8   not null default pg_current_xact_id(),
    seq   bigint generated always as identity,
    topic text   not null,
    constraint kernel_change_pk primary key (xid, seq)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- One row. What was visible in pruned may be gone: whoever has not seen all of that takes everything for changed.
create table kernel_change_floor (
    one     boolean     not null,
    pruned  pg_snapshot not null,
    next    pg_snapshot not null,
    next_at timestamptz not null,
    constraint kernel_change_floor_pk primary key (one),
    constraint kernel_change_floor_one_ck check (one)
);
insert into kernel_change_floor (one, pruned, next, next_at) values (true, '1:1:', '1:1:', timestamptz '2026-01-01 00:00:00+08');

grant select, insert, delete on kernel_change to siyu_app;
grant select, update on kernel_change_floor to siyu_app;

-- Notes topics of all rows that a statement has written: a word as it is, or kind:column once for each value of that column.
create function kernel_note_changes() returns trigger language plpgsql as $$
declare
    touched text := case tg_op
        when 'INSERT' then 'became'
        when 'DELETE' then 'was'
        else '(select * from was union all select * from became)' end;
    topic text;
begin
    foreach topic in array tg_argv loop
        if topic like '%:%' then
            execute format('insert into kernel_change (topic) select distinct %L || c.%I from %s c where c.%2$I is not null',
                split_part(topic, ':', 1) || ':', split_part(topic, ':', 2), touched);
        else
            execute format('insert into kernel_change (topic) select %L from %s c limit 1', topic, touched);
        end if;
    end loop;
    return null;
end $$;

-- Notes from now on what happens to a table. For what is written seldom: a counter that is sold from has a trigger of its own.
create procedure kernel_note_changes_of(noted text, variadic topics text[]) language plpgsql as $$
declare
    arguments text := (select string_agg(quote_literal(t), ', ') from unnest(topics) as t);
begin
    execute format('create trigger %I after insert on %I referencing new table as became
        for each statement execute function kernel_note_changes(%s)', noted || '_made', noted, arguments);
    execute format('create trigger %I after update on %I referencing old table as was new table as became
        for each statement execute function kernel_note_changes(%s)', noted || '_changed', noted, arguments);
    execute format('create trigger %I after delete on %I referencing old table as was
        for each statement execute function kernel_note_changes(%s)', noted || '_gone', noted, arguments);
end $$;
