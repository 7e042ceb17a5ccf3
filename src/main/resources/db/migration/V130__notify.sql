-- Subscribe messages: how many a member allows of each template, and what was sent or not and why.

create table notify_permission (
    member_id   uuid        not null,
    template_id text        not null,
    -- WeChat cannot be asked how many are left, so this is a count of our own.
    permits     int         not null,
    changed_at  timestamptz not null,
    constraint notify_permission_pk primary key (member_id, template_id),
    constraint notify_permission_permits_ck check (permits between 0 and 50)
);

create table notify_message (
    id          uuid        not null,
    event_id    uuid        not null,
    kind        text        not null,
    member_id   uuid        not null,
    template_id text        not null,
    order_id    uuid        not null,
    spu_id      uuid,
    facts       text        not null,
    state       text        not null,
    failure     text,
    tries       int         not null default 0,
    next_try_at timestamptz,
    occurred_at timestamptz not null,
    expires_at  timestamptz not null,
    ended_at    timestamptz,
    constraint notify_message_pk primary key (id),
    -- Whatever is delivered again, a member hears of an event once in each form.
    constraint notify_message_once_uk unique (event_id, member_id, template_id),
    constraint notify_message_kind_ck check (kind in ('GROUP_SUCCEEDED', 'GROUP_FAILED', 'REFUNDED', 'SHIPPED')),
    constraint notify_message_state_ck check (
        state in ('WAITING', 'SENT', 'NO_PERMISSION', 'REFUSED_BY_USER', 'REFUSED', 'UNKNOWN', 'EXPIRED')),
    constraint notify_message_ended_ck check (
        (state = 'WAITING') = (ended_at is null) and (state = 'WAITING') = (next_try_at is not null))
);
create index notify_message_due_ix on notify_message (next_try_at) where state = 'WAITING';
create index notify_message_occurred_ix on notify_message (occurred_at desc, id desc);
create index notify_message_member_ix on notify_message (member_id);

grant select, insert, update, delete on notify_permission, notify_message to siyu_app;
