-- Shifts of sites, for services that reckon with the time in which a site works.

create view shift_v1 with (security_barrier) as
select s.id as site, s.timezone, p.plan, p.set_at
from site s
join shift_plan p on p.site = s.id
where 'all' = any (access.viewers())
    or 'customer:' || s.customer = any (access.viewers())
    or 'region:' || s.region = any (access.viewers());

comment on view shift_v1 is
    'The shifts of sites where somebody set them, by the site''s clock. A view is no table: the policy of `site` does not hold in it, so it says the same.';

grant usage on schema site to telemetry_reader;
grant select on shift_v1 to telemetry_reader;
