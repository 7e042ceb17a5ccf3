-- In which layer each distributor is, counted anew from time to time, so that lists can be searched by it.

create table distribution_layer (
    distributor   uuid        not null references distribution_distributor (id),
    customers     int         not null,
    orders        int         not null,
    last_order_at timestamptz,
    size          text        not null,
    activity      text        not null,
    counted_at    timestamptz not null,
    constraint distribution_layer_pk primary key (distributor),
    constraint distribution_layer_size_ck check (size in ('SMALL', 'MEDIUM', 'LARGE')),
    constraint distribution_layer_activity_ck check (activity in ('NEW', 'ACTIVE', 'QUIET', 'DORMANT'))
);
create index distribution_layer_counted_ix on distribution_layer (counted_at);
create index distribution_layer_place_ix on distribution_layer (size, activity);

-- Captains ask distributors into their teams; nobody is put into one without his word.
create table distribution_team_invitation (
    id          uuid        not null,
    team        uuid        not null references distribution_team (id),
    distributor uuid        not null references distribution_distributor (id),
    invited_by  uuid        not null references distribution_distributor (id),
    invited_at  timestamptz not null,
    state       text        not null,
    answered_at timestamptz,
    constraint distribution_team_invitation_pk primary key (id),
    constraint distribution_team_invitation_state_ck check (state in ('OPEN', 'ACCEPTED', 'DECLINED', 'WITHDRAWN')),
    constraint distribution_team_invitation_answered_ck check ((state = 'OPEN') = (answered_at is null))
);
create unique index distribution_team_invitation_open_uk on distribution_team_invitation (team, distributor) where state = 'OPEN';
create index distribution_team_invitation_of_ix on distribution_team_invitation (distributor, invited_at desc);
create index distribution_team_invitation_team_ix on distribution_team_invitation (team, invited_at desc);

grant select, insert, update on distribution_layer, distribution_team_invitation to siyu_app;
