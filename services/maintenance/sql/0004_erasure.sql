-- What is erased when a customer's data are, where the row policies do not say it.

insert into access.erasure_rule (schema, relation, condition, why) values
    ('maintenance', 'diagnosis', 'machine = $1 and at >= $2 and at < $3', 'Only the service itself reads it, by time.'),
    ('maintenance', 'forecast', 'machine = $1 and data_until >= $2 and data_from < $3', 'What was found in a time that is partly another holder''s tells of both.'),
    ('maintenance', 'outlook', 'machine = $1 and data_until >= $2 and data_from < $3', 'What was found in a time that is partly another holder''s tells of both.');
