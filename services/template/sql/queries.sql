-- name: list_notes
-- The visible notes, newest first, older than the last one of the page before.
select id, machine, written_at, author, text, engine_hours_h
from note
where (%(machine)s::text is null or machine = %(machine)s) and (%(before)s::bigint is null or id < %(before)s)
order by id desc
limit %(limit)s;

-- name: write_note
-- Keeps a note where the machine is visible at this moment, and nothing elsewhere.
insert into note (machine, author, text, engine_hours_h)
select %(machine)s, %(author)s, %(text)s, %(engine_hours_h)s
where access.sees(%(machine)s, now())
returning id, machine, written_at, author, text, engine_hours_h;
