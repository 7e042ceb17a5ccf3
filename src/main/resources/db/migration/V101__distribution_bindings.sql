-- Customer bindings: whose customer a member is, with all that was before (C8, C12).

create extension if not exists btree_gist;

create table distribution_binding_policy (
    version              int         not null,
    trigger              text        not null,
    eligible             text        not null,
    validity_days        int         not null,
    protect_days         int         not null,
    extend_on_click_days int         not null,
    extend_on_order_days int         not null,
    takeover             text        not null,
    since                timestamptz not null,
    reason               text        not null,
    actor_kind           text        not null,
    actor_id             uuid        not null,
    actor_name           text        not null,
    constraint distribution_binding_policy_pk primary key (version),
    constraint distribution_binding_policy_trigger_ck check (trigger in ('CLICK', 'REGISTER', 'FIRST_PAID')),
    constraint distribution_binding_policy_eligible_ck check (eligible in ('NEW_ONLY', 'ALL_UNBOUND', 'ALL')),
    constraint distribution_binding_policy_takeover_ck check (takeover in ('AFTER_PROTECT', 'AFTER_EXPIRY')),
    -- -1 is permanent, 0 is this order only.
    constraint distribution_binding_policy_validity_ck check (validity_days between -1 and 3650),
    -- -1 is never stealable, 0 is at any time; never longer than the binding.
    constraint distribution_binding_policy_protect_ck check (
        protect_days between -1 and 3650 and (validity_days = -1 or protect_days <= validity_days)),
    constraint distribution_binding_policy_extend_ck check (
        extend_on_click_days between 0 and 365 and extend_on_order_days between 0 and 365)
);

create table distribution_customer_binding (
    id              uuid        not null,
    member_id       uuid        not null,
    distributor     uuid        not null references distribution_distributor (id),
    bound_from      timestamptz not null,
    -- Absent: for ever.
    bound_to        timestamptz,
    -- Absent: as long as it is in force.
    protected_until timestamptz,
    reason          text        not null,
    -- The words of staff, when it was they who bound.
    note            text,
    policy_version  int         not null references distribution_binding_policy (version),
    token           text,
    taken_from      uuid        references distribution_distributor (id),
    actor_kind      text        not null,
    actor_id        uuid        not null,
    actor_name      text        not null,
    -- When and why it was ended before its time; absent when it ran or runs its time.
    closed_at       timestamptz,
    closed_reason   text,
    constraint distribution_customer_binding_pk primary key (id),
    constraint distribution_customer_binding_span_ck check (bound_to >= bound_from),
    constraint distribution_customer_binding_closed_ck check (
        (closed_at is null) = (closed_reason is null) and (closed_at is null or closed_at = bound_to)),
    -- P8: whatever the rule above it does, two bindings of one member never overlap.
    constraint distribution_customer_binding_overlap_ex exclude using gist (
        member_id with =, tstzrange(bound_from, bound_to) with &&)
);
create index distribution_customer_binding_member_ix on distribution_customer_binding (member_id, bound_from desc);
create index distribution_customer_binding_distributor_ix on distribution_customer_binding (distributor, bound_from desc, id desc);
create index distribution_customer_binding_from_ix on distribution_customer_binding (bound_from desc, id desc);

-- The firm orders of customers, each heard once: an order extends once, and a customer with one is no new one.
create table distribution_customer_order (
    order_id    uuid        not null,
    member_id   uuid        not null,
    distributor uuid        references distribution_distributor (id),
    at          timestamptz not null,
    constraint distribution_customer_order_pk primary key (order_id)
);
create index distribution_customer_order_member_ix on distribution_customer_order (member_id);

-- Bindings that a person has to look at: the customer seems to be the distributor himself under another account (C11).
create table distribution_binding_review (
    id            uuid        not null,
    member_id     uuid        not null,
    distributor   uuid        not null references distribution_distributor (id),
    reason        text        not null,
    token         text,
    raised_at     timestamptz not null,
    state         text        not null,
    decided_at    timestamptz,
    decided_by    text,
    decided_reason text,
    constraint distribution_binding_review_pk primary key (id),
    constraint distribution_binding_review_state_ck check (state in ('OPEN', 'BOUND', 'DISMISSED')),
    constraint distribution_binding_review_decided_ck check (
        (state = 'OPEN') = (decided_at is null) and (state = 'OPEN') = (decided_reason is null))
);
create unique index distribution_binding_review_open_uk on distribution_binding_review (member_id, distributor)
    where state = 'OPEN';
create index distribution_binding_review_raised_ix on distribution_binding_review (raised_at desc, id desc);

grant select, insert, update on distribution_customer_binding, distribution_binding_review to siyu_app;
grant select, insert on distribution_binding_policy, distribution_customer_order to siyu_app;

insert into distribution_binding_policy (
       version, trigger, eligible, validity_days, protect_days, extend_on_click_days, extend_on_order_days, takeover,
       since, reason, actor_kind, actor_id, actor_name)
values (1, 'REGISTER', 'ALL_UNBOUND', 60, 5, 0, 30, 'AFTER_PROTECT',
        '2000-01-01T00:00:00Z', 'default', 'SYSTEM', '00000000-0000-0000-0000-000000000000', 'migration');
