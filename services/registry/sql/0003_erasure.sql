-- The erasure of customers' data: what was asked for, how far it is, and what came of it. It stays, as the proof.

create table erasure (
    id bigint generated always as identity primary key,
    customer text collate "C" not null references customer,
    scope text not null check (scope in ('data', 'everything')),
    state text not null default 'counting'
        check (state in ('counting', 'planned', 'dropped', 'erasing', 'settling', 'erased')),
    asked_by text not null,
    asked_at timestamptz not null default now(),
    confirmed_by text,
    confirmed_at timestamptz,
    pass smallint not null default 0,
    due_at timestamptz not null default now(),
    finished_at timestamptz,
    document text,
    sha256 text,
    signature text
);

create unique index on erasure (customer) where state not in ('dropped', 'erased');

comment on column erasure.pass is '0 counts, 1 erases, and 2 erases what was still under way meanwhile.';

-- A row for each machine, and one (of no name) for what is of no machine, as soon as it is done.
create table erased (
    erasure bigint not null references erasure,
    pass smallint not null,
    machine text collate "C" not null,
    found jsonb not null,
    done_at timestamptz not null default now(),
    primary key (erasure, pass, machine)
);

comment on column erased.found is 'Rows by table.';

alter table erasure enable row level security;
alter table erasure force row level security;
create policy keeps on erasure using ('all' = any (access.viewers()));
create policy sees on erasure for select using ('customer:' || customer = any (access.viewers()));
alter table erased enable row level security;
alter table erased force row level security;
create policy keeps on erased using ('all' = any (access.viewers()));
create policy sees on erased for select using (exists (select from erasure e where e.id = erased.erasure));

revoke delete, truncate on erasure, erased from svc_registry;

-- Whose data those of machines are when: whoever has one, while it is rented the renter.
create function holdings_of(machines text[])
returns table (machine text, customer text, from_time timestamptz, to_time timestamptz)
language sql stable
begin atomic
    with rented as (
        select machine, range_agg(tstzrange(from_time, to_time)) as times
        from tenure
        where basis = 'rented' and machine = any (machines)
        group by machine
    )
    select machine, customer, lower(p), upper(p)
    from (
        select t.machine, t.customer, range_agg(held.times) as times
        from tenure t
        left join rented r on r.machine = t.machine
        cross join lateral (
            select case t.basis
                when 'rented' then tstzmultirange(tstzrange(t.from_time, t.to_time))
                else tstzmultirange(tstzrange(t.from_time, t.to_time)) - coalesce(r.times, '{}')
            end as times
        ) held
        where t.machine = any (machines)
        group by t.machine, t.customer
    ) whole
    cross join unnest(times) p;
end;

select set_config('howdah.viewers', 'all', true);
insert into access.holding (machine, customer, from_time, to_time)
select h.machine, h.customer, h.from_time, h.to_time from holdings_of(array(select id from machine)) h
join access.machine a on a.machine = h.machine;
