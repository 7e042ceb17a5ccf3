-- What has ended long ago is removed hour by hour.
create index notify_message_ended_ix on notify_message (ended_at) where ended_at is not null;
