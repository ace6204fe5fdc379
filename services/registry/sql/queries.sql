-- name: take_turn
-- Lets one change at a time be made: what is seen by whom is computed from several tables.
select pg_advisory_xact_lock(4203002);

-- name: known_ids
-- The ids of one table of things that others refer to, in order.
select id
from (
    select 'region' as what, id from region
    union all select 'customer', id from customer
    union all select 'site', id from site
    union all select 'model', id from model
    union all select 'party', id from party
) as known
where what = %(what)s::text
order by id;

-- name: list_regions
-- The regions, by id.
select id, name
from region
where %(after)s::text is null or id > %(after)s
order by id
limit %(limit)s;

-- name: put_region
-- Creates or renames a region.
insert into region (id, name) values (%(id)s, %(name)s)
on conflict (id) do update set name = excluded.name
returning id, name;

-- name: list_customers
-- The visible customers, by id.
select id, name, region
from customer
where (%(after)s::text is null or id > %(after)s) and (%(id)s::text is null or id = %(id)s)
order by id
limit %(limit)s;

-- name: put_customer
-- Creates or replaces a customer.
insert into customer (id, name, region) values (%(id)s, %(name)s, %(region)s)
on conflict (id) do update set name = excluded.name, region = excluded.region
returning id, name, region;

-- name: list_sites
-- The visible sites, by id.
select id, name, customer, region, timezone, latitude_deg, longitude_deg, kind, material, features
from site
where (%(after)s::text is null or id > %(after)s) and (%(id)s::text is null or id = %(id)s)
  and (%(customer)s::text is null or customer = %(customer)s)
order by id
limit %(limit)s;

-- name: put_site
-- Creates or replaces a site.
insert into site (id, name, customer, region, timezone, latitude_deg, longitude_deg, kind, material, features)
values (
    %(id)s, %(name)s, %(customer)s, %(region)s, %(timezone)s, %(latitude_deg)s, %(longitude_deg)s, %(kind)s, %(material)s,
    %(features)s
)
on conflict (id) do update
set name = excluded.name, customer = excluded.customer, region = excluded.region, timezone = excluded.timezone,
    latitude_deg = excluded.latitude_deg, longitude_deg = excluded.longitude_deg, kind = excluded.kind,
    material = excluded.material, features = excluded.features
returning id, name, customer, region, timezone, latitude_deg, longitude_deg, kind, material, features;

-- name: list_models
-- The machine models, by id.
select id, make, name, kind
from model
where %(after)s::text is null or id > %(after)s
order by id
limit %(limit)s;

-- name: put_model
-- Creates or replaces a machine model.
insert into model (id, make, name, kind) values (%(id)s, %(make)s, %(name)s, %(kind)s)
on conflict (id) do update set make = excluded.make, name = excluded.name, kind = excluded.kind
returning id, make, name, kind;

-- name: list_machines
-- The visible machines by id, each with the periods of its visible data and the tenure that the viewers know best.
select m.id, m.name, m.model, d.make, d.name as model_name, d.kind, m.serial, m.pin, m.generation,
       m.commissioned_at, m.decommissioned_at, m.access, v.visible, t.tenure
from machine m
join model d on d.id = m.model
cross join lateral (
    select coalesce(
        jsonb_agg(
            jsonb_build_object('from', nullif(lower(p), '-infinity'), 'to', nullif(upper(p), 'infinity')) order by p
        ), '[]'
    ) as visible, coalesce(bool_or(p @> now()), false) as at_present
    from (
        select unnest(range_agg(tstzrange(s.from_time, s.to_time))) as p
        from access.visibility s
        where s.machine = m.id and s.viewer = any (access.viewers()) and s.open_from <= now() and s.open_to > now()
    ) as merged
) v
left join lateral (
    select h.customer, h.site, jsonb_build_object(
        'id', h.id, 'machine', h.machine, 'basis', h.basis, 'customer', h.customer, 'site', h.site,
        'from', h.from_time, 'to', nullif(h.to_time, 'infinity')
    ) as tenure
    from tenure h
    where h.machine = m.id and h.from_time <= now()
    order by h.to_time > now() desc, h.basis = 'rented' and h.to_time > now() desc, h.from_time desc
    limit 1
) t on true
where (%(after)s::text is null or m.id > %(after)s) and (%(id)s::text is null or m.id = %(id)s)
  and (%(customer)s::text is null or t.customer = %(customer)s)
  -- Which periods are seen is worked out machine by machine, so those that never were there are left out before.
  and (%(site)s::text is null
      or t.site = %(site)s and m.id in (select h.machine from tenure h where h.site = %(site)s))
  and (%(kind)s::text is null or d.kind = %(kind)s)
  and (not %(at_present)s::boolean or v.at_present and m.decommissioned_at is null)
