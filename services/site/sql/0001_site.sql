-- The sites that people ask about, and their shifts as people set them.

create table site (
    id text collate "C" primary key,
    name text not null,
    customer text collate "C" not null,
    region text collate "C" not null,
    timezone text not null
);

comment on table site is 'Sites as the registry tells them: what they are called, whose they are, and by which clock they work.';

create table shift_plan (
    site text collate "C" primary key references site,
    plan jsonb not null,
    set_at timestamptz not null,
    set_by text not null
);

comment on table shift_plan is 'The shifts of a site, as somebody set them; without a row a site works by the usual ones.';

-- A site is seen by its customer, its region, and those who see everything; so are its shifts.
alter table site enable row level security;
create policy seen on site
using (
    'all' = any (access.viewers())
    or 'customer:' || customer = any (access.viewers())
    or 'region:' || region = any (access.viewers())
);
alter table shift_plan enable row level security;
create policy seen on shift_plan using (exists (select from site s where s.id = shift_plan.site));
