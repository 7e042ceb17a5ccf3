-- Team companies and who is settled with whom (C4, L9); what is known of a distributor besides (C1, C2).

create table distribution_company (
    id             uuid        not null,
    name           text        not null,
    -- Unified social credit code (GB 32100): a natural person has none.
    credit_code    text        not null,
    -- Where the copy of the business licence is filed.
    licence_file   text        not null,
    account_name   text        not null,
    bank_name      text        not null,
    account_sealed text        not null,
    account_tail   text        not null,
    created_at     timestamptz not null,
    version        bigint      not null default 0,
    constraint distribution_company_pk primary key (id),
    constraint distribution_company_code_uk unique (credit_code),
    constraint distribution_company_code_ck check (credit_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
    constraint distribution_company_licence_ck check (licence_file <> '')
);

alter table distribution_team
    add column company uuid references distribution_company (id),
    drop constraint distribution_team_settlement_ck,
    add constraint distribution_team_settlement_ck check (settlement in ('PERSONAL', 'COMPANY')),
    -- L9: COMPANY needs a company; a natural person cannot stand in for one.
    add constraint distribution_team_company_ck check ((settlement = 'COMPANY') = (company is not null));

-- How a team was settled from when on: appended, never changed, so that a statement can be made again years later.
create table distribution_team_settlement (
    team           uuid        not null references distribution_team (id),
    valid_from     timestamptz not null,
    settlement     text        not null,
    company        uuid        references distribution_company (id),
    contract_file  text,
    -- When the contract with the company runs out: from then on everybody is settled personally again.
    contract_until timestamptz,
    reason         text        not null,
    actor_kind     text        not null,
    actor_id       uuid        not null,
    actor_name     text        not null,
    constraint distribution_team_settlement_pk primary key (team, valid_from),
    constraint distribution_team_settlement_lawful_ck check (
        (settlement = 'PERSONAL' and company is null and contract_file is null and contract_until is null)
        or (settlement = 'COMPANY' and company is not null and contract_file <> '' and contract_until > valid_from))
);
insert into distribution_team_settlement (team, valid_from, settlement, reason, actor_kind, actor_id, actor_name)
select id, created_at, 'PERSONAL', 'default', 'SYSTEM', '00000000-0000-0000-0000-000000000000', 'migration'
  from distribution_team;

-- Who was in which team at an instant.
create index distribution_team_membership_of_ix on distribution_team_membership (distributor, joined_at);

alter table distribution_distributor
    add column engagement      text not null default 'FREE',
    add column agreed_at       timestamptz,
    -- Who of the staff looks after him (BD).
    add column owner_id        uuid,
    add column owner_name      text,
    -- Until when he is on trial, and what came of it.
    add column trial_until     timestamptz,
    add column trial_orders    int,
    -- What came of a check of who he is, by whom and by which means.
    add column identity_result text,
    add column identity_source text,
    add column identity_by     text,
    add column identity_at     timestamptz,
    add constraint distribution_distributor_engagement_ck check (engagement in ('FREE', 'EMPLOYEE', 'KOC')),
    add constraint distribution_distributor_owner_ck check ((owner_id is null) = (owner_name is null)),
    add constraint distribution_distributor_trial_ck check ((trial_until is null) = (trial_orders is null)),
    add constraint distribution_distributor_identity_ck check (
        (identity_result is null) = (identity_at is null) and (identity_result is null) = (identity_by is null)
        and (identity_result is null) = (identity_source is null)),
    add constraint distribution_distributor_result_ck check (identity_result in ('PASSED', 'FAILED'));
update distribution_distributor set agreed_at = applied_at;
alter table distribution_distributor alter column agreed_at set not null;
create index distribution_distributor_owner_ix on distribution_distributor (owner_id, applied_at desc) where owner_id is not null;
create index distribution_distributor_trial_ix on distribution_distributor (trial_until) where trial_until is not null;
create index distribution_distributor_quitting_ix on distribution_distributor (state_at) where state = 'QUITTING';

grant select, insert, update on distribution_company to siyu_app;
grant select, insert on distribution_team_settlement to siyu_app;
