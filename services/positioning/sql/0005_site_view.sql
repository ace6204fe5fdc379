-- What is to be known of sites by services that reckon with the work that is done there.

create view site_v1 with (security_barrier) as
select id as site, kind, material
from site
where 'purpose:benchmarking' = any (access.viewers())
    or 'all' = any (access.viewers())
    or 'customer:' || customer = any (access.viewers())
    or 'region:' || region = any (access.viewers());

comment on view site_v1 is
    'What sites are and what their roads are made of. It says what the policy of `site` does; whoever compares machines sees it too.';

grant select on site_v1 to telemetry_reader;