order by m.id
limit %(limit)s;

-- name: get_capability
-- What a machine sends, a row for each signal, or one without when it sent none; none while it is not known.
select since, refreshed_at, heard_hours, signal, last_time, interval_s, delay_s, hours
from telemetry.capability_v1
where machine = %(machine)s;

-- name: list_machine_columns
-- The visible machines by id, with what a list of them orders and filters by, and whether they are seen at present.
with present as materialized (
    select s.machine from access.visibility s
    where s.viewer = any (access.viewers()) and s.from_time <= now() and s.to_time > now()
        and s.open_from <= now() and s.open_to > now()
)
select
    m.id, m.name, d.kind, d.make, d.name as model_name, m.serial, m.pin, t.customer, t.site,
    m.decommissioned_at is null and m.id in (select p.machine from present p) as present
from machine m
join model d on d.id = m.model
left join lateral (
    select h.customer, h.site
    from tenure h
    where h.machine = m.id and h.from_time <= now()
    order by h.to_time > now() desc, h.basis = 'rented' and h.to_time > now() desc, h.from_time desc
    limit 1
) t on true
where (%(after)s::text is null or m.id > %(after)s)
  and (not %(at_present)s::boolean or m.decommissioned_at is null and m.id in (select p.machine from present p))
order by m.id
limit %(limit)s;

-- name: insert_machine
-- Keeps a machine, unless its id was used before.
insert into machine (id, name, model, serial, pin, generation)
values (%(id)s, %(name)s, %(model)s, %(serial)s, %(pin)s, %(generation)s)
on conflict (id) do nothing
returning id;

-- name: update_machine
-- Replaces what distinguishes a machine.
update machine
set name = %(name)s, model = %(model)s, serial = %(serial)s, pin = %(pin)s, generation = %(generation)s
where id = %(id)s
returning id;

-- name: decommission_machine
-- Takes a machine out of service; what it may do at the broker is still to be revoked.
update machine
set decommissioned_at = now(), access = 'revoking'
where id = %(id)s and decommissioned_at is null
returning id;

-- name: revoking_machines
-- The machines whose access to the broker is to be revoked.
select id from machine where access = 'revoking' order by id;

-- name: note_revoked
-- Notes that a machine's access to the broker is revoked.
update machine set access = 'revoked' where id = %(id)s and access = 'revoking';

-- name: list_tenures
-- The visible tenures of a machine, oldest first.
select id, machine, basis, customer, site, from_time as "from", nullif(to_time, 'infinity') as "to"
from tenure
where machine = %(machine)s and (%(id)s::bigint is null or id = %(id)s)
  and (%(after_from)s::timestamptz is null or (from_time, id) > (%(after_from)s::timestamptz, %(after_id)s::bigint))
order by from_time, id
limit %(limit)s;

-- name: overlapping_tenures
-- The tenures of one machine and basis, but one, that share a moment with [from, to).
select id, machine, basis, customer, site, from_time as "from", nullif(to_time, 'infinity') as "to"
from tenure
where machine = %(machine)s and basis = %(basis)s and id is distinct from %(id)s::bigint
  and from_time < coalesce(%(to)s::timestamptz, 'infinity') and %(from)s::timestamptz < to_time
order by from_time
limit 5;

-- name: close_open_tenure
-- Ends the tenure of one machine and basis that has no end, where it began before.
update tenure set to_time = %(at)s
where machine = %(machine)s and basis = %(basis)s and to_time = 'infinity' and from_time < %(at)s;

