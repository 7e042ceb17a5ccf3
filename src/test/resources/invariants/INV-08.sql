-- No event waits in the outbox for more than a minute; the parameter is the shop's present instant.
select 'outbox event ' || event_id || ' (' || type || ', key ' || key || ') unsent since ' || appended_at
  from kernel_outbox
 where sent_at is null and appended_at < cast(? as timestamptz) - interval '60 seconds'
