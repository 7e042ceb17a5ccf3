-- KOC: bindings that go on by themselves, by what was done in them (D3), and every agreement that a KOC has accepted.

alter table koc_binding add column looked_at timestamptz;

create table koc_binding_renewal (
    binding_id   uuid        not null,
    renewed_at   timestamptz not null,
    until_before timestamptz not null,
    until_after  timestamptz not null,
    orders       int         not null,
    posts        int         not null,
    rule         text        not null,
    constraint koc_binding_renewal_pk primary key (binding_id, until_before),
    constraint koc_binding_renewal_binding_fk foreign key (binding_id) references koc_binding (id),
    constraint koc_binding_renewal_longer_ck check (until_after > until_before)
);

create table koc_binding_agreement (
    binding_id  uuid        not null,
    version     text        not null,
    accepted_at timestamptz not null,
    constraint koc_binding_agreement_pk primary key (binding_id, version),
    constraint koc_binding_agreement_binding_fk foreign key (binding_id) references koc_binding (id)
);

insert into koc_binding_agreement (binding_id, version, accepted_at)
select id, agreement_version, valid_from from koc_binding where agreement_version is not null;

grant select, insert on koc_binding_renewal, koc_binding_agreement to siyu_app;
