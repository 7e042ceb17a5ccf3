-- Commission: who a payee is to the tax office. Sealed; given with his consent, and kept as long as what was reported has to be kept.

create table commission_tax_identity (
    member_id       uuid        not null,
    name_sealed     text        not null,
    number_sealed   text        not null,
    -- Which text he agreed to, and when.
    consent_version text        not null,
    consented_at    timestamptz not null,
    version         bigint      not null default 0,
    constraint commission_tax_identity_pk primary key (member_id)
);

grant select, insert, update on commission_tax_identity to siyu_app;
