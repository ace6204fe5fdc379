-- name: list_entries
-- The visible entries of the log of access, by owner and newest first, with what for they were read.
select
    l.document, l.previous, l.sha256,
    purposes_of(
        l.owner, l.machines, array(select jsonb_array_elements_text(d.document -> 'rights')),
        (d.document ->> 'first_at')::timestamptz, (d.document ->> 'last_at')::timestamptz
    ) as purposes
from access.log l
cross join lateral (values (l.document::jsonb)) d (document)
where (%(owner)s::text is null or l.owner = %(owner)s)
  and (%(machine)s::text is null or %(machine)s = any (l.machines))
  and (%(from)s::timestamptz is null or l.hour > %(from)s::timestamptz - interval '1 hour')
  and (%(to)s::timestamptz is null or l.hour < %(to)s)
  -- As an index knows them that of a long log reads what is of people alone.
  and (not %(people)s::boolean or l.document not like '%%"reader" : "service:%%')
  and (not %(programs)s::boolean or l.document like '%%"reader" : "service:%%')
  and (%(names)s::text[] is null or d.document ->> 'reader' = any (%(names)s))
  and (%(after)s::text is null or l.owner > %(after)s or l.owner = %(after)s and l.number < %(before)s::bigint)
order by l.owner, l.number desc
limit %(limit)s;

-- name: list_current
-- What was read and is not sealed yet, with what for.
select
    n.owner, n.hour, n.reader, string_to_array(n.rights, ',') as rights,
    purposes_of(n.owner, n.machines, string_to_array(n.rights, ','), n.first_at, n.last_at) as purposes, n.service, n.path,
    n.machines, access.group_names(n.groups) as groups, nullif(n.data_from, '-infinity') as data_from,
    nullif(n.data_to, 'infinity') as data_to, n.first_at, n.last_at, n.reads
from access.log_note n
where (%(owner)s::text is null or n.owner = %(owner)s)
  and (%(machine)s::text is null or %(machine)s = any (n.machines))
  and (not %(people)s::boolean or not starts_with(n.reader, 'service:'))
  and (not %(programs)s::boolean or starts_with(n.reader, 'service:'))
  and (%(names)s::text[] is null or n.reader = any (%(names)s))
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

-- name: list_key_owners
-- Whose some keys are, or which keys some user has.
select id as key, account as "user" from api_key where id = any (%(keys)s) or account = %(user)s;
