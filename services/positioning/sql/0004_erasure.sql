-- What is erased when a customer's data are, where the row policies do not say it.

insert into access.erasure_rule (schema, relation, condition, why) values
    ('positioning', 'followed', null, 'It says until when a worker looked, and nothing of what it saw.'),
    ('positioning', 'followed_hour',
     'machine = $1 and to_timestamp(hour * 3600.0) >= $2 and to_timestamp(hour * 3600.0) < $3',
     'Only the service itself reads it, by time.'),
    ('positioning', 'standing', 'machine = $1 and at >= $2 and at < $3', 'Only the service itself reads it, by time.');