-- name: insert_tenure
-- Keeps a tenure.
insert into tenure (machine, basis, customer, site, from_time, to_time)
values (
    %(machine)s, %(basis)s, %(customer)s, %(site)s, %(from)s, coalesce(%(to)s::timestamptz, 'infinity')
)
returning id, machine, basis, customer, site, from_time as "from", nullif(to_time, 'infinity') as "to";

-- name: update_tenure
-- Replaces a tenure.
update tenure
set basis = %(basis)s, customer = %(customer)s, site = %(site)s, from_time = %(from)s,
    to_time = coalesce(%(to)s::timestamptz, 'infinity')
where machine = %(machine)s and id = %(id)s
returning id, machine, basis, customer, site, from_time as "from", nullif(to_time, 'infinity') as "to";

-- name: delete_tenure
-- Deletes a tenure.
delete from tenure where machine = %(machine)s and id = %(id)s returning id;

-- name: end_tenures
-- Ends the tenures of a machine that go on.
update tenure set to_time = now() where machine = %(machine)s and from_time < now() and to_time > now();

-- name: delete_coming_tenures
-- Deletes the tenures of a machine that have not begun.
delete from tenure where machine = %(machine)s and from_time >= now();

-- name: machines_held
-- The machines that a customer had or has, or that were or are on a site.
select distinct machine from tenure
where customer = %(customer)s::text or site = %(site)s::text
order by machine;

-- name: machines_of_model
-- The machines of a model.
select id from machine where model = %(model)s order by id;

-- name: publish_machines
-- Writes what the other parts of the platform know of machines.
insert into access.machine (machine, kind, model, generation, commissioned_at, decommissioned_at)
select m.id, d.kind, m.model, m.generation, m.commissioned_at, m.decommissioned_at
from machine m join model d on d.id = m.model
where m.id = any (%(machines)s::text[])
on conflict (machine) do update
set kind = excluded.kind, model = excluded.model, generation = excluded.generation,
    decommissioned_at = excluded.decommissioned_at;

-- name: clear_visibility
-- Forgets who sees the data of machines.
delete from access.visibility where machine = any (%(machines)s::text[]);

-- name: clear_holdings
-- Forgets whose data those of machines are.
delete from access.holding where machine = any (%(machines)s::text[]);

-- name: compute_holdings
-- Computes whose data those of machines are when: whoever has one, while it is rented the renter.
insert into access.holding (machine, customer, from_time, to_time)
select machine, customer, from_time, to_time from holdings_of(%(machines)s::text[]);

