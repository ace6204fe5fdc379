-- What to do about an alert.
alter table alert add column next_step text;
