-- name: list_entries
-- The visible entries of the log of access, by owner and newest first, with what for they were read.
select l.document, l.previous, l.sha256, p.purposes
from access.log l
cross join lateral (
    select d.document, array(select jsonb_array_elements_text(d.document -> 'rights')) as rights
    from (values (l.document::jsonb)) d (document)
) d
cross join lateral (
    select coalesce(array_agg(distinct c.purpose order by c.purpose), '{}') as purposes
    from consent c
    left join withdrawal w on w.consent = c.id
    where c.customer = l.owner and (c.machine is null or c.machine = any (l.machines))
      and c.from_time <= (d.document ->> 'last_at')::timestamptz
      and least(c.to_time, w.withdrawn_at) > (d.document ->> 'first_at')::timestamptz
      and case
          when c.recipient = 'manufacturer' then exists (select from unnest(d.rights) r where starts_with(r, 'region:'))
          when c.recipient <> 'platform' then c.recipient = any (d.rights)
          when c.purpose = 'service' then 'all' = any (d.rights)
          else 'purpose:' || c.purpose = any (d.rights)
      end
) p
where (%(owner)s::text is null or l.owner = %(owner)s)
  and (%(machine)s::text is null or %(machine)s = any (l.machines))
  and (%(from)s::timestamptz is null or l.hour > %(from)s::timestamptz - interval '1 hour')
  and (%(to)s::timestamptz is null or l.hour < %(to)s)
  and (%(after)s::text is null or l.owner > %(after)s or l.owner = %(after)s and l.number < %(before)s::bigint)
order by l.owner, l.number desc
limit %(limit)s;

-- name: list_current
-- What was read and is not sealed yet.
select
    n.owner, n.hour, n.reader, string_to_array(n.rights, ',') as rights, '{}'::text[] as purposes, n.service, n.path,
    n.machines, access.group_names(n.groups) as groups, nullif(n.data_from, '-infinity') as data_from,
    nullif(n.data_to, 'infinity') as data_to, n.first_at, n.last_at, n.reads
from access.log_note n
where (%(owner)s::text is null or n.owner = %(owner)s)
order by n.owner, n.last_at desc
limit 1000;

-- name: get_head
-- How the chain of a customer stands.
select %(owner)s::text as owner, coalesce(l.number, 0) as number, coalesce(l.sha256, repeat('0', 64)) as sha256,
       now() as signed_at
from (values (1)) one
left join (select number, sha256 from access.log where owner = %(owner)s order by number desc limit 1) l on true;

-- name: seal
-- Appends what was read in hours that are over to the chains, and tells whose these are.
select distinct seal_log as owner from access.seal_log() order by 1;

-- name: keep_head
-- Keeps a head as it was signed.
insert into access.log_head (owner, number, sha256, signed_at, document, signature)
values (%(owner)s, %(number)s, %(sha256)s, %(signed_at)s, %(document)s, %(signature)s)
on conflict (owner, number) do nothing;