-- name: compute_visibility
-- Computes who sees the data of machines when: whoever has one, while it is rented the renter, sees all of it, and others what
-- that customer consented to. Of one viewer, what is open at one moment is cut into periods that do not overlap.
insert into access.visibility (viewer, machine, from_time, to_time, groups, open_from, open_to, standing, holder)
with rented as (
    select machine, range_agg(tstzrange(from_time, to_time)) as times
    from tenure
    where basis = 'rented' and machine = any (%(machines)s::text[])
    group by machine
),
held as (
    select t.machine, t.customer, coalesce(s.region, c.region) as region,
           case t.basis
               when 'rented' then tstzmultirange(tstzrange(t.from_time, t.to_time))
               else tstzmultirange(tstzrange(t.from_time, t.to_time)) - coalesce(r.times, '{}')
           end as times
    from tenure t
    join customer c on c.id = t.customer
    left join site s on s.id = t.site
    left join rented r on r.machine = t.machine
    where t.machine = any (%(machines)s::text[])
),
given as (
    select
        case
            when c.recipient = 'manufacturer' then 'region:' || h.region
            when c.recipient <> 'platform' then c.recipient
            when c.purpose = 'service' then 'all'
            else 'purpose:' || c.purpose
        end as viewer,
        h.machine, h.times * tstzmultirange(tstzrange(c.data_from, 'infinity')) as times,
        coalesce(access.mask(variadic c.groups), -1) as groups,
        c.from_time as open_from, least(c.to_time, w.withdrawn_at) as open_to, c.data_from = '-infinity' as standing,
        case when c.recipient = 'platform' and c.purpose <> 'service' then h.customer end as holder
    from held h
    join consent c on c.customer = h.customer and (c.machine is null or c.machine = h.machine)
    left join withdrawal w on w.consent = c.id
    where coalesce(w.withdrawn_at, 'infinity') > c.from_time and least(c.to_time, w.withdrawn_at) > now()
),
allowed as (
    select 'customer:' || customer as viewer, machine, range_agg(times) as times, -1 as groups,
           '-infinity'::timestamptz as open_from, 'infinity'::timestamptz as open_to, true as standing, null as holder
    from held
    group by 1, 2
    union all
    select * from given
    union all
    -- What nobody has is looked after by those who keep the platform.
    select 'all', m.id, tstzmultirange(tstzrange('-infinity', 'infinity')) - coalesce(range_agg(h.times), '{}'), -1,
           '-infinity', 'infinity', true, null
    from machine m
    left join held h on h.machine = m.id
    where m.id = any (%(machines)s::text[])
    group by m.id
),
flat as (
    select a.viewer, a.machine, a.holder, lower(p) as from_time, upper(p) as to_time, a.groups, a.open_from, a.open_to,
           a.standing
    from allowed a cross join unnest(a.times) p
),
opening as (
    select viewer, machine, moment as open_from,
           lead(moment) over (partition by viewer, machine order by moment) as open_to
    from (
        select distinct f.viewer, f.machine, m.moment
        from flat f cross join lateral (values (f.open_from), (f.open_to)) m (moment)
    ) moments
),
measured as (
    select viewer, machine, open_from, open_to, moment as from_time,
           lead(moment) over (partition by viewer, machine, open_from order by moment) as to_time
    from (
        select distinct o.viewer, o.machine, o.open_from, o.open_to, m.moment
        from opening o
        join flat f on f.viewer = o.viewer and f.machine = o.machine
                   and f.open_from <= o.open_from and f.open_to >= o.open_to
        cross join lateral (values (f.from_time), (f.to_time)) m (moment)
        where o.open_to > now()
    ) moments
),
cut as (
    select d.viewer, d.machine, d.open_from, d.open_to, f.holder, bit_or(f.groups) as groups, bool_and(f.standing) as standing,
           d.from_time, d.to_time
    from measured d
    join flat f on f.viewer = d.viewer and f.machine = d.machine
               and f.open_from <= d.open_from and f.open_to >= d.open_to
               and f.from_time <= d.from_time and f.to_time >= d.to_time
    group by d.viewer, d.machine, d.open_from, d.open_to, f.holder, d.from_time, d.to_time
)
select viewer, machine, lower(period), upper(period), groups, open_from, open_to, standing, holder
from (
    select viewer, machine, open_from, open_to, holder, groups, standing,
           range_agg(tstzrange(from_time, to_time)) as periods
    from cut
    group by viewer, machine, open_from, open_to, holder, groups, standing
) merged
cross join unnest(periods) period;

-- name: list_accounts
-- The visible users, by id.
select a.id, a.name, a.role, a.customer, a.disabled_at,
       array(select r.region from account_region r where r.account = a.id order by 1) as regions,
       array(select p.party from account_party p where p.account = a.id order by 1) as parties
from account a
where (%(after)s::text is null or a.id > %(after)s) and (%(id)s::text is null or a.id = %(id)s)
order by a.id
limit %(limit)s;

-- name: put_account
-- Creates or replaces a user, who may sign in again; an existing password stays where none is given.
insert into account (id, name, role, customer, password_hash)
values (%(id)s, %(name)s, %(role)s, %(customer)s, %(password_hash)s)
on conflict (id) do update
set name = excluded.name, role = excluded.role, customer = excluded.customer, disabled_at = null,
    password_hash = coalesce(excluded.password_hash, account.password_hash)
returning id;

-- name: clear_account_regions
-- Forgets which regions a user serves.
delete from account_region where account = %(account)s;

-- name: insert_account_regions
-- Keeps which regions a user serves.
insert into account_region (account, region)
select distinct %(account)s::text, unnest(%(regions)s::text[]);

