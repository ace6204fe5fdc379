-- name: list_webhooks
-- The caller's webhooks, or the one that is named.
select id, owner, url, kinds, created_at, disabled_at, disabled_why from webhook
where %(id)s::text is null or id = %(id)s
order by created_at, id;

-- name: keep_webhook
-- Keep a webhook.
insert into webhook (id, owner, url, secret, kinds, created_at)
values (%(id)s, %(owner)s, %(url)s, %(secret)s, %(kinds)s, %(created_at)s)
returning id, owner, url, kinds, created_at, disabled_at, disabled_why, secret;

-- name: forget_webhook
-- Forget a webhook and all that was sent to it.
delete from webhook where id = %(id)s returning id;

-- name: enable_webhook
-- Send to a webhook again.
update webhook set disabled_at = null, disabled_why = null where id = %(id)s returning id;

-- name: disable_webhook
-- Send nothing more to a webhook.
update webhook set disabled_at = %(now)s, disabled_why = %(why)s where id = %(id)s;

-- name: list_owners
-- Who wants to be told of such a thing.
select distinct owner as id from webhook where disabled_at is null and %(kind)s::text = any (kinds) order by 1;

-- name: see_as
-- See as other viewers until the transaction ends.
select set_config('howdah.viewers', %(viewers)s, true) as id;

-- name: may_see
-- An alert, if the transaction's viewers see it.
select id::text as id from alert where id = %(alert)s;

-- name: enqueue
-- Make what is to be sent to the webhooks of those who see the alert.
insert into delivery (id, webhook, alert, machine, kind, body, made_at, next_at)
select
    'msg_' || replace(gen_random_uuid()::text, '-', ''), w.id, %(alert)s, %(machine)s, %(kind)s, %(body)s, %(now)s, %(now)s
from webhook w
where w.disabled_at is null and %(kind)s = any (w.kinds) and w.owner = any (%(owners)s::text[]);

-- name: claim_due
-- What is due, for this process alone until the lease ends: should it end before, another sends it.
with due as (
    select d.number
    from delivery d
    join webhook w on w.id = d.webhook
    where d.state = 'waiting' and d.next_at <= %(now)s and w.disabled_at is null
    order by d.next_at, d.number
    limit %(limit)s
    for update of d skip locked
)
update delivery d set attempts = d.attempts + 1, next_at = %(lease)s
from due, webhook w
where d.number = due.number and w.id = d.webhook
returning d.number, d.id, d.alert, d.machine, d.attempts, d.body, w.id as webhook, w.owner, w.url, w.secret;

-- name: settle
-- Keep what became of an attempt.
update delivery set state = %(state)s, next_at = coalesce(%(next_at)s, next_at), last_status = %(status)s, last_error = %(error)s
where number = %(number)s;

-- name: forget_deliveries
-- Forget what was made before a time and is no longer to be sent.
delete from delivery where made_at < %(before)s and state <> 'waiting';

-- name: list_deliveries
-- What was or is to be sent to a webhook, the newest first, behind the last of the page before.
select number, id, kind, machine, alert, state, attempts, made_at, next_at, last_status, last_error
from delivery
where webhook = %(webhook)s and (%(state)s::text is null or state = %(state)s)
    and (%(before)s::bigint is null or number < %(before)s)
order by number desc
limit %(limit)s;

-- name: replay
-- Send something again from the beginning, under the same id.
update delivery set state = 'waiting', attempts = 0, next_at = %(now)s
where webhook = %(webhook)s and id = %(id)s and state in ('delivered', 'failed')
returning number, id, kind, machine, alert, state, attempts, made_at, next_at, last_status, last_error;
