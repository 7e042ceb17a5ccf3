-- Commission: what finance puts right by hand. One proposes, another decides.

create table commission_adjustment (
    id              uuid        not null,
    payee_id        uuid        not null,
    payee_kind      text        not null,
    kind            text        not null,
    -- Signed: what is added to what is available.
    amount_fen      bigint      not null,
    reason          text        not null,
    state           text        not null,
    proposed_by     uuid        not null,
    proposed_at     timestamptz not null,
    decided_by      uuid,
    decided_at      timestamptz,
    decision_reason text,
    version         bigint      not null default 0,
    constraint commission_adjustment_pk primary key (id),
    constraint commission_adjustment_payee_ck check (payee_kind in ('DISTRIBUTOR', 'KOC', 'EMPLOYEE')),
    constraint commission_adjustment_kind_ck check (kind in ('CORRECTION', 'WRITE_OFF', 'PAID_OUTSIDE')),
    constraint commission_adjustment_amount_ck check (
        case kind when 'CORRECTION' then amount_fen <> 0 when 'WRITE_OFF' then amount_fen > 0 else amount_fen < 0 end),
    constraint commission_adjustment_state_ck check (state in ('PROPOSED', 'APPROVED', 'REJECTED')),
    constraint commission_adjustment_decided_ck check (
        (state = 'PROPOSED') = (decided_by is null) and (decided_by is null) = (decided_at is null)
        and (decided_by is null) = (decision_reason is null)),
    -- SEC-22: four eyes. Whoever proposed it may only take it back.
    constraint commission_adjustment_eyes_ck check (state <> 'APPROVED' or decided_by <> proposed_by)
);
create index commission_adjustment_at_ix on commission_adjustment (proposed_at desc, id desc);
create index commission_adjustment_payee_ix on commission_adjustment (payee_id, proposed_at desc, id desc);

grant select, insert, update on commission_adjustment to siyu_app;