-- name: disable_account
-- Lets a user sign in no more.
update account set disabled_at = coalesce(disabled_at, now()) where id = %(id)s returning id;

-- name: has_administrator
-- Whether anybody is left who can change anything.
select exists (select from account where role = 'administrator' and disabled_at is null) as found;

-- name: has_account
-- Whether there is any user.
select exists (select from account) as found;

-- name: password_hash
-- The hash of a user's password; null where there is none, or where the user is disabled.
select case when disabled_at is null then password_hash end as password_hash from account where id = %(id)s;

-- name: set_password
-- Gives a user another password.
update account set password_hash = %(password_hash)s where id = %(id)s;

-- name: list_api_keys
-- The visible keys, newest first.
select id, account as "user", name, permissions, created_at, expires_at, last_used_at, revoked_at
from api_key
where %(before)s::timestamptz is null or (created_at, id) < (%(before)s::timestamptz, %(before_id)s::text)
order by created_at desc, id desc
limit %(limit)s;

-- name: insert_api_key
-- Keeps a key.
insert into api_key (id, account, name, hash, permissions, expires_at)
values (%(id)s, %(account)s, %(name)s, %(hash)s, %(permissions)s, %(expires_at)s)
returning id, account as "user", name, permissions, created_at, expires_at, last_used_at, revoked_at;

-- name: owner_of_api_key
-- Whose key this is.
select account as id from api_key where id = %(id)s;

-- name: revoke_api_key
-- Lets a key be exchanged no more.
update api_key set revoked_at = coalesce(revoked_at, now()) where id = %(id)s returning id;

-- name: use_api_key
-- Notes the use of a key that holds, and whose user may sign in.
update api_key k set last_used_at = now()
from account a
where k.hash = %(hash)s and k.revoked_at is null and k.expires_at > now()
  and a.id = k.account and a.disabled_at is null
returning k.id, k.account as "user", k.name, k.permissions, k.created_at, k.expires_at, k.last_used_at, k.revoked_at;

-- name: count_attempt
-- Counts an attempt to sign in, before it is known whether it succeeds, and says when its window of time ends.
insert into sign_in_attempt as s (subject, attempts, begun_at) values (%(subject)s, 1, now())
on conflict (subject) do update
set attempts = case when s.begun_at + %(window)s::interval > now() then s.attempts + 1 else 1 end,
    begun_at = case when s.begun_at + %(window)s::interval > now() then s.begun_at else now() end
returning attempts, extract(epoch from begun_at + %(window)s::interval - now())::float as ends_in_s;

-- name: forget_attempts
-- Forgets the attempts of a subject that has signed in.
delete from sign_in_attempt where subject = %(subject)s;

-- name: take_back_attempt
-- Counts one attempt less for a subject that has others to answer for.
update sign_in_attempt set attempts = greatest(attempts - 1, 0) where subject = %(subject)s;

-- name: forget_old_attempts
-- Forgets the attempts whose window of time is long over.
delete from sign_in_attempt where begun_at < now() - interval '1 day';

-- name: list_service_statuses
-- How the services were when last asked, by name.
select name, question, version, health, reasons, dependencies, answered_at, checked_at,
       extract(epoch from now() - checked_at)::float as age_s
from service_status
order by name;

-- name: put_service_status
-- Keeps how a service is, and of a silent one what it said when it last answered.
insert into service_status (name, question, version, health, reasons, dependencies, answered_at, checked_at)
values (
    %(name)s, %(question)s, %(version)s, %(health)s, %(reasons)s, coalesce(%(dependencies)s::text[], '{}'),
    case when %(health)s::text <> 'silent' then now() end, now()
)
on conflict (name) do update
set question = coalesce(excluded.question, service_status.question),
    version = coalesce(excluded.version, service_status.version),
    dependencies = case
        when excluded.health = 'silent' then service_status.dependencies else excluded.dependencies
    end,
    health = excluded.health,
    reasons = excluded.reasons,
    answered_at = coalesce(excluded.answered_at, service_status.answered_at),
    checked_at = excluded.checked_at;

-- name: forget_other_services
-- Forgets the services that are no longer among the platform's.
delete from service_status where not name = any (%(names)s::text[]);
