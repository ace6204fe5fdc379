-- name: get_site
-- A site, where the viewers see it.
select id, customer, region, latitude_deg, longitude_deg from site where id = %(site)s;

-- name: list_sites
-- Every site.
select id, customer, region, latitude_deg, longitude_deg from site order by id;

-- name: keep_site
-- Keep whose and what a site is, and where it lies.
insert into site (id, customer, region, latitude_deg, longitude_deg, kind, material)
values (%(id)s, %(customer)s, %(region)s, %(latitude_deg)s, %(longitude_deg)s, %(kind)s, %(material)s)
on conflict (id) do update set
    customer = excluded.customer, region = excluded.region, latitude_deg = excluded.latitude_deg,
    longitude_deg = excluded.longitude_deg, kind = excluded.kind, material = excluded.material;

-- name: list_features
-- The zones and roads of a site as they are drawn at a time.
select id, kind, name, geometry, from_time
from feature
where site = %(site)s and from_time <= %(at)s and to_time > %(at)s
order by id;

-- name: list_features_of
-- The same of several sites: none of one that is not known or not seen, one row without a feature where nothing is drawn.
select s.id as site, f.id, f.kind, f.name, f.geometry, f.from_time
from site s
left join feature f on f.site = s.id and f.from_time <= %(at)s and f.to_time > %(at)s
where s.id = any(%(sites)s::text[])
order by s.id, f.id;

-- name: list_drawn
-- The zones of every site as they were drawn at any moment of a period.
select site, id, kind, geometry, from_time, least(to_time, '9999-12-30 00:00Z') as to_time
from feature
where kind <> 'road' and from_time < %(to)s and to_time > %(from)s
order by site, id, from_time;

-- name: take_turn_to_draw
-- Let one at a time draw a site, until its transaction ends.
select pg_advisory_xact_lock(hashtext('positioning ' || %(site)s));

-- name: was_drawn
-- Whether anything was ever drawn of a site.
select exists (select from feature where site = %(site)s) as drawn;

-- name: forget_later
-- Forget what was drawn of a site to hold from a time on, or later.
delete from feature where site = %(site)s and from_time >= %(from)s;

-- name: end_features
-- Let zones and roads of a site hold up to a time; what was drawn later held nothing else.
update feature set to_time = %(from)s
where site = %(site)s and to_time > %(from)s and not id = any(%(same)s::text[]);

-- name: prolong_features
-- Let zones and roads of a site that are drawn as before go on.
update feature set to_time = 'infinity'
where site = %(site)s and id = any(%(same)s::text[]) and from_time < %(from)s and to_time >= %(from)s;

-- name: keep_feature
-- Keep a zone or road as it is drawn from a time on.
insert into feature (site, id, from_time, kind, name, geometry, drawn_by)
values (%(site)s, %(id)s, %(from)s, %(kind)s, %(name)s, %(geometry)s, %(by)s);

-- name: look_again
-- Let what machines of a site, or of none, told from a time on be taken in anew, from where nothing was under way before.
update followed f set
    until = least(f.until, %(again)s::timestamptz),
    resume = least(f.resume, coalesce(
        (select max(s.at) from standing s where s.machine = f.machine and s.at <= %(again)s), %(again)s::timestamptz
    ))
where f.until > %(again)s and (
    select s.site is null or s.site = %(site)s
    from standing s
    where s.machine = f.machine
    order by s.at desc
    limit 1
);
