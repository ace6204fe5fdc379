-- What work, parts and standing still cost, as customers and the makers of machines say.

create table cost_sheet (
    customer text collate "C" not null,
    make text not null,
    sheet jsonb not null,
    set_at timestamptz not null,
    set_by text not null,
    primary key (customer, make)
);

comment on table cost_sheet is
    'Assumptions of cost of a customer (empty: of everybody) for machines of a make (empty: of every make).';

-- What holds for everybody is read by everybody and set by those who see everything.
alter table cost_sheet enable row level security;
create policy own on cost_sheet
using ('all' = any (access.viewers()) or customer <> '' and 'customer:' || customer = any (access.viewers()));
create policy of_everybody on cost_sheet for select using (customer = '');
