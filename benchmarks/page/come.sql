insert into registry.site (id, name, customer, region, timezone, latitude_deg, longitude_deg, features)
select 'crowd-' || g, 'Crowd ' || g, site.customer, site.region, site.timezone, site.latitude_deg + g * 0.01, site.longitude_deg,
    '{"type": "FeatureCollection", "features": []}'
from generate_series(0, 99) g
join (select *, row_number() over (order by id) - 1 as place, count(*) over () as sites from registry.site) site
    on g %% site.sites = site.place;
insert into registry.machine (id, name, model, serial, generation)
select 'crowd-' || g, 'Crowd ' || g, model.id, 'crowd-' || g, 'json'
from generate_series(1, %(machines)s) g,
    (select id from registry.model order by id limit 1) model;
insert into registry.tenure (machine, basis, customer, site, from_time)
select 'crowd-' || g, 'owned', site.customer, site.id, now() - interval '30 days'
from generate_series(1, %(machines)s) g join registry.site on site.id = 'crowd-' || g %% 100;
insert into access.machine (machine, kind, model, generation, commissioned_at)
select machine.id, model.kind, machine.model, machine.generation, now() - interval '30 days'
from registry.machine join registry.model on model.id = machine.model where machine.id like 'crowd-%%';
insert into access.visibility (viewer, machine, from_time, to_time)
select viewer, tenure.machine, tenure.from_time, 'infinity'
from registry.tenure join registry.site on site.id = tenure.site,
    lateral (values ('region:' || site.region), ('customer:' || tenure.customer), ('all')) seen (viewer)
where tenure.machine like 'crowd-%%';
insert into telemetry.latest
    (time, received_at, machine, engine_hours_h, engine_hours_h_time,
     latitude_deg, latitude_deg_time, longitude_deg, longitude_deg_time)
select now(), now(), tenure.machine, g, now(), site.latitude_deg + g * 1e-7, now(), site.longitude_deg, now()
from generate_series(1, %(machines)s) g
join registry.tenure on tenure.machine = 'crowd-' || g join registry.site on site.id = tenure.site;
insert into telemetry.state (time, received_at, online, machine, boot)
select now(), now(), g %% 3 = 0, 'crowd-' || g, 'boot' from generate_series(1, %(machines)s) g;
-- Each told its newest values a while ago, and services have taken that in: 5,000 machines that come at once would be looked
-- through for ten minutes, as no fleet's are.
insert into positioning.followed
select 'crowd-' || g, now() + interval '1 second', now(), now(), now() from generate_series(1, %(machines)s) g;
insert into site.followed
select 'crowd-' || g, now() + interval '1 second', now(), now(), now() from generate_series(1, %(machines)s) g;
insert into weighing.followed
select 'crowd-' || g, now() + interval '1 second', now(), now(), now() from generate_series(1, %(machines)s) g;
-- Machines that come one by one are counted meanwhile; the planner would take these for the two dozen of before.
analyze registry.site, registry.machine, registry.tenure, access.machine, access.visibility, telemetry.latest, telemetry.state,
    positioning.followed, site.followed, weighing.followed
