-- name: get_site
-- A site, where the viewers see it.
select id, name, customer, region, timezone from site where id = %(site)s;

-- name: keep_site
-- Keep what a site is called, whose it is and by which clock it works.
insert into site (id, name, customer, region, timezone)
values (%(id)s, %(name)s, %(customer)s, %(region)s, %(timezone)s)
on conflict (id) do update set
    name = excluded.name, customer = excluded.customer, region = excluded.region, timezone = excluded.timezone;

-- name: get_plan
-- The shifts of a site, where anybody set them.
select plan::text as plan, set_at, set_by from shift_plan where site = %(site)s;

-- name: keep_plan
-- Keep the shifts of a site in place of those before.
insert into shift_plan (site, plan, set_at, set_by)
values (%(site)s, %(plan)s::jsonb, %(set_at)s, %(set_by)s)
on conflict (site) do update set plan = excluded.plan, set_at = excluded.set_at, set_by = excluded.set_by;
