-- Trade: invoices that buyers ask for, and red letters over what was refunded after an invoice was issued (L13).

create table trade_invoice (
    id            uuid        not null,
    order_id      uuid        not null,
    member_id     uuid        not null,
    version       bigint      not null default 0,
    state         text        not null,
    kind          text        not null,
    -- Names, tax numbers and addresses of people are sealed for their row and column.
    title_sealed  text        not null,
    tax_no_sealed text,
    email_sealed  text        not null,
    number        text,
    amount_fen    bigint,
    -- The refunds that had been promised when it was issued: its amount is without them.
    deducted      text[]      not null default '{}',
    answer        text,
    requested_at  timestamptz not null,
    issued_at     timestamptz,
    changed_at    timestamptz not null,
    constraint trade_invoice_pk primary key (id),
    constraint trade_invoice_order_fk foreign key (order_id) references trade_order (id),
    constraint trade_invoice_number_uk unique (number),
    constraint trade_invoice_state_ck check (state in ('REQUESTED', 'ISSUED', 'REJECTED', 'WITHDRAWN')),
    constraint trade_invoice_kind_ck check (kind = 'PERSON' or (kind = 'COMPANY' and tax_no_sealed is not null)),
    constraint trade_invoice_issued_ck check (
        (state = 'ISSUED') = (number is not null and amount_fen is not null and issued_at is not null)),
    constraint trade_invoice_amount_ck check (amount_fen > 0)
);
-- An order has one invoice that counts.
create unique index trade_invoice_live_uk on trade_invoice (order_id) where state in ('REQUESTED', 'ISSUED');
create index trade_invoice_order_ix on trade_invoice (order_id);
create index trade_invoice_requested_ix on trade_invoice (requested_at desc, id desc);

create table trade_red_letter (
    refund_no  text        not null,
    invoice_id uuid        not null,
    amount_fen bigint      not null,
    state      text        not null,
    number     text,
    due_at     timestamptz not null,
    issued_at  timestamptz,
    constraint trade_red_letter_pk primary key (refund_no),
    constraint trade_red_letter_invoice_fk foreign key (invoice_id) references trade_invoice (id),
    constraint trade_red_letter_number_uk unique (number),
    constraint trade_red_letter_state_ck check (
        state in ('DUE', 'ISSUED') and (state = 'ISSUED') = (number is not null and issued_at is not null)),
    constraint trade_red_letter_amount_ck check (amount_fen > 0)
);
create index trade_red_letter_invoice_ix on trade_red_letter (invoice_id);
create index trade_red_letter_due_ix on trade_red_letter (due_at, refund_no);

grant select, insert, update, delete on trade_invoice, trade_red_letter to siyu_app;
